//! Series of kiosks away from the hub: giving them, and taking over what such a kiosk wrote down.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::TimeDelta;
use uuid::Uuid;

use super::Decision;
use super::appointment::promised_place;
use super::card::class_with;
use super::issue::{Place, carried, place_of};
use crate::Moment;
use crate::command::{CancelReason, Context, SatelliteCommand};
use crate::day;
use crate::fact::Fact;
use crate::id::{AppointmentId, TicketId, VisitId};
use crate::refusal::Refusal;
use crate::satellite::{Entry, EntryKind, OwnNumber, Series, Stem};
use crate::site::Site;
use crate::ticket::{Class, TicketState};

pub(super) fn decide(
    site: &Site,
    command: &SatelliteCommand,
    context: &Context,
) -> Result<Decision, Refusal> {
    match command {
        SatelliteCommand::Grant { kiosk, device } => grant(site, kiosk, *device, context.now),
        SatelliteCommand::Retire { kiosk } => Ok(retire(site, kiosk)),
        SatelliteCommand::TakeOver {
            kiosk,
            device,
            clock,
            first,
            before,
            entries,
        } => {
            let series = site.known_series(kiosk, *device)?;
            let fresh = fresh(series, *first, before, entries)?;
            Ok(Merge::of(site, series, clock.offset_ms(context.now), context.now).take_over(fresh))
        }
    }
}

/// A stem for a kiosk's data, always the same one.
fn grant(site: &Site, kiosk: &Arc<str>, device: Uuid, now: Moment) -> Result<Decision, Refusal> {
    match site.known_series(kiosk, device) {
        Ok(known) if !known.is_retired => return Ok(Decision::nothing()),
        Ok(_) => return Err(Refusal::SeriesUnknown {}),
        Err(_) => {}
    }
    let today = day::local_date(now, site.settings.time_zone);
    // Whoever lost its data gives its stem back, but not on a day on which numbers bear it.
    let is_taken = |stem: Stem| {
        let of_others = |series: &Series| {
            let is_live = !series.is_retired && series.kiosk != *kiosk;
            series.stem == stem && (is_live || series.granted_on == today)
        };
        site.series.iter().any(of_others) || site.bears_today(stem)
    };
    // One that was never given is best: of another some paper may still be about.
    let was_given = |stem: Stem| site.series.iter().any(|series| series.stem == stem);
    let next = Stem::all()
        .filter(|stem| !is_taken(*stem))
        .min_by_key(|stem| (was_given(*stem), *stem));
    let stem = next.ok_or(Refusal::SeriesExhausted {})?;
    Ok(Decision::one(Fact::SeriesGranted {
        kiosk: kiosk.clone(),
        device,
        stem,
        day: today,
    }))
}

fn retire(site: &Site, kiosk: &Arc<str>) -> Decision {
    let has_one = site
        .series
        .iter()
        .any(|series| series.kiosk == *kiosk && !series.is_retired);
    if has_one {
        Decision::one(Fact::SeriesRetired {
            kiosk: kiosk.clone(),
        })
    } else {
        Decision::nothing()
    }
}

/// Those of the entries that are new here.
///
/// # Errors
/// [`Refusal::SeriesGap`] when some before them are missing, [`Refusal::SeriesForked`] when they do
/// not go on from what was taken over: two kiosks hold a copy of the same data.
fn fresh<'a>(
    series: &Series,
    first: u64,
    before: &str,
    entries: &'a [Entry],
) -> Result<&'a [Entry], Refusal> {
    let next = series.position + 1;
    if first > next {
        return Err(Refusal::SeriesGap {
            position: series.position,
        });
    }
    let known = usize::try_from(next - first).unwrap_or(usize::MAX);
    let newest_known = match known {
        0 => Some(before),
        _ => entries.get(known - 1).map(|entry| &*entry.hash),
    };
    match newest_known {
        // The end of what is known is not among them: all of them are.
        None => Ok(&[]),
        Some(head) if *head == *series.head => Ok(&entries[known..]),
        Some(_) => Err(Refusal::SeriesForked {}),
    }
}

