//! Kiosks away from the hub: their series, and what they bring when the network is back.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::satellite::{Entry, EntryKind, KioskClock, OwnNumber};
use domain::settings::Slots;
use domain::{
    AppointmentCommand, CardCommand, CardKey, Class, Command, Decision, ItemKind, Moment, Refusal,
    SatelliteCommand, ServiceSettings, Ticket, TicketId, TicketState, decide, evolve,
};
use uuid::Uuid;

use crate::kit::{Square, at, call, next, no_show, service, station};

/// A kiosk's own list, as it lies on its disk.
struct Kiosk {
    name: Arc<str>,
    device: Uuid,
    entries: Vec<Entry>,
    given: u32,
}

fn kiosk(name: &str, device: u128) -> Kiosk {
    Kiosk {
        name: name.into(),
        device: Uuid::from_u128(device),
        entries: Vec::new(),
        given: 0,
    }
}

fn ticket(n: u128) -> TicketId {
    TicketId(Uuid::from_u128(n << 64))
}

fn day(date: &str) -> NaiveDate {
    date.parse().unwrap()
}

impl Kiosk {
    fn grant(&self) -> Command {
        Command::Satellite(SatelliteCommand::Grant {
            kiosk: self.name.clone(),
            device: self.device,
        })
    }

    fn write(&mut self, at: Moment, what: EntryKind) {
        let hash = format!("{}-{}", self.device.as_u128(), self.entries.len() + 1);
        self.entries.push(Entry {
            hash: hash.into(),
            at,
            not_before: None,
            what,
        });
    }

    fn own(&mut self, n: u128) -> OwnNumber {
        self.given += 1;
        OwnNumber {
            ticket: ticket(n),
            service: service("haircut"),
            day: day("2026-03-07"),
            count: self.given,
            shown: self.given,
            prefix: "理".into(),
            visit: None,
            card: None,
            appointment: None,
            carried_from: None,
        }
    }

    fn gives(&mut self, at: Moment, n: u128) {
        let own = self.own(n);
        self.write(at, EntryKind::Issued(Box::new(own)));
    }

    /// The entries from `first` on, as the hub gets them.
    fn brings(&self, first: usize) -> Command {
        self.brings_with(first, 0)
    }

    fn brings_with(&self, first: usize, offset_ms: i64) -> Command {
        let before = first.checked_sub(2).map(|i| self.entries[i].hash.clone());
        Command::Satellite(SatelliteCommand::TakeOver {
            kiosk: self.name.clone(),
            device: self.device,
            clock: KioskClock::Off(offset_ms),
            first: first as u64,
            before: before.unwrap_or_else(|| "".into()),
            entries: self.entries[first - 1..].to_vec(),
        })
    }
}

impl Kiosk {
    fn brings_nothing(&self) -> Command {
        Command::Satellite(SatelliteCommand::TakeOver {
            kiosk: self.name.clone(),
            device: self.device,
            clock: KioskClock::Shows(at("2026-03-07T08:30:00+08:00")),
            first: 1,
            before: "".into(),
            entries: Vec::new(),
        })
    }
}

/// A square with one satellite that has its series.
fn paired() -> (Square, Kiosk) {
    let mut s = Square::new();
    let k = kiosk("k1", 1);
    s.ok(k.grant());
    s.wait_secs(600);
    (s, k)
}

fn known(s: &Square, n: u128) -> Ticket {
    s.site.tickets[&ticket(n)].clone()
}

fn stem(s: &Square, k: &Kiosk) -> char {
    s.site.known_series(&k.name, k.device).unwrap().stem.char()
}

/// Somebody asks the hub through the satellite.
fn asks(s: &mut Square, k: &Kiosk, n: u128) -> Result<Decision, Refusal> {
    let command = Command::IssueTicket {
        service: service("haircut"),
        class: Class::Standard,
        visit: None,
        card: None,
        carried_from: None,
    };
    let mut context = s.context();
    context.ticket = ticket(n);
    context.satellite = Some(k.name.clone());
    let decision = decide(&s.site, &command, &context)?;
    for fact in &decision.facts {
        evolve(&mut s.site, fact, &context.stamp());
    }
    Ok(decision)
}

