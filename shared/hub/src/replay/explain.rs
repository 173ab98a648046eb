//! A call in words: the line as it was, who was passed, and why.

use domain::{
    Class, Fact, Policy, Reason, ServiceSettings, Site, Station, StationId, Ticket, TicketState,
};
use serde_json::{Value, json};

/// Tickets that are written down; how many more there were is told.
const TOLD_MAX: usize = 20;

/// Explains the call among `facts`, if there is one, on the site as it was before them.
pub(super) fn call(before: &Site, facts: &[Fact]) -> Option<Value> {
    let (ticket, station, reason, passed_older_service) = facts.iter().find_map(|fact| {
        let Fact::TicketCalled {
            ticket,
            station,
            reason,
            passed_older_service,
            ..
        } = fact
        else {
            return None;
        };
        Some((ticket, station, *reason, *passed_older_service))
    })?;
    let called = before.tickets.get(ticket)?;
    let call = Call {
        site: before,
        station: before.station(station)?,
        settings: &before.service(&called.service)?.settings,
        called,
        reason,
        passed_older_service,
    };
    Some(call.told())
}

/// A call to be explained.
struct Call<'a> {
    site: &'a Site,
    station: &'a Station,
    called: &'a Ticket,
    /// Of the line of the one who was called.
    settings: &'a ServiceSettings,
    reason: Reason,
    passed_older_service: bool,
}

impl Call<'_> {
    fn told(&self) -> Value {
        let offered = &self.station.settings.services;
        let tickets = self.site.tickets.values();
        let mut line: Vec<&Ticket> = tickets
            .filter(|t| t.state == TicketState::Waiting && offered.contains(&t.service))
            .collect();
        line.sort_by_key(|ticket| ticket.place());
        let entries = line.iter().take(TOLD_MAX).map(
            |ticket| json!({"as": ticket.id, "service": ticket.service, "class": ticket.class}),
        );
        let passed = line
            .iter()
            .filter(|ticket| ticket.place() < self.called.place());
        let passed = passed
            .take(TOLD_MAX)
            .map(|ticket| json!({"as": ticket.id, "why": self.passed(ticket)}));
        json!({
            "why": self.why(),
            "passed": passed.collect::<Vec<Value>>(),
            "line": entries.collect::<Vec<Value>>(),
            "line_len": line.len(),
        })
    }

    /// Why this one was called.
    fn why(&self) -> String {
        match self.reason {
            Reason::Arrival => "of those whose turn it is, it has the first place".to_owned(),
            Reason::Priority => self.turn_of_priority(),
            Reason::Reinstated if self.rest(self.called).is_some() => {
                "came back after a no-show and still rests, but nobody else waits".to_owned()
            }
            Reason::Reinstated => "came back after a no-show; its rest is over and it has the \
                                   first place of those whose turn it is"
                .to_owned(),
            Reason::AppointmentDue => "its appointment is due".to_owned(),
            Reason::AppointmentEarly => "nobody else waits, so its appointment is early".to_owned(),
            Reason::Chosen => "a volunteer chose it".to_owned(),
        }
    }

    /// Why somebody with an earlier place was passed.
    fn passed(&self, ticket: &Ticket) -> String {
        if self.reason == Reason::Chosen {
            return "a volunteer chose another one".to_owned();
        }
        if self.reason == Reason::AppointmentDue {
            return "an appointment is due".to_owned();
        }
        if !ticket.confirmed {
            return "holds no paper yet".to_owned();
        }
        if let Some(station) = self.elsewhere(ticket) {
            return format!("the person is at station {station} with another ticket");
        }
        if let Some((so_far, rest)) = self.rest(ticket) {
            return format!(
                "came back after a no-show and rests for {rest} calls; {so_far} so far"
            );
        }
        if ticket.slot.is_some() {
            return "is called at the time of its appointment".to_owned();
        }
        if ticket.service == self.called.service {
            self.turn_of_priority()
        } else {
            self.turn_of_service()
        }
    }

    /// Why the line of the one who was called had the turn.
    fn turn_of_service(&self) -> String {
        let service = &self.called.service;
        if self.passed_older_service {
            let (run, most) = (
                self.station.preferred_run,
                self.station.settings.preference_run,
            );
            let nth = u16::from(run) + 1;
            format!("the station prefers {service}: call {nth} of at most {most} past older lines")
        } else {
            format!("it is the turn of {service}, where somebody has waited longer")
        }
    }

    /// Why one class of the line had the turn before the other.
    fn turn_of_priority(&self) -> String {
        match (self.settings.policy, self.called.class) {
            (Policy::Share { every }, Class::Priority) => format!(
                "of every {every} calls one may go to priority out of turn, and none of the last \
                 {} did",
                every - 1
            ),
            (Policy::First { run }, Class::Priority) => {
                format!("priority goes first, and fewer than {run} in a row were called")
            }
            (Policy::First { run }, Class::Standard) => {
                format!("after {run} calls of priority in a row one other person is called")
            }
            (Policy::Share { .. }, Class::Standard) | (Policy::Arrival, _) => {
                "first come, first served".to_owned()
            }
        }
    }

    /// Where the person of a ticket is with another one. The station that calls is free by then.
    fn elsewhere(&self, ticket: &Ticket) -> Option<&StationId> {
        let visit = ticket.visit?;
        let mut others = self
            .site
            .stations
            .iter()
            .filter(|s| s.id() != self.station.id());
        let is_there = |station: &&Station| {
            let held = station.ticket.and_then(|id| self.site.tickets.get(&id));
            held.is_some_and(|held| held.visit == Some(visit))
        };
        others.find(is_there).map(Station::id)
    }

    /// Calls since somebody came back after a no-show, and how many the rest takes, while it lasts.
    fn rest(&self, ticket: &Ticket) -> Option<(usize, u16)> {
        let back = ticket.reinstated?;
        let settings = &self.site.service(&ticket.service)?.settings;
        let rest = settings.reinstate_after;
        let calls = self.site.lines.get(&ticket.service)?.calls();
        let so_far = calls.iter().filter(|call| call.seq > back.seq).count();
        (so_far < usize::from(rest)).then_some((so_far, rest))
    }
}
