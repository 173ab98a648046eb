//! From a written command to one of the domain: names become ids.

use domain::refusal::Thing;
use domain::{
    AppointmentCommand, AppointmentId, CardCommand, CardKey, Class, Command, ItemCommand, ItemId,
    Refusal, StationId, Target, TicketId,
};
use uuid::Uuid;

use super::names::Names;
use super::script::Verb;

/// The command that is meant.
///
/// # Errors
/// [`Refusal::NotFound`] for a name that no ticket has.
#[expect(
    clippy::too_many_lines,
    reason = "one arm for each verb: the list is read as a whole"
)]
pub(super) fn of(verb: Verb, names: &Names) -> Result<Command, Refusal> {
    let some = |name: String| ticket(names, &name);
    let maybe = |name: Option<String>| name.map(some).transpose();
    Ok(match verb {
        Verb::IssueTicket {
            service,
            class,
            visit,
            card,
            carried_from,
        } => Command::IssueTicket {
            service,
            class,
            visit: maybe(visit)?,
            card: card.map(key),
            carried_from: maybe(carried_from)?,
        },
        Verb::BookAppointment {
            service,
            slot,
            class,
        } => Command::Appointment(AppointmentCommand::Book {
            service,
            slot: slot.to_utc(),
            class,
            subject: None,
        }),
        Verb::MoveAppointment { appointment, slot } => {
            Command::Appointment(AppointmentCommand::Move {
                appointment: booked(names, &appointment)?,
                slot: slot.to_utc(),
            })
        }
        Verb::CancelAppointment { appointment } => {
            Command::Appointment(AppointmentCommand::Cancel {
                appointment: booked(names, &appointment)?,
            })
        }
        Verb::CheckIn { appointment, visit } => Command::Appointment(AppointmentCommand::CheckIn {
            appointment: booked(names, &appointment)?,
            visit: maybe(visit)?,
        }),
        Verb::AnnounceItem { ticket, kind } => Command::Item(ItemCommand::Announce {
            ticket: some(ticket)?,
            kind,
        }),
        Verb::ReceiveItem {
            station,
            ticket,
            kind,
            finish,
        } => Command::Item(ItemCommand::Receive {
            target: target(names, station, ticket)?,
            kind,
            finish,
            subject: None,
        }),
        Verb::StartRepair { item, station } => Command::Item(ItemCommand::StartRepair {
            item: thing(names, &item)?,
            station,
        }),
        Verb::FinishRepair {
            item,
            outcome,
            ready_on,
        } => Command::Item(ItemCommand::FinishRepair {
            item: thing(names, &item)?,
            outcome,
            ready_on,
        }),
        Verb::CallItemReady { item } => Command::Item(ItemCommand::CallReady {
            item: thing(names, &item)?,
        }),
        Verb::CollectItem { item } => Command::Item(ItemCommand::Collect {
            item: thing(names, &item)?,
        }),
        Verb::SetCard { card, class } => Command::Card(CardCommand::Set {
            key: key(card),
            class: class.unwrap_or(Class::Priority),
        }),
        Verb::RevokeCard { card } => Command::Card(CardCommand::Revoke { key: key(card) }),
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
    named(names, Thing::Ticket, name).map(TicketId)
}

fn booked(names: &Names, name: &str) -> Result<AppointmentId, Refusal> {
    named(names, Thing::Appointment, name).map(AppointmentId)
}

fn thing(names: &Names, name: &str) -> Result<ItemId, Refusal> {
    named(names, Thing::Item, name).map(ItemId)
}

fn named(names: &Names, what: Thing, name: &str) -> Result<Uuid, Refusal> {
    let missing = || Refusal::NotFound {
        what,
        id: name.to_owned(),
    };
    names.find(name).ok_or_else(missing)
}

/// In a scenario a card's number stands for itself.
fn key(number: String) -> CardKey {
    CardKey(number.into())
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
