//! `service list|add|set|remove`.

use clap::Subcommand;
use protocol::{ServiceAnswer, ServicePatch, ServiceView};

use crate::app::App;
use crate::failure::Failure;
use crate::hub_call;
use crate::output::{note, print, print_json, removed, table};
use crate::settings_args::ServiceArgs;
use crate::source::Source;
use crate::words::words;

/// What to do with services.
#[derive(Debug, Subcommand)]
pub(crate) enum Service {
    /// List the services
    List,
    /// Set up a service
    Add {
        /// Names the service in addresses; never changes
        id: String,
        #[command(flatten)]
        settings: Box<ServiceArgs>,
    },
    /// Change a service
    Set {
        /// The service
        id: String,
        #[command(flatten)]
        settings: Box<ServiceArgs>,
    },
    /// Remove a service nobody waits for
    Remove {
        /// The service
        id: String,
    },
    /// Give no more numbers today
    Stop {
        /// The service
        id: String,
    },
    /// Give numbers again
    Resume {
        /// The service
        id: String,
    },
}

impl Service {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        match self {
            Self::List => list(app).await,
            Self::Add { id, settings } => add(app, &id, *settings).await,
            Self::Set { id, settings } => set(app, &id, *settings).await,
            Self::Remove { id } => remove(app, &id).await,
            Self::Stop { id } => {
                let site = app.site().await?;
                let answer = hub_call::once(async |key| site.stop_issuing(&id, key).await);
                say_issuing(app, &answer.await?)
            }
            Self::Resume { id } => {
                let site = app.site().await?;
                let answer = hub_call::once(async |key| site.resume_issuing(&id, key).await);
                say_issuing(app, &answer.await?)
            }
        }
    }
}

async fn list(app: &App) -> Result<(), Failure> {
    let services = Source::open(app).await?.services().await?;
    if app.json {
        return Ok(print_json(&services)?);
    }
    Ok(print(&services_table(app, &services.services))?)
}

/// The services as people read them; also part of `status`.
pub(crate) fn services_table(app: &App, services: &[ServiceView]) -> String {
    let word = |zh: &str, en: &str| words!(app.language, "{zh}", "{en}");
    let headings = [
        word("服务", "service"),
        word("名称", "name"),
        word("等候", "waiting"),
        word("预计（分钟）", "wait (min)"),
        word("开放台", "stations open"),
        word("发号", "numbers"),
        word("时间", "hours"),
    ];
    let row = |service: &ServiceView| {
        let wait = service
            .wait
            .map(|wait| format!("{}–{}", wait.low_min, wait.high_min));
        let issuing = match &service.issuing.refusal {
            None => word("是", "given"),
            Some(refusal) => refusal.code().to_owned(),
        };
        vec![
            service.id.to_string(),
            service.name.get(app.language).to_owned(),
            service.waiting.to_string(),
            wait.unwrap_or_else(|| "–".to_owned()),
            format!("{}/{}", service.stations_open, service.stations_total),
            issuing,
            hours(service),
        ]
    };
    table(&headings, &services.iter().map(row).collect::<Vec<_>>())
}

fn hours(service: &ServiceView) -> String {
    match (&service.opens, &service.closes) {
        (None, None) => "–".to_owned(),
        (opens, closes) => {
            let side = |time: &Option<String>| time.clone().unwrap_or_default();
            format!("{}–{}", side(opens), side(closes))
        }
    }
}

async fn add(app: &App, id: &str, settings: ServiceArgs) -> Result<(), Failure> {
    let ServicePatch(mut fields) = settings.patch(None);
    fields.insert("id".to_owned(), id.into());
    let (site, patch) = (app.site().await?, ServicePatch(fields));
    let answer = hub_call::once(async |key| site.add_service(&patch, key).await).await?;
    if app.json {
        return Ok(print_json(&answer)?);
    }
    note(&words!(
        app.language,
        "已添加服务 {id}。",
        "Added service {id}."
    ));
    Ok(())
}

async fn set(app: &App, id: &str, settings: ServiceArgs) -> Result<(), Failure> {
    let site = app.site().await?;
    let mut name = None;
    if settings.needs_name() {
        let services = site.services().await?.services;
        name = services
            .into_iter()
            .find(|one| one.id.as_str() == id)
            .map(|one| one.name);
    }
    let answer = site.set_service(id, &settings.patch(name.as_ref())).await?;
    if app.json {
        return Ok(print_json(&answer)?);
    }
    note(&words!(
        app.language,
        "已更改服务 {id}。",
        "Changed service {id}."
    ));
    Ok(())
}

async fn remove(app: &App, id: &str) -> Result<(), Failure> {
    app.site().await?.remove_service(id).await?;
    let sentence = words!(app.language, "已移除服务 {id}。", "Removed service {id}.");
    Ok(removed(app.json, id, &sentence)?)
}

fn say_issuing(app: &App, answer: &ServiceAnswer) -> Result<(), Failure> {
    if app.json {
        return Ok(print_json(answer)?);
    }
    let (id, issuing) = (&answer.service.id, &answer.service.issuing);
    note(&match &issuing.refusal {
        None => words!(app.language, "{id} 正在发号。", "{id} gives numbers."),
        Some(refusal) => {
            let code = refusal.code();
            words!(
                app.language,
                "{id} 不发号（{code}）。",
                "{id} gives no numbers ({code})."
            )
        }
    });
    Ok(())
}