#[test]
fn every_kiosk_gets_a_stem_of_its_own_and_keeps_it() {
    let mut s = Square::new();
    let kiosks = [kiosk("k1", 1), kiosk("k2", 2), kiosk("k3", 3)];
    for k in &kiosks {
        s.ok(k.grant());
        assert_eq!(s.code(k.grant()), "nothing");
    }
    let stems: String = kiosks.iter().map(|k| stem(&s, k)).collect();
    assert_eq!(stems, "甲乙丙");
}

#[test]
fn a_kiosk_that_lost_its_data_gets_the_next_stem() {
    let mut s = Square::new();
    s.ok(kiosk("k1", 1).grant());
    s.ok(kiosk("k2", 2).grant());
    let reborn = kiosk("k1", 11);
    s.ok(reborn.grant());
    assert_eq!(stem(&s, &reborn), '丙');
    // Its first data came back from somewhere: it gives numbers no more.
    assert_eq!(s.code(kiosk("k1", 1).grant()), "series_unknown");
}

#[test]
fn a_stem_is_not_given_twice_in_a_day_and_is_free_again_later() {
    let mut s = Square::new();
    for n in 0..10 {
        s.ok(kiosk("k1", n).grant());
    }
    assert_eq!(s.code(kiosk("k1", 10).grant()), "series_exhausted");
    s.go_to(at("2026-03-08T08:30:00+08:00"));
    let next = kiosk("k1", 10);
    s.ok(next.grant());
    assert_eq!(stem(&s, &next), '甲');
    // A kiosk that is gone leaves its stem to others, from the next day on.
    let retire = Command::Satellite(SatelliteCommand::Retire { kiosk: "k1".into() });
    s.ok(retire.clone());
    assert_eq!(s.code(retire), "nothing");
    let other = kiosk("k2", 20);
    s.ok(other.grant());
    assert_eq!(stem(&s, &other), '乙');
}

#[test]
fn numbers_given_away_from_the_hub_stand_where_they_were_touched() {
    let (mut s, mut k) = paired();
    let began = s.now;
    s.issue("hub", "haircut");
    k.gives(began - TimeDelta::seconds(60), 1);
    k.gives(began + TimeDelta::seconds(60), 2);
    s.wait_secs(300);
    s.ok(k.brings(1));
    assert_eq!(known(&s, 1).number.to_string(), "理甲01");
    assert_eq!(known(&s, 2).number.to_string(), "理甲02");
    assert_eq!(known(&s, 1).issued_at, began - TimeDelta::seconds(60));
    // Before the hub's own of in between, and before and behind.
    let order = domain::line::order(&s.site.lines, &service("haircut"), s.now, s.site.seq);
    let numbers: Vec<_> = order
        .iter()
        .map(|(id, _)| s.site.tickets[id].number.to_string())
        .collect();
    assert_eq!(numbers, ["理甲01", "理001", "理甲02"]);
    // The hub counts on by itself.
    s.issue("hub again", "haircut");
    assert_eq!(s.site.service(&service("haircut")).unwrap().issued, 2);
}

#[test]
fn what_came_already_changes_nothing_and_what_is_missing_is_asked_for() {
    let (mut s, mut k) = paired();
    for n in 1..=3 {
        k.gives(s.now, n);
    }
    s.ok(k.brings(1));
    assert_eq!(s.code(k.brings(1)), "nothing");
    assert_eq!(s.code(k.brings(2)), "nothing");
    k.gives(s.now, 4);
    k.gives(s.now, 5);
    let Err(Refusal::SeriesGap { position: 3 }) = s.run(k.brings(5)) else {
        panic!("a gap is no gap");
    };
    // From before what is known: only the new ones are taken over.
    s.ok(k.brings(2));
    assert_eq!(s.site.tickets.len(), 5);
    assert_eq!(s.site.known_series("k1", k.device).unwrap().position, 5);
}

#[test]
fn a_copy_of_a_kiosks_data_is_noticed() {
    let (mut s, mut k) = paired();
    k.gives(s.now, 1);
    s.ok(k.brings(1));
    let mut copy = kiosk("k1", 1);
    copy.gives(s.now, 7);
    copy.entries[0].hash = "other".into();
    copy.gives(s.now, 8);
    assert_eq!(s.code(copy.brings(1)), "series_forked");
    assert_eq!(s.code(copy.brings(2)), "series_forked");
    assert_eq!(s.code(kiosk("k9", 1).brings_nothing()), "series_unknown");
}

