//! `sync status|now|export|import`: what a kiosk away from the hub wrote down, by network or on a
//! stick.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use clap::Subcommand;
use client::Address;
use satellite::{Credential, Grant, Outbox, STORE_FILE, Satellite, Seams, Stick};
use serde::Serialize;
use store::RedbStore;
use uuid::Uuid;

use crate::app::App;
use crate::failure::Failure;
use crate::hub_call;
use crate::output::{note, print, print_json, table};
use crate::site_file;
use crate::words::words;

/// What to do with the numbers of kiosks away from the hub.
#[derive(Debug, Subcommand)]
pub(crate) enum Sync {
    /// On a kiosk: how much it wrote down. Elsewhere: how much the hub has of each kiosk
    Status,
    /// On a kiosk whose program does not run: bring everything to its hub
    Now,
    /// On a kiosk whose program does not run: write everything into a file, for a stick
    Export {
        /// The file
        file: PathBuf,
    },
    /// On the hub: take over a file from a stick; what is known already changes nothing
    Import {
        /// The file
        file: PathBuf,
    },
}

/// A kiosk's own data.
struct Kiosk {
    grant: Grant,
    log: Arc<RedbStore>,
    outbox: Outbox,
}

#[derive(Serialize)]
struct KioskStatus {
    stem: domain::Stem,
    kiosk: String,
    written: u64,
    heard_at: Option<domain::Moment>,
}

impl Sync {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        match self {
            Self::Status => match grant(app)? {
                Some(_) => on_kiosk(app).await,
                None => on_hub(app).await,
            },
            Self::Now => now(app).await,
            Self::Export { file } => export(app, file).await,
            Self::Import { file } => import(app, file).await,
        }
    }
}

fn grant(app: &App) -> Result<Option<Grant>, Failure> {
    Grant::load(app.data_dir()).map_err(|error| Failure::Wrong(error.to_string()))
}

impl Kiosk {
    async fn open(app: &App) -> Result<Self, Failure> {
        let grant = grant(app)?.ok_or_else(|| {
            let folder = app.data_dir().display();
            Failure::Wrong(words!(
                app.language,
                "{folder} 里没有取号机的断网数据；请用 --data-dir 指明取号机的数据目录。",
                "{folder} is not the data of a kiosk with a hub elsewhere; name it with --data-dir."
            ))
        })?;
        let path = app.data_dir().join(STORE_FILE);
        let log = Arc::new(RedbStore::open(&path, &site_file::options())?);
        let opened = Outbox::open(Arc::clone(&log) as Arc<dyn store::Log>, grant.device).await;
        let outbox = opened.map_err(|error| Failure::Wrong(error.to_string()))?;
        Ok(Self { grant, log, outbox })
    }
}

async fn on_kiosk(app: &App) -> Result<(), Failure> {
    let kiosk = Kiosk::open(app).await?;
    let status = KioskStatus {
        stem: kiosk.grant.stem,
        kiosk: kiosk.grant.kiosk,
        written: kiosk.outbox.newest().await,
        heard_at: kiosk.grant.contact.heard_at,
    };
    if app.json {
        return Ok(print_json(&status)?);
    }
    let KioskStatus { stem, written, .. } = status;
    let heard = status.heard_at.map_or_else(
        || words!(app.language, "从未", "never"),
        |at| {
            at.with_timezone(&chrono::Local)
                .format("%Y-%m-%d %H:%M")
                .to_string()
        },
    );
    Ok(print(&words!(
        app.language,
        "号段 {stem}，记了 {written} 条；上次连上总机：{heard}。",
        "Series {stem}, {written} entries written down; the hub was last heard of: {heard}."
    ))?)
}

