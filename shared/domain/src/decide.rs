//! What may be done. A pure function from a command to facts, or to one named refusal.
//!
//! Each command checks first whether it is a repeat (then it records nothing),
//! then what stands against it. The state table of the queue rules is written
//! down once, as the matches over [`crate::TicketState`] in the files below.

use crate::command::{AppointmentCommand, Command, Context, ItemCommand, SatelliteCommand};
use crate::day;
use crate::fact::Fact;
use crate::line::Nobody;
use crate::refusal::Refusal;
use crate::site::{Day, Site};

mod appointment;
mod aside;
mod call;
mod card;
mod issue;
mod item;
mod satellite;
mod seen;
mod serve;
mod setup;
mod undo;

/// What follows from a command.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// To be recorded, in this order. Empty for a repeat.
    pub facts: Vec<Fact>,
    /// Why nobody was called, if somebody was asked for.
    pub nobody: Option<Nobody>,
}

impl Decision {
    /// Nothing to do: it is so already.
    fn nothing() -> Self {
        Self::default()
    }

    fn one(fact: Fact) -> Self {
        Self {
            facts: vec![fact],
            nobody: None,
        }
    }
}

/// Decides a command on a site whose past is dealt with, that is, after
/// [`day::fell_due`] was applied.
///
/// The first command of a local date opens the day.
///
/// # Errors
/// The refusal. Nothing follows from it.
pub fn decide(site: &Site, command: &Command, context: &Context) -> Result<Decision, Refusal> {
    if !command.needs_day() {
        return by_the_rules(site, command, context);
    }
    let today = day::local_date(context.now, site.settings.time_zone);
    match site.day {
        Some(day) if day.date >= today => on_day(site, command, context),
        Some(_) | None => {
            let fresh = site.on_new_day(today, context.now, command.tickets());
            let mut decision = on_day(&fresh, command, context)?;
            let opens = !decision.facts.is_empty() || *command == Command::OpenDay;
            if opens {
                decision.facts.insert(0, Fact::DayOpened { day: today });
            }
            Ok(decision)
        }
    }
}

/// What a closed day does with a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OnClosedDay {
    /// Does it: who is still being served when the day is closed is served to the end.
    Does,
    /// Refuses it whatever it would come to. Calling the next one and finishing
    /// are one step: where nobody can be called, nobody is finished by it.
    Refuses,
    /// Refuses what would be recorded. A repeat is still a repeat, and what the
    /// ticket's state says comes first.
    RecordsNothing,
}

impl Command {
    fn on_closed_day(&self) -> OnClosedDay {
        match self {
            Self::OpenDay
            | Self::CloseDay
            | Self::FinishServing { .. }
            | Self::SetSite { .. }
            | Self::SetService { .. }
            | Self::RemoveService { .. }
            | Self::SetStation { .. }
            | Self::RemoveStation { .. }
            | Self::OpenStation { .. }
            | Self::PauseStation { .. }
            | Self::CloseStation { .. }
            | Self::Card(_)
            | Self::Satellite(_)
            | Self::ErasePerson { .. }
            | Self::Appointment(
                AppointmentCommand::Book { .. }
                | AppointmentCommand::Move { .. }
                | AppointmentCommand::Cancel { .. },
            )
            | Self::Item(
                ItemCommand::Receive { .. }
                | ItemCommand::StartRepair { .. }
                | ItemCommand::FinishRepair { .. }
                | ItemCommand::CallReady { .. }
                | ItemCommand::Collect { .. },
            ) => OnClosedDay::Does,
            Self::IssueTicket { .. }
            | Self::Appointment(AppointmentCommand::CheckIn { .. })
            | Self::CallNext { .. }
            | Self::Undo { .. }
            | Self::StopIssuing { .. }
            | Self::ResumeIssuing { .. } => OnClosedDay::Refuses,
            Self::CallTicket { .. }
            | Self::RecallTicket { .. }
            | Self::StartServing { .. }
            | Self::MarkNoShow { .. }
            | Self::HoldTicket { .. }
            | Self::ResumeTicket { .. }
            | Self::TransferTicket { .. }
            | Self::ReinstateTicket { .. }
            | Self::Item(ItemCommand::Announce { .. })
            | Self::CancelTicket { .. } => OnClosedDay::RecordsNothing,
        }
    }

