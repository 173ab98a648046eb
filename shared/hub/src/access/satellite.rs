//! Kiosks away from the hub: their series, and taking over what they wrote down.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::satellite::{Entry, EntryKind, KioskClock, OwnNumber};
use domain::{AppointmentId, Command, Refusal, SatelliteCommand, TicketId};
use protocol::satellite::ENTRIES_MAX;
use protocol::{
    ImportRequest, KioskHere, OwnNumberView, SeriesAnswer, SeriesEntry, SeriesEntryKind,
    SeriesList, SeriesRequest, SeriesView, SyncAnswer, SyncRequest,
};
use uuid::Uuid;

use super::appointment::named;
use super::{Acting, KioskDevice, Organiser, SiteRef, card};
use crate::hub::Hub;
use crate::problem::Trouble;
use crate::secrets::{TicketLink, base64url};

impl KioskDevice {
    /// A series for this kiosk's data: the same one however often it asks.
    ///
    /// # Errors
    /// `series_exhausted` when ten are in use, `series_unknown` for data that another series was
    /// given after.
    pub async fn series(&self, request: SeriesRequest) -> Result<SeriesAnswer, Trouble> {
        let (acting, kiosk) = (self.acting(), self.id()?);
        acting.site.hear(&kiosk, None);
        acting
            .submit(Command::Satellite(SatelliteCommand::Grant {
                kiosk: kiosk.clone(),
                device: request.device,
            }))
            .await?;
        let stem = acting.site.read(|published| {
            let series = published.site.known_series(&kiosk, request.device);
            series.map(|series| series.stem)
        });
        let stem = stem.map_err(|refusal| acting.site.refused(refusal))?;
        let (hub, code) = (self.hub(), acting.site.code());
        Ok(SeriesAnswer {
            stem,
            link_key: base64url(&hub.secrets().satellite_key(&kiosk)),
            link_base: format!("{}/t/{}", hub.place().first(), code.as_str()),
            kiosk: kiosk.to_string(),
        })
    }

    /// Takes over what this kiosk wrote down, and tells it the time.
    ///
    /// # Errors
    /// `series_unknown`, `series_gap`, `series_forked`; `malformed` for too many entries.
    pub async fn sync(&self, request: SyncRequest) -> Result<SyncAnswer, Trouble> {
        let kiosk = self.id()?;
        // Whatever becomes of what it brings: it is there.
        self.acting().site.hear(&kiosk, request.printer);
        let brought = Brought {
            kiosk,
            device: request.device,
            clock: KioskClock::Shows(request.clock),
            first: request.first,
            before: request.before,
            entries: request.entries,
        };
        brought.take_over(self.hub(), self.acting()).await
    }

    /// Hears that this kiosk is there.
    ///
    /// # Errors
    /// `not_allowed` for one that has no name here.
    pub fn here(&self, request: KioskHere) -> Result<(), Trouble> {
        self.acting().site.hear(&self.id()?, request.printer);
        Ok(())
    }

    fn id(&self) -> Result<Arc<str>, Trouble> {
        self.acting().by.id.clone().ok_or(Trouble::Forbidden)
    }
}

impl Organiser {
    /// Takes over what was brought from a kiosk on a stick.
    ///
    /// # Errors
    /// As for what the kiosk sends itself.
    pub async fn import(&self, request: ImportRequest) -> Result<SyncAnswer, Trouble> {
        let ImportRequest { kiosk, sync } = request;
        let brought = Brought {
            kiosk: kiosk.into(),
            device: sync.device,
            clock: KioskClock::Off(sync.offset_ms),
            first: sync.first,
            before: sync.before,
            entries: sync.entries,
        };
        brought.take_over(&self.hub, &self.acting).await
    }

    /// All series, as far as the hub has them, and the kiosks at this moment.
    pub fn series(&self) -> SeriesList {
        let site = &self.acting.site;
        let named = self.hub.kiosks_of(site.id());
        site.read(|published| {
            let scene = published.scene(site.now());
            let view = |series: &domain::Series| SeriesView {
                stem: series.stem,
                kiosk: series.kiosk.to_string(),
                device: series.device,
                position: series.position,
                newest_at: series.placed_at.map(|at| scene.local(at)),
                retired: series.is_retired,
            };
            SeriesList {
                series: scene.site.series.iter().map(view).collect(),
                kiosks: published.kiosks(site.now(), named),
            }
        })
    }
}

