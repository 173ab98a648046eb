//! From a written command to one of the domain: names become ids.

use domain::refusal::Thing;
use domain::{Command, Refusal, StationId, Target, TicketId};

use super::names::Names;
use super::script::Verb;

/// The command that is meant.
///
/// # Errors
/// [`Refusal::NotFound`] for a name that no ticket has.
pub(super) fn of(verb: Verb, names: &Names) -> Result<Command, Refusal> {
    let some = |name: String| ticket(names, &name);
    let maybe = |name: Option<String>| name.map(some).transpose();
    Ok(match verb {
        Verb::IssueTicket {
            service,
            class,
            visit,
        } => Command::IssueTicket {
            service,
            class,
            visit: maybe(visit)?,
        },
        Verb::CallNext { station, finish } => Command::CallNext {
            station,
            finish,
            seen: None,
        },
        Verb::CallTicket { station, ticket } => Command::CallTicket {
            station,
            ticket: some(ticket)?,
        },
        Verb::RecallTicket { station, ticket } => Command::RecallTicket {
            station,
            seen: maybe(ticket)?,
        },
        Verb::StartServing { station, ticket } => Command::StartServing {
            station,
            seen: maybe(ticket)?,
        },
        Verb::FinishServing { station, ticket } => Command::FinishServing {
            station,
            seen: maybe(ticket)?,
        },
        Verb::MarkNoShow { station, ticket } => Command::MarkNoShow {
            station,
            seen: maybe(ticket)?,
        },
        Verb::HoldTicket { station, ticket } => Command::HoldTicket {
            target: target(names, station, ticket)?,
        },
        Verb::ResumeTicket { ticket, station } => Command::ResumeTicket {
            ticket: some(ticket)?,
            station,
        },
        Verb::TransferTicket {
            station,
            ticket,
            service,
        } => Command::TransferTicket {
            target: target(names, station, ticket)?,
            service,
        },
        Verb::ReinstateTicket { ticket } => Command::ReinstateTicket {
            ticket: some(ticket)?,
        },
        Verb::CancelTicket { ticket } => Command::CancelTicket {
            ticket: some(ticket)?,
            reason: None,
        },
        Verb::Undo { station } => Command::Undo {
            station,
            seen: None,
        },
        Verb::OpenStation { station } => Command::OpenStation {
            station,
            seen: None,
        },
        Verb::PauseStation { station, minutes } => Command::PauseStation {
            station,
            minutes,
            seen: None,
        },
        Verb::CloseStation { station } => Command::CloseStation {
            station,
            seen: None,
        },
        Verb::OpenDay {} => Command::OpenDay,
        Verb::CloseDay {} => Command::CloseDay,
        Verb::StopIssuing { service } => Command::StopIssuing { service },
        Verb::ResumeIssuing { service } => Command::ResumeIssuing { service },
    })
}

/// The ticket of a name.
///
/// # Errors
/// [`Refusal::NotFound`].
pub(super) fn ticket(names: &Names, name: &str) -> Result<TicketId, Refusal> {
    let missing = || Refusal::NotFound {
        what: Thing::Ticket,
        id: name.to_owned(),
    };
    names.find(name).ok_or_else(missing)
}

/// What a line addresses: reading it has made sure that it names something.
fn target(
    names: &Names,
    station: Option<StationId>,
    name: Option<String>,
) -> Result<Target, Refusal> {
    let named = name.map(|name| ticket(names, &name)).transpose()?;
    match (station, named) {
        (Some(station), seen) => Ok(Target::Station(station, seen)),
        (None, Some(ticket)) => Ok(Target::Ticket(ticket)),
        (None, None) => Err(Refusal::NotFound {
            what: Thing::Ticket,
            id: String::new(),
        }),
    }
}
