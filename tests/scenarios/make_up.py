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

COMMANDS = 200


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
        self.names, self.booked, self.items = [], [], []

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
        if self.chance(0.5):
            service["slots"] = {"from": "07:00", "to": "23:45", "minutes": self.r.choice([5, 15]),
                                "capacity": self.r.randint(1, 2), "days_ahead": 1}
            service.update(due_before_min=self.r.randint(0, 5), late_after_min=self.r.randint(0, 6),
                           refuse_after_min=self.r.randint(6, 12))
        if self.chance(0.3):
            service.update(carry_over=self.r.randint(0, 2), carry_over_days=self.r.randint(0, 1))
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
        if self.names and self.chance(0.1):
            issue["carried_from"] = ticket
        card = f"700{r.randint(1, 3)}"
        if self.chance(0.08):
            issue["card"] = card
        # Around now, now and then where no slot is.
        slot = self.now.replace(minute=0, second=0) + timedelta(minutes=5 * r.randint(-2, 26))
        slot = {"slot": slot.isoformat()}
        appointment = {"appointment": r.choice(self.booked) if self.booked else "nobody"}
        check_in = {"do": "check_in", **appointment, "as": f"t{line}"}
        if self.names and self.chance(0.2):
            check_in["visit"] = ticket
        book = {"do": "book_appointment", "service": service, **slot, "as": f"a{line}"}
        kind = r.choice(["kettle", "fan", "lamp"])
        receive = {"do": "receive_item", **target, "kind": kind, "as": f"i{line}"}
        if self.chance(0.5):
            receive["finish"] = True
        item = {"item": r.choice(self.items) if self.items else "nobody"}
        outcome = r.choice(["repaired", "not_repairable", "taken_away"])
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
            (9, book),
            (10, check_in),
            (2, {"do": "move_appointment", **appointment, **slot}),
            (1, {"do": "cancel_appointment", **appointment}),
            (4, receive),
            (1, {"do": "announce_item", "ticket": ticket, "kind": kind}),
            (1, {"do": "start_repair", **item}),
            (2, {"do": "finish_repair", "outcome": outcome, **item}),
            (1, {"do": "call_item_ready", **item}),
            (1, {"do": "collect_item", **item}),
            (0.6, {"do": "set_card", "card": card}),
            (0.3, {"do": "revoke_card", "card": card}),
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
        made = {id(issue): self.names, id(check_in): self.names, id(book): self.booked, id(receive): self.items}
        if id(command) in made:
            made[id(command)].append(command["as"])
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
