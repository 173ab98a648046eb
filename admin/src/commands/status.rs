//! `status [--watch]`.

use std::time::Duration;

use clap::Args;
use protocol::{ServiceList, SiteView, StationList, Topic};
use serde::Serialize;
use tokio::time::MissedTickBehavior;

use crate::app::App;
use crate::failure::Failure;
use crate::output::{note, print, print_json};
use crate::source::Source;
use crate::words::words;

use super::service::services_table;
use super::station::stations_table;

/// How it stands now.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Go on with every change until interrupted
    #[arg(long)]
    watch: bool,
}

#[derive(Serialize)]
struct Now {
    site: SiteView,
    #[serde(flatten)]
    services: ServiceList,
    #[serde(flatten)]
    stations: StationList,
}

impl Status {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        if self.watch {
            return watch(app).await;
        }
        Now::of(&Source::open(app).await?).await?.show(app)
    }
}

impl Now {
    async fn of(source: &Source) -> Result<Self, Failure> {
        Ok(Self {
            site: source.site().await?,
            services: source.services().await?,
            stations: source.stations().await?,
        })
    }

    fn show(&self, app: &App) -> Result<(), Failure> {
        if app.json {
            return Ok(print_json(self)?);
        }
        let name = self.site.name.get(app.language);
        let day = match &self.site.day {
            Some(day) => day.date.to_string(),
            None => words!(app.language, "还没有服务日", "no service day yet"),
        };
        let services = services_table(app, &self.services.services);
        let stations = stations_table(app, &self.stations.stations);
        Ok(print(&format!("{name}  {day}\n\n{services}\n{stations}"))?)
    }

    /// Whether anything but the time is another.
    fn differs(&self, other: &Self) -> bool {
        let site = SiteView {
            now: other.site.now,
            ..self.site.clone()
        };
        (&site, &self.services, &self.stations) != (&other.site, &other.services, &other.stations)
    }
}

/// Looked at so often although nothing was told: not every setting is in a stream.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Shows every change. A hub that goes away is waited for.
async fn watch(app: &App) -> Result<(), Failure> {
    let site = app.site().await?;
    let source = Source::of_hub(site.clone());
    let mut shown = Now::of(&source).await?;
    shown.show(app)?;
    let mut services = site.live(Topic::Services);
    let mut stations = site.live(Topic::Stations);
    let mut again = tokio::time::interval(LOOK_AGAIN);
    again.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_gone = false;
    loop {
        let told = tokio::select! {
            told = services.next() => told.map(drop),
            told = stations.next() => told.map(drop),
            _ = again.tick() => Ok(()),
        };
        let now = match told {
            Ok(()) => Now::of(&source).await,
            Err(error) => Err(error.into()),
        };
        match now {
            Ok(now) => {
                is_gone = false;
                if now.differs(&shown) {
                    if !app.json {
                        print("")?;
                    }
                    now.show(app)?;
                    shown = now;
                }
            }
            Err(Failure::Hub(error)) if error.is_retryable() => {
                if !std::mem::replace(&mut is_gone, true) {
                    note(&words!(
                        app.language,
                        "主机没有应答，继续等待……",
                        "The hub does not answer; waiting …"
                    ));
                }
            }
            Err(failure) => return Err(failure),
        }
    }
}
