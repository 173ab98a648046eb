#!/usr/bin/env python3
"""Works scenarios out by the book, with nothing of the product's code.

A plain reading of the queue rules for walk-ins: the state table is a table
below, "who is next" follows its numbered lines, the day report is added up
ticket by ticket. It knows no forecast. Slow and simple on purpose.

    by_the_book.py FILE.jsonl              prints what the rules say, line by line
    by_the_book.py --check FILE.jsonl ...  compares with FILE.out.jsonl beside it

Python 3.9 or later, standard library only.
"""

import copy
import itertools
import json
import math
import sys
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# Figures of a report are told in hundredths.
HUNDREDTH = 0.005 + 1e-9

# They refuse by a forecast, of which the book knows nothing.
BY_FORECAST = ("unlikely-to-be-served.jsonl", "unlikely-by-class.jsonl")

CLOSED = ("served", "cancelled", "unserved")

# Prefixes of services that name none.
PREFIXES = {"haircut": "理", "repair": "修"}

# What a closed day refuses outright, and what it does; anything else it refuses if it would change something.
REFUSED_WHEN_CLOSED = ("issue_ticket", "call_next", "undo", "stop_issuing", "resume_issuing")
DONE_WHEN_CLOSED = ("open_day", "close_day_now", "finish_serving")


class Refused(Exception):
    def __init__(self, code, **facts):
        super().__init__(code)
        self.answer = {"code": code, **facts}


# What a command does to a ticket in a state: a new state, "=" for nothing, or a refusal.
TABLE = {
    #            waiting              called               serving               on_hold               no_show            closed
    "call":     ("called",            None,                "ticket_at_station",  "called",             "called",          "ticket_closed"),
    "recall":   ("ticket_not_called", "called",            "ticket_serving",     "ticket_not_called",  "ticket_no_show",  "ticket_closed"),
    "start":    ("ticket_not_called", "serving",           "=",                  "ticket_on_hold",     "ticket_no_show",  "ticket_closed"),
    "finish":   ("ticket_not_serving", "ticket_not_serving", "served",           "ticket_not_serving", "ticket_no_show",  None),
    "no_show":  ("ticket_not_called", "no_show",           "ticket_serving",     "no_show",            "=",               "ticket_closed"),
    "hold":     ("on_hold",           "on_hold",           "on_hold",            "=",                  "ticket_no_show",  "ticket_closed"),
    "resume":   ("=",                 "ticket_at_station", "ticket_at_station",  "waiting",            "ticket_no_show",  "ticket_closed"),
    "transfer": ("waiting",           "waiting",           "waiting",            "on_hold",            "ticket_no_show",  "ticket_closed"),
    "cancel":   ("cancelled",         "cancelled",         "ticket_serving",     "cancelled",          "cancelled",       None),
    "reinstate": ("=",                "ticket_at_station", "ticket_at_station",  "ticket_on_hold",     "waiting",         "ticket_closed"),
}
COLUMNS = ["waiting", "called", "serving", "on_hold", "no_show"]


def cell(command, ticket):
    if ticket.day is not None:
        return TABLE[command][5]
    column = 5 if ticket.state in CLOSED else COLUMNS.index(ticket.state)
    return TABLE[command][column]


def refuse(code, ticket):
    facts = {"ticket": ticket.name}
    if code == "ticket_at_station":
        facts["station"] = ticket.station
    elif code in ("ticket_not_called", "ticket_not_serving", "ticket_closed", "ticket_changed"):
        facts["state"] = ticket.state
    raise Refused(code, **facts)


class Ticket:
    def __init__(self, **fields):
        self.__dict__.update(
            state="waiting", station=None, reinstated=None, first_called=None, last_called=None,
            held=0, hold_since=None, serving=None, since=None, last_station=None, ended_by=None,
            closed=None, visit=None, version=0, day=None)
        self.__dict__.update(fields)

    def place(self):
        return (self.issued, self.count, self.line)


