//! Things left to be repaired, from the table to their owner.

use domain::{Command, Fact, ItemCommand, ItemId, ItemKind, RepairOutcome, SubjectId, Target};
use uuid::Uuid;

use crate::kit::{Square, at, call, finish, next, no_show, start, station, undo};

fn receive(target: Target, kind: ItemKind, finish: bool) -> Command {
    Command::Item(ItemCommand::Receive {
        target,
        kind,
        finish,
        subject: None,
    })
}

fn at_3() -> Target {
    Target::Station(station("3"), None)
}

fn begin(item: ItemId) -> Command {
    Command::Item(ItemCommand::StartRepair {
        item,
        station: None,
    })
}

fn came_out(item: ItemId, outcome: RepairOutcome) -> Command {
    Command::Item(ItemCommand::FinishRepair {
        item,
        outcome,
        ready_on: None,
    })
}

fn back_on(item: ItemId, date: &str) -> Command {
    Command::Item(ItemCommand::FinishRepair {
        item,
        outcome: RepairOutcome::TakenAway,
        ready_on: Some(date.parse().unwrap()),
    })
}

fn call_ready(item: ItemId) -> Command {
    Command::Item(ItemCommand::CallReady { item })
}

fn collect(item: ItemId) -> Command {
    Command::Item(ItemCommand::Collect { item })
}

/// Somebody is being served at station 3.
fn at_the_table() -> Square {
    let mut s = Square::new();
    s.issue("a", "repair");
    s.ok(next("3"));
    s.ok(start("3"));
    s
}

fn take_in(s: &mut Square, kind: ItemKind, finish: bool) -> ItemId {
    let decision = s.ok(receive(at_3(), kind, finish));
    let Some(Fact::ItemReceived { item, .. }) = decision.facts.first() else {
        panic!("{decision:?}")
    };
    *item
}

fn state(s: &Square, item: ItemId) -> &'static str {
    s.site.items[&item].state.name()
}

#[test]
fn taking_the_last_item_in_ends_the_talk() {
    let mut s = at_the_table();
    let kettle = take_in(&mut s, ItemKind::Kettle, false);
    assert_eq!(s.state("a"), "serving");
    let fan = take_in(&mut s, ItemKind::Fan, true);
    assert_eq!(s.state("a"), "served");
    let numbers = [kettle, fan].map(|id| s.site.items[&id].number.to_string());
    assert_eq!(numbers, ["件001", "件002"]);
    assert_eq!(s.site.station(&station("3")).unwrap().ticket, None);
    // What was forgotten is still taken in, under the same number.
    let late = receive(Target::Ticket(s.id("a")), ItemKind::Lamp, true);
    assert_eq!(s.code(late), "ok");
    assert_eq!(s.site.items.len(), 3);
}

#[test]
fn only_who_is_at_the_table_leaves_something() {
    let mut s = Square::new();
    assert_eq!(
        s.code(receive(at_3(), ItemKind::Fan, false)),
        "station_idle"
    );
    for name in ["waiting", "called", "gone", "cancelled"] {
        s.issue(name, "repair");
    }
    let by = |s: &Square, name: &str| receive(Target::Ticket(s.id(name)), ItemKind::Fan, false);
    s.ok(call("4", s.id("gone")));
    s.ok(no_show("4"));
    s.ok(call("3", s.id("called")));
    s.ok(Command::CancelTicket {
        ticket: s.id("cancelled"),
        reason: None,
    });
    assert_eq!(
        s.code(receive(at_3(), ItemKind::Fan, false)),
        "ticket_not_serving"
    );
    let rows = [
        ("waiting", "ticket_not_serving"),
        ("called", "ticket_not_serving"),
        ("gone", "ticket_no_show"),
        ("cancelled", "ticket_closed"),
    ];
    for (name, expected) in rows {
        let command = by(&s, name);
        assert_eq!(s.code(command), expected, "{name}");
    }
    let other = receive(
        Target::Station(station("3"), Some(s.id("waiting"))),
        ItemKind::Fan,
        false,
    );
    assert_eq!(s.code(other), "ticket_changed");
    assert!(s.site.items.is_empty());
}

/// How an item comes into a state.
type Way = fn(ItemId) -> Vec<Command>;