impl SiteRef {
    /// The kiosk away from the hub that made a link, if one did. None for a link of another site,
    /// and for one that was mistyped: the kiosk's key tells.
    pub(super) fn maker_of(&self, hub: &Hub, link: &TicketLink) -> Option<Arc<str>> {
        if link.site() != Some(self.code()) {
            return None;
        }
        let kiosks: BTreeSet<Arc<str>> = self.read(|published| {
            let series = published.site.series.iter();
            series.map(|series| Arc::clone(&series.kiosk)).collect()
        });
        let secret = link.secret();
        let mut kiosks = kiosks.into_iter();
        kiosks.find(|kiosk| hub.secrets().is_of_satellite(kiosk, secret))
    }

    /// The kiosk away from the hub that has not said yet under which number it showed a ticket, if
    /// the ticket is such a one.
    pub(super) fn unconfirmed(&self, ticket: TicketId) -> Option<Arc<str>> {
        self.read(|published| {
            let ticket = published.site.tickets.get(&ticket)?;
            let is_open = !ticket.confirmed && !ticket.state.is_closed();
            ticket.satellite.clone().filter(|_| is_open)
        })
    }

    /// Why a ticket of this kiosk cannot be shown yet.
    pub(super) fn pending(&self, hub: &Hub, kiosk: &str) -> Trouble {
        Trouble::TicketPending {
            kiosk: hub.kiosk_name(self.id(), kiosk),
            connected: self.read(|published| published.presence.is_here(kiosk)),
        }
    }
}

/// Entries of a kiosk's list, by whatever way they came.
struct Brought {
    kiosk: Arc<str>,
    device: Uuid,
    clock: KioskClock,
    first: u64,
    before: Arc<str>,
    entries: Vec<SeriesEntry>,
}

impl Brought {
    async fn take_over(self, hub: &Hub, acting: &Acting) -> Result<SyncAnswer, Trouble> {
        if self.entries.len() > ENTRIES_MAX || self.first == 0 {
            let reason = format!("1 to {ENTRIES_MAX} entries from position 1 on");
            return Err(Trouble::Malformed { reason });
        }
        let reader = Reader { hub, acting };
        let (kiosk, device) = (self.kiosk, self.device);
        if !self.entries.is_empty() {
            let entries = self.entries.into_iter().map(|entry| reader.entry(entry));
            acting
                .submit(Command::Satellite(SatelliteCommand::TakeOver {
                    kiosk: kiosk.clone(),
                    device,
                    clock: self.clock,
                    first: self.first,
                    before: self.before,
                    entries: entries.collect(),
                }))
                .await?;
        }
        let position = acting.site.read(|published| {
            let series = published.site.known_series(&kiosk, device);
            series.map(|series| series.position)
        });
        Ok(SyncAnswer {
            position: position.map_err(|refusal: Refusal| acting.site.refused(refusal))?,
            now: acting.site.now(),
        })
    }
}

/// Finds what was typed at a kiosk while it could not ask.
struct Reader<'a> {
    hub: &'a Hub,
    acting: &'a Acting,
}

impl Reader<'_> {
    fn entry(&self, entry: SeriesEntry) -> Entry {
        Entry {
            hash: entry.hash,
            at: entry.at,
            not_before: entry.not_before,
            what: match entry.what {
                SeriesEntryKind::Issued(own) => EntryKind::Issued(Box::new(self.own_number(*own))),
                SeriesEntryKind::Shown { ticket } => EntryKind::Shown { ticket },
                SeriesEntryKind::Cancelled { ticket } => EntryKind::Cancelled { ticket },
                SeriesEntryKind::Brought { ticket, kind } => EntryKind::Brought { ticket, kind },
            },
        }
    }

    fn own_number(&self, own: OwnNumberView) -> OwnNumber {
        let card = own
            .card
            .as_deref()
            .and_then(|number| card::key(self.hub, number));
        let appointment = own.appointment.as_deref();
        let carried_from = own.carried_from.as_deref();
        OwnNumber {
            ticket: own.ticket,
            service: own.service,
            day: own.day,
            count: own.count,
            shown: own.shown,
            prefix: own.prefix,
            visit: own.visit,
            card,
            appointment: appointment.and_then(|name| self.appointment(name)),
            carried_from: carried_from.and_then(|link| self.old_ticket(link)),
        }
    }

    fn appointment(&self, name: &str) -> Option<AppointmentId> {
        named(self.hub, &self.acting.site, name)
    }

    fn old_ticket(&self, link: &str) -> Option<TicketId> {
        let link: TicketLink = link.parse().ok()?;
        self.acting.site.ticket_of(&link)
    }
}