class Book:
    def __init__(self, opening):
        site = opening["site"]
        self.site = site.get("id", "square")
        self.zone = ZoneInfo(site.get("time_zone", "Asia/Shanghai"))
        self.services = {s["id"]: s for s in site.get("services", [])}
        self.stations = {}
        for s in site.get("stations", []):
            self.stations[s["id"]] = {
                "services": s["services"], "state": "open" if s.get("open", True) else "closed",
                "order": s.get("order", "arrival"), "limit": s.get("preference_run", 3),
                "run": 0, "holds": None, "actions": []}
        self.date, self.is_closed, self.seq = None, False, 0
        self.names, self.keys = {}, {}
        self.tickets, self.past = [], []
        self.begin(None)

    # Days.

    def begin(self, date):
        # Unserved ones of older days stay known for some days, all of the last day until this one ends.
        self.past = [t for t in self.past if t.state == "unserved" and (date - t.day).days
                     <= self.services[t.service].get("carry_over_days", 14)]
        self.past += [self.ended(t) for t in self.tickets]
        self.date, self.is_closed = date, False
        self.tickets, self.stopped = [], set()
        self.issued = {s: 0 for s in self.services}
        self.calls = {s: [] for s in self.services}
        for station in self.stations.values():
            station.update(run=0, holds=None, actions=[])

    def ended(self, t):
        """A ticket as it is remembered: under the same name, apart from the one that it was."""
        past = copy.copy(t)
        past.day = self.date
        return past

    def fall_due(self):
        if self.date is None:
            return
        midnight = self.midnight(self.date + timedelta(days=1))
        open_end = not self.is_closed or any(t.state == "serving" for t in self.tickets)
        if open_end and self.now >= midnight:
            self.close_day(midnight, True)

    def midnight(self, date):
        return datetime.combine(date, time(), self.zone).astimezone(ZoneInfo("UTC"))

    def close_day(self, at, ends_serving):
        self.is_closed = True
        self.seq += 1
        for t in self.tickets:
            if t.state in ("waiting", "called", "on_hold"):
                self.leave(t)
                t.state, t.closed, t.version = "unserved", at, self.seq
            elif t.state == "serving" and ends_serving:
                self.stint(t, at)
                self.leave(t)
                t.state, t.closed, t.ended_by, t.version = "served", at, "day_close", self.seq

    def on_day(self, step, verb):
        """Does it on the day of its local date, which the first thing that is recorded opens."""
        date = self.now.astimezone(self.zone).date()
        opens = self.date is None or date > self.date
        if not opens:
            return verb(step)
        kept = {name: copy.copy(value) for name, value in self.__dict__.items()}
        stations = {name: dict(station) for name, station in self.stations.items()}
        self.begin(date)
        did = {"facts": False}
        try:
            did = verb(step)
            did["facts"] |= step["do"] == "open_day"
        finally:
            if not did["facts"]:
                self.__dict__.update(kept)
                self.stations = stations
        return did

    # Who is next: numbers are the lines of the queue rules.

    def choose(self, services, order, run, limit, lines, calls, is_free):
        pool = [t for t in lines if is_free(t) and t.service in services]                       # 11

        def resting(t):                                                                         # 5
            after = self.services[t.service].get("reinstate_after", 3)
            return t.reinstated is not None and sum(
                1 for c in calls[t.service] if c["seq"] > t.reinstated) < after

        line = {s: sorted((t for t in pool if t.service == s and not resting(t)), key=Ticket.place)
                for s in services}                                                              # 15
        filled = [s for s in services if line[s]]                                               # 16
        if not filled:                                                                          # 17
            rest = sorted((t for t in pool if resting(t)), key=Ticket.place)
            if rest:
                return rest[0], "reinstated", False                                             # 18
            waiting = [t for t in lines if t.service in services]
            return None, "all_elsewhere" if waiting else "nobody_waiting", False                # 20
        oldest = min(filled, key=lambda s: line[s][0].place())                                  # 21
        s = filled[0] if order == "preference" and run < limit else oldest                      # 22
        head = line[s][0]                                                                       # 24
        p = next((t for t in line[s] if t.cls == "priority"), None)
        n = next((t for t in line[s] if t.cls != "priority"), None)
        chosen = head
        if p and n:                                                                             # 25
            policy = self.services[s].get("policy", {"share": {"every": 3}})
            if policy == "arrival":
                chosen = head                                                                   # 26
            elif "share" in policy:
                window = calls[s][-(policy["share"]["every"] - 1):]
                free_turn = not any(c["reason"] == "priority" for c in window)
                chosen = p if head is n and free_turn else head                                 # 27
            else:
                window = calls[s][-policy["first"]["run"]:]
                used = len(window) == policy["first"]["run"] and all(
                    c["cls"] == "priority" for c in window)
                chosen = n if used else p                                                       # 28
        reason = ("priority" if chosen is p and chosen is not head                              # 29
                  else "reinstated" if chosen.reinstated is not None else "arrival")
        return chosen, reason, s != oldest                                                      # 30, 31

    def next(self, name, leaving=None):
        station = self.stations[name]
        held = [s["holds"] for s in self.stations.values()
                if s["holds"] is not None and s["holds"] is not leaving]

        def is_free(t):                                                                         # 3
            return t.visit is None or all(o.visit != t.visit for o in held)

        waiting = [t for t in self.tickets if t.state == "waiting"]
        return self.choose(station["services"], station["order"], station["run"], station["limit"],
                           waiting, self.calls, is_free)

    def order(self, service):                                                                   # 35
        lines = [t for t in self.tickets if t.state == "waiting" and t.service == service]
        calls = {service: list(self.calls[service])}
        order, seq = [], self.seq
        while lines:
            t, reason, _ = self.choose([service], "arrival", 0, 1, lines, calls, lambda t: True)
            lines.remove(t)
            seq += 1
            calls[service].append({"seq": seq, "reason": reason, "cls": t.cls})
            order.append(t)
        return order

    # Changes of a ticket.

    def leave(self, t):
        for station in self.stations.values():
            if station["holds"] is t:
                station["holds"] = None
        t.station = None

    def stint(self, t, at):
        if t.state == "serving":
            t.serving = (t.serving or 0) + seconds(t.since, at)

    def hold_ends(self, t):
        """Before the first call, time on hold is not waiting."""
        if t.state == "on_hold" and t.first_called is None:
            t.held += seconds(t.hold_since, self.now)

    def act(self, name, kind, t):
        self.seq += 1
        if name is not None:
            station = self.stations[name]
            station["actions"] = (station["actions"] + [{
                "kind": kind, "seq": self.seq, "ticket": t, "before": dict(t.__dict__),
                "run": station["run"]}])[-5:]
        t.version = self.seq

    def call(self, name, t, reason, passed):
        station = self.stations[name]
        self.act(name, "call", t)
        self.hold_ends(t)
        t.state, t.station, t.last_station = "called", name, name
        t.first_called = t.first_called or self.now
        t.last_called = self.now
        station["holds"] = t
        self.calls[t.service].append({"seq": self.seq, "reason": reason, "cls": t.cls})         # 4
        if reason != "chosen":
            station["run"] = station["run"] + 1 if passed else 0                                # 32

    def can_take(self, name, t):
        station = self.stations[name]
        if station["state"] != "open":
            raise Refused("station_not_open", station=name, state=station["state"])
        if station["holds"]:
            raise self.busy(name)
        if t.service not in station["services"]:
            raise Refused("service_not_offered", station=name, service=t.service)
        self.not_elsewhere(t)

    def not_elsewhere(self, t):
        for name, station in self.stations.items():
            other = station["holds"]
            if t.visit is not None and other and other is not t and other.visit == t.visit:
                raise Refused("visit_elsewhere", ticket=t.name, other=other.name, station=name)

    def busy(self, name):
        held = self.stations[name]["holds"]
        return Refused("station_busy", station=name, serving=held.name, state=held.state)

    # Commands.

    def known(self, what, name):
        if name not in (self.services if what == "service" else self.stations):
            raise Refused("not_found", what=what, id=name)

    def ticket(self, name):
        t = self.names.get(name)
        if t in self.tickets:
            return t
        for past in self.past:
            if t is not None and past.line == t.line:
                return past
        # A ticket of an earlier day goes by the first name it got.
        raise Refused("not_found", what="ticket", id=t.name if t else name)

    def do(self, step):
        verb = step["do"]
        if verb in ("open_station", "pause_station", "close_station"):
            return getattr(self, verb)(step)
        return self.on_day(step, self.on_open_day)

    def on_open_day(self, step):
        verb = step["do"]
        if not self.is_closed or verb in DONE_WHEN_CLOSED:
            return getattr(self, verb)(step)
        refused = Refused("day_closed", day=self.date.isoformat())
        if verb in REFUSED_WHEN_CLOSED:
            raise refused
        kept = copy.deepcopy(self.__dict__)
        did = getattr(self, verb)(step)
        if did["facts"]:
            self.__dict__ = kept
            raise refused
        return did

    def issue_ticket(self, step):
        service = step["service"]
        self.known("service", service)
        rules = self.services[service]
        if service in self.stopped:
            raise Refused("issuing_stopped", service=service)
        local = self.now.astimezone(self.zone).strftime("%H:%M:%S")
        opens, closes = rules.get("opens"), rules.get("closes")
        begins = rules.get("issue_from")
        if begins is None and opens is not None:
            hour, minute = int(opens[:2]), opens[3:]
            begins = "00:00" if hour < 1 else f"{hour - 1:02}:{minute}"
        if (begins and local < begins + ":00") or (closes and local >= closes + ":00"):
            raise Refused("service_closed", service=service,
                          issue_from=begins, closes=closes)
        cap = rules.get("cap")
        if cap is not None and sum(1 for t in self.tickets if t.service == service and t.state != "cancelled") >= cap:
            raise Refused("cap_reached", service=service, cap=cap)
        visit = None
        if step.get("visit"):
            earlier = self.ticket(step["visit"])
            if earlier.day is not None:
                refuse("ticket_closed", earlier)
            earlier.visit = earlier.visit or f"visit of line {self.line}"
            visit = earlier.visit
        self.issued[service] += 1
        count = self.issued[service]
        skip = {str(d) for d in rules.get("skip_digits", [])}
        shown = next(itertools.islice(
            (n for n in itertools.count(1) if not skip & set(str(n))), count - 1, None))
        prefix = rules.get("prefix", PREFIXES.get(service, ""))
        number = f"{prefix}{shown:03}"
        self.seq += 1
        t = Ticket(name=step.get("as", number), number=number, service=service, count=count,
                   cls=step.get("class", "standard"), issued=self.now, line=self.line, visit=visit,
                   version=self.seq)
        self.tickets.append(t)
        self.names[t.name] = t
        return {"ticket": t, "facts": True}

    def call_next(self, step):
        name = step["station"]
        self.known("station", name)
        station = self.stations[name]
        if station["state"] != "open":                                                          # 1
            raise Refused("station_not_open", station=name, state=station["state"])
        held, facts = station["holds"], False
        if held:
            if not (step.get("finish") and held.state == "serving"):
                raise self.busy(name)                                                           # 2
            self.finish_serving({"station": name})
            facts = True
        t, reason, passed = self.next(name, held)
        if t is None:
            return {"ticket": None, "reason": reason, "facts": facts, "station": name}
        self.call(name, t, reason, passed)
        return {"ticket": t, "reason": reason, "facts": True, "station": name}

    def call_ticket(self, step):
        name = step["station"]
        self.known("station", name)
        t = self.ticket(step["ticket"])
        what = cell("call", t)
        if t.state == "called":
            if t.station == name:
                return {"ticket": t, "facts": False, "station": name}
            refuse("ticket_at_station", t)
        if what != "called":
            refuse(what, t)
        self.can_take(name, t)                                                                  # 33
        self.call(name, t, "chosen", False)
        return {"ticket": t, "reason": "chosen", "facts": True, "station": name}

    def at(self, command, step, done):
        """A command about the ticket that was seen at a station, or that it holds."""
        name = step["station"]
        self.known("station", name)
        held = self.stations[name]["holds"]
        if step.get("ticket") is None:
            if held is None:
                raise Refused("station_idle", station=name)
            t = held
        else:
            t = self.ticket(step["ticket"])
        what = cell(command, t)
        here = t is held
        if command == "finish" and (t.state in CLOSED or t.day is not None):
            what = "=" if t.state == "served" and t.last_station == name else "ticket_closed"
        if command == "no_show" and t.state == "no_show":
            what = "="
        if what == "=" and (here or command in ("no_show", "finish")):
            return {"ticket": t, "facts": False, "station": name}
        if not here and not (command == "no_show" and what == "no_show" and t.state == "on_hold"):
            # Another one stands there by now, or the one that was seen is elsewhere.
            moved_on = held or (t.state in ("called", "serving") and t.day is None)
            refuse("ticket_changed" if moved_on else what, t)
        if what.startswith("ticket_"):
            refuse(what, t)
        self.act(name, command, t)
        done(t)
        return {"ticket": t, "facts": True, "station": name}

    def recall_ticket(self, step):
        return self.at("recall", step, lambda t: setattr(t, "last_called", self.now))

    def start_serving(self, step):
        def done(t):
            t.state, t.since = "serving", self.now
        return self.at("start", step, done)

    def finish_serving(self, step):
        def done(t):
            self.stint(t, self.now)
            self.leave(t)
            t.state, t.closed, t.ended_by = "served", self.now, "station"
        return self.at("finish", step, done)

    def mark_no_show(self, step):
        def done(t):
            self.hold_ends(t)
            self.leave(t)
            t.state = "no_show"
        return self.at("no_show", step, done)

    def found(self, step, repeats=()):
        """The ticket of a hold or a transfer, and the station that acts."""
        name = step.get("station")
        if name is None:
            return self.ticket(step["ticket"]), None
        self.known("station", name)
        held = self.stations[name]["holds"]
        if step.get("ticket") is None:
            if held is None:
                raise Refused("station_idle", station=name)
            return held, name
        t = self.ticket(step["ticket"])
        if t is not held and (t.state not in repeats or t.day is not None):
            if t.state == "no_show" and t.day is None:
                refuse("ticket_no_show", t)
            is_closed = t.state in CLOSED or t.day is not None
            refuse("ticket_closed" if is_closed and held is None else "ticket_changed", t)
        return t, name

    def hold_ticket(self, step):
        t, name = self.found(step, ("on_hold",))
        what = cell("hold", t)
        if what.startswith("ticket_"):
            refuse(what, t)
        if what != "=":
            self.act(name, "hold", t)
            self.stint(t, self.now)
            self.leave(t)
            t.state, t.hold_since = "on_hold", self.now
        return {"ticket": t, "facts": what != "=", "station": name}

    def resume_ticket(self, step):
        t, name = self.ticket(step["ticket"]), step.get("station")
        what = cell("resume", t)
        if what.startswith("ticket_"):
            refuse(what, t)
        if what != "=":
            if name is not None:
                self.known("station", name)
                self.can_take(name, t)
            self.act(name, "resume", t)
            self.hold_ends(t)
            t.state = "waiting"
            if name is not None:
                t.state, t.station, t.last_station, t.since = "serving", name, name, self.now
                self.stations[name]["holds"] = t
        return {"ticket": t, "facts": what != "="}

    def transfer_ticket(self, step):
        self.known("service", step["service"])
        t, name = self.found(step)
        what = cell("transfer", t)
        if what.startswith("ticket_"):
            refuse(what, t)
        if t.service == step["service"]:
            raise Refused("same_service", ticket=t.name, service=t.service)
        self.act(name, "transfer", t)
        self.stint(t, self.now)
        self.leave(t)
        t.state, t.service = what, step["service"]
        return {"ticket": t, "facts": True, "station": name}

    def reinstate_ticket(self, step):
        t = self.ticket(step["ticket"])
        what = cell("reinstate", t)
        if what.startswith("ticket_"):
            refuse(what, t)
        if what != "=":
            self.act(None, "reinstate", t)
            t.state, t.reinstated = "waiting", self.seq
        return {"ticket": t, "facts": what != "="}

    def cancel_ticket(self, step):
        t = self.ticket(step["ticket"])
        what = cell("cancel", t)
        if what is None:
            what = "=" if t.state == "cancelled" else "ticket_closed"
        if what.startswith("ticket_"):
            refuse(what, t)
        if what != "=":
            self.act(None, "cancel", t)
            self.leave(t)
            t.state, t.closed = "cancelled", self.now
        return {"ticket": t, "facts": what != "="}

    def undo(self, step):
        name = step["station"]
        self.known("station", name)
        station = self.stations[name]
        if not station["actions"]:
            raise Refused("nothing_to_undo", station=name)
        action = station["actions"][-1]
        t = action["ticket"]
        if t.version != action["seq"]:
            refuse("ticket_changed", t)
        if action["before"]["state"] in ("called", "serving"):
            if station["state"] == "closed":
                raise Refused("station_not_open", station=name, state="closed")
            self.not_elsewhere(t)
        station["actions"].pop()
        self.seq += 1
        if action["kind"] == "call":
            service = action["before"]["service"]
            self.calls[service] = [c for c in self.calls[service] if c["seq"] != action["seq"]]
        self.leave(t)
        visit = t.visit
        t.__dict__.update(action["before"])
        t.visit = visit or t.visit
        # It stands where it stood; another one that was here meanwhile may be anywhere by now.
        if t.station is not None:
            self.stations[t.station]["holds"] = t
        station["run"] = action["run"]
        return {"ticket": t, "facts": True, "station": name}

    def station_state(self, step, state):
        name = step["station"]
        self.known("station", name)
        station = self.stations[name]
        if state == "closed" and station["holds"]:
            raise self.busy(name)
        if state == "paused":
            if not 1 <= step.get("minutes", 1) <= 480:
                raise Refused("value_out_of_range", field="minutes", allowed="1 to 480")
            if station["state"] == "closed":
                raise Refused("station_not_open", station=name, state="closed")
        facts = station["state"] != state or step.get("minutes") is not None
        station["state"] = state
        return {"ticket": station["holds"], "facts": facts, "station": name}

    def open_station(self, step):
        return self.station_state(step, "open")

    def pause_station(self, step):
        return self.station_state(step, "paused")

    def close_station(self, step):
        return self.station_state(step, "closed")

    def open_day(self, step):
        facts, self.is_closed = self.is_closed, False
        return {"facts": facts}

    def close_day_now(self, step):
        if self.is_closed:
            return {"facts": False}
        self.close_day(self.now, False)
        return {"facts": True}

    def stop_issuing(self, step):
        self.known("service", step["service"])
        facts = step["service"] not in self.stopped
        self.stopped.add(step["service"])
        return {"facts": facts}

    def resume_issuing(self, step):
        self.known("service", step["service"])
        facts = step["service"] in self.stopped
        self.stopped.discard(step["service"])
        return {"facts": facts}

    # The day report, ticket by ticket.

    def stats(self):
        def times(values):
            ranked = sorted(values)
            if not ranked:
                return {"mean_min": None, "p50_min": None, "p90_min": None}
            rank = lambda q: ranked[math.ceil(q * len(ranked) / 100) - 1] / 60
            return {"mean_min": sum(ranked) / len(ranked) / 60, "p50_min": rank(50),
                    "p90_min": rank(90)}

        def wait(t):
            return seconds(t.issued, t.first_called) - t.held

        def figures(tickets):
            count = lambda state: sum(1 for t in tickets if t.state == state)
            return {
                "issued": len(tickets), "served": count("served"), "no_show": count("no_show"),
                "cancelled": count("cancelled"), "unserved": count("unserved"),
                "wait": times([wait(t) for t in tickets if t.first_called and t.state != "cancelled"]),
                "serving": times([t.serving for t in tickets if t.ended_by == "station"])}

        group = lambda key: {
            name: figures([t for t in self.tickets if key(t) == name])
            for name in sorted({key(t) for t in self.tickets if key(t) is not None})}
        hour = lambda at: at.astimezone(self.zone).hour
        hours = {hour(t.issued) for t in self.tickets}
        hours |= {hour(t.closed) for t in self.tickets if t.state == "served"}
        by_hour = []
        for h in sorted(hours):
            given = [t for t in self.tickets if hour(t.issued) == h]
            by_hour.append({
                "hour": h, "issued": len(given), "wait": figures(given)["wait"],
                "served": sum(1 for t in self.tickets if t.state == "served" and hour(t.closed) == h)})
        return {**figures(self.tickets), "by_service": group(lambda t: t.service),
                "by_station": group(lambda t: t.last_station), "by_hour": by_hour}

    # Lines.

    def answer(self, line, step):
        self.line, self.now = line, datetime.fromisoformat(step["at"])
        self.fall_due()
        try:
            if "ask" in step:
                return {"ok": self.ask(step)}
            for name in (step.get("visit"), step.get("ticket")):
                if name is not None and name not in self.names:
                    raise Refused("not_found", what="ticket", id=name)
            request = {k: v for k, v in step.items() if k not in ("at", "as", "key")}
            date = self.now.astimezone(self.zone).date()
            key = step.get("key") and (date, step["key"])
            if key in self.keys:
                first, answer, ticket = self.keys[key]
                if first != request:
                    raise Refused("key_reused", key=step["key"])
                if step.get("as"):
                    self.names[step["as"]] = ticket
                return {"ok": answer}
            if step["do"] == "close_day":
                step = {**step, "do": "close_day_now"}
            did = self.do(step)
            answer = self.told(did)
            if key and did["facts"]:
                self.keys[key] = (request, answer, did.get("ticket"))
            return {"ok": answer}
        except Refused as refused:
            return {"refused": refused.answer}

    def ask(self, step):
        if step["ask"] == "queue":
            self.known("service", step["service"])
            return {"waiting": [{"as": t.name, "number": t.number, "ahead": ahead}
                                for ahead, t in enumerate(self.order(step["service"]))]}
        if step["ask"] == "ticket":
            return {"ticket": self.view(self.ticket(step["ticket"]))}
        if step["ask"] == "station":
            self.known("station", step["station"])
            return {"station": self.station_view(step["station"])}
        if step["ask"] == "stats":
            return self.stats()
        if step.get("service") is not None:
            self.known("service", step["service"])
        else:
            self.ticket(step["ticket"])
        return {}

    def told(self, did):
        told = {}
        if "ticket" in did:
            told["ticket"] = did["ticket"] and self.view(did["ticket"])
        if did.get("reason"):
            told["reason"] = did["reason"]
        if did.get("station"):
            told["station"] = self.station_view(did["station"])
        return told

    def view(self, t):
        ahead = self.order(t.service).index(t) if t.state == "waiting" else None
        view = {"as": t.name, "number": t.number, "service": t.service, "state": t.state,
                "class": t.cls, "ahead": ahead}
        if t.state in ("called", "serving"):
            view["station"] = t.station
        return view

    def station_view(self, name):
        station = self.stations[name]
        held = station["holds"]
        return {"id": name, "state": station["state"],
                "ticket": held and {"as": held.name, "state": held.state}}