/// Every state with every command; `_` for a repeat.
#[test]
#[expect(clippy::too_many_lines, reason = "one table: it is read as a whole")]
fn the_table_of_states_and_commands() {
    use RepairOutcome::{NotRepairable, Repaired, TakenAway};
    let into: [(&str, Way); 6] = [
        ("handed_in", |_| vec![]),
        ("in_repair", |i| vec![begin(i)]),
        ("repaired", |i| vec![came_out(i, Repaired)]),
        ("not_repairable", |i| vec![came_out(i, NotRepairable)]),
        ("taken_away", |i| vec![came_out(i, TakenAway)]),
        ("collected", |i| vec![came_out(i, Repaired), collect(i)]),
    ];
    let rows = [
        (
            "handed_in",
            [
                "in_repair",
                "repaired",
                "not_repairable",
                "taken_away",
                "item_not_ready",
                "item_not_ready",
            ],
        ),
        (
            "in_repair",
            [
                "_",
                "repaired",
                "not_repairable",
                "taken_away",
                "item_not_ready",
                "item_not_ready",
            ],
        ),
        (
            "repaired",
            [
                "in_repair",
                "_",
                "not_repairable",
                "taken_away",
                "repaired",
                "collected",
            ],
        ),
        (
            "not_repairable",
            [
                "in_repair",
                "repaired",
                "_",
                "taken_away",
                "not_repairable",
                "collected",
            ],
        ),
        (
            "taken_away",
            [
                "in_repair",
                "repaired",
                "not_repairable",
                "_",
                "item_not_ready",
                "collected",
            ],
        ),
        (
            "collected",
            [
                "item_collected",
                "item_collected",
                "item_collected",
                "item_collected",
                "item_collected",
                "_",
            ],
        ),
    ];
    for ((name, way), (row, expected)) in into.into_iter().zip(rows) {
        assert_eq!(name, row);
        for (nth, expected) in expected.into_iter().enumerate() {
            let mut s = at_the_table();
            let item = take_in(&mut s, ItemKind::Radio, true);
            for command in way(item) {
                s.ok(command);
            }
            let command = [
                begin(item),
                came_out(item, Repaired),
                came_out(item, NotRepairable),
                came_out(item, TakenAway),
                call_ready(item),
                collect(item),
            ][nth]
                .clone();
            let code = s.code(command);
            let shown = match code {
                "nothing" => "_",
                "ok" => state(&s, item),
                refused => refused,
            };
            assert_eq!(shown, expected, "{name}, command {nth}");
        }
    }
}

#[test]
fn an_item_is_collected_on_another_day_by_its_number() {
    let mut s = at_the_table();
    let item = take_in(&mut s, ItemKind::RiceCooker, true);
    s.ok(back_on(item, "2026-03-14"));
    s.go_to(at("2026-03-14T09:00:00+08:00"));
    s.issue("opens the day", "haircut");
    let known = s.site.item_by_number(domain::ItemNumber(1)).unwrap();
    assert_eq!((known.id, known.state.name()), (item, "taken_away"));
    s.ok(came_out(item, RepairOutcome::Repaired));
    s.ok(collect(item));
    assert_eq!(s.site.items[&item].outcome, Some(RepairOutcome::Repaired));
    s.go_to(at("2026-03-15T09:00:00+08:00"));
    s.issue("the next one", "repair");
    assert_eq!(s.code(collect(item)), "not_found");
    // Numbers go on all the same.
    s.ok(next("3"));
    s.ok(start("3"));
    let newest = take_in(&mut s, ItemKind::Fan, false);
    assert_eq!(s.site.items[&newest].number.to_string(), "件002");
}

#[test]
fn a_day_on_which_something_is_back_is_to_come() {
    let mut s = at_the_table();
    let item = take_in(&mut s, ItemKind::Fan, true);
    for (date, expected) in [
        ("2026-03-06", "value_out_of_range"),
        ("2026-03-07", "ok"),
        ("2027-03-08", "ok"),
        ("2027-03-09", "value_out_of_range"),
    ] {
        assert_eq!(s.code(back_on(item, date)), expected, "{date}");
    }
}

#[test]
fn what_somebody_brings_is_said_while_he_waits_and_an_undo_leaves_it() {
    let mut s = Square::new();
    s.issue("a", "repair");
    let bring = |s: &Square, kind| {
        Command::Item(ItemCommand::Announce {
            ticket: s.id("a"),
            kind,
        })
    };
    s.ok(next("3"));
    let kettle = bring(&s, Some(ItemKind::Kettle));
    assert_eq!(s.code(kettle.clone()), "ok");
    assert_eq!(s.code(kettle), "nothing");
    assert_eq!(s.code(undo("3")), "ok");
    assert_eq!(s.ticket("a").brings, Some(ItemKind::Kettle));
    assert_eq!(s.state("a"), "waiting");
    let nothing = bring(&s, None);
    s.ok(nothing);
    assert_eq!(s.ticket("a").brings, None);
    s.ok(next("3"));
    s.ok(start("3"));
    s.ok(finish("3"));
    let late = bring(&s, Some(ItemKind::Fan));
    assert_eq!(s.code(late), "ticket_closed");
}

#[test]
fn who_is_called_back_to_the_table_by_an_undo_keeps_what_was_left() {
    let mut s = at_the_table();
    take_in(&mut s, ItemKind::Fan, true);
    s.ok(undo("3"));
    assert_eq!((s.state("a"), s.site.items.len()), ("serving", 1));
}

#[test]
fn an_erased_person_is_named_nowhere() {
    let mut s = at_the_table();
    let subject = SubjectId(Uuid::from_u128(77));
    s.ok(Command::Item(ItemCommand::Receive {
        target: at_3(),
        kind: ItemKind::Clock,
        finish: true,
        subject: Some(subject),
    }));
    let erase = Command::ErasePerson { subject };
    assert_eq!(s.code(erase.clone()), "ok");
    assert!(s.site.items.values().all(|item| item.subject.is_none()));
    assert_eq!(s.code(erase), "nothing");
}

#[test]
fn a_service_whose_things_are_in_custody_stays() {
    let mut s = at_the_table();
    let item = take_in(&mut s, ItemKind::Fan, true);
    let remove = || Command::RemoveService {
        service: crate::kit::service("repair"),
    };
    assert_eq!(s.code(remove()), "service_in_use");
    s.ok(came_out(item, RepairOutcome::NotRepairable));
    s.ok(collect(item));
    assert_eq!(s.code(remove()), "ok");
}
