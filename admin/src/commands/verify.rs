//! `verify`: walks every log from its first record, replays it, and compares the state with the
//! snapshot that a start would trust. It opens files that a hub refuses: what is wrong is found.

use domain::{Site, SiteId};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Examination, Hash32, LogId, OpenError, Snapshot, VerifyError};

use crate::app::App;
use crate::failure::{Failure, with_causes};
use crate::output::{print, print_json, table};
use crate::site_file::{Replay, existing, options};
use crate::words::words;

/// What was found of one log.
#[derive(Debug, Default, Serialize)]
struct Checked {
    /// None for what is wrong with the file as a whole.
    log: Option<String>,
    /// How many records are in order, from the first one.
    records: u64,
    /// Hash of the last of them: it stands for everything before it.
    newest: Option<String>,
    /// Hash of the state that the log adds up to; none for the hub's own register.
    state: Option<String>,
    snapshot: SnapshotFound,
    /// What is wrong, if something is.
    fault: Option<Fault>,
}

/// How the snapshot compares with the replay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum SnapshotFound {
    /// There is none, or none that this release would use.
    #[default]
    None,
    /// It is what the log adds up to.
    Same,
    /// It is something else.
    Differs,
}

/// Something that is not as it was stored.
#[derive(Debug, Serialize)]
struct Fault {
    /// Stable, for scripts: `bad_record`.
    code: &'static str,
    /// A sentence.
    text: String,
}

/// Does it.
pub(crate) fn run(app: &App) -> Result<(), Failure> {
    let path = existing(app)?;
    let checked = match Examination::open(&path, &options()) {
        Ok(file) => check_all(app, &file),
        Err(OpenError::InUse { holder, .. }) => return Err(in_use(app, holder)),
        Err(error @ (OpenError::Io { .. } | OpenError::Failed { .. })) => return Err(error.into()),
        Err(error) => vec![Checked {
            fault: Some(of_file(&error)),
            ..Checked::default()
        }],
    };
    if app.json {
        print_json(&checked)?;
    } else {
        print(&shown(app, &checked))?;
    }
    verdict(app, &checked)
}

fn in_use(app: &App, holder: Option<String>) -> Failure {
    let holder = holder.unwrap_or_else(|| words!(app.language, "另一个程序", "another program"));
    Failure::Busy(words!(
        app.language,
        "存储正由 {holder} 使用。请先停止主机，再运行 verify。",
        "The store is in use by {holder}. Stop the hub first, then run verify."
    ))
}

fn check_all(app: &App, file: &Examination) -> Vec<Checked> {
    let logs = file.logs();
    let mut checked: Vec<_> = logs.iter().map(|log| check(app, file, log)).collect();
    for (log, reason) in file.differing() {
        let fault = Some(of_file(reason));
        match checked
            .iter_mut()
            .find(|one| one.log.as_deref() == Some(log.as_str()))
        {
            // What is wrong inside the log says more than that it is not the newest one.
            Some(one) => one.fault = one.fault.take().or(fault),
            None => checked.push(Checked {
                log: Some(log.to_string()),
                fault,
                ..Checked::default()
            }),
        }
    }
    checked
}

fn check(app: &App, file: &Examination, log: &LogId) -> Checked {
    let site = if log.as_str().starts_with('_') {
        None
    } else {
        SiteId::new(log.as_str()).ok()
    };
    // One that cannot be read is not used by a hub either.
    let snapshot = file.snapshot(log).ok().flatten();
    let mut replay = site.as_ref().map(Replay::of);
    let mut found = Checked {
        log: Some(log.to_string()),
        ..Checked::default()
    };
    let verified = file.verify(log, |record| {
        found.records = record.position.0;
        found.newest = Some(record.hash.to_string());
        let Some(replay) = &mut replay else { return };
        replay.take(record);
        if let Some(snapshot) = snapshot
            .as_ref()
            .filter(|one| one.position == record.position)
        {
            found.snapshot = compare(snapshot, replay.site());
        }
    });
    match (verified, replay.map(|replay| replay.end(app))) {
        (Err(error), _) => found.fault = Some(of_log(&error)),
        (Ok(_), Some(Err(text))) => {
            found.fault = Some(Fault {
                code: "not_understood",
                text,
            });
        }
        (Ok(_), Some(Ok(replayed))) => found.state = Some(state_hash(&replayed.site)),
        (Ok(_), None) => {}
    }
    if found.snapshot == SnapshotFound::Differs && found.fault.is_none() {
        found.fault = Some(Fault {
            code: "snapshot_differs",
            text: words!(
                app.language,
                "快照与重放不一致；记录本身完好。",
                "the snapshot differs from the replay; the records are in order"
            ),
        });
    }
    found
}

/// What is wrong with a record, which is said without the advice to run this.
fn of_log(error: &VerifyError) -> Fault {
    match error {
        VerifyError::Bad { fault, .. } => Fault {
            code: "bad_record",
            text: format!("{error}: {fault}"),
        },
        VerifyError::Read(_) => Fault {
            code: "unreadable",
            text: with_causes(error),
        },
    }
}

fn of_file(error: &OpenError) -> Fault {
    let code = match error {
        OpenError::NotAStore { .. } => "not_a_store",
        OpenError::Damaged { .. } => "damaged",
        OpenError::BrokenChain { .. } => "bad_record",
        OpenError::Behind { .. } => "behind",
        OpenError::Missing { .. } => "missing",
        OpenError::OtherPast { .. } => "other_past",
        OpenError::Newer { .. } => "newer",
        OpenError::InUse { .. }
        | OpenError::Unreadable { .. }
        | OpenError::Io { .. }
        | OpenError::Failed { .. } => "unreadable",
    };
    Fault {
        code,
        text: with_causes(error),
    }
}

fn verdict(app: &App, checked: &[Checked]) -> Result<(), Failure> {
    let faults: Vec<_> = checked
        .iter()
        .filter_map(|one| one.fault.as_ref())
        .collect();
    if faults.is_empty() {
        return Ok(());
    }
    let count = faults.len();
    let of_snapshots = faults.iter().all(|fault| fault.code == "snapshot_differs");
    Err(Failure::Wrong(if of_snapshots {
        words!(
            app.language,
            "快照与重放不一致。记录本身完好；请保留原文件并报告此问题。",
            "A snapshot differs from the replay. The records are in order; keep the file and report this."
        )
    } else {
        words!(
            app.language,
            "发现 {count} 处问题。请保留原文件，并用备份恢复。",
            "Something is wrong in {count} places. Keep the file and restore a backup."
        )
    }))
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
        word("完好记录", "records in order"),
        word("链尾", "newest record"),
        word("状态", "state"),
        word("快照", "snapshot"),
    ];
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    let short =
        |hash: &Option<String>| or_dash(hash.as_ref().map(|hash| hash.chars().take(16).collect()));
    let row = |one: &Checked| {
        let snapshot = match one.snapshot {
            SnapshotFound::None => word("无", "none"),
            SnapshotFound::Same => word("一致", "same"),
            SnapshotFound::Differs => word("不一致", "differs"),
        };
        vec![
            or_dash(one.log.clone()),
            one.records.to_string(),
            short(&one.newest),
            short(&one.state),
            snapshot,
        ]
    };
    let mut text = table(&headings, &checked.iter().map(row).collect::<Vec<_>>());
    for one in checked {
        let Some(fault) = &one.fault else { continue };
        if let Some(log) = &one.log {
            text.extend([log, ": "]);
        }
        text.extend([fault.text.as_str(), "\n"]);
    }
    text
}
