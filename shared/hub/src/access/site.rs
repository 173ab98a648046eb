//! The sites of a hub, for reading by anybody. Changing them needs a handle.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;
use domain::measure;
use domain::refusal::Thing;
use domain::{Actor, Command, Moment, Refusal, Site, SiteId, TicketId};
use forecast::{Change, Inflow, Prospect, WhatIf};
use protocol::{
    Answer, AppointmentList, AuditView, BoardView, HistoryView, LocalTime, PrinterState,
    RepairList, ReportView, ServiceAnswer, ServiceList, SiteView, SlotList, StationAnswer,
    StationList, StatsView,
};
use serde::Serialize;
use tokio::sync::watch;

use crate::audit::{self, Sought};
use crate::engine::{HistoryError, MeasuredDay, SiteHandle};
use crate::machine::{Ask, Wish};
use crate::prepared::{Prepared, Shown};
use crate::problem::Trouble;
use crate::published::{EndedDay, Published};
use crate::rest_of_day::RestOfDay;
use crate::secrets::{SiteCode, TicketLink};
use crate::set_up::{KnownSetUps, SetUp};
use crate::views::{self, ReportInput};

/// Before every service day there was.
const FIRST: NaiveDate = NaiveDate::MIN;

/// The sites of a hub, in the order in which they were registered.
#[derive(Default)]
pub struct Sites(RwLock<Vec<SiteRef>>);

/// One site. Cheap to clone.
#[derive(Clone)]
pub struct SiteRef {
    id: SiteId,
    code: SiteCode,
    engine: SiteHandle,
    /// How the rest of its day may go, for those who look.
    rest: RestOfDay,
    /// True once the hub serves it no more: live streams end.
    let_go: Arc<watch::Sender<bool>>,
    /// What its log tells of earlier set-ups.
    set_ups: KnownSetUps,
}

impl Sites {
    /// All sites.
    pub fn all(&self) -> Vec<SiteRef> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The site shown at `/`; none while nothing was set up.
    pub fn first(&self) -> Option<SiteRef> {
        self.all().into_iter().next()
    }

    /// The site of that name.
    ///
    /// # Errors
    /// `not_found`.
    pub fn find(&self, id: &str) -> Result<SiteRef, Trouble> {
        let sites = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = sites.iter().find(|site| site.id.as_str() == id).cloned();
        found.ok_or_else(|| {
            let id = id.chars().take(domain::id::NAME_BYTES_MAX).collect();
            let refusal = Refusal::NotFound {
                what: Thing::Site,
                id,
            };
            Trouble::refused_nowhere(refusal)
        })
    }

    /// The site whose code a link of a ticket or an appointment begins with, whatever the rest of it
    /// is worth.
    pub fn of_link(&self, link: &TicketLink) -> Option<SiteRef> {
        let code = link.site()?;
        self.all().into_iter().find(|site| site.code == code)
    }

    /// Lets a site go. Its engine ends when nobody holds it any more.
    pub(crate) fn remove(&self, id: &SiteId) {
        let mut sites = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for site in sites.extract_if(.., |site| site.id == *id) {
            site.let_go.send_replace(true);
        }
    }

    /// Takes in a site that was opened.
    pub(crate) fn add(&self, site: SiteRef) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .push(site);
    }
}

impl SiteRef {
    /// A site that was opened.
    pub(crate) fn new(id: SiteId, code: SiteCode, engine: SiteHandle) -> Self {
        Self {
            id,
            code,
            engine,
            rest: RestOfDay::default(),
            let_go: Arc::new(watch::Sender::new(false)),
            set_ups: KnownSetUps::default(),
        }
    }

    /// Turns true when the hub serves the site no more.
    pub fn let_go(&self) -> watch::Receiver<bool> {
        self.let_go.subscribe()
    }

    /// Its name.
    pub fn id(&self) -> &SiteId {
        &self.id
    }

    /// Names it in ticket links.
    pub fn code(&self) -> SiteCode {
        self.code
    }

    /// The link of a ticket: the same whenever it is asked for.
    pub fn ticket_link(&self, ticket: TicketId) -> TicketLink {
        TicketLink::of(self.code, self.read(|published| published.token(ticket)))
    }

    /// The ticket that a link of this site names.
    pub fn ticket_of(&self, link: &TicketLink) -> Option<TicketId> {
        let of_site = (link.site() == Some(self.code)).then(|| link.secret());
        of_site.and_then(|secret| self.read(|published| published.ticket_of(secret)))
    }

    /// Reads what is published. Keep it short: a lock is held.
    pub fn read<R>(&self, read: impl FnOnce(&Published) -> R) -> R {
        self.engine.read(read)
    }

