//! Booking, moving, giving up and checking in, at every moment around the slot.

use chrono::NaiveTime;
use domain::settings::Slots;
use domain::{
    AppointmentCommand, AppointmentId, Class, Command, Fact, Moment, Refusal, ServiceSettings,
};

use crate::kit::{Square, at, service};

const SLOT: &str = "2026-03-07T10:00:00+08:00";

/// Repairs are booked from 9:00 to 11:00, two in each quarter of an hour.
fn square() -> Square {
    let mut s = Square::new();
    s.set_service(booked(|_| {}));
    s
}

fn booked(change: impl FnOnce(&mut Slots)) -> ServiceSettings {
    let time = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
    let mut slots = Slots {
        from: time(9),
        to: time(11),
        minutes: 15,
        capacity: 2,
        days_ahead: 14,
    };
    change(&mut slots);
    ServiceSettings {
        id: service("repair"),
        prefix: "修".to_owned(),
        slots: Some(slots),
        ..ServiceSettings::default()
    }
}

fn book(slot: &str) -> Command {
    Command::Appointment(AppointmentCommand::Book {
        service: service("repair"),
        slot: at(slot),
        class: Class::Standard,
        subject: None,
    })
}

fn to(appointment: AppointmentId, slot: &str) -> Command {
    Command::Appointment(AppointmentCommand::Move {
        appointment,
        slot: at(slot),
    })
}

fn cancel(appointment: AppointmentId) -> Command {
    Command::Appointment(AppointmentCommand::Cancel { appointment })
}

fn check_in(appointment: AppointmentId) -> Command {
    Command::Appointment(AppointmentCommand::CheckIn {
        appointment,
        visit: None,
    })
}

fn booked_at(s: &mut Square, slot: &str) -> AppointmentId {
    let decision = s.ok(book(slot));
    let Some(Fact::AppointmentBooked { appointment, .. }) = decision.facts.last() else {
        panic!("{decision:?}")
    };
    *appointment
}

fn issued(s: &mut Square, appointment: AppointmentId) -> (Option<Moment>, Option<Moment>) {
    let decision = s.ok(check_in(appointment));
    let issued = decision.facts.iter().find_map(|fact| {
        let Fact::TicketIssued { place_at, slot, .. } = fact else {
            return None;
        };
        Some((*place_at, slot.map(|slot| slot.start)))
    });
    issued.unwrap()
}

#[test]
fn only_slots_that_are_there_can_be_booked() {
    let rows = [
        (SLOT, "ok"),
        ("2026-03-07T10:45:00+08:00", "ok"),
        ("2026-03-07T11:00:00+08:00", "slot_unknown"),
        ("2026-03-07T08:45:00+08:00", "slot_unknown"),
        ("2026-03-07T10:05:00+08:00", "slot_unknown"),
        ("2026-03-07T10:00:01+08:00", "slot_unknown"),
        ("2026-03-06T10:00:00+08:00", "slot_unknown"),
        ("2026-03-21T10:00:00+08:00", "ok"),
        ("2026-03-22T10:00:00+08:00", "slot_unknown"),
        // The same moment said in another zone.
        ("2026-03-07T02:00:00Z", "ok"),
    ];
    for (slot, expected) in rows {
        assert_eq!(square().code(book(slot)), expected, "{slot}");
    }
    let mut without = Square::new();
    assert_eq!(without.code(book(SLOT)), "slot_unknown");
}

#[test]
fn a_slot_that_started_is_not_booked_moved_to_or_given_up() {
    let mut s = square();
    let here = booked_at(&mut s, SLOT);
    let later = booked_at(&mut s, "2026-03-07T10:30:00+08:00");
    s.go_to(at("2026-03-07T10:00:00+08:00"));
    assert_eq!(s.code(book(SLOT)), "slot_started");
    assert_eq!(s.code(to(later, SLOT)), "slot_started");
    assert_eq!(
        s.code(to(here, "2026-03-07T10:30:00+08:00")),
        "slot_started"
    );
    assert_eq!(s.code(cancel(here)), "slot_started");
}