def seconds(start, end):
    return max(0, math.floor((end - start).total_seconds()))


def left_out(value):
    if isinstance(value, list):
        return [left_out(item) for item in value]
    if isinstance(value, dict):
        return {name: left_out(item) for name, item in value.items() if item is not None}
    return value


def play(path):
    with open(path, encoding="utf-8") as lines:
        # What is null is left out, and blank lines may stand at the end.
        steps = [left_out(json.loads(line)) for line in lines.read().rstrip().split("\n")]
    book = Book(steps[0])
    yield {"line": 1, "ok": {"site": book.site}}
    for line, step in enumerate(steps[1:], start=2):
        yield {"line": line, **book.answer(line, step)}


def differences(book, product, path=""):
    """Where the product says something else than the book. It may say more, not less."""
    if isinstance(book, dict) and isinstance(product, dict):
        for name, value in book.items():
            if name not in product:
                yield f"{path}.{name} is missing"
            else:
                yield from differences(value, product[name], f"{path}.{name}")
        for name in product.keys() - book.keys():
            if path.endswith(("by_service", "by_station")) or path == ".refused":
                yield f"{path}.{name} is too much"
    elif isinstance(book, list) and isinstance(product, list):
        if len(book) != len(product):
            yield f"{path}: {len(product)} instead of {len(book)}"
        for i, (b, p) in enumerate(zip(book, product)):
            yield from differences(b, p, f"{path}[{i}]")
    elif isinstance(book, float) or isinstance(product, float):
        if book is None or product is None or abs(book - product) > HUNDREDTH:
            yield f"{path}: {product} instead of {book}"
    elif book != product:
        yield f"{path}: {product!r} instead of {book!r}"


def check(path):
    with open(path.removesuffix(".jsonl") + ".out.jsonl", encoding="utf-8") as lines:
        product = [json.loads(line) for line in lines]
    book = list(play(path))
    if len(book) != len(product):
        yield f"{path}: {len(product)} lines instead of {len(book)}"
    for b, p in zip(book, product):
        for difference in differences(b, p):
            yield f"{path}:{b['line']}: {difference}"


def main(arguments):
    if arguments[:1] != ["--check"]:
        for line in play(arguments[0]):
            print(json.dumps(line, ensure_ascii=False))
        return 0
    scenarios = [path for path in arguments[1:]
                 if not path.endswith((".out.jsonl", *BY_FORECAST))]
    wrong = 0
    for path in scenarios:
        for difference in check(path):
            print(difference)
            wrong += 1
    print(f"{len(scenarios)} scenarios, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