    /// A view as JSON, made once after a change however many ask for it.
    ///
    /// # Errors
    /// Those of `view`.
    pub fn prepared<T: Serialize>(
        &self,
        shown: Shown,
        view: impl FnOnce() -> Result<T, Trouble>,
    ) -> Result<Arc<Prepared>, Trouble> {
        self.engine.prepared(shown, view)
    }

    /// Changes with every version that is durable and published.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.engine.changes()
    }

    /// A kiosk says that it is there, and how its printer is if it knows.
    pub(super) fn hear(&self, kiosk: &Arc<str>, printer: Option<PrinterState>) {
        self.engine.hear(kiosk, printer);
    }

    /// The time.
    pub fn now(&self) -> Moment {
        self.engine.now()
    }

    /// A moment as it is written for this site.
    pub fn local(&self, moment: Moment) -> LocalTime {
        self.read(|published| published.scene(moment).local(moment))
    }

    /// The site itself.
    pub fn view(&self) -> SiteView {
        self.read(|published| views::site(&published.scene(self.now())))
    }

    /// Its services.
    pub fn services(&self) -> ServiceList {
        self.read(|published| views::services(&published.scene(self.now())))
    }

    /// One service.
    ///
    /// # Errors
    /// `not_found`.
    pub fn service(&self, id: &str) -> Result<ServiceAnswer, Trouble> {
        let found = self
            .services()
            .services
            .into_iter()
            .find(|service| service.id.as_str() == id);
        let service = found.ok_or_else(|| self.missing(Thing::Service, id))?;
        Ok(ServiceAnswer { service })
    }

    /// Its stations, as anybody sees them.
    pub fn stations(&self) -> StationList {
        self.read(|published| views::stations(&published.scene(self.now()), false))
    }

    /// One station, as anybody sees it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn station(&self, id: &str) -> Result<StationAnswer, Trouble> {
        self.pick_station(self.stations(), id)
    }

    /// The board.
    pub fn board(&self) -> BoardView {
        self.read(|published| published.board(self.now()))
    }

    /// Figures of the days from `from` to `to`.
    pub(super) async fn stats(&self, from: NaiveDate, to: NaiveDate) -> Result<StatsView, Trouble> {
        let days = self.measured_days(from, to).await?;
        let figures = move || {
            let rows = days.iter().flat_map(|day| &day.rows);
            views::stats(&measure::figures(rows))
        };
        self.beside(figures).await
    }

    /// The report of a day; without a date of the newest service day.
    pub(super) async fn report(&self, date: Option<NaiveDate>) -> Result<ReportView, Trouble> {
        let date = date.unwrap_or_else(|| self.newest_day());
        let day = self.days(date, date).await?.pop();
        let days = self.all_days().await?;
        // Without its tickets, so that nobody waits for the figures.
        let site = self.read(|published| Site {
            services: published.site.services.clone(),
            day: published.site.day,
            ..Site::new(published.site.settings.clone())
        });
        let report = move || {
            views::report(&ReportInput {
                site: &site,
                date,
                day: day.as_ref(),
                days: &days,
            })
        };
        self.beside(report).await
    }

    /// Does work that keeps a processor busy for milliseconds, while others are answered.
    ///
    /// # Errors
    /// `busy` when the hub ends.
    pub(crate) async fn beside<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Result<R, Trouble> {
        self.engine.beside(work).await.ok_or(Trouble::Busy)
    }

    /// What figures need of every service day, oldest first.
    pub(super) async fn all_days(&self) -> Result<Vec<Arc<MeasuredDay>>, Trouble> {
        self.measured_days(FIRST, NaiveDate::MAX).await
    }

    /// The tickets of the days from `from` to `to`.
    pub(super) async fn history(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<HistoryView, Trouble> {
        let zone = self.read(|published| published.site.settings.time_zone);
        let mut tickets = Vec::new();
        for day in self.days(from, to).await? {
            let ticket = |row| views::history_ticket(day.date, row, zone);
            tickets.extend(day.rows.iter().map(ticket));
        }
        Ok(HistoryView { tickets })
    }

    pub(super) async fn audit(
        &self,
        date: Option<NaiveDate>,
        from: Option<u64>,
        sought: &Sought,
    ) -> Result<AuditView, Trouble> {
        let (zone, today) = self.read(|published| {
            (
                published.site.settings.time_zone,
                self.today(&published.site),
            )
        });
        let date = date.unwrap_or(today);
        let read = audit::of_day(&self.engine, zone, date, from, sought).await;
        read.map_err(|error| self.unreadable(&error))
    }

    pub(super) async fn repairs(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<RepairList, Trouble> {
        let zone = self.read(|published| published.site.settings.time_zone);
        let read = audit::repairs(&self.engine, zone, from, to).await;
        let rows = read.map_err(|error| self.unreadable(&error))?;
        let repairs = rows.into_iter().map(audit::repair_view).collect();
        Ok(RepairList { repairs })
    }

    pub(super) fn unreadable(&self, error: &store::ReadError) -> Trouble {
        tracing::error!(site = %self.id, %error, "the log cannot be read");
        Trouble::Busy
    }

    async fn measured_days(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Arc<MeasuredDay>>, Trouble> {
        let read = self.engine.measured_days(from, to).await;
        read.map_err(|error| self.no_history(&error))
    }

    fn no_history(&self, error: &HistoryError) -> Trouble {
        tracing::error!(site = %self.id, %error, "the history cannot be read");
        Trouble::Busy
    }

    /// How the rest of today may go, if nobody else takes a number.
    pub(super) async fn prospect(&self) -> Result<Arc<Prospect>, Trouble> {
        self.rest.prospect(&self.engine).await
    }

    /// How it may go with people coming, and with changes.
    pub(super) async fn what_if(
        &self,
        inflows: Vec<Inflow>,
        changes: Vec<Change>,
    ) -> Result<WhatIf, Trouble> {
        self.rest.what_if(&self.engine, inflows, changes).await
    }

    pub(super) async fn days(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<EndedDay>, Trouble> {
        let read = self.engine.days(from, to).await;
        read.map_err(|error| self.no_history(&error))
    }

    pub(super) fn pick_station(
        &self,
        all: StationList,
        id: &str,
    ) -> Result<StationAnswer, Trouble> {
        let found = all
            .stations
            .into_iter()
            .find(|station| station.id.as_str() == id);
        let station = found.ok_or_else(|| self.missing(Thing::Station, id))?;
        let ticket = station.ticket.clone();
        Ok(StationAnswer {
            station,
            ticket,
            reason: None,
        })
    }

    /// The slots of a service on a day; of today without a date.
    ///
    /// # Errors
    /// `not_found`.
    pub fn slots(&self, service: &str, date: Option<NaiveDate>) -> Result<SlotList, Trouble> {
        let slots = self.read(|published| {
            let scene = published.scene(self.now());
            let mut services = scene.site.services.iter();
            let known = services.find(|known| known.settings.id.as_str() == service)?;
            let date = date.unwrap_or_else(|| self.today(&published.site));
            Some(views::slots(&scene, known, date))
        });
        slots.ok_or_else(|| self.missing(Thing::Service, service))
    }

    /// The appointments of a day; of today without a date.
    pub(super) fn appointments(&self, date: Option<NaiveDate>) -> AppointmentList {
        self.read(|published| {
            let date = date.unwrap_or_else(|| self.today(&published.site));
            views::appointments(&published.scene(self.now()), date)
        })
    }

    /// The local date.
    pub(super) fn date(&self) -> NaiveDate {
        self.read(|published| self.today(&published.site))
    }

    /// The date of the newest service day; today's before the first.
    pub(super) fn newest_day(&self) -> NaiveDate {
        self.read(|published| {
            let day = published.site.day.map(|day| day.date);
            day.unwrap_or_else(|| self.today(&published.site))
        })
    }

    /// How it was set up at the end of a day.
    pub(super) async fn set_up_at_the_end_of(&self, date: NaiveDate) -> Result<SetUp, Trouble> {
        let zone = self.read(|published| published.site.settings.time_zone);
        let then = self.set_ups.at_the_end_of(&self.engine, date, zone).await;
        then.map_err(|error| self.no_history(&error))
    }

    fn today(&self, site: &domain::Site) -> NaiveDate {
        domain::day::local_date(self.now(), site.settings.time_zone)
    }

    /// What to answer for a thing that is not there.
    pub(crate) fn missing(&self, what: Thing, id: &str) -> Trouble {
        let id = id.chars().take(64).collect();
        self.refused(Refusal::NotFound { what, id })
    }

    /// A refusal with the names that its ids have here.
    pub(crate) fn refused(&self, refusal: Refusal) -> Trouble {
        self.read(|published| Trouble::refused(refusal, &published.site))
    }

    /// Asks the engine on behalf of the hub itself, as when it sets a new site up.
    pub(crate) async fn submit_as_hub(&self, command: Command) -> Result<Answer, Trouble> {
        self.submit(command, None, Actor::of(domain::Role::Hub))
            .await
    }

    pub(in crate::access) async fn submit(
        &self,
        command: impl Into<Wish>,
        key: Option<String>,
        by: Actor,
    ) -> Result<Answer, Trouble> {
        self.ask(Ask {
            command: command.into(),
            key,
            by,
            own_ticket: None,
        })
        .await
    }

    pub(in crate::access) async fn ask(&self, ask: Ask<Wish>) -> Result<Answer, Trouble> {
        match self.engine.submit(ask).await {
            Ok(reply) => Ok(reply.answer),
            Err(error) => Err(self.read(|published| Trouble::asked(error, &published.site))),
        }
    }
}