    /// Whether the command belongs to a service day, and so opens it.
    fn needs_day(&self) -> bool {
        match self {
            Self::SetSite { .. }
            | Self::SetService { .. }
            | Self::RemoveService { .. }
            | Self::SetStation { .. }
            | Self::RemoveStation { .. }
            | Self::OpenStation { .. }
            | Self::PauseStation { .. }
            | Self::CloseStation { .. }
            | Self::Card(_)
            | Self::Satellite(SatelliteCommand::Grant { .. } | SatelliteCommand::Retire { .. })
            | Self::ErasePerson { .. }
            | Self::Appointment(
                AppointmentCommand::Book { .. }
                | AppointmentCommand::Move { .. }
                | AppointmentCommand::Cancel { .. },
            )
            | Self::Item(
                ItemCommand::StartRepair { .. }
                | ItemCommand::FinishRepair { .. }
                | ItemCommand::CallReady { .. }
                | ItemCommand::Collect { .. },
            ) => false,
            Self::Appointment(AppointmentCommand::CheckIn { .. })
            | Self::Satellite(SatelliteCommand::TakeOver { .. })
            | Self::Item(ItemCommand::Announce { .. } | ItemCommand::Receive { .. })
            | Self::IssueTicket { .. }
            | Self::CallNext { .. }
            | Self::CallTicket { .. }
            | Self::RecallTicket { .. }
            | Self::StartServing { .. }
            | Self::FinishServing { .. }
            | Self::MarkNoShow { .. }
            | Self::HoldTicket { .. }
            | Self::ResumeTicket { .. }
            | Self::TransferTicket { .. }
            | Self::ReinstateTicket { .. }
            | Self::CancelTicket { .. }
            | Self::Undo { .. }
            | Self::OpenDay
            | Self::CloseDay
            | Self::StopIssuing { .. }
            | Self::ResumeIssuing { .. } => true,
        }
    }
}

fn on_day(site: &Site, command: &Command, context: &Context) -> Result<Decision, Refusal> {
    let closed = site.day.filter(Day::is_closed);
    let refused = closed.map(|day| {
        (
            command.on_closed_day(),
            Refusal::DayClosed { day: day.date },
        )
    });
    match refused {
        Some((OnClosedDay::Refuses, refusal)) => Err(refusal),
        Some((OnClosedDay::RecordsNothing, refusal)) => {
            let decision = by_the_rules(site, command, context)?;
            if decision.facts.is_empty() {
                Ok(decision)
            } else {
                Err(refusal)
            }
        }
        Some((OnClosedDay::Does, _)) | None => by_the_rules(site, command, context),
    }
}

fn by_the_rules(site: &Site, command: &Command, context: &Context) -> Result<Decision, Refusal> {
    match command {
        Command::OpenDay => Ok(open_day(site)),
        Command::CloseDay => Ok(close_day(site)),
        Command::IssueTicket {
            service,
            class,
            visit,
            card,
            carried_from,
        } => {
            let wanted = issue::Wanted {
                service,
                class: card::class_with(site, *class, card.as_ref())?,
                visit: *visit,
                carried_from: *carried_from,
            };
            issue::decide(site, &wanted, context)
        }
        Command::Appointment(command) => appointment::decide(site, command, context),
        Command::Item(command) => item::decide(site, command, context),
        Command::Card(command) => card::decide(site, command),
        Command::Satellite(command) => satellite::decide(site, command, context),
        Command::ErasePerson { subject } => Ok(card::erase(site, *subject)),
        Command::StopIssuing { service } => issue::set_stopped(site, service, true),
        Command::ResumeIssuing { service } => issue::set_stopped(site, service, false),
        Command::CallNext {
            station,
            finish,
            seen,
        } => call::next(site, station, *finish, *seen, context.now),
        Command::CallTicket { station, ticket } => call::chosen(site, station, *ticket),
        Command::RecallTicket { station, seen } => serve::recall(site, station, *seen),
        Command::StartServing { station, seen } => serve::start(site, station, *seen),
        Command::FinishServing { station, seen } => serve::finish(site, station, *seen),
        Command::MarkNoShow { station, seen } => serve::no_show(site, station, *seen),
        Command::HoldTicket { target } => aside::hold(site, target),
        Command::ResumeTicket { ticket, station } => aside::resume(site, *ticket, station.as_ref()),
        Command::TransferTicket { target, service } => aside::transfer(site, target, service),
        Command::ReinstateTicket { ticket } => aside::reinstate(site, *ticket),
        Command::CancelTicket { ticket, reason } => aside::cancel(site, *ticket, *reason, context),
        Command::Undo { station, seen } => undo::decide(site, station, *seen),
        Command::SetSite { .. }
        | Command::SetService { .. }
        | Command::RemoveService { .. }
        | Command::SetStation { .. }
        | Command::RemoveStation { .. }
        | Command::OpenStation { .. }
        | Command::PauseStation { .. }
        | Command::CloseStation { .. } => setup::decide(site, command, context),
    }
}

fn open_day(site: &Site) -> Decision {
    match site.day {
        Some(day) if day.is_closed() => Decision::one(Fact::DayReopened { day: day.date }),
        Some(_) | None => Decision::nothing(),
    }
}

fn close_day(site: &Site) -> Decision {
    match site.day {
        Some(day) if !day.is_closed() => Decision::one(Fact::DayClosed {
            day: day.date,
            ends_serving: false,
        }),
        Some(_) | None => Decision::nothing(),
    }
}