#[test]
fn a_clock_that_is_wrong_moves_nobody_before_or_behind_where_he_can_be() {
    let (mut s, mut k) = paired();
    let now = s.now;
    // An hour behind, known at the contact.
    k.gives(now - TimeDelta::seconds(3_600 + 30), 1);
    // In the future, and long ago although the hub was heard of a minute ago.
    k.gives(now + TimeDelta::days(400), 2);
    k.gives(now - TimeDelta::days(400), 3);
    k.entries[2].not_before = Some(now - TimeDelta::seconds(60));
    s.ok(k.brings_with(1, 3_600_000));
    assert_eq!(known(&s, 1).place_at, now - TimeDelta::seconds(30));
    assert_eq!(known(&s, 2).place_at, now);
    // Behind the one before it: a kiosk's numbers keep their order.
    assert_eq!(known(&s, 3).place_at, now);
}

#[test]
fn a_number_is_called_only_once_its_paper_is_there() {
    let (mut s, mut k) = paired();
    asks(&mut s, &k, 1).unwrap();
    assert!(!known(&s, 1).confirmed);
    let called = s.ok(next("1"));
    assert_eq!(called.nobody, Some(domain::Nobody::AllElsewhere));
    k.write(s.now, EntryKind::Shown { ticket: ticket(1) });
    s.ok(k.brings(1));
    s.ok(next("1"));
    let at_one = TicketState::Called {
        station: station("1"),
    };
    assert_eq!(known(&s, 1).state, at_one);
    // The same id cannot become a second person.
    assert_eq!(asks(&mut s, &k, 1).unwrap_err().code(), "key_reused");
}

#[test]
fn whoever_got_two_numbers_keeps_the_place_of_the_first_and_the_paper_of_the_second() {
    let (mut s, mut k) = paired();
    asks(&mut s, &k, 1).unwrap();
    let first = known(&s, 1);
    assert_eq!(first.number.to_string(), "理001");
    s.wait_secs(120);
    k.gives(s.now, 1);
    s.ok(k.brings(1));
    let second = known(&s, 1);
    assert_eq!(second.number.to_string(), "理甲01");
    assert_eq!(second.place_at, first.place_at);
    assert!(second.confirmed);
    // The old number is burnt.
    s.issue("hub", "haircut");
    let numbers: Vec<_> = s
        .site
        .tickets
        .values()
        .map(|t| t.number.to_string())
        .collect();
    assert!(numbers.contains(&"理002".to_owned()), "{numbers:?}");
}

#[test]
fn whoever_was_missed_under_a_number_that_he_never_had_waits_again() {
    let (mut s, mut k) = paired();
    asks(&mut s, &k, 1).unwrap();
    s.ok(call("1", ticket(1)));
    s.ok(no_show("1"));
    k.gives(s.now, 1);
    s.ok(k.brings(1));
    assert_eq!(known(&s, 1).state, TicketState::Waiting);
    assert_eq!(known(&s, 1).reinstated, None);
    s.ok(next("1"));
    assert_eq!(
        s.site.station(&station("1")).unwrap().ticket,
        Some(ticket(1))
    );
}

#[test]
fn what_is_awkward_is_recorded_beside_the_number() {
    let (mut s, mut k) = paired();
    k.gives(s.now, 1);
    s.ok(k.brings(1));
    // The day was closed meanwhile.
    k.gives(s.now, 2);
    s.ok(Command::CloseDay);
    s.ok(k.brings(2));
    assert_eq!(known(&s, 2).state, TicketState::Unserved);
    s.ok(Command::OpenDay);
    // The line is gone.
    let mut own = k.own(3);
    own.service = service("umbrella");
    k.write(s.now, EntryKind::Issued(Box::new(own)));
    s.ok(k.brings(3));
    assert_eq!(known(&s, 3).state, TicketState::Unserved);
    // A cap and a stop are no reason: the number was given.
    s.ok(Command::StopIssuing {
        service: service("haircut"),
    });
    k.gives(s.now, 4);
    s.ok(k.brings(4));
    assert_eq!(known(&s, 4).state, TicketState::Waiting);
}

