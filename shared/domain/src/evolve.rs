//! What a fact changes. Total: a fact was decided once and is never refused.
//!
//! A fact about something that is not there changes nothing but the sequence
//! number, so a log always replays to the end.

use crate::Moment;
use crate::appointment::AppointmentState;
use crate::fact::{Fact, Stamp};
use crate::id::{StationId, TicketId};
use crate::item::ItemState;
use crate::line::{Call, LineRules};
use crate::number::TicketNumber;
use crate::prior::Priors;
use crate::satellite::Series;
use crate::settings::{ServiceSettings, StationSettings};
use crate::site::{DayEnd, Service, Site};
use crate::station::{Action, ActionKind, Station, StationState, UNDO_DEPTH};
use crate::ticket::{EndedBy, Reinstated, Ticket, TicketState};

mod kept;
mod satellite;
mod serving;

/// Applies one fact.
#[expect(
    clippy::too_many_lines,
    reason = "one flat table of all facts, most of them one line"
)]
pub fn evolve(site: &mut Site, fact: &Fact, stamp: &Stamp) {
    site.seq += 1;
    let at = stamp.at;
    match fact {
        Fact::SiteSet { settings } => site.settings = settings.clone(),
        Fact::ServiceSet { settings } => set_service(site, settings),
        Fact::ServiceRemoved { service } => {
            site.services.retain(|s| s.settings.id != *service);
            site.lines.drop_line(service);
        }
        Fact::StationSet { settings } => set_station(site, settings),
        Fact::StationRemoved { station } => site.stations.retain(|s| s.settings.id != *station),
        Fact::DayOpened { day } => site.begin_day(*day, at),
        Fact::DayReopened { .. } => end_day(site, None),
        Fact::DayClosed { ends_serving, .. } => close_day(site, at, *ends_serving),
        Fact::TicketIssued { .. } => issue(site, fact, stamp),
        Fact::VisitJoined { ticket, visit } => {
            if let Some(mut joined) = site.tickets.get(ticket).cloned() {
                joined.visit = Some(*visit);
                site.put(joined);
            }
        }
        Fact::TicketCalled {
            ticket,
            station,
            class,
            reason,
            passed_older_service,
        } => {
            let call = Call {
                seq: site.seq,
                reason: *reason,
                class: *class,
            };
            serving::call(site, *ticket, station, call, *passed_older_service, at);
        }
        Fact::TicketRecalled { ticket, station } => {
            act(site, station, ActionKind::Recall, *ticket, at, |ticket| {
                ticket.calls = ticket.calls.saturating_add(1);
                ticket.last_called_at = Some(at);
            });
        }
        Fact::ServingStarted { ticket, station } => serving::start(site, *ticket, station, at),
        Fact::ServingFinished { ticket, station } => serving::finish(site, *ticket, station, at),
        Fact::TicketMarkedNoShow { ticket, station } => {
            act(site, station, ActionKind::NoShow, *ticket, at, |ticket| {
                serving::end_hold(ticket, at);
                ticket.state = TicketState::NoShow { since: at };
            });
        }
        Fact::TicketHeld { ticket, station } => {
            act_or_change(
                site,
                station.as_ref(),
                ActionKind::Hold,
                *ticket,
                at,
                |ticket| {
                    serving::end_stint(ticket, at);
                    ticket.state = TicketState::OnHold { since: at };
                },
            );
        }
        Fact::TicketResumed { ticket, station } => {
            act_or_change(
                site,
                station.as_ref(),
                ActionKind::Resume,
                *ticket,
                at,
                |ticket| {
                    serving::end_hold(ticket, at);
                    ticket.state = match station {
                        Some(station) => TicketState::Serving {
                            station: station.clone(),
                            since: at,
                        },
                        None => TicketState::Waiting,
                    };
                    ticket.last_station = station.clone().or(ticket.last_station.take());
                },
            );
        }
        Fact::TicketTransferred {
            ticket,
            service,
            station,
        } => {
            act_or_change(
                site,
                station.as_ref(),
                ActionKind::Transfer,
                *ticket,
                at,
                |ticket| {
                    serving::end_stint(ticket, at);
                    serving::leave_line(ticket);
                    ticket.service = service.clone();
                    // The slot is dropped; its start stays as the place.
                    ticket.slot = None;
                    if !matches!(ticket.state, TicketState::OnHold { .. }) {
                        ticket.state = TicketState::Waiting;
                    }
                },
            );
        }
        Fact::TicketReinstated { ticket } => {
            let seq = site.seq;
            change(site, *ticket, |ticket| {
                ticket.state = TicketState::Waiting;
                ticket.reinstated = Some(Reinstated { at, seq });
            });
        }
        Fact::TicketCancelled { ticket, .. } => change(site, *ticket, |ticket| {
            serving::end_hold(ticket, at);
            ticket.state = TicketState::Cancelled;
            ticket.closed_at = Some(at);
        }),
        Fact::AppointmentBooked { .. } => kept::book(site, fact, stamp),
        Fact::AppointmentMoved { appointment, slot } => {
            kept::change_appointment(site, *appointment, |known| known.slot = *slot);
        }
        Fact::AppointmentCancelled { appointment } => {
            kept::change_appointment(site, *appointment, |known| {
                known.state = AppointmentState::Cancelled;
            });
        }
        Fact::AppointmentCheckedIn {
            appointment,
            ticket,
        } => kept::check_in(site, *appointment, *ticket, stamp),
        Fact::ItemAnnounced { ticket, kind } => {
            // No version: what somebody brings is nothing that an undo would take back.
            if let Some(mut known) = site.tickets.get(ticket).cloned() {
                known.brings = *kind;
                site.put(known);
            }
        }
        Fact::ItemReceived { .. } => kept::receive(site, fact, stamp),
        Fact::RepairStarted { item, station } => {
            kept::put_item(site, *item, ItemState::InRepair, stamp, |item| {
                (item.outcome, item.finished_at) = (None, None);
                item.station = station.clone().or(item.station.take());
            });
        }
        Fact::RepairFinished {
            item,
            outcome,
            ready_on,
        } => {
            let state = ItemState::after(*outcome, *ready_on);
            kept::put_item(site, *item, state, stamp, |item| {
                (item.outcome, item.finished_at) = (Some(*outcome), Some(at));
            });
        }
        Fact::ItemReadyCalled { item } => {
            kept::change_item(site, *item, |item| item.called_at = Some(at));
        }
        Fact::ItemCollected { item } => {
            kept::put_item(site, *item, ItemState::Collected, stamp, |_| {});
        }
        Fact::CardSet { card, class } => kept::set_card(site, card, *class),
        Fact::CardRevoked { card } => kept::revoke_card(site, card),
        Fact::PersonErased { subject } => kept::erase(site, *subject),
        Fact::TicketConfirmed { ticket } => satellite::confirm(site, *ticket),
        Fact::TicketRenumbered {
            ticket,
            stem,
            count,
            shown,
            prefix,
        } => {
            let number = TicketNumber {
                prefix: prefix.clone(),
                stem: Some(*stem),
                shown: *shown,
            };
            satellite::renumber(site, *ticket, *count, number);
        }
        Fact::TicketLeftUnserved { ticket } => satellite::leave_unserved(site, *ticket, at),
        Fact::EarlierTicketNoted { .. } => satellite::note_earlier(site, fact),
        Fact::SeriesGranted {
            kiosk,
            device,
            stem,
            day,
        } => satellite::grant(site, Series::new(*stem, kiosk.clone(), *device, *day)),
        Fact::SeriesRetired { kiosk } => satellite::retire(site, kiosk),
        Fact::SeriesAdvanced {
            device,
            position,
            head,
            placed_at,
            offset_ms: _,
        } => satellite::advance(site, *device, *position, head, *placed_at),
        Fact::ActionUndone { station, .. } => serving::undo(site, station),
        Fact::StationOpened { station } => set_state(site, station, StationState::Open),
        Fact::StationPaused { station, until } => {
            set_state(
                site,
                station,
                StationState::Paused {
                    since: at,
                    until: *until,
                },
            );
        }
        Fact::StationClosed { station } => set_state(site, station, StationState::Closed),
        Fact::IssuingStopped { service } => set_stopped(site, service, true),
        Fact::IssuingResumed { service } => set_stopped(site, service, false),
        Fact::WorkLearned { priors, .. } => site.learned = Some(Priors::clone(priors)),
    }
}

