//! A hub's store, read while no hub runs: each site's log is replayed from its first record.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{NaiveDate, Utc};
use domain::measure::{beside, rows};
use domain::settings::SiteSettings;
use domain::{Fact, Site, SiteId, evolve};
use hub::published::EndedDay;
use hub::record::RecordFacts;
use hub::registry::Listed;
use store::{LogId, Record, RedbOptions, RedbStore};

use crate::app::App;
use crate::failure::Failure;
use crate::words::words;

/// The store of a hub that does not run.
pub(crate) struct SiteFile {
    store: RedbStore,
    path: PathBuf,
}

/// What a log adds up to.
pub(crate) struct Replayed {
    /// The state after its last record.
    pub(crate) site: Site,
    /// Every service day, the newest one included.
    pub(crate) days: BTreeMap<NaiveDate, EndedDay>,
}

/// Takes the records of one site's log on, one after the other.
pub(crate) struct Replay {
    replayed: Replayed,
    /// The first record that this release cannot understand.
    fault: Option<(store::Position, serde_json::Error)>,
}

impl SiteFile {
    /// Opens the store in the data folder.
    pub(crate) fn open(app: &App) -> Result<Self, Failure> {
        let path = existing(app)?;
        Ok(Self {
            store: RedbStore::open(&path, &options())?,
            path,
        })
    }

    /// Where the store is.
    pub(crate) fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// The sites, in the hub's order: the register says which there are.
    pub(crate) async fn sites(&self, app: &App) -> Result<Vec<SiteId>, Failure> {
        let mut listed = Listed::default();
        let register = LogId::hub();
        let checked = store::verify(&self.store, &register, |record| listed.take(record));
        checked.await.map_err(|error| unreadable(app, &error))?;
        Ok(listed.sites())
    }

    /// Shows every record of one site's log in order, checking it on the way.
    pub(crate) async fn each_record(
        &self,
        app: &App,
        site: &SiteId,
        show: impl FnMut(&Record) + Send,
    ) -> Result<(), Failure> {
        let log = LogId::new(site.as_str()).map_err(|error| Failure::Wrong(error.to_string()))?;
        let checked = store::verify(&self.store, &log, show).await;
        checked.map(|_| ()).map_err(|error| unreadable(app, &error))
    }

    /// Replays one site's log, checking it on the way.
    pub(crate) async fn replay(&self, app: &App, site: &SiteId) -> Result<Replayed, Failure> {
        let mut replay = Replay::of(site);
        self.each_record(app, site, |record| replay.take(record))
            .await?;
        replay.end(app).map_err(Failure::Wrong)
    }
}

/// The store's file in the data folder, if there is one. Where one is missing that the note beside
/// it knows of, opening says so.
pub(crate) fn existing(app: &App) -> Result<PathBuf, Failure> {
    let path = app.store_path();
    if path.exists() || path.with_extension("newest").exists() {
        return Ok(path);
    }
    Err(Failure::NothingThere {
        hub: app.hub().to_string(),
        file: path,
    })
}

/// How tools open a store.
pub(crate) fn options() -> RedbOptions {
    RedbOptions::new(|| Utc::now().timestamp_millis().try_into().unwrap_or(0)).existing()
}

impl Replay {
    /// Before the first record.
    pub(crate) fn of(site: &SiteId) -> Self {
        let settings = SiteSettings {
            id: site.clone(),
            ..SiteSettings::default()
        };
        let replayed = Replayed {
            site: Site::new(settings),
            days: BTreeMap::new(),
        };
        Self {
            replayed,
            fault: None,
        }
    }

    /// Takes the next record on.
    pub(crate) fn take(&mut self, record: &Record) {
        if self.fault.is_some() {
            return;
        }
        match record.body.parse::<RecordFacts>() {
            Ok(body) => {
                let stamp = body.stamp();
                for fact in &body.facts {
                    if matches!(fact, Fact::DayOpened { .. }) {
                        self.replayed.keep_day();
                    }
                    evolve(&mut self.replayed.site, fact, &stamp);
                }
            }
            Err(error) => self.fault = Some((record.position, error)),
        }
    }

    /// The state as it is now.
    pub(crate) fn site(&self) -> &Site {
        &self.replayed.site
    }

    /// After the last record; a sentence if one of them is not understood.
    pub(crate) fn end(mut self, app: &App) -> Result<Replayed, String> {
        if let Some((position, error)) = self.fault {
            return Err(words!(
                app.language,
                "第 {position} 条记录看不懂（{error}），可能是较新的版本写的。请使用写入它的版本。",
                "Record {position} is not understood ({error}); a newer release may have written it. Use that release."
            ));
        }
        self.replayed.keep_day();
        Ok(self.replayed)
    }
}

impl Replayed {
    /// Keeps the tickets of the day in the state before they leave it.
    fn keep_day(&mut self) {
        if let Some(day) = self.site.day {
            let ended = EndedDay {
                date: day.date,
                rows: rows(&self.site),
                beside: beside(&self.site),
            };
            self.days.insert(day.date, ended);
        }
    }
}

/// What to say when the store cannot be read to its end.
fn unreadable(app: &App, error: &dyn std::error::Error) -> Failure {
    let cause = error
        .source()
        .map(|cause| format!(": {cause}"))
        .unwrap_or_default();
    Failure::Wrong(words!(
        app.language,
        "存储读不完整：{error}{cause}。请保留原文件，并用备份恢复。",
        "The store cannot be read to its end: {error}{cause}. Keep the file and restore a backup."
    ))
}