#[test]
fn a_number_that_comes_a_day_late_can_be_exchanged() {
    let (mut s, mut k) = paired();
    k.gives(s.now, 1);
    s.go_to(at("2026-03-08T09:00:00+08:00"));
    s.ok(k.brings(1));
    assert!(!s.site.tickets.contains_key(&ticket(1)));
    let ended = &s.site.ended[&ticket(1)];
    assert_eq!(ended.number.to_string(), "理甲01");
    s.ok(Command::IssueTicket {
        service: service("haircut"),
        class: Class::Standard,
        visit: None,
        card: None,
        carried_from: Some(ticket(1)),
    });
    assert!(s.site.ended[&ticket(1)].carried_into.is_some());
}

#[test]
fn one_that_the_hub_gave_yesterday_and_the_kiosk_brings_today_stays_one() {
    let (mut s, mut k) = paired();
    asks(&mut s, &k, 1).unwrap();
    k.gives(s.now, 1);
    s.go_to(at("2026-03-08T09:00:00+08:00"));
    s.ok(k.brings(1));
    assert_eq!(s.site.ended[&ticket(1)].number.to_string(), "理001");
    assert!(s.site.tickets.is_empty());
}

#[test]
fn what_was_typed_is_applied_as_far_as_it_holds() {
    let (mut s, mut k) = paired();
    let gold = CardKey("gold".into());
    s.ok(Command::Card(CardCommand::Set {
        key: gold.clone(),
        class: Class::Priority,
    }));
    let rows = [
        (Some(gold), Class::Priority),
        (Some(CardKey("none".into())), Class::Standard),
    ];
    for (n, (card, expected)) in (1..).zip(rows) {
        let mut own = k.own(n);
        own.card = card;
        k.write(s.now, EntryKind::Issued(Box::new(own)));
        s.ok(k.brings(k.entries.len()));
        assert_eq!(known(&s, n).class, expected);
    }
}

#[test]
fn an_appointment_whose_code_was_typed_counts_once() {
    let (mut s, mut k) = paired();
    s.set_service(ServiceSettings {
        slots: Some(Slots {
            from: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            to: NaiveTime::from_hms_opt(11, 0, 0).unwrap(),
            minutes: 15,
            capacity: 1,
            days_ahead: 14,
        }),
        ..s.site
            .service(&service("haircut"))
            .unwrap()
            .settings
            .clone()
    });
    let slot = at("2026-03-07T09:00:00+08:00");
    s.ok(Command::Appointment(AppointmentCommand::Book {
        service: service("haircut"),
        slot,
        class: Class::Standard,
        subject: None,
    }));
    let appointment = *s.site.appointments.keys().next().unwrap();
    for n in [1, 2] {
        let mut own = k.own(n);
        own.appointment = Some(appointment);
        k.write(s.now, EntryKind::Issued(Box::new(own)));
    }
    s.ok(k.brings(1));
    assert_eq!(known(&s, 1).slot.map(|booked| booked.start), Some(slot));
    assert_eq!(known(&s, 2).slot, None);
    assert_eq!(known(&s, 2).state, TicketState::Waiting);
}

#[test]
fn tickets_of_one_person_stay_together() {
    let (mut s, mut k) = paired();
    k.gives(s.now, 1);
    for n in [2, 3] {
        let mut own = k.own(n);
        own.visit = Some(ticket(1));
        k.write(s.now, EntryKind::Issued(Box::new(own)));
    }
    k.gives(s.now, 4);
    s.ok(k.brings(1));
    let visit = known(&s, 1).visit;
    assert!(visit.is_some());
    assert_eq!(known(&s, 2).visit, visit);
    assert_eq!(known(&s, 3).visit, visit);
    assert_eq!(known(&s, 4).visit, None);
}

#[test]
fn a_number_is_taken_back_unless_somebody_is_there_with_it() {
    let (mut s, mut k) = paired();
    k.gives(s.now, 1);
    k.write(
        s.now,
        EntryKind::Brought {
            ticket: ticket(1),
            kind: ItemKind::Kettle,
        },
    );
    k.write(s.now, EntryKind::Cancelled { ticket: ticket(1) });
    k.gives(s.now, 2);
    s.ok(k.brings(1));
    assert_eq!(known(&s, 1).state, TicketState::Cancelled);
    assert_eq!(known(&s, 1).brings, Some(ItemKind::Kettle));
    s.ok(next("1"));
    k.write(s.now, EntryKind::Cancelled { ticket: ticket(2) });
    s.ok(k.brings(5));
    assert_eq!(known(&s, 2).state.name(), "called");
    assert_eq!(s.site.known_series("k1", k.device).unwrap().position, 5);
}
