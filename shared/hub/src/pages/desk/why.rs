//! Why a ticket was called, or stands where it stands, in a volunteer's words.

use domain::line::{Reason, order};
use domain::station::ActionKind;
use domain::{Moment, Site, Station, TicketId};
use protocol::StationView;

use crate::lang::Words;

/// Why the station's ticket was called, as the day's calls recorded it.
pub(super) fn reason_of_call(site: &Site, station: &Station) -> Option<Reason> {
    let ticket = site.tickets.get(&station.ticket?)?;
    let actions = station.actions.iter().rev();
    let mut calls = actions.filter(|a| a.kind == ActionKind::Call && a.before.id == ticket.id);
    let seq = calls.next()?.seq;
    let line = site.lines.get(&ticket.service)?;
    line.calls()
        .iter()
        .rev()
        .find(|call| call.seq == seq)
        .map(|call| call.reason)
}

/// A reason in words.
pub(super) fn reason_text(reason: Reason, words: Words) -> &'static str {
    match reason {
        Reason::Arrival => words.say("waited longest"),
        Reason::Priority => words.say("priority had the turn"),
        Reason::Reinstated => words.say("came back after a no-show"),
        Reason::AppointmentDue => words.say("has an appointment now"),
        Reason::AppointmentEarly => words.say("has an appointment later; nobody else waits"),
        Reason::Chosen => words.say("chosen by a volunteer"),
    }
}

/// Why somebody who waits stands where he stands; empty for plain order.
pub(in crate::pages) fn place_text(reason: Reason, words: Words) -> &'static str {
    match reason {
        Reason::Arrival => "",
        // Others may still come and be called before.
        Reason::AppointmentEarly => words.say("has an appointment later"),
        Reason::Priority | Reason::Reinstated | Reason::AppointmentDue | Reason::Chosen => {
            reason_text(reason, words)
        }
    }
}

/// Why each one stands where it stands, where that is not plain order.
pub(super) struct Whys(Vec<(TicketId, Reason)>);

impl Whys {
    /// Of everybody who waits for the station's services.
    pub(super) fn of(site: &Site, station: &StationView, now: Moment) -> Self {
        let orders = station.services.iter();
        Self(
            orders
                .flat_map(|id| order(&site.lines, id, now, site.seq))
                .collect(),
        )
    }

    /// The reason in words; empty for plain order.
    pub(super) fn text(&self, ticket: Option<TicketId>, words: Words) -> &'static str {
        let found = self.0.iter().find(|(id, _)| Some(*id) == ticket);
        found.map_or("", |(_, reason)| place_text(*reason, words))
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::{Language, Slots};
    use domain::{AppointmentCommand, AppointmentId, Class, Command};

    use super::*;
    use crate::fixture::{Bench, station};

    /// Slots of a quarter of an hour from nine, which it is.
    fn bench() -> Bench {
        let mut bench = Bench::new(1);
        let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        bench.set_service(|settings| {
            settings.slots = Some(Slots {
                from: time(9),
                to: time(11),
                minutes: 15,
                capacity: 1,
                days_ahead: 1,
            });
        });
        bench
    }

    /// Somebody who has booked for half past nine is here.
    fn come(bench: &mut Bench) {
        bench.ok(Command::Appointment(AppointmentCommand::Book {
            service: "haircut".parse().unwrap(),
            slot: "2026-03-07T01:30:00Z".parse().unwrap(),
            class: Class::Standard,
            subject: None,
        }));
        let booked: Vec<AppointmentId> = bench.site().appointments.keys().copied().collect();
        bench.ok(Command::Appointment(AppointmentCommand::CheckIn {
            appointment: booked[0],
            visit: None,
        }));
    }

    fn why(bench: &Bench) -> &'static str {
        let at = bench.site().station(&station(1)).unwrap();
        let reason = reason_of_call(bench.site(), at).unwrap();
        reason_text(reason, Words(Language::Zh))
    }

    #[test]
    fn the_reason_of_a_call_is_told_as_it_was_recorded() {
        let mut bench = bench();
        let id = bench.issue(Class::Standard).id.unwrap();
        bench.call_next(1);
        assert_eq!(why(&bench), "等得最久");
        let seen = None;
        bench.at_station(Command::MarkNoShow {
            station: station(1),
            seen,
        });
        bench.ok(Command::ReinstateTicket { ticket: id });
        bench.call_next(1);
        assert_eq!(why(&bench), "过号后回来");
        bench.at_station(Command::Undo {
            station: station(1),
            seen,
        });
        bench.at_station(Command::CallTicket {
            station: station(1),
            ticket: id,
        });
        // Calling again and starting change nothing of why.
        bench.at_station(Command::RecallTicket {
            station: station(1),
            seen,
        });
        bench.at_station(Command::StartServing {
            station: station(1),
            seen,
        });
        assert!(why(&bench).contains("志愿者"), "{}", why(&bench));
    }

    #[test]
    fn an_appointment_is_called_when_it_is_due_or_when_nobody_else_waits() {
        for (minutes, told) in [(0, "预约还没到点，正好没人等"), (29, "预约时间到了")]
        {
            let mut bench = bench();
            bench.wait_secs(minutes * 60);
            come(&mut bench);
            bench.call_next(1);
            assert_eq!(why(&bench), told);
        }
    }
}
