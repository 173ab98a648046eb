//! `status [--watch]`.

use clap::Args;
use protocol::{ServiceList, SiteView, StationList, Topic};
use serde::Serialize;

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
        show(app, &mut Source::open(app).await?).await
    }
}

async fn show(app: &App, source: &mut Source) -> Result<(), Failure> {
    let (site, services) = (source.site().await?, source.services().await?);
    let now = Now {
        site,
        services,
        stations: source.stations().await?,
    };
    if app.json {
        return Ok(print_json(&now)?);
    }
    let name = now.site.name.get(app.language);
    let day = match &now.site.day {
        Some(day) => day.date.to_string(),
        None => words!(app.language, "还没有服务日", "no service day yet"),
    };
    let services = services_table(app, &now.services.services);
    let stations = stations_table(app, &now.stations.stations);
    Ok(print(&format!("{name}  {day}\n\n{services}\n{stations}"))?)
}

/// Shows every change. A hub that goes away is waited for.
async fn watch(app: &App) -> Result<(), Failure> {
    let site = app.site().await?;
    let mut live = site.live(Topic::Stations);
    let mut is_gone = false;
    loop {
        match live.next().await {
            Ok(_message) => {
                is_gone = false;
                show(app, &mut Source::of_hub(site.clone())).await?;
                if !app.json {
                    print("")?;
                }
            }
            Err(error) if error.is_retryable() => {
                if !std::mem::replace(&mut is_gone, true) {
                    note(&words!(
                        app.language,
                        "主机没有应答，继续等待……",
                        "The hub does not answer; waiting …"
                    ));
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
}
