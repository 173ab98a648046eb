//! Taking things in, mending them and giving them back.

use chrono::Days;

use super::Decision;
use super::seen::{closed, not_serving, still_held};
use crate::command::{Context, ItemCommand, Target};
use crate::day;
use crate::fact::Fact;
use crate::id::{ItemId, StationId, SubjectId, TicketId};
use crate::item::{Item, ItemKind, ItemNumber, ItemState, RepairOutcome};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::ticket::{Ticket, TicketState};

/// A thing that was taken away is back within so many days.
const READY_DAYS_MAX: u64 = 366;

pub(super) fn decide(
    site: &Site,
    command: &ItemCommand,
    context: &Context,
) -> Result<Decision, Refusal> {
    match command {
        ItemCommand::Announce { ticket, kind } => announce(site, *ticket, *kind),
        ItemCommand::Receive {
            target,
            kind,
            finish,
            subject,
        } => receive(site, target, *kind, *finish, *subject, context),
        ItemCommand::StartRepair { item, station } => start(site, *item, station.as_ref()),
        ItemCommand::FinishRepair {
            item,
            outcome,
            ready_on,
        } => {
            if let Some(date) = ready_on {
                is_to_come(site, *date, context)?;
            }
            let ready_on = ready_on.filter(|_| *outcome == RepairOutcome::TakenAway);
            let known = in_custody(site, *item)?;
            if known.state == ItemState::after(*outcome, ready_on) {
                return Ok(Decision::nothing());
            }
            Ok(Decision::one(Fact::RepairFinished {
                item: *item,
                outcome: *outcome,
                ready_on,
            }))
        }
        ItemCommand::CallReady { item } => {
            let known = in_custody(site, *item)?;
            match known.state {
                ItemState::Repaired | ItemState::NotRepairable => {
                    Ok(Decision::one(Fact::ItemReadyCalled { item: *item }))
                }
                ItemState::HandedIn
                | ItemState::InRepair
                | ItemState::TakenAway { .. }
                | ItemState::Collected => Err(not_ready(known)),
            }
        }
        ItemCommand::Collect { item } => collect(site, *item),
    }
}

fn announce(site: &Site, ticket: TicketId, kind: Option<ItemKind>) -> Result<Decision, Refusal> {
    let ticket = site.known_ticket(ticket)?;
    if ticket.state.is_closed() {
        return Err(closed(ticket));
    }
    if ticket.brings == kind {
        return Ok(Decision::nothing());
    }
    Ok(Decision::one(Fact::ItemAnnounced {
        ticket: ticket.id,
        kind,
    }))
}

/// Somebody who is being served leaves something; or, named by the ticket, who was served today
/// leaves one more.
fn receive(
    site: &Site,
    target: &Target,
    kind: ItemKind,
    finish: bool,
    subject: Option<SubjectId>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let ticket = match target {
        Target::Ticket(ticket) => site.known_ticket(*ticket)?,
        Target::Station(station, seen) => {
            let station = site.known_station(station)?;
            still_held(site, station, *seen)?;
            let held = station.ticket.ok_or_else(|| Refusal::StationIdle {
                station: station.id().clone(),
            })?;
            site.known_ticket(held)?
        }
    };
    let at = served_at(ticket)?;
    let mut facts = vec![Fact::ItemReceived {
        item: ItemId(context.thing),
        number: ItemNumber(site.items_received.saturating_add(1)),
        ticket: ticket.id,
        kind,
        station: Some(at.clone()),
        subject,
    }];
    if finish && matches!(ticket.state, TicketState::Serving { .. }) {
        facts.push(Fact::ServingFinished {
            ticket: ticket.id,
            station: at.clone(),
        });
    }
    Ok(Decision {
        facts,
        nobody: None,
    })
}

/// The station at which the ticket is or was served.
fn served_at(ticket: &Ticket) -> Result<&StationId, Refusal> {
    match &ticket.state {
        TicketState::Serving { station, .. } | TicketState::Served { station, .. } => Ok(station),
        TicketState::Waiting | TicketState::Called { .. } | TicketState::OnHold { .. } => {
            Err(not_serving(ticket))
        }
        TicketState::NoShow { .. } => Err(Refusal::TicketNoShow { ticket: ticket.id }),
        TicketState::Cancelled | TicketState::Unserved => Err(closed(ticket)),
    }
}

/// Also a thing that came back, or that was thought to be done.
fn start(site: &Site, item: ItemId, station: Option<&StationId>) -> Result<Decision, Refusal> {
    if let Some(station) = station {
        site.known_station(station)?;
    }
    let known = in_custody(site, item)?;
    if known.state == ItemState::InRepair {
        return Ok(Decision::nothing());
    }
    Ok(Decision::one(Fact::RepairStarted {
        item,
        station: station.cloned(),
    }))
}

fn collect(site: &Site, item: ItemId) -> Result<Decision, Refusal> {
    let known = site.known_item(item)?;
    match known.state {
        ItemState::Repaired | ItemState::NotRepairable | ItemState::TakenAway { .. } => {
            Ok(Decision::one(Fact::ItemCollected { item }))
        }
        ItemState::HandedIn | ItemState::InRepair => Err(not_ready(known)),
        ItemState::Collected => Ok(Decision::nothing()),
    }
}

fn in_custody(site: &Site, item: ItemId) -> Result<&Item, Refusal> {
    let known = site.known_item(item)?;
    if known.is_in_custody() {
        Ok(known)
    } else {
        Err(Refusal::ItemCollected { item })
    }
}

fn not_ready(item: &Item) -> Refusal {
    Refusal::ItemNotReady {
        item: item.id,
        state: item.state.name().to_owned(),
    }
}

fn is_to_come(site: &Site, date: chrono::NaiveDate, context: &Context) -> Result<(), Refusal> {
    let today = day::local_date(context.now, site.settings.time_zone);
    let last = today
        .checked_add_days(Days::new(READY_DAYS_MAX))
        .unwrap_or(today);
    if (today..=last).contains(&date) {
        Ok(())
    } else {
        Err(Refusal::ValueOutOfRange {
            field: "ready_on".to_owned(),
            allowed: format!("{today} to {last}"),
        })
    }
}