async fn on_hub(app: &App) -> Result<(), Failure> {
    let list = app.site().await?.satellites().await?;
    if app.json {
        return Ok(print_json(&list)?);
    }
    let word = |zh: &str, en: &str| words!(app.language, "{zh}", "{en}");
    let headings = [
        word("号段", "series"),
        word("自助机", "kiosk"),
        word("已收", "taken over"),
        word("最近", "newest"),
        word("状态", "state"),
    ];
    let row = |series: &protocol::SeriesView| {
        let newest = series
            .newest_at
            .map(|at| at.0.format("%m-%d %H:%M").to_string());
        vec![
            series.stem.to_string(),
            series.kiosk.clone(),
            series.position.to_string(),
            newest.unwrap_or_else(|| "–".to_owned()),
            if series.retired {
                word("停用", "retired")
            } else {
                word("在用", "in use")
            },
        ]
    };
    let rows: Vec<_> = list.series.iter().map(row).collect();
    Ok(print(&table(&headings, &rows))?)
}

async fn now(app: &App) -> Result<(), Failure> {
    let Kiosk { grant, log, outbox } = Kiosk::open(app).await?;
    let credential = Credential::load(app.data_dir());
    let credential = credential.map_err(|error| Failure::Wrong(error.to_string()))?;
    let credential = credential.ok_or_else(|| {
        Failure::Wrong(words!(
            app.language,
            "这台取号机还没有配对。",
            "This kiosk is not paired."
        ))
    })?;
    let hub: Address = credential
        .hub()
        .parse()
        .map_err(|error: client::BadAddress| Failure::Wrong(error.to_string()))?;
    let site = credential.site_of(&app.client_of(&hub));
    let seams = Seams {
        clock: Arc::new(|| SystemTime::now().into()),
        fresh_id: Arc::new(|| Uuid::from_bytes(hub::secrets::random())),
    };
    let written = outbox.newest().await;
    let opened = Satellite::with(site, log, None, Some(grant), seams).await;
    let synced = match opened {
        Ok(satellite) => satellite.sync().await,
        Err(error) => Err(error),
    };
    match synced {
        Ok(()) => {
            note(&words!(
                app.language,
                "总机已有这台取号机的全部 {written} 条记录。",
                "The hub has all {written} entries of this kiosk."
            ));
            Ok(())
        }
        Err(satellite::SyncError::Hub(error)) => Err(error.into()),
        Err(error) => Err(Failure::Wrong(error.to_string())),
    }
}

async fn export(app: &App, file: PathBuf) -> Result<(), Failure> {
    let kiosk = Kiosk::open(app).await?;
    let wrong = |error: satellite::OutboxError| Failure::Wrong(error.to_string());
    let stick = Stick::all(&kiosk.grant, &kiosk.outbox).await;
    let stick = stick.map_err(wrong)?;
    let text = stick
        .text()
        .map_err(|error| Failure::Wrong(error.to_string()))?;
    fs::write(&file, text).map_err(|source| Failure::File {
        path: file.clone(),
        source,
    })?;
    let (count, file) = (stick.len(), file.display());
    note(&words!(
        app.language,
        "已把 {count} 条记录写进 {file}。请拿到总机上运行 paihao-admin sync import。",
        "Wrote {count} entries to {file}. On the hub run paihao-admin sync import."
    ));
    Ok(())
}

async fn import(app: &App, file: PathBuf) -> Result<(), Failure> {
    let text = fs::read_to_string(&file).map_err(|source| Failure::File {
        path: file.clone(),
        source,
    })?;
    let stick = Stick::read(&text).map_err(|error| {
        let (file, why) = (file.display(), error.to_string());
        Failure::Wrong(words!(
            app.language,
            "{file} 不是取号机导出的文件：{why}",
            "{file} is not a kiosk's export: {why}"
        ))
    })?;
    let site = app.site().await?;
    let mut position = 0;
    for message in stick.messages() {
        let brought = hub_call::once(async |key| site.import(&message, key).await).await?;
        position = brought.position;
    }
    let (stem, count) = (stick.stem(), stick.len());
    if app.json {
        return Ok(print_json(&serde_json::json!({
            "series": stem,
            "read": count,
            "position": position,
        }))?);
    }
    note(&words!(
        app.language,
        "号段 {stem}：文件里 {count} 条，总机现在有 {position} 条。",
        "Series {stem}: {count} entries in the file, {position} at the hub now."
    ));
    Ok(())
}
