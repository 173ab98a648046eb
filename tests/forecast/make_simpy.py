"""Service days by simpy: volunteers, breaks, no-shows, appointments.

simpy runs the clock; who is next is written down here apart from the product, first come, first
served with appointments that are due before everybody else, as the queue rules say.
"""

import simpy

from service_day import DAYS, Log, arrivals, day_rng, lognormal, of_today

DUE_BEFORE_MIN = 2


class Person:
    def __init__(self, service, arrived, slot=None):
        self.service, self.arrived, self.slot = service, arrived, slot


class Square:
    """One day. `stations`: {name: (services, speed)}; `breaks`: {name: (after, minutes)}."""

    def __init__(self, log, rng, means, cv, stations, breaks=(), no_show=0.0):
        self.env = simpy.Environment()
        self.log, self.rng, self.means, self.cv = log, rng, means, cv
        self.breaks, self.no_show = dict(breaks), no_show
        self.waiting, self.bell = [], self.env.event()
        self.busy = {}
        for name, (services, speed) in stations.items():
            log.note(0, f"open,{name},{';'.join(services)}")
            self.env.process(self.station(name, services, speed))

    def arrive(self, at, person):
        def come():
            yield self.env.timeout(at)
            self.waiting.append(person)
            old, self.bell = self.bell, self.env.event()
            old.succeed()

        self.env.process(come())

    def next(self, services):
        now = self.env.now
        mine = [p for p in self.waiting if p.service in services]
        due = [p for p in mine if p.slot is not None and p.slot - DUE_BEFORE_MIN <= now]
        walk_in = [p for p in mine if p.slot is None]
        for line, key in ((due, "slot"), (walk_in, "arrived"), (mine, "slot")):
            if line:
                found = min(line, key=lambda p: (getattr(p, key), p.arrived))
                self.waiting.remove(found)
                return found
        return None

    def station(self, name, services, speed):
        pause = self.breaks.get(name)
        while True:
            if pause and self.env.now >= pause[0]:
                minutes = pause[1]
                pause = None
                self.log.note(self.env.now, f"pause,{name},{round(minutes * 60)}")
                # Nobody is back to the second.
                yield self.env.timeout(max(1.0, minutes + self.rng.gauss(0, 1)))
                self.log.note(self.env.now, f"open,{name},{';'.join(services)}")
            person = self.next(services)
            if person is None:
                if pause and pause[0] > self.env.now:
                    yield self.bell | self.env.timeout(pause[0] - self.env.now)
                else:
                    yield self.bell
                continue
            yield from self.serve(name, speed, person)

    def serve(self, name, speed, person):
        called = self.env.now
        self.busy[name] = (person, called, None)
        if self.rng.random() < self.no_show:
            yield self.env.timeout(2 + 2 * self.rng.random())
            self.log.row(person.arrived, called, None, self.env.now, name, person.service, "no_show")
            del self.busy[name]
            return
        yield self.env.timeout(0.3 + 0.7 * self.rng.random())
        started = self.env.now
        self.busy[name] = (person, called, started)
        yield self.env.timeout(speed * lognormal(self.rng, self.means[person.service], self.cv))
        row = (person.arrived, called, started, self.env.now, name, person.service, "served")
        self.log.row(*row)
        del self.busy[name]


def scenario(name, about, speeds, cv, *, load=1.0, rest=False, no_show=0.0, slots=0, absent=0.0,
             services=("hair",), offers=None, cut=None, alone=False):
    log = Log(name, about)
    for day in range(DAYS):
        rng = day_rng(name, day)
        means = {s: of_today(rng) * (1.0 if s == "hair" else 1.8) for s in services}
        offers_of = offers or {station: list(services) for station in speeds}
        log.begin_day([(s, "lognormal", means[s], cv, speeds, no_show, absent) for s in services])
        stations = {station: (offers_of[station], speed) for station, speed in speeds.items()}
        breaks = {s: (30 + 100 * rng.random(), rng.choice([10, 15, 20])) for s in speeds} if rest else {}
        for station, (after, minutes) in breaks.items():
            log.note(0, f"break,{station},{log.secs(after)},{round(minutes * 60)}", -0.8)
        square = Square(log, rng, means, cv, stations, breaks, no_show)
        for service in services:
            mine = sum(service in offers_of[s] for s in speeds) / (1 if len(services) == 1 else 1.4)
            expected = 1.8 * 10 if service != "hair" else 10
            times = arrivals(rng, mine, load * (1 - slots), mean=expected)
            for at in times[:1] if alone else times:
                square.arrive(at, Person(service, at))
        if slots:
            book(square, log, rng, len(speeds), slots, absent)
        square.env.run(until=cut(rng) if cut else 900)
        for station, (person, called, started) in square.busy.items():
            log.row(person.arrived, called, started, None, station, person.service, "")
        for person in square.waiting:
            log.row(person.arrived, None, None, None, None, person.service, "")
        log.end_day()
    log.write()


def book(square, log, rng, stations, share, absent):
    """Appointments, one for each station every so often; some holders stay away."""
    every = 10 / share
    for station in range(stations):
        slot = 20.0 + every * station / stations
        while slot < 160:
            log.note(-60, f"booked,hair,{log.secs(slot)}")
            if rng.random() >= absent:
                at = max(0.0, slot + rng.gauss(-4, 3))
                square.arrive(at, Person("hair", at, slot))
                log.note(at, f"slot,hair,{log.secs(slot)}", -0.5)
            slot += every


if __name__ == "__main__":
    three = {"a": 0.8, "b": 1.0, "c": 1.3}
    scenario("simpy-volunteers", "three volunteers of known speeds, CV 0.4", three, 0.4)
    scenario("simpy-breaks", "each takes a break that is announced", three, 0.5, rest=True, load=0.95)
    scenario("simpy-no-shows", "one of eight does not come when called", three, 0.5, no_show=0.125)
    scenario("simpy-appointments", "a third are appointments, a tenth of them stay away", three, 0.5,
             slots=0.33, absent=0.1, load=1.05)
    scenario("simpy-all", "breaks, no-shows and appointments together", three, 0.5, rest=True,
             no_show=0.1, slots=0.33, absent=0.15)
    scenario("simpy-two-services", "two services, one station for both", three, 0.4,
             services=("hair", "kettle"), load=0.9,
             offers={"a": ["hair"], "b": ["hair", "kettle"], "c": ["kettle"]})
    scenario("simpy-cut-short", "days that end after an hour or two", three, 0.5,
             cut=lambda rng: 50 + 70 * rng.random())
    scenario("simpy-alone", "days with one ticket", {"a": 1.0}, 0.5, alone=True)
