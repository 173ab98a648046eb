"""What both simulators share: the clock of a log, and how a day is written down."""

import math
import random

DAYS = 60
DAY_SECS = 86_400
OPENS_SECS = 8 * 3600 + 1800
MEAN_MIN = 10.0


class Log:
    """One scenario. Times of a day are minutes from opening; written are seconds."""

    def __init__(self, name, about):
        self.name = name
        self.lines = [f"# {about}", "arrived,called,started,ended,station,service,outcome"]
        self.day = -1

    def begin_day(self, truths):
        """truths: (service, law, mean minutes, cv, {station: speed}, no_show, absent)"""
        self.day += 1
        self.rows = []
        for service, law, mean, cv, speeds, no_show, absent in truths:
            by = ";".join(f"{s}:{v:.4f}" for s, v in sorted(speeds.items()))
            self.note(0, f"truth,{service},{law},{mean:.4f},{cv},{by},{no_show},{absent}", -2)

    def secs(self, minutes):
        return self.day * DAY_SECS + OPENS_SECS + round(minutes * 60)

    def note(self, at, text, order=-1):
        """A line for the replay: what the site knows, when it gets to know it."""
        what, rest = text.split(",", 1)
        self.rows.append((self.secs(at), order, len(self.rows), f"#{what},{self.secs(at)},{rest}"))

    def row(self, arrived, called, started, ended, station, service, outcome):
        told = [self.secs(t) if t is not None else "" for t in (arrived, called, started, ended)]
        line = ",".join(str(t) for t in [*told, station or "", service, outcome])
        self.rows.append((told[0], 0, len(self.rows), line))

    def end_day(self):
        self.lines += [row[-1] for row in sorted(self.rows)]

    def write(self):
        with open(f"logs/{self.name}.csv", "w") as file:
            file.write("\n".join(self.lines) + "\n")


def of_today(rng):
    """No two days are the same: a tenth quicker or slower."""
    return MEAN_MIN * math.exp(rng.gauss(0, 0.1))


def lognormal(rng, mean, cv):
    sigma2 = math.log(1 + cv * cv)
    return rng.lognormvariate(math.log(mean) - sigma2 / 2, math.sqrt(sigma2))


def arrivals(rng, stations, load=1.0, hours=3.0, mean=MEAN_MIN):
    """An opening rush: a third in the first quarter of an hour, the others evenly."""
    expected = load * stations * hours * 60 / mean
    times = []
    for share, until in ((1 / 3, 15.0), (2 / 3, hours * 60 - 20)):
        at, rate = (0.0 if not times else 15.0), expected * share / (15 if until == 15 else until - 15)
        while True:
            at += rng.expovariate(rate)
            if at >= until:
                break
            times.append(at)
    return times


def day_rng(name, day):
    return random.Random(f"{name} {day}")
