//! What is read: from a hub, or from its file while no hub runs.

use chrono::{NaiveDate, Utc};
use client::{Limits, SiteClient};
use domain::{Moment, Site, SiteId, day};
use hub::audit::{Auditor, Repairs, repair_view};
use hub::engine::MeasuredDay;
use hub::outlook::Outlook;
use hub::plan::Wish;
use hub::sentence::Sentence;
use hub::set_up::{self, History};
use hub::views::{self, ReportInput, Scene};
use protocol::{
    AuditEntry, HistoryTicket, PlanAsk, PlanView, RepairView, ReportView, ServiceList, SetUpLike,
    SiteList, SiteView, StationList,
};

use store::Record;

use crate::app::App;
use crate::failure::Failure;
use crate::output::note;
use crate::site_file::{Replayed, SiteFile};
use crate::words::words;

/// Where to read from.
pub(crate) enum Source {
    /// A hub that answers.
    Hub(SiteClient),
    /// Its file, while no hub runs.
    File(Box<FromFile>),
}

/// A site in a file.
pub(crate) struct FromFile {
    /// The file, to be looked through again.
    file: SiteFile,
    /// The one that was named, or the first.
    id: SiteId,
    /// What its log adds up to.
    chosen: Replayed,
    now: Moment,
}

/// The largest day that is taken from a hub, in bytes: some ten thousand tickets.
const DAY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The sites of the hub, or of its file, in the hub's order; says so when it is the file.
pub(crate) async fn sites(app: &App) -> Result<SiteList, Failure> {
    if let Some(sites) = asked(app).await? {
        return Ok(sites);
    }
    let (file, now) = (open_file(app)?, Utc::now());
    let mut sites = Vec::new();
    for id in file.sites(app).await? {
        sites.push(site_view(&file.replay(app, &id).await?.site, now));
    }
    Ok(SiteList { sites })
}

