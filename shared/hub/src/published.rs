//! What everybody but the engine reads: the state as it is on disk, never ahead of it.
//!
//! It is a second copy of the state that takes the same records on, once they are durable. It is
//! changed by the engine and the outlook's task, under a lock that is held for microseconds.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use domain::measure::{self, Beside, TicketRow};
use domain::site::Day;
use domain::{Fact, Moment, Site, Stamp, TicketId, day, evolve};
use protocol::{BoardView, DashboardView, KioskNow, QueueView, StationList, TicketView};
use store::{CommandId, Position};

use crate::hub::NamedKiosk;
use crate::machine::{Digest, Memory, command_id};
use crate::outlook::Outlook;
use crate::presence::Presence;
use crate::views::{self, Orders, Scene};

/// Calls that a board can still fall back on when newer ones are undone.
const RECENT_CALLS_MAX: usize = 32;

/// The secret that names a ticket in addresses, made from its id and the kiosk away from the hub
/// that holds its paper. The hub's secrets make it.
pub type TokenMaker = Arc<dyn Fn(TicketId, Option<&str>) -> u128 + Send + Sync>;

/// The figures of a service day that is over, or may be.
#[derive(Debug, Clone, PartialEq)]
pub struct EndedDay {
    /// The local date.
    pub date: chrono::NaiveDate,
    /// One row for each ticket.
    pub rows: Vec<TicketRow>,
    /// The rest of it; none of a day that a release before kept without.
    pub beside: Option<Beside>,
}

/// The state that is shown.
pub struct Published {
    /// The state. Changed only by records that are durable.
    pub site: Site,
    /// What is expected of it; a little behind.
    pub outlook: Arc<Outlook>,
    /// Which kiosks are there; known of no record.
    pub presence: Presence,
    /// Grows with every change that anybody could see, also over a restart.
    pub version: u64,
    /// The newest record in the state.
    position: Position,
    /// Goes into snapshots with the state.
    memory: Memory,
    /// Tickets in the order of their last call, newest last.
    calls: VecDeque<TicketId>,
    /// The tickets that are known, also of earlier days, by the secret in their link.
    tokens: HashMap<u128, TicketId>,
    /// Makes those secrets.
    token_maker: TokenMaker,
    /// Kept from one look to the next.
    orders: Orders,
}

impl Published {
    /// Publishes a state that was read back at `now`.
    pub fn new(
        site: Site,
        memory: Memory,
        position: Position,
        now: Moment,
        token_maker: TokenMaker,
    ) -> Self {
        let mut called: Vec<_> = site
            .tickets
            .values()
            .filter_map(|t| Some((t.last_called_at?, t.id)))
            .collect();
        called.sort_unstable();
        let skipped = called.len().saturating_sub(RECENT_CALLS_MAX);
        Self {
            outlook: Arc::new(Outlook::of(&site, now, None)),
            version: u64::try_from(now.timestamp_millis()).unwrap_or(0),
            calls: called.into_iter().skip(skipped).map(|(_, id)| id).collect(),
            tokens: holders(&site)
                .map(|(id, satellite)| (token_maker(id, satellite), id))
                .collect(),
            orders: Orders::default(),
            presence: Presence::default(),
            site,
            position,
            memory,
            token_maker,
        }
    }