fn set_service(site: &mut Site, settings: &ServiceSettings) {
    site.lines.set_rules(&settings.id, LineRules::of(settings));
    match site.service_mut(&settings.id) {
        Some(service) => service.settings = settings.clone(),
        None => site.services.push(Service {
            settings: settings.clone(),
            issued: 0,
            counted: 0,
            is_stopped: false,
            carried: 0,
        }),
    }
}

fn set_station(site: &mut Site, settings: &StationSettings) {
    match site.station_mut(&settings.id) {
        Some(station) => station.settings = settings.clone(),
        None => site.stations.push(Station::new(settings.clone())),
    }
}

fn set_state(site: &mut Site, station: &StationId, state: StationState) {
    if let Some(station) = site.station_mut(station) {
        station.state = state;
    }
}

fn set_stopped(site: &mut Site, service: &crate::ServiceId, is_stopped: bool) {
    if let Some(service) = site.service_mut(service) {
        service.is_stopped = is_stopped;
    }
}

fn end_day(site: &mut Site, end: Option<DayEnd>) {
    if let Some(day) = &mut site.day {
        day.end = end;
    }
}

fn close_day(site: &mut Site, at: Moment, ends_serving: bool) {
    let hours = site.hours();
    end_day(site, Some(DayEnd { at, hours }));
    let ids: Vec<TicketId> = site.tickets.keys().copied().collect();
    for id in ids {
        let Some(ticket) = site.tickets.get(&id) else {
            continue;
        };
        match ticket.state {
            TicketState::Waiting | TicketState::Called { .. } | TicketState::OnHold { .. } => {
                change(site, id, |ticket| {
                    ticket.state = TicketState::Unserved;
                    ticket.closed_at = Some(at);
                });
            }
            TicketState::Serving { .. } if ends_serving => {
                change(site, id, |ticket| {
                    serving::end(ticket, EndedBy::DayClose, at);
                });
            }
            TicketState::Serving { .. }
            | TicketState::NoShow { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled
            | TicketState::Unserved => {}
        }
    }
}

fn issue(site: &mut Site, fact: &Fact, stamp: &Stamp) {
    let Fact::TicketIssued {
        ticket,
        service,
        count,
        shown,
        prefix,
        class,
        visit,
        place_at,
        slot,
        carried_from,
        stem,
        issued_at,
        satellite,
        unconfirmed,
    } = fact
    else {
        return;
    };
    let seq = site.seq;
    if let Some(old) = carried_from.and_then(|old| site.ended.get_mut(&old)) {
        old.carried_into = Some(*ticket);
    }
    let mut service = service.clone();
    if let Some(line) = site.service_mut(&service) {
        if stem.is_none() {
            line.issued = line.issued.max(*count);
        }
        let is_before_all = carried_from.is_some() && *place_at != *issued_at;
        line.carried += u32::from(is_before_all);
        // The name is shared with the settings: thousands of tickets, one allocation.
        service = line.settings.id.clone();
    }
    let issued_at = issued_at.unwrap_or(stamp.at);
    site.put(Ticket {
        id: *ticket,
        count: *count,
        number: TicketNumber {
            prefix: prefix.clone(),
            stem: *stem,
            shown: *shown,
        },
        service,
        class: *class,
        visit: *visit,
        issued_at,
        place_at: place_at.unwrap_or(issued_at),
        issued_by: stamp.by.clone(),
        slot: *slot,
        satellite: satellite.clone(),
        confirmed: !unconfirmed,
        reinstated: None,
        state: TicketState::Waiting,
        calls: 0,
        first_called_at: None,
        last_called_at: None,
        last_station: None,
        held_secs: 0,
        way_secs: None,
        serving_secs: 0,
        elsewhere: Vec::new(),
        brings: None,
        closed_at: None,
        version: seq,
    });
}

/// Changes a ticket: a new version of it goes through the site's gate.
fn change(site: &mut Site, id: TicketId, change: impl FnOnce(&mut Ticket)) {
    if let Some(mut ticket) = site.tickets.get(&id).cloned() {
        change(&mut ticket);
        ticket.version = site.seq;
        site.put(ticket);
    }
}

/// Changes a ticket as an action of a station, which can be taken back there.
fn act(
    site: &mut Site,
    station: &StationId,
    kind: ActionKind,
    id: TicketId,
    at: Moment,
    apply: impl FnOnce(&mut Ticket),
) {
    let seq = site.seq;
    let Some(before) = site.tickets.get(&id).cloned() else {
        return;
    };
    if let Some(station) = site.station_mut(station) {
        station.actions.push(Action {
            kind,
            at,
            seq,
            before,
            preferred_run_before: station.preferred_run,
        });
        if station.actions.len() > UNDO_DEPTH {
            station.actions.remove(0);
        }
    }
    change(site, id, apply);
}

fn act_or_change(
    site: &mut Site,
    station: Option<&StationId>,
    kind: ActionKind,
    id: TicketId,
    at: Moment,
    apply: impl FnOnce(&mut Ticket),
) {
    match station {
        Some(station) => act(site, station, kind, id, at, apply),
        None => change(site, id, apply),
    }
}