/// Entries being taken over: each sees what the ones before it did.
struct Merge<'a> {
    site: &'a Site,
    series: &'a Series,
    offset: TimeDelta,
    offset_ms: i64,
    now: Moment,
    placed_at: Option<Moment>,
    /// Tickets that these entries brought.
    issued: BTreeMap<TicketId, Option<VisitId>>,
    /// Visits that these entries began, by the ticket that had none.
    joined: BTreeMap<TicketId, VisitId>,
    cancelled: BTreeSet<TicketId>,
    checked_in: BTreeSet<AppointmentId>,
    facts: Vec<Fact>,
}

impl<'a> Merge<'a> {
    fn of(site: &'a Site, series: &'a Series, offset_ms: i64, now: Moment) -> Self {
        Self {
            site,
            series,
            // A clock that is off by more than a lifetime is not set at all.
            offset: TimeDelta::try_milliseconds(offset_ms).unwrap_or_default(),
            offset_ms,
            now,
            placed_at: series.placed_at,
            issued: BTreeMap::new(),
            joined: BTreeMap::new(),
            cancelled: BTreeSet::new(),
            checked_in: BTreeSet::new(),
            facts: Vec::new(),
        }
    }

    fn take_over(mut self, entries: &[Entry]) -> Decision {
        let Some(newest) = entries.last() else {
            return Decision::nothing();
        };
        for entry in entries {
            let at = self.moment(entry);
            self.placed_at = Some(at);
            match &entry.what {
                EntryKind::Issued(own) => self.own_number(own, at),
                EntryKind::Shown { ticket } => self.shown(*ticket),
                EntryKind::Cancelled { ticket } => self.cancel(*ticket),
                EntryKind::Brought { ticket, kind } => {
                    if self.is_known(*ticket) {
                        self.facts.push(Fact::ItemAnnounced {
                            ticket: *ticket,
                            kind: Some(*kind),
                        });
                    }
                }
            }
        }
        self.facts.push(Fact::SeriesAdvanced {
            device: self.series.device,
            position: self.series.position + entries.len() as u64,
            head: newest.hash.clone(),
            placed_at: self.placed_at.unwrap_or(self.now),
            offset_ms: self.offset_ms,
        });
        Decision {
            facts: self.facts,
            nobody: None,
        }
    }

    /// When an entry happened, by the hub's clock: not before the kiosk last heard of the hub or
    /// wrote the entry before it, not later than now.
    fn moment(&self, entry: &Entry) -> Moment {
        let corrected = entry.at.checked_add_signed(self.offset);
        let floor = entry.not_before.max(self.placed_at);
        let at = corrected.unwrap_or(self.now);
        at.max(floor.unwrap_or(at)).min(self.now)
    }

    fn is_known(&self, ticket: TicketId) -> bool {
        self.issued.contains_key(&ticket) || self.site.tickets.contains_key(&ticket)
    }

    fn own_number(&mut self, own: &OwnNumber, at: Moment) {
        if self.is_known(own.ticket) {
            // The hub gave a number, but the kiosk did not learn of it and printed its own.
            self.facts.push(Fact::TicketRenumbered {
                ticket: own.ticket,
                stem: self.series.stem,
                count: own.count,
                shown: own.shown,
                prefix: own.prefix.clone(),
            });
            return;
        }
        if self.site.ended.contains_key(&own.ticket) {
            return;
        }
        let today = self.site.day.map(|day| day.date);
        if today.is_some_and(|today| own.day < today) {
            self.facts.push(Fact::EarlierTicketNoted {
                ticket: own.ticket,
                service: own.service.clone(),
                day: own.day,
                stem: self.series.stem,
                count: own.count,
                shown: own.shown,
                prefix: own.prefix.clone(),
                issued_at: at,
                satellite: self.series.kiosk.clone(),
            });
            return;
        }
        self.today(own, at);
    }