/// The sites of the hub; none if it would be on this machine and does not answer.
async fn asked(app: &App) -> Result<Option<SiteList>, Failure> {
    match app.client().sites().await {
        Ok(sites) => Ok(Some(sites)),
        Err(error) if error.is_unreachable() && app.hub_is_here() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn open_file(app: &App) -> Result<SiteFile, Failure> {
    let file = SiteFile::open(app)?;
    let (hub, path) = (app.hub(), file.path().display().to_string());
    note(&words!(
        app.language,
        "{hub} 没有应答，直接读取 {path}。",
        "No hub answers at {hub}; reading {path} itself."
    ));
    Ok(file)
}

impl Source {
    /// The hub, or its file if the hub would be on this machine and none answers; says so then.
    pub(crate) async fn open(app: &App) -> Result<Self, Failure> {
        match asked(app).await? {
            Some(sites) => Ok(Self::Hub(app.site_of(&sites)?)),
            None => Self::open_file(app).await,
        }
    }

    /// A hub that was already reached.
    pub(crate) fn of_hub(site: SiteClient) -> Self {
        Self::Hub(site)
    }

    async fn open_file(app: &App) -> Result<Self, Failure> {
        let file = open_file(app)?;
        let sites = file.sites(app).await?;
        let chosen = match app.site_flag() {
            None => sites.first(),
            Some(named) => sites.iter().find(|site| site.as_str() == named),
        };
        let chosen = chosen.ok_or_else(|| Failure::Wrong(none_chosen(app, &sites)))?;
        Ok(Self::File(Box::new(FromFile {
            chosen: file.replay(app, chosen).await?,
            id: chosen.clone(),
            file,
            now: Utc::now(),
        })))
    }

    /// The site.
    pub(crate) async fn site(&self) -> Result<SiteView, Failure> {
        match self {
            Self::Hub(site) => Ok(site.show().await?.site),
            Self::File(file) => Ok(site_view(&file.chosen.site, file.now)),
        }
    }

    /// Its services.
    pub(crate) async fn services(&self) -> Result<ServiceList, Failure> {
        match self {
            Self::Hub(site) => Ok(site.services().await?),
            Self::File(file) => Ok(file.look(views::services)),
        }
    }

    /// Its stations.
    pub(crate) async fn stations(&self) -> Result<StationList, Failure> {
        match self {
            Self::Hub(site) => Ok(site.stations().await?),
            Self::File(file) => Ok(file.look(|scene| views::stations(scene, true))),
        }
    }

    /// The report of a day.
    pub(crate) async fn report(&self, date: NaiveDate) -> Result<ReportView, Failure> {
        match self {
            Self::Hub(site) => Ok(site.report(Some(date)).await?),
            Self::File(file) => {
                let days: Vec<_> = file.chosen.days.values().map(MeasuredDay::from).collect();
                Ok(views::report(&ReportInput {
                    site: &file.chosen.site,
                    date,
                    day: file.chosen.days.get(&date),
                    days: &days,
                }))
            }
        }
    }

    /// The tickets from `from` to `to`, both included.
    pub(crate) async fn rows(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<HistoryTicket>, Failure> {
        match self {
            Self::Hub(site) => Ok(history(site, from, to).await?),
            Self::File(file) => Ok(file.rows(from, to)),
        }
    }
}

impl Source {
    /// Who did what from `from` to `to`, both included, in the order in which it happened.
    pub(crate) async fn audit(
        &self,
        app: &App,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<AuditEntry>, Failure> {
        match self {
            Self::Hub(site) => Ok(audit(site, from, to).await?),
            Self::File(file) => {
                let (zone, mut entries) = (file.zone(), Vec::new());
                let mut auditor = Auditor::new(zone);
                let show = |record: &Record| {
                    let told = auditor.entries(record);
                    let is_asked = |entry: &AuditEntry| {
                        (from..=to).contains(&day::local_date(entry.at.moment(), zone))
                    };
                    entries.extend(told.into_iter().filter(is_asked));
                };
                file.file.each_record(app, &file.id, show).await?;
                Ok(entries)
            }
        }
    }

    /// What was left to be repaired from `from` to `to`, both included.
    pub(crate) async fn repairs(
        &self,
        app: &App,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<RepairView>, Failure> {
        match self {
            Self::Hub(site) => Ok(site.repairs(from, to).await?.repairs),
            Self::File(file) => {
                let mut repairs = Repairs::new(file.zone(), from, to);
                let show = |record: &Record| repairs.take(record);
                file.file.each_record(app, &file.id, show).await?;
                Ok(repairs.rows().into_iter().map(repair_view).collect())
            }
        }
    }
}

impl Source {
    /// How many stations a coming day needs.
    pub(crate) async fn plan(&self, app: &App, ask: &PlanAsk) -> Result<PlanView, Failure> {
        match self {
            Self::Hub(site) => Ok(site.plan(ask).await?),
            Self::File(file) => file.plan(app, ask),
        }
    }

    /// What would change if the site were set up as on an earlier day.
    pub(crate) async fn set_up_like(
        &self,
        app: &App,
        date: NaiveDate,
    ) -> Result<SetUpLike, Failure> {
        match self {
            Self::Hub(site) => Ok(site.set_up_like(date).await?),
            Self::File(file) => {
                let mut history = History::default();
                let read = |record: &Record| history.take(record);
                file.file.each_record(app, &file.id, read).await?;
                let then = history.at_the_end_of(date, file.zone());
                Ok(set_up::like(date, &then, &file.chosen.site))
            }
        }
    }
}

impl FromFile {
    fn plan(&self, app: &App, ask: &PlanAsk) -> Result<PlanView, Failure> {
        let site = &self.chosen.site;
        let days = || self.chosen.days.values().cloned().collect();
        let wish = Wish::of(ask, site, self.now);
        let chosen = wish.and_then(|wish| Ok((wish.choose(days())?, wish)));
        let (days, wish) = chosen.map_err(|refusal| {
            let Sentence { title, detail } = Sentence::of_refusal(&refusal, site, app.language);
            let sentences = [Some(title), detail].into_iter().flatten();
            Failure::Wrong(sentences.collect::<Vec<_>>().join(" "))
        })?;
        Ok(wish.answer(&days))
    }

    fn zone(&self) -> chrono_tz::Tz {
        self.chosen.site.settings.time_zone
    }

    fn look<T>(&self, picture: impl FnOnce(&Scene<'_>) -> T) -> T {
        let outlook = Outlook::of(&self.chosen.site, self.now, None);
        picture(&Scene::new(&self.chosen.site, &outlook, self.now))
    }

    fn rows(&self, from: NaiveDate, to: NaiveDate) -> Vec<HistoryTicket> {
        let zone = self.chosen.site.settings.time_zone;
        let mut all = Vec::new();
        for (date, day) in self.chosen.days.range(from..=to) {
            let ticket = |row| views::history_ticket(*date, row, zone);
            all.extend(day.rows.iter().map(ticket));
        }
        all
    }
}

/// Day by day and page by page.
async fn audit(
    site: &SiteClient,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<AuditEntry>, Failure> {
    let limits = Limits {
        body_bytes: DAY_BYTES_MAX,
        ..Limits::default()
    };
    let site = site.client().with_limits(limits).site(site.id());
    let mut entries = Vec::new();
    for day in from.iter_days().take_while(|day| *day <= to) {
        let mut next = None;
        loop {
            let page = site.audit(day, next).await?;
            entries.extend(page.entries);
            next = page.next;
            if next.is_none() {
                break;
            }
        }
    }
    Ok(entries)
}

/// What to say when the file does not have the site.
fn none_chosen(app: &App, sites: &[SiteId]) -> String {
    let (Some(named), false) = (app.site_flag(), sites.is_empty()) else {
        return app.no_site();
    };
    let sites: Vec<_> = sites.iter().map(SiteId::as_str).collect();
    let sites = sites.join(", ");
    words!(
        app.language,
        "没有站点 {named}。现有：{sites}。",
        "There is no site {named}. There are: {sites}."
    )
}

fn site_view(site: &Site, now: Moment) -> SiteView {
    let outlook = Outlook::of(site, now, None);
    views::site(&Scene::new(site, &outlook, now))
}

/// Day by day, so that no answer grows with the span that was asked for.
async fn history(
    site: &SiteClient,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<HistoryTicket>, Failure> {
    let limits = Limits {
        body_bytes: DAY_BYTES_MAX,
        ..Limits::default()
    };
    let site = site.client().with_limits(limits).site(site.id());
    let mut tickets = Vec::new();
    for day in from.iter_days().take_while(|day| *day <= to) {
        tickets.extend(site.history(day, day).await?.tickets);
    }
    Ok(tickets)
}
