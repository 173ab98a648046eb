//! `verify`: walks every log from its first record, replays it, and compares the state with the
//! snapshot that a start would trust.

use domain::{Site, SiteId};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Cache, Hash32, Log, LogId, Snapshot};

use crate::app::App;
use crate::failure::Failure;
use crate::output::{print, print_json, table};
use crate::site_file::{Replay, SiteFile, broken};
use crate::words::words;

/// What was found of one log.
#[derive(Debug, Serialize)]
struct Checked {
    log: String,
    records: u64,
    /// Hash of the last record: it stands for everything before it.
    newest: Option<String>,
    /// Hash of the state that the log adds up to; none for the hub's own register.
    state: Option<String>,
    snapshot: SnapshotFound,
}

/// How the snapshot compares with the replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum SnapshotFound {
    /// There is none, or none that this release would use.
    None,
    /// It is what the log adds up to.
    Same,
    /// It is something else.
    Differs,
}

/// Does it.
pub(crate) async fn run(app: &App) -> Result<(), Failure> {
    let file = SiteFile::open(app)?;
    let mut checked = Vec::new();
    let logs = file.store().logs().await;
    for log in logs.map_err(|error| Failure::Wrong(error.to_string()))? {
        checked.push(check(app, &file, &log).await?);
    }
    if app.json {
        print_json(&checked)?;
    } else {
        print(&shown(app, &checked))?;
    }
    if checked
        .iter()
        .any(|log| log.snapshot == SnapshotFound::Differs)
    {
        return Err(Failure::Wrong(words!(
            app.language,
            "快照与重放不一致。记录本身完好；请保留原文件并报告此问题。",
            "A snapshot differs from the replay. The records are in order; keep the file and report this."
        )));
    }
    Ok(())
}

async fn check(app: &App, file: &SiteFile, log: &LogId) -> Result<Checked, Failure> {
    let site = if log.as_str().starts_with('_') {
        None
    } else {
        SiteId::new(log.as_str()).ok()
    };
    let snapshot = file.store().snapshot(log).await.ok().flatten();
    let mut replay = site.as_ref().map(Replay::of);
    let mut snapshot_found = SnapshotFound::None;
    let verified = store::verify(file.store(), log, |record| {
        let Some(replay) = &mut replay else { return };
        replay.take(record);
        if let Some(snapshot) = snapshot
            .as_ref()
            .filter(|one| one.position == record.position)
        {
            snapshot_found = compare(snapshot, replay.site());
        }
    });
    let verified = verified.await.map_err(|error| broken(app, &error))?;
    let state = match replay {
        Some(replay) => Some(state_hash(&replay.end(app)?.site)),
        None => None,
    };
    Ok(Checked {
        log: log.to_string(),
        records: verified.records,
        newest: verified.newest.map(|newest| newest.hash.to_string()),
        state,
        snapshot: snapshot_found,
    })
}

/// A snapshot is JSON with the state's site inside; one of another release is not used.
fn compare(snapshot: &Snapshot, replayed: &Site) -> SnapshotFound {
    let Ok(sealed) = serde_json::from_slice::<Value>(&snapshot.bytes) else {
        return SnapshotFound::None;
    };
    if sealed["release"] != env!("CARGO_PKG_VERSION") {
        return SnapshotFound::None;
    }
    match serde_json::to_value(replayed) {
        Ok(site) if site == sealed["state"]["site"] => SnapshotFound::Same,
        Ok(_) | Err(_) => SnapshotFound::Differs,
    }
}

fn state_hash(site: &Site) -> String {
    // A state is plain data: it has a JSON form, the same for the same state.
    let json = serde_json::to_vec(site).expect("a state has a JSON form");
    let hash: [u8; 32] = Sha256::digest(json).into();
    Hash32(hash).to_string()
}

fn shown(app: &App, checked: &[Checked]) -> String {
    let word = |zh: &str, en: &str| words!(app.language, "{zh}", "{en}");
    let headings = [
        word("日志", "log"),
        word("记录数", "records"),
        word("链尾", "newest record"),
        word("状态", "state"),
        word("快照", "snapshot"),
    ];
    let short = |hash: &Option<String>| match hash {
        Some(hash) => hash.chars().take(16).collect(),
        None => "–".to_owned(),
    };
    let row = |one: &Checked| {
        let snapshot = match one.snapshot {
            SnapshotFound::None => word("无", "none"),
            SnapshotFound::Same => word("一致", "same"),
            SnapshotFound::Differs => word("不一致", "differs"),
        };
        let records = one.records.to_string();
        vec![
            one.log.clone(),
            records,
            short(&one.newest),
            short(&one.state),
            snapshot,
        ]
    };
    table(&headings, &checked.iter().map(row).collect::<Vec<_>>())
}
