//! What a command answers: what it was about is noted before it is done, and looked at after.

use domain::{
    AppointmentCommand, AppointmentId, Command, Decision, Fact, ItemCommand, ItemId, Moment,
    ServiceId, Site, StationId, Target, TicketId,
};
use protocol::{
    Answer, AppointmentAnswer, ItemAnswer, Outcome, ServiceAnswer, SiteAnswer, StationAnswer,
    TicketAnswer,
};

use crate::outlook::Outlook;
use crate::views::{self, Scene};

/// What a command is about.
pub(super) enum About {
    Ticket(TicketId),
    Station {
        station: StationId,
        ticket: Option<TicketId>,
        outcome: Option<Outcome>,
    },
    Service(ServiceId),
    Appointment(AppointmentId),
    Item(ItemId),
    Site,
    Nothing,
}

impl About {
    /// Reads it off the command, what was decided, and the site before that is done.
    pub(super) fn of(site: &Site, command: &Command, decision: &Decision) -> Self {
        let held = |station: &StationId| site.station(station).and_then(|s| s.ticket);
        let at = |station: &StationId, seen: Option<TicketId>| Self::Station {
            station: station.clone(),
            ticket: seen.or_else(|| held(station)),
            outcome: None,
        };
        match command {
            Command::SetSite { .. } | Command::OpenDay | Command::CloseDay => Self::Site,
            Command::SetService { settings } => Self::Service(settings.id.clone()),
            Command::StopIssuing { service } | Command::ResumeIssuing { service } => {
                Self::Service(service.clone())
            }
            Command::RemoveService { .. }
            | Command::RemoveStation { .. }
            | Command::Card(_)
            | Command::Satellite(_)
            | Command::ErasePerson { .. } => Self::Nothing,
            Command::Appointment(command) => match command {
                AppointmentCommand::Book { .. } => booked(decision),
                AppointmentCommand::Move { appointment, .. }
                | AppointmentCommand::Cancel { appointment } => Self::Appointment(*appointment),
                AppointmentCommand::CheckIn { .. } => {
                    issued(decision).map_or(Self::Nothing, Self::Ticket)
                }
            },
            Command::Item(command) => match command {
                ItemCommand::Announce { ticket, .. } => Self::Ticket(*ticket),
                ItemCommand::Receive { .. } => received(decision),
                ItemCommand::StartRepair { item, .. }
                | ItemCommand::FinishRepair { item, .. }
                | ItemCommand::CallReady { item }
                | ItemCommand::Collect { item } => Self::Item(*item),
            },
            Command::SetStation { settings } => at(&settings.id, None),
            Command::IssueTicket { .. } => issued(decision).map_or(Self::Nothing, Self::Ticket),
            // A repeat calls nobody and is still about its ticket.
            Command::CallTicket { station, ticket } if decision.facts.is_empty() => {
                at(station, Some(*ticket))
            }
            Command::CallNext { station, .. } | Command::CallTicket { station, .. } => {
                called(station, decision)
            }
            Command::RecallTicket { station, seen }
            | Command::StartServing { station, seen }
            | Command::FinishServing { station, seen }
            | Command::MarkNoShow { station, seen } => at(station, *seen),
            Command::Undo { station, .. } => at(station, undone(decision)),
            Command::OpenStation { station, .. }
            | Command::PauseStation { station, .. }
            | Command::CloseStation { station, .. } => at(station, None),
            Command::HoldTicket { target } | Command::TransferTicket { target, .. } => match target
            {
                Target::Ticket(ticket) => Self::Ticket(*ticket),
                Target::Station(station, seen) => at(station, *seen),
            },
            Command::ResumeTicket { ticket, .. }
            | Command::ReinstateTicket { ticket }
            | Command::CancelTicket { ticket, .. } => Self::Ticket(*ticket),
        }
    }

    /// The answer, from the site after it is done. It cannot fail: what is done is done, and what
    /// is not there by then is answered as gone.
    pub(super) fn answer(self, site: &Site, outlook: &Outlook, now: Moment) -> Answer {
        let scene = Scene::new(site, outlook, now);
        let ticket = |id| views::known_ticket(&scene, id);
        let answer = match self {
            Self::Ticket(id) => ticket(id).map(|ticket| Answer::Ticket(TicketAnswer { ticket })),
            Self::Station {
                station,
                ticket: id,
                outcome,
            } => site.station(&station).map(|station| {
                Answer::Station(Box::new(StationAnswer {
                    station: views::station(&scene, station),
                    ticket: id.and_then(ticket),
                    reason: outcome,
                }))
            }),
            Self::Service(id) => site.service(&id).map(|service| {
                Answer::Service(ServiceAnswer {
                    service: views::service(&scene, service),
                })
            }),
            Self::Appointment(id) => site.appointments.get(&id).map(|known| {
                Answer::Appointment(AppointmentAnswer {
                    appointment: views::appointment(&scene, known),
                })
            }),
            Self::Item(id) => site.items.get(&id).map(|known| {
                Answer::Item(ItemAnswer {
                    item: views::item(&scene, known),
                })
            }),
            Self::Site => Some(Answer::Site(SiteAnswer {
                site: views::site(&scene),
            })),
            Self::Nothing => None,
        };
        answer.unwrap_or(Answer::Removed)
    }
}

fn issued(decision: &Decision) -> Option<TicketId> {
    decision.facts.iter().find_map(|fact| {
        let Fact::TicketIssued { ticket, .. } = fact else {
            return None;
        };
        Some(*ticket)
    })
}

fn booked(decision: &Decision) -> About {
    let booked = decision.facts.iter().find_map(|fact| {
        let Fact::AppointmentBooked { appointment, .. } = fact else {
            return None;
        };
        Some(*appointment)
    });
    booked.map_or(About::Nothing, About::Appointment)
}

fn received(decision: &Decision) -> About {
    let received = decision.facts.iter().find_map(|fact| {
        let Fact::ItemReceived { item, .. } = fact else {
            return None;
        };
        Some(*item)
    });
    received.map_or(About::Nothing, About::Item)
}

fn undone(decision: &Decision) -> Option<TicketId> {
    decision.facts.iter().find_map(|fact| {
        let Fact::ActionUndone { ticket, .. } = fact else {
            return None;
        };
        Some(*ticket)
    })
}

/// Whom a call is about: the one called, not the one finished in the same step.
fn called(station: &StationId, decision: &Decision) -> About {
    let call = decision.facts.iter().find_map(|fact| {
        let Fact::TicketCalled { ticket, reason, .. } = fact else {
            return None;
        };
        Some((*ticket, *reason))
    });
    About::Station {
        station: station.clone(),
        ticket: call.map(|(ticket, _)| ticket),
        outcome: match call {
            Some((_, reason)) => Some(Outcome::Called(reason)),
            None => decision.nobody.map(Outcome::Nobody),
        },
    }
}
