//! What a command answers: what it was about is noted before it is done, and looked at after.

use domain::{
    Command, Decision, Fact, Moment, Refusal, ServiceId, Site, StationId, Target, TicketId,
};
use protocol::{Answer, Outcome, ServiceAnswer, SiteAnswer, StationAnswer, TicketAnswer};

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
            Command::RemoveService { .. } | Command::RemoveStation { .. } => Self::Nothing,
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

    /// The answer, from the site after it is done.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], if what was decided is about something that is not there.
    pub(super) fn answer(
        self,
        site: &Site,
        outlook: &Outlook,
        now: Moment,
    ) -> Result<Answer, Refusal> {
        let scene = Scene::new(site, outlook, now);
        let ticket = |id| Ok::<_, Refusal>(views::ticket(&scene, site.known_ticket(id)?));
        Ok(match self {
            Self::Ticket(id) => Answer::Ticket(TicketAnswer {
                ticket: ticket(id)?,
            }),
            Self::Station {
                station,
                ticket: id,
                outcome,
            } => Answer::Station(Box::new(StationAnswer {
                station: views::station(&scene, site.known_station(&station)?),
                ticket: id.map(ticket).transpose()?,
                reason: outcome,
            })),
            Self::Service(id) => Answer::Service(ServiceAnswer {
                service: views::service(&scene, site.known_service(&id)?),
            }),
            Self::Site => Answer::Site(SiteAnswer {
                site: views::site(&scene),
            }),
            Self::Nothing => Answer::Removed,
        })
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
