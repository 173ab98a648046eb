//! What the hub told about tickets and appointments, as the pages want it.

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use client::Error;
use protocol::ticket::TicketStateName;
use protocol::{Booked, SlotList, TicketView};

use super::range;
use crate::site_now::{BookedSlot, IssuedTicket, Refusal, SlotsNow, Standing};

/// A chance below this is said on the ticket too.
const IN_TIME_FROM: f64 = 0.7;

/// A ticket, without its link.
pub(super) fn ticket(view: TicketView) -> IssuedTicket {
    let (prefix, digits) = split_number(&view.number);
    let station = view.station.as_ref().map(ToString::to_string);
    IssuedTicket {
        id: view.id.map(|id| id.0.to_string()).unwrap_or_default(),
        token: String::new(),
        url: String::new(),
        service: view.service.to_string(),
        prefix: prefix.to_owned(),
        digits: digits.to_owned(),
        ahead: view.ahead,
        wait: view.wait.map(range),
        in_time: view
            .served_before_close
            .is_none_or(|chance| chance >= IN_TIME_FROM),
        slot: view.slot.map(|slot| slot.0.format("%-H:%M").to_string()),
        brings: view.brings,
        standing: match view.state {
            TicketStateName::Waiting => Standing::Waiting,
            TicketStateName::Called => Standing::Called { station },
            TicketStateName::Serving => Standing::Serving,
            TicketStateName::OnHold => Standing::OnHold,
            TicketStateName::NoShow => Standing::NoShow,
            TicketStateName::Served => Standing::Served,
            TicketStateName::Cancelled => Standing::Cancelled,
            TicketStateName::Unserved => Standing::Unserved,
        },
    }
}

/// The times of a day, the full ones left out.
pub(super) fn slots(list: SlotList) -> SlotsNow {
    let free = list.slots.iter().filter(|slot| slot.free > 0);
    SlotsNow {
        service: list.service.to_string(),
        date: list.date,
        until: list.until,
        free: free.map(|slot| slot.start.0).collect(),
    }
}

/// A place that was just booked.
pub(super) fn booked(booked: Booked) -> BookedSlot {
    BookedSlot {
        token: booked.token.unwrap_or_default(),
        url: booked.url.unwrap_or_default(),
        service: booked.appointment.service.to_string(),
        code: booked.appointment.code,
        slot: booked.appointment.slot.0,
    }
}

/// Why not, with the time that a visitor wants to be told.
pub(super) fn refusal(error: &Error) -> Refusal {
    let slot = match error {
        Error::Problem(problem) => problem.facts.get("slot"),
        Error::Unreachable { .. }
        | Error::UnknownOutcome { .. }
        | Error::NotAHub { .. }
        | Error::NotUnderstood { .. } => None,
    };
    let slot = slot.and_then(serde_json::Value::as_str).and_then(clock);
    match error.code().unwrap_or_default() {
        "appointment_wrong_day" => Refusal::WrongDay { slot },
        "appointment_too_late" => Refusal::TooLate { slot },
        code => Refusal::from_code(code),
    }
}

/// A moment as clocks on the square show it.
fn clock(text: &str) -> Option<NaiveDateTime> {
    let moment: DateTime<FixedOffset> = text.parse().ok()?;
    Some(moment.naive_local())
}

/// "理012" is 理 and 012; "理甲01" is 理甲 and 01.
fn split_number(number: &str) -> (&str, &str) {
    let at = number
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(number.len());
    number.split_at(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_split_before_its_digits() {
        assert_eq!(split_number("理012"), ("理", "012"));
        assert_eq!(split_number("理甲01"), ("理甲", "01"));
        assert_eq!(split_number("007"), ("", "007"));
    }

    #[test]
    fn a_ticket_of_an_appointment_tells_its_time_and_its_station() {
        let view = serde_json::from_value(serde_json::json!({
            "id": "018f0000-0000-7000-8000-000000000001", "number": "理012",
            "service": "haircut", "state": "called", "class": "standard",
            "issued_at": "2026-03-07T09:55:00+08:00", "ahead": null, "wait": null,
            "served_before_close": 0.5, "station": "3",
            "since": "2026-03-07T09:58:00+08:00", "slot": "2026-03-07T10:00:00+08:00",
            "brings": "kettle"
        }));
        let told = ticket(view.unwrap());
        assert_eq!(told.number(), "理012");
        assert_eq!(told.slot.as_deref(), Some("10:00"));
        let station = Some("3".to_owned());
        assert_eq!(told.standing, Standing::Called { station });
        assert_eq!(told.brings, Some(domain::ItemKind::Kettle));
        assert!(!told.in_time);
    }

    #[test]
    fn a_wrong_day_says_which_was_the_right_one() {
        let mut problem = protocol::Problem::new("appointment_wrong_day", 409, String::new());
        problem = problem.with("slot", "2026-03-08T10:00:00+08:00");
        let Refusal::WrongDay { slot: Some(slot) } = refusal(&Error::Problem(Box::new(problem)))
        else {
            panic!("no day")
        };
        assert_eq!(slot.to_string(), "2026-03-08 10:00:00");
    }
}