    fn today(&mut self, own: &OwnNumber, at: Moment) {
        let visit = own.visit.and_then(|earlier| self.visit_of(earlier));
        let (mut place, mut class) = (Place::WalkIn, Class::Standard);
        // What was typed is applied as far as it holds; the number was given in any case.
        if let Ok(better) = class_with(self.site, class, own.card.as_ref()) {
            class = better;
        }
        let service = self.site.service(&own.service);
        if let (Some(service), Some(old)) = (service, own.carried_from)
            && let Ok(found) = carried(self.site, service, old, class, self.now)
        {
            (place, class) = found;
        }
        let appointment = own.appointment.filter(|id| {
            !self.checked_in.contains(id)
                && (self.site.appointments.get(id)).is_some_and(|a| a.service == own.service)
        });
        let mut check_in = None;
        if let Some(id) = appointment
            && let Ok((promised, of)) = promised_place(self.site, id, at)
        {
            self.checked_in.insert(id);
            (place, class) = (promised, class.max(of));
            check_in = Some(id);
        }
        let (place_at, slot, carried_from) = place_of(self.site, place, self.now);
        self.issued.insert(own.ticket, visit);
        self.facts.push(Fact::TicketIssued {
            ticket: own.ticket,
            service: own.service.clone(),
            count: own.count,
            shown: own.shown,
            prefix: own.prefix.clone(),
            class,
            visit,
            place_at: place_at.or(Some(at)),
            slot,
            carried_from,
            stem: Some(self.series.stem),
            issued_at: Some(at),
            satellite: Some(self.series.kiosk.clone()),
            unconfirmed: false,
        });
        if let Some(appointment) = check_in {
            self.facts.push(Fact::AppointmentCheckedIn {
                appointment,
                ticket: own.ticket,
            });
        }
        if service.is_none() || self.site.day.is_some_and(|day| day.is_closed()) {
            self.facts
                .push(Fact::TicketLeftUnserved { ticket: own.ticket });
        }
    }

    /// The visit of an earlier ticket; begun if it has none.
    fn visit_of(&mut self, earlier: TicketId) -> Option<VisitId> {
        let known = match self.issued.get(&earlier) {
            Some(visit) => *visit,
            None => self.site.tickets.get(&earlier)?.visit,
        };
        if let Some(visit) = known.or_else(|| self.joined.get(&earlier).copied()) {
            return Some(visit);
        }
        // One id for each visit, however many begin in one message.
        let visit = VisitId(earlier.0);
        self.joined.insert(earlier, visit);
        self.facts.push(Fact::VisitJoined {
            ticket: earlier,
            visit,
        });
        Some(visit)
    }

    fn shown(&mut self, ticket: TicketId) {
        let is_unconfirmed = self.site.tickets.get(&ticket).is_some_and(|t| !t.confirmed);
        if is_unconfirmed {
            self.facts.push(Fact::TicketConfirmed { ticket });
        }
    }

    fn cancel(&mut self, ticket: TicketId) {
        let can = match self.site.tickets.get(&ticket).map(|known| &known.state) {
            Some(
                TicketState::Waiting | TicketState::OnHold { .. } | TicketState::NoShow { .. },
            ) => true,
            // Somebody is there with it, or it is over: what the paper says comes second.
            Some(
                TicketState::Called { .. }
                | TicketState::Serving { .. }
                | TicketState::Served { .. }
                | TicketState::Cancelled
                | TicketState::Unserved,
            ) => false,
            None => self.issued.contains_key(&ticket),
        };
        if can && self.cancelled.insert(ticket) {
            self.facts.push(Fact::TicketCancelled {
                ticket,
                reason: Some(CancelReason::NotWanted),
            });
        }
    }
}
