#!/usr/bin/env python3
"""Works scenarios out by the book, with nothing of the product's code.

A plain reading of the queue rules: the state table is a table below, "who is next" follows its numbered lines, the day report is added up
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
REFUSED_WHEN_CLOSED = ("issue_ticket", "check_in", "call_next", "undo", "stop_issuing", "resume_issuing")
DONE_WHEN_CLOSED = ("open_day", "close_day_now", "finish_serving", "receive_item")

# What belongs to no service day, and opens none.
WITHOUT_A_DAY = ("open_station", "pause_station", "close_station", "book_appointment", "move_appointment",
                 "cancel_appointment", "start_repair", "finish_repair", "call_item_ready", "collect_item",
                 "set_card", "revoke_card")

# Called by the clock, they are left out of the windows and of preference.
BY_TIME = ("appointment_due", "appointment_early")

# An appointment is forgotten so many days after its own.
APPOINTMENT_DAYS = 14


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
            closed=None, visit=None, version=0, day=None, place_at=None, slot=None, checked_in=None,
            brings=None, carried_into=None)
        self.__dict__.update(fields)

    def place(self):                                                                            # 8
        return (self.place_at or self.issued, self.issued, self.count, self.line)


class Thing:
    """An appointment or something left to be repaired."""

    def __init__(self, **fields):
        self.__dict__.update(fields)


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
        self.appointments, self.items, self.cards, self.items_given = [], [], {}, 0
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
        self.carried = {s: 0 for s in self.services}
        self.appointments = [a for a in self.appointments
                             if (date - self.local_date(a.slot)).days <= APPOINTMENT_DAYS]
        self.items = [i for i in self.items if i.state != "collected"]
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

    def local_date(self, at):
        return at.astimezone(self.zone).date()

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
        date = self.local_date(self.now)
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

        def by_slot(t):
            return (t.slot, t.checked_in, t.line)

        def is_due(t):                                                                          # 7
            before = timedelta(minutes=self.services[t.service].get("due_before_min", 2))
            return t.slot is not None and not resting(t) and t.slot - before <= self.now

        due = sorted((t for t in pool if is_due(t)), key=by_slot)
        if due:
            return due[0], "appointment_due", False                                             # 13
        line = {s: sorted((t for t in pool if t.service == s and not resting(t) and t.slot is None),
                          key=Ticket.place) for s in services}                                  # 15
        filled = [s for s in services if line[s]]                                               # 16
        if not filled:                                                                          # 17
            rest = sorted((t for t in pool if resting(t)), key=Ticket.place)
            if rest:
                return rest[0], "reinstated", False                                             # 18
            booked = sorted((t for t in pool if t.slot is not None), key=by_slot)
            if booked:
                return booked[0], "appointment_early", False                                    # 19
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
                window = [c for c in calls[s] if c["reason"] not in BY_TIME][-policy["first"]["run"]:]
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
        if reason != "chosen" and reason not in BY_TIME:
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
        if verb in WITHOUT_A_DAY:
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
        service, cls = step["service"], step.get("class", "standard")
        if step.get("card"):
            if step["card"] not in self.cards:
                raise Refused("card_unknown")
            card, is_valid = self.cards[step["card"]]
            if not is_valid:
                raise Refused("card_revoked")
            cls = "priority" if "priority" in (cls, card) else cls
        self.known("service", service)
        rules = self.services[service]
        old, place_at = None, None
        if step.get("carried_from"):
            old = self.carried_from(step["carried_from"], service)
            if self.carried[service] < rules.get("carry_over", 20):
                place_at = self.midnight(self.local_date(self.now))
            cls = "priority" if "priority" in (cls, old.cls) else cls
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
        did = self.give(step, service, cls, place_at=place_at)
        if old is not None:
            old.carried_into = did["ticket"]
            self.carried[service] += place_at is not None
        return did

    def carried_from(self, name, service):
        old = self.ticket(name)
        if old.day is None:
            refuse("ticket_closed", old) if old.state in CLOSED else None
            raise Refused("ticket_still_open", ticket=old.name, state=old.state)
        if old.carried_into is not None:
            raise Refused("ticket_carried", ticket=old.name, into=old.carried_into.name)
        days = (self.local_date(self.now) - old.day).days
        if old.state != "unserved" or days > self.services[service].get("carry_over_days", 14):
            refuse("ticket_closed", old)
        if old.service != service:
            raise Refused("ticket_of_other_service", ticket=old.name, service=old.service)
        return old

    def give(self, step, service, cls, **more):
        rules, visit = self.services[service], None
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
                   cls=cls, issued=self.now, line=self.line, visit=visit, version=self.seq, **more)
        self.tickets.append(t)
        self.names[t.name] = t
        return {"ticket": t, "facts": True}

    # Appointments.

    def slot(self, service, at):
        """Whether a slot can be booked: at the times of its day, not begun, with a free place."""
        self.known("service", service)
        slots, told = self.services[service].get("slots"), self.local(at)
        local, today = at.astimezone(self.zone), self.local_date(self.now)
        unknown = Refused("slot_unknown", service=service, slot=told)
        if slots is None or not today <= local.date() <= today + timedelta(days=slots.get("days_ahead", 14)):
            raise unknown
        minutes = lambda text: int(text[:2]) * 60 + int(text[3:5])
        begin, end, length = minutes(slots["from"]), minutes(slots["to"]), slots["minutes"]
        after = local.hour * 60 + local.minute - begin
        is_one = (local.second == 0 and local.microsecond == 0 and after >= 0 and after % length == 0
                  and begin + after + length <= end)
        # Of an hour that clocks show twice, the slot is in the first.
        if not is_one or local.fold:
            raise unknown
        if at <= self.now:
            raise Refused("slot_started", service=service, slot=told)
        if local.date() == today and self.date == today:
            if self.is_closed:
                raise Refused("day_closed", day=self.date.isoformat())
            if service in self.stopped:
                raise Refused("issuing_stopped", service=service)
        capacity = slots.get("capacity", 1)
        taken = sum(1 for a in self.appointments
                    if a.service == service and a.slot == at and a.state != "cancelled")
        if taken >= capacity:
            raise Refused("slot_full", service=service, slot=told, capacity=capacity)

    def local(self, at):
        return at.astimezone(self.zone).isoformat()

    def thing(self, what, known, name):
        found = self.names.get(name)
        if not any(found is one for one in known):
            raise Refused("not_found", what=what, id=getattr(found, "name", name))
        return found

    def book_appointment(self, step):
        at = datetime.fromisoformat(step["slot"])
        self.slot(step["service"], at)
        a = Thing(name=step.get("as", str(100000 + self.line)), service=step["service"],
                  slot=at, cls=step.get("class", "standard"), state="booked", ticket=None)
        self.appointments.append(a)
        self.names[a.name] = a
        return {"appointment": a, "facts": True}

    def expected(self, a):
        if a.state == "checked_in":
            raise Refused("appointment_used", appointment=a.name, ticket=a.ticket.name)
        if a.state == "cancelled":
            raise Refused("appointment_cancelled", appointment=a.name)

    def changeable(self, a):
        self.expected(a)
        if a.slot <= self.now:
            raise Refused("slot_started", service=a.service, slot=self.local(a.slot))

    def move_appointment(self, step):
        a, at = self.thing("appointment", self.appointments, step["appointment"]), datetime.fromisoformat(step["slot"])
        if a.state == "booked" and a.slot == at:
            return {"appointment": a, "facts": False}
        self.changeable(a)
        self.slot(a.service, at)
        a.slot = at
        return {"appointment": a, "facts": True}

    def cancel_appointment(self, step):
        a = self.thing("appointment", self.appointments, step["appointment"])
        if a.state == "cancelled":
            return {"appointment": a, "facts": False}
        self.changeable(a)
        a.state = "cancelled"
        return {"appointment": a, "facts": True}

    def check_in(self, step):
        a = self.thing("appointment", self.appointments, step["appointment"])
        self.expected(a)
        rules, told = self.services[a.service], self.local(a.slot)
        if self.local_date(a.slot) != self.local_date(self.now):
            raise Refused("appointment_wrong_day", appointment=a.name, slot=told)
        late = (self.now - a.slot).total_seconds() / 60
        if late > rules.get("refuse_after_min", 60):
            raise Refused("appointment_too_late", appointment=a.name, slot=told)
        booked = {"slot": a.slot, "checked_in": self.now, "place_at": a.slot}
        did = self.give(step, a.service, a.cls, **({} if late > rules.get("late_after_min", 15) else booked))
        a.state, a.ticket = "checked_in", did["ticket"]
        return did

    # Things left to be repaired, and cards.

    def announce_item(self, step):
        t = self.ticket(step["ticket"])
        if t.state in CLOSED or t.day is not None:
            refuse("ticket_closed", t)
        facts, t.brings = t.brings != step.get("kind"), step.get("kind")
        return {"ticket": t, "facts": facts}

    def receive_item(self, step):
        name = step.get("station")
        if name is None:
            t = self.ticket(step["ticket"])
            if t.day is not None:
                refuse("ticket_closed", t)
        else:
            self.known("station", name)
            t = self.stations[name]["holds"]
            if step.get("ticket") is not None and self.ticket(step["ticket"]) is not t:
                refuse("ticket_changed", self.ticket(step["ticket"]))
            if t is None:
                raise Refused("station_idle", station=name)
        if t.state in ("waiting", "called", "on_hold"):
            refuse("ticket_not_serving", t)
        if t.state == "no_show":
            refuse("ticket_no_show", t)
        if t.state != "serving" and t.state != "served":
            refuse("ticket_closed", t)
        self.items_given += 1
        number = f"件{self.items_given:03}"
        i = Thing(name=step.get("as", number), number=number, kind=step["kind"], state="handed_in",
                  ticket_number=t.number, service=t.service, ready_on=None, outcome=None)
        self.items.append(i)
        self.names[i.name] = i
        self.seq += 1
        if step.get("finish") and t.state == "serving":
            self.finish_serving({"station": t.station})
        return {"item": i, "facts": True}

    def item(self, step):
        return self.thing("item", self.items, step["item"])

    def in_custody(self, step):
        i = self.item(step)
        if i.state == "collected":
            raise Refused("item_collected", item=i.name)
        return i

    def start_repair(self, step):
        if step.get("station") is not None:
            self.known("station", step["station"])
        i = self.in_custody(step)
        facts = i.state != "in_repair"
        i.state, i.outcome, i.ready_on = "in_repair", None, None
        return {"item": i, "facts": facts}

    def finish_repair(self, step):
        today, ready = self.local_date(self.now), step.get("ready_on")
        last = today + timedelta(days=366)
        if ready is not None and not today.isoformat() <= ready <= last.isoformat():
            raise Refused("value_out_of_range", field="ready_on", allowed=f"{today} to {last}")
        i, ready = self.in_custody(step), ready if step["outcome"] == "taken_away" else None
        facts = (i.state, i.ready_on) != (step["outcome"], ready)
        i.state, i.outcome, i.ready_on = step["outcome"], step["outcome"], ready
        return {"item": i, "facts": facts}

    def call_item_ready(self, step):
        i = self.in_custody(step)
        if i.state not in ("repaired", "not_repairable"):
            raise Refused("item_not_ready", item=i.name, state=i.state)
        return {"item": i, "facts": True}

    def collect_item(self, step):
        i = self.item(step)
        if i.state in ("handed_in", "in_repair"):
            raise Refused("item_not_ready", item=i.name, state=i.state)
        facts, i.state = i.state != "collected", "collected"
        return {"item": i, "facts": facts}

    def set_card(self, step):
        card = (step.get("class", "priority"), True)
        facts = self.cards.get(step["card"]) != card
        self.cards[step["card"]] = card
        return {"facts": facts}

    def revoke_card(self, step):
        if step["card"] not in self.cards:
            raise Refused("card_unknown")
        cls, is_valid = self.cards[step["card"]]
        if is_valid:
            self.cards[step["card"]] = (cls, False)
        return {"facts": is_valid}

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
        # The slot is dropped, its start stays as the place.
        t.state, t.service, t.slot = what, step["service"], None
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
        visit, brings = t.visit, t.brings
        t.__dict__.update(action["before"])
        t.visit, t.brings = visit or t.visit, brings
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
            begin = max(t.slot, t.checked_in) if t.slot else t.issued
            return max(0, seconds(begin, t.first_called) - t.held)

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
            for what in ("appointment", "visit", "carried_from", "item", "ticket"):
                name, kind = step.get(what), what if what in ("appointment", "item") else "ticket"
                if name is not None and name not in self.names:
                    raise Refused("not_found", what=kind, id=name)
            request = {k: v for k, v in step.items() if k not in ("at", "as", "key")}
            date = self.local_date(self.now)
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
                made = did.get("ticket") or did.get("appointment") or did.get("item")
                self.keys[key] = (request, answer, made)
            return {"ok": answer}
        except Refused as refused:
            return {"refused": refused.answer}

    def ask(self, step):
        if step["ask"] == "queue":
            self.known("service", step["service"])
            return {"waiting": [{"as": t.name, "number": t.number, "ahead": self.ahead(t)}
                                for t in self.order(step["service"])]}
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
        if did.get("appointment"):
            a = did["appointment"]
            told["appointment"] = {"as": a.name, "service": a.service, "slot": self.local(a.slot),
                                   "state": a.state, "class": a.cls}
        if did.get("item"):
            i = did["item"]
            told["item"] = {"as": i.name, "number": i.number, "kind": i.kind, "state": i.state,
                            "ticket_number": i.ticket_number, "service": i.service,
                            "outcome": i.outcome, "ready_on": i.ready_on}
        if did.get("reason"):
            told["reason"] = did["reason"]
        if did.get("station"):
            told["station"] = self.station_view(did["station"])
        return told

    def view(self, t):
        ahead = self.ahead(t) if t.state == "waiting" else None
        view = {"as": t.name, "number": t.number, "service": t.service, "state": t.state,
                "class": t.cls, "ahead": ahead}
        if t.state in ("called", "serving"):
            view["station"] = t.station
        if t.slot is not None and t.day is None:
            view["slot"] = self.local(t.slot)
        if t.brings is not None and t.day is None:
            view["brings"] = t.brings
        return view

    def ahead(self, t):
        """Whose turn is by time stands before nobody until it is due."""
        before = timedelta(minutes=self.services[t.service].get("due_before_min", 2))
        if t.slot is not None and t.slot - before > self.now:
            return None
        return self.order(t.service).index(t)

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
