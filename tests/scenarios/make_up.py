#!/usr/bin/env python3
"""Makes scenarios up: random sites, and random commands of which many do not fit.

    make_up.py FIRST_SEED COUNT FOLDER

writes FOLDER/SEED.jsonl for each seed. A seed gives the same scenario everywhere. Python 3.9 or
later, standard library only.
"""

import json
import os
import random
import sys
from datetime import datetime, timedelta

COMMANDS = 160


class MadeUp:
    def __init__(self, seed):
        self.r = random.Random(seed)
        late = self.r.random() < 0.15
        # Late ones run over midnight.
        start = "23:20" if late else "08:00"
        self.now = datetime.fromisoformat(f"2026-03-07T{start}:00+08:00")
        self.services = [self.service(name) for name in "abc"[:self.r.randint(1, 3)]]
        self.ids = [service["id"] for service in self.services]
        self.stations = [self.station(str(n + 1)) for n in range(self.r.randint(1, 4))]
        self.names = []

    def chance(self, of):
        return self.r.random() < of

    def policy(self):
        return self.r.choice([
            "arrival",
            {"share": {"every": self.r.randint(2, 4)}},
            {"first": {"run": self.r.randint(1, 3)}},
        ])

    def service(self, name):
        service = {"id": name, "prefix": name.upper(), "policy": self.policy(),
                   "reinstate_after": self.r.randint(0, 3)}
        if self.chance(0.2):
            service["cap"] = self.r.randint(2, 12)
        if self.chance(0.2):
            service["skip_digits"] = self.r.sample(range(10), self.r.randint(1, 3))
        if self.chance(0.15):
            service.update(opens="08:30", closes="09:30")
        return service

    def station(self, name):
        return {"id": name, "services": self.r.sample(self.ids, self.r.randint(1, len(self.ids))),
                "open": self.chance(0.9), "order": self.r.choice(["arrival", "preference"]),
                "preference_run": self.r.randint(1, 3)}

    def command(self, line):
        """A weight and a line for each thing that may be asked; one of them is taken."""
        r = self.r
        station = r.choice(self.stations)["id"]
        ticket = r.choice(self.names) if self.names else "nobody"
        service = r.choice(self.ids)
        seen = {"ticket": ticket} if self.chance(0.25) else {}
        target = {"station": station, **seen} if self.chance(0.5) else {"ticket": ticket}
        issue = {"do": "issue_ticket", "service": service, "as": f"t{line}"}
        if self.chance(0.35):
            issue["class"] = "priority"
        if self.names and self.chance(0.2):
            issue["visit"] = ticket
        resume = {"do": "resume_ticket", "ticket": ticket}
        if self.chance(0.4):
            resume["station"] = station
        pause = {"do": "pause_station", "station": station}
        if self.chance(0.5):
            pause["minutes"] = r.randint(1, 30)
        weighed = [
            (24, issue),
            (26, {"do": "call_next", "station": station, "finish": self.chance(0.4)}),
            (5, {"do": "call_ticket", "station": station, "ticket": ticket}),
            (3, {"do": "recall_ticket", "station": station, **seen}),
            (18, {"do": "start_serving", "station": station, **seen}),
            (12, {"do": "finish_serving", "station": station, **seen}),
            (8, {"do": "mark_no_show", "station": station, **seen}),
            (4, {"do": "hold_ticket", **target}),
            (6, resume),
            (4, {"do": "transfer_ticket", "service": service, **target}),
            (8, {"do": "reinstate_ticket", "ticket": ticket}),
            (2, {"do": "cancel_ticket", "ticket": ticket}),
            (12, {"do": "undo", "station": station}),
            (3, {"do": "open_station", "station": station}),
            (2, pause),
            (1, {"do": "close_station", "station": station}),
            (0.4, {"do": "close_day"}),
            (1, {"do": "open_day"}),
            (0.5, {"do": "stop_issuing", "service": service}),
            (0.8, {"do": "resume_issuing", "service": service}),
            (5, {"ask": "queue", "service": service}),
            (3, {"ask": "ticket", "ticket": ticket}),
            (2, {"ask": "stats"}),
        ]
        command = r.choices([c for _, c in weighed], [weight for weight, _ in weighed])[0]
        if "do" in command and self.chance(0.12):
            command["key"] = f"k{r.randint(0, 12)}"
        if command is issue:
            self.names.append(issue["as"])
        return command

    def lines(self):
        yield {"at": self.now.isoformat(),
               "site": {"services": self.services, "stations": self.stations}}
        for line in range(2, COMMANDS + 2):
            self.now += timedelta(seconds=self.r.choice([0, 1, 5, 20, 60, 90]))
            yield {"at": self.now.isoformat(), **self.command(line)}
        yield {"at": self.now.isoformat(), "ask": "stats"}
        for service in self.ids:
            yield {"at": self.now.isoformat(), "ask": "queue", "service": service}


def main(first, count, folder):
    os.makedirs(folder, exist_ok=True)
    for seed in range(int(first), int(first) + int(count)):
        with open(os.path.join(folder, f"{seed}.jsonl"), "w", encoding="utf-8") as scenario:
            for line in MadeUp(seed).lines():
                scenario.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