    /// The state as a scene for the views.
    pub fn scene(&self, now: Moment) -> Scene<'_> {
        Scene::new(&self.site, &self.outlook, now).with_orders(&self.orders)
    }

    /// The ticket that a link's secret names.
    pub fn ticket_of(&self, token: u128) -> Option<TicketId> {
        self.tokens.get(&token).copied()
    }

    /// The secret in a ticket's link.
    pub fn token(&self, ticket: TicketId) -> u128 {
        let today = self.site.tickets.get(&ticket).map(|t| &t.satellite);
        let known = today.or_else(|| self.site.ended.get(&ticket).map(|t| &t.satellite));
        (self.token_maker)(ticket, known.and_then(Option::as_deref))
    }

    /// One ticket of the day or of an earlier one, with its id.
    pub fn ticket(&self, ticket: TicketId, now: Moment) -> Option<TicketView> {
        views::known_ticket(&self.scene(now), ticket)
    }

    /// The board.
    pub fn board(&self, now: Moment) -> BoardView {
        views::board(&self.scene(now), &self.calls, self.version)
    }

    /// The line of one service, or all lines.
    pub fn queue(&self, now: Moment, only: Option<&domain::ServiceId>) -> QueueView {
        views::queue(&self.scene(now), only)
    }

    /// The dashboard, with these kiosks.
    pub(crate) fn dashboard(&self, now: Moment, named: Vec<NamedKiosk>) -> DashboardView {
        let kiosks = self.kiosks(now, named);
        views::dashboard(&self.scene(now), kiosks, self.version)
    }

    /// The kiosks as they are at this moment.
    pub(crate) fn kiosks(&self, now: Moment, named: Vec<NamedKiosk>) -> Vec<KioskNow> {
        views::kiosks(&self.scene(now), &self.presence, named)
    }

    /// The stations as staff see them, with what is wrong at these kiosks.
    pub(crate) fn staff_stations(&self, now: Moment, named: Vec<NamedKiosk>) -> StationList {
        StationList {
            printers: views::printer_troubles(self.kiosks(now, named)),
            ..views::stations(&self.scene(now), true)
        }
    }

    /// The newest record in the state.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The keys of the day.
    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Whether something was done today under this key.
    pub(crate) fn knows_key(&self, key: &str, now: Moment) -> bool {
        let today = day::local_date(now, self.site.settings.time_zone);
        self.memory.find(command_id(today, key)).is_some()
    }

    /// Takes the next record on. Answers the day that it ends, which leaves the state.
    pub(crate) fn apply(
        &mut self,
        id: CommandId,
        request: Option<Digest>,
        stamp: &Stamp,
        facts: &[Fact],
    ) -> Option<EndedDay> {
        let mut ended = None;
        for fact in facts {
            ended = ended.or(self.notice(fact));
            evolve(&mut self.site, fact, stamp);
        }
        if ended.is_some() {
            // Who has a link of the day before is told how it ended, as long as that is known.
            let site = &self.site;
            self.tokens
                .retain(|_, id| site.tickets.contains_key(id) || site.ended.contains_key(id));
        }
        self.position = self.position.next();
        let date = day::local_date(stamp.at, self.site.settings.time_zone);
        self.memory.note(id, request, self.position, stamp.at, date);
        ended
    }

    /// The rows of the newest day as far as it has come.
    pub(crate) fn running_day(&self) -> Option<EndedDay> {
        let date = self.site.day?.date;
        Some(EndedDay {
            date,
            rows: measure::rows(&self.site),
            beside: measure::beside(&self.site),
        })
    }

    /// The rows of the newest day, if it is closed: they may still change until the next day.
    pub(crate) fn closed_day(&self) -> Option<EndedDay> {
        self.site.day.filter(Day::is_closed)?;
        self.running_day()
    }

    /// Keeps what is derived from a fact beside the state true to it.
    fn notice(&mut self, fact: &Fact) -> Option<EndedDay> {
        match fact {
            Fact::TicketIssued {
                ticket, satellite, ..
            } => {
                let token = (self.token_maker)(*ticket, satellite.as_deref());
                self.tokens.insert(token, *ticket);
                None
            }
            Fact::EarlierTicketNoted {
                ticket, satellite, ..
            } => {
                let token = (self.token_maker)(*ticket, Some(satellite));
                self.tokens.insert(token, *ticket);
                None
            }
            Fact::TicketCalled { ticket, .. } | Fact::TicketRecalled { ticket, .. } => {
                self.calls.retain(|called| called != ticket);
                self.calls.push_back(*ticket);
                if self.calls.len() > RECENT_CALLS_MAX {
                    self.calls.pop_front();
                }
                None
            }
            Fact::DayOpened { .. } => {
                self.calls.clear();
                self.running_day()
            }
            Fact::SiteSet { .. }
            | Fact::ServiceSet { .. }
            | Fact::ServiceRemoved { .. }
            | Fact::StationSet { .. }
            | Fact::StationRemoved { .. }
            | Fact::DayReopened { .. }
            | Fact::DayClosed { .. }
            | Fact::VisitJoined { .. }
            | Fact::ServingStarted { .. }
            | Fact::ServingFinished { .. }
            | Fact::TicketMarkedNoShow { .. }
            | Fact::TicketHeld { .. }
            | Fact::TicketResumed { .. }
            | Fact::TicketTransferred { .. }
            | Fact::TicketReinstated { .. }
            | Fact::TicketCancelled { .. }
            | Fact::AppointmentBooked { .. }
            | Fact::AppointmentMoved { .. }
            | Fact::AppointmentCancelled { .. }
            | Fact::AppointmentCheckedIn { .. }
            | Fact::ItemAnnounced { .. }
            | Fact::ItemReceived { .. }
            | Fact::RepairStarted { .. }
            | Fact::RepairFinished { .. }
            | Fact::ItemReadyCalled { .. }
            | Fact::ItemCollected { .. }
            | Fact::CardSet { .. }
            | Fact::CardRevoked { .. }
            | Fact::PersonErased { .. }
            | Fact::TicketConfirmed { .. }
            | Fact::TicketRenumbered { .. }
            | Fact::TicketLeftUnserved { .. }
            | Fact::SeriesGranted { .. }
            | Fact::SeriesRetired { .. }
            | Fact::SeriesAdvanced { .. }
            | Fact::ActionUndone { .. }
            | Fact::StationOpened { .. }
            | Fact::StationPaused { .. }
            | Fact::StationClosed { .. }
            | Fact::IssuingStopped { .. }
            | Fact::IssuingResumed { .. }
            | Fact::WorkLearned { .. } => None,
        }
    }
}

/// The tickets that are known, each with the kiosk away from the hub that holds its paper.
fn holders(site: &Site) -> impl Iterator<Item = (TicketId, Option<&str>)> {
    let today = site
        .tickets
        .iter()
        .map(|(id, t)| (*id, t.satellite.as_deref()));
    let ended = site
        .ended
        .iter()
        .map(|(id, t)| (*id, t.satellite.as_deref()));
    today.chain(ended)
}