#[test]
fn a_slot_has_so_many_places_and_no_more() {
    let mut s = square();
    let first = booked_at(&mut s, SLOT);
    booked_at(&mut s, SLOT);
    let full = s.run(book(SLOT));
    assert!(
        matches!(full, Err(Refusal::SlotFull { capacity: 2, .. })),
        "{full:?}"
    );
    let other = booked_at(&mut s, "2026-03-07T10:15:00+08:00");
    assert_eq!(s.code(to(other, SLOT)), "slot_full");
    s.ok(cancel(first));
    assert_eq!(s.code(cancel(first)), "nothing");
    assert_eq!(s.code(to(other, SLOT)), "ok");
    assert_eq!(s.code(to(other, SLOT)), "nothing");
    assert_eq!(s.code(book(SLOT)), "slot_full");
    assert_eq!(s.code(to(first, SLOT)), "appointment_cancelled");
}

#[test]
fn checking_in_is_bounded_by_the_start_of_the_slot() {
    let start = Some(at(SLOT));
    let rows = [
        // Hours before its time the place is already that of the slot.
        ("2026-03-07T08:31:00+08:00", Ok((start, start))),
        ("2026-03-07T10:00:00+08:00", Ok((start, start))),
        ("2026-03-07T10:15:00+08:00", Ok((start, start))),
        ("2026-03-07T10:15:01+08:00", Ok((None, None))),
        ("2026-03-07T11:00:00+08:00", Ok((None, None))),
        ("2026-03-07T11:00:01+08:00", Err("appointment_too_late")),
        ("2026-03-07T23:59:59+08:00", Err("appointment_too_late")),
        ("2026-03-08T00:00:00+08:00", Err("appointment_wrong_day")),
        ("2026-03-21T10:00:00+08:00", Err("appointment_wrong_day")),
    ];
    for (now, expected) in rows {
        let mut s = square();
        let appointment = booked_at(&mut s, SLOT);
        s.go_to(at(now));
        match expected {
            Ok(place) => assert_eq!(issued(&mut s, appointment), place, "{now}"),
            Err(code) => assert_eq!(s.code(check_in(appointment)), code, "{now}"),
        }
    }
}

#[test]
fn the_day_before_is_the_wrong_day() {
    let mut s = square();
    let tomorrow = booked_at(&mut s, "2026-03-08T10:00:00+08:00");
    assert_eq!(s.code(check_in(tomorrow)), "appointment_wrong_day");
    s.go_to(at("2026-03-08T09:50:00+08:00"));
    assert_eq!(s.code(check_in(tomorrow)), "ok");
}

#[test]
fn an_appointment_is_forgotten_two_weeks_after_its_day() {
    let mut s = square();
    let appointment = booked_at(&mut s, SLOT);
    s.go_to(at("2026-03-22T09:00:00+08:00"));
    s.issue("opens the day", "haircut");
    assert_eq!(s.code(check_in(appointment)), "not_found");
}

#[test]
fn an_appointment_is_used_once() {
    let mut s = square();
    let appointment = booked_at(&mut s, SLOT);
    s.ok(check_in(appointment));
    let ticket = *s.site.tickets.keys().next().unwrap();
    for command in [
        check_in(appointment),
        cancel(appointment),
        to(appointment, "2026-03-07T10:30:00+08:00"),
    ] {
        let used = Refusal::AppointmentUsed {
            appointment,
            ticket,
        };
        assert_eq!(s.run(command).unwrap_err(), used);
    }
    // Its place stays taken.
    booked_at(&mut s, SLOT);
    assert_eq!(s.code(book(SLOT)), "slot_full");
}

#[test]
fn a_place_that_was_promised_is_kept_whatever_the_organiser_stops() {
    let mut s = square();
    let appointment = booked_at(&mut s, SLOT);
    let mut settings = booked(|_| {});
    settings.cap = Some(0);
    settings.closes = NaiveTime::from_hms_opt(8, 0, 0);
    s.set_service(settings);
    s.ok(Command::StopIssuing {
        service: service("repair"),
    });
    assert_eq!(s.code(book(SLOT)), "issuing_stopped");
    assert_eq!(s.code(book("2026-03-08T10:00:00+08:00")), "ok");
    assert_eq!(s.code(check_in(appointment)), "ok");
}

