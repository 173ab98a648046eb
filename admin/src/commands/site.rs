//! `site list|add|set|remove`.

use clap::Subcommand;
use protocol::{DayState, SiteAnswer, SitePatch, SiteView};

use crate::app::App;
use crate::failure::Failure;
use crate::hub_call;
use crate::output::{note, print, print_json, removed, table};
use crate::settings_args::SiteArgs;
use crate::source;
use crate::words::words;

/// What to do with sites.
#[derive(Debug, Subcommand)]
pub(crate) enum Site {
    /// List the sites
    List,
    /// Set up another site
    Add {
        /// Names the site in addresses; never changes
        id: String,
        #[command(flatten)]
        settings: SiteArgs,
    },
    /// Change the site (see --site)
    Set {
        #[command(flatten)]
        settings: SiteArgs,
    },
    /// Have the hub forget a site; its records stay in the store
    Remove {
        /// The site
        id: String,
    },
    /// Open the service day, also again after it was closed
    OpenDay,
    /// End the service day: who waits is not served any more
    CloseDay,
}

impl Site {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        match self {
            Self::List => list(app).await,
            Self::Add { id, settings } => add(app, &id, settings).await,
            Self::Set { settings } => set(app, settings).await,
            Self::Remove { id } => {
                app.client().site(&id).remove().await?;
                let sentence = words!(app.language, "已移除站点 {id}。", "Removed site {id}.");
                Ok(removed(app.json, &id, &sentence)?)
            }
            Self::OpenDay => {
                let site = app.site().await?;
                say_day(
                    app,
                    &hub_call::once(async |key| site.open_day(key).await).await?,
                )
            }
            Self::CloseDay => {
                let site = app.site().await?;
                say_day(
                    app,
                    &hub_call::once(async |key| site.close_day(key).await).await?,
                )
            }
        }
    }
}

async fn list(app: &App) -> Result<(), Failure> {
    let sites = source::sites(app).await?;
    if app.json {
        return Ok(print_json(&sites)?);
    }
    let zh = |text: &str, en: &str| words!(app.language, "{text}", "{en}");
    let headings = [
        zh("站点", "site"),
        zh("名称", "name"),
        zh("时区", "time zone"),
        zh("服务日", "day"),
    ];
    let rows: Vec<_> = sites.sites.iter().map(|site| row(app, site)).collect();
    Ok(print(&table(&headings, &rows))?)
}

fn row(app: &App, site: &SiteView) -> Vec<String> {
    let day = site
        .day
        .as_ref()
        .map(|day| day.date.to_string())
        .unwrap_or_default();
    let name = site.name.get(app.language).to_owned();
    vec![site.id.to_string(), name, site.time_zone.clone(), day]
}

async fn add(app: &App, id: &str, settings: SiteArgs) -> Result<(), Failure> {
    let SitePatch(mut fields) = settings.patch(None);
    fields.insert("id".to_owned(), id.into());
    let (client, patch) = (app.client(), SitePatch(fields));
    let answer = hub_call::once(async |key| client.add_site(&patch, key).await).await?;
    if app.json {
        return Ok(print_json(&answer)?);
    }
    note(&words!(
        app.language,
        "已添加站点 {id}。",
        "Added site {id}."
    ));
    Ok(())
}

async fn set(app: &App, settings: SiteArgs) -> Result<(), Failure> {
    let site = app.site().await?;
    let now = if settings.needs_name() {
        Some(site.show().await?.site.name)
    } else {
        None
    };
    let answer = site.set(&settings.patch(now.as_ref())).await?;
    if app.json {
        return Ok(print_json(&answer)?);
    }
    let id = site.id();
    note(&words!(
        app.language,
        "已更改站点 {id}。",
        "Changed site {id}."
    ));
    Ok(())
}

fn say_day(app: &App, answer: &SiteAnswer) -> Result<(), Failure> {
    if app.json {
        return Ok(print_json(answer)?);
    }
    let Some(day) = &answer.site.day else {
        return Ok(());
    };
    let date = day.date;
    note(&match day.state {
        DayState::Open => words!(app.language, "{date} 已开始。", "{date} is open."),
        DayState::Closed => words!(app.language, "{date} 已结束。", "{date} is closed."),
    });
    Ok(())
}