#[test]
fn on_a_closed_day_nobody_checks_in_and_today_is_not_booked() {
    let mut s = square();
    let appointment = booked_at(&mut s, SLOT);
    s.ok(Command::OpenDay);
    s.ok(Command::CloseDay);
    assert_eq!(s.code(check_in(appointment)), "day_closed");
    assert_eq!(s.code(book(SLOT)), "day_closed");
    assert_eq!(s.code(book("2026-03-08T10:00:00+08:00")), "ok");
    assert_eq!(s.code(cancel(appointment)), "ok");
}

/// The day before closed at midnight, and its closing was taken for today's.
#[test]
fn a_closed_yesterday_does_not_stop_booking_for_today() {
    let mut s = square();
    s.issue("yesterday", "repair");
    s.ok(Command::StopIssuing {
        service: service("repair"),
    });
    s.go_to(at("2026-03-08T08:00:00+08:00"));
    assert_eq!(s.code(book("2026-03-08T10:00:00+08:00")), "ok");
}

#[test]
fn booking_opens_no_day_and_checking_in_does() {
    let mut s = square();
    let appointment = booked_at(&mut s, SLOT);
    assert_eq!(s.site.day, None);
    s.ok(check_in(appointment));
    assert_eq!(s.site.day.unwrap().date.to_string(), "2026-03-07");
}

#[test]
fn codes_are_distinct_although_the_same_one_is_wished_for() {
    let mut s = square();
    let ids: Vec<_> = (0..3)
        .map(|n| booked_at(&mut s, &format!("2026-03-0{}T10:00:00+08:00", n + 7)))
        .collect();
    let code = |id| s.site.appointments[id].code.to_string();
    let codes: Vec<_> = ids.iter().map(code).collect();
    assert_eq!(codes, ["123456", "123457", "123458"]);
    let found = s.site.appointment_by_code("123457".parse().unwrap());
    assert_eq!(found.unwrap().id, ids[1]);
}

#[test]
fn a_slot_that_clocks_skip_is_not_there() {
    let mut s = square();
    let mut settings = s.site.settings.clone();
    settings.time_zone = chrono_tz::Europe::Berlin;
    s.ok(Command::SetSite { settings });
    s.set_service(booked(|slots| {
        slots.from = NaiveTime::from_hms_opt(1, 0, 0).unwrap();
        slots.to = NaiveTime::from_hms_opt(4, 0, 0).unwrap();
        slots.minutes = 60;
        slots.days_ahead = 90;
    }));
    let date = "2026-03-29".parse().unwrap();
    let repair = s.site.service(&service("repair")).unwrap();
    let starts: Vec<_> = s
        .site
        .slots(repair, date, s.now)
        .iter()
        .map(|slot| slot.start)
        .collect();
    let expected = ["2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00"].map(at);
    assert_eq!(starts, expected);
}

#[test]
fn the_one_who_checked_in_is_called_when_it_is_due() {
    let mut s = square();
    let appointment = booked_at(&mut s, "2026-03-07T09:00:00+08:00");
    s.issue("first", "repair");
    s.issue("second", "repair");
    s.ok(check_in(appointment));
    assert_eq!(s.call_next("3"), "first");
    s.go_to(at("2026-03-07T08:57:59+08:00"));
    assert_eq!(s.order("repair"), ["second", "?"]);
    s.go_to(at("2026-03-07T08:58:00+08:00"));
    assert_eq!(s.order("repair"), ["?", "second"]);
}

#[test]
fn slots_show_what_is_free() {
    let mut s = square();
    booked_at(&mut s, SLOT);
    s.go_to(at("2026-03-07T09:30:00+08:00"));
    let repair = s.site.service(&service("repair")).unwrap();
    let date = "2026-03-07".parse().unwrap();
    let free: Vec<_> = s
        .site
        .slots(repair, date, s.now)
        .iter()
        .map(domain::Slot::free)
        .collect();
    assert_eq!(free, [0, 0, 0, 2, 1, 2, 2, 2]);
}
