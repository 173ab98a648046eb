//! `doctor`: looks at this machine, one line for each thing, with what to do.

use clap::Args;
use serde::Serialize;

use crate::app::{App, load_config};
use crate::failure::Failure;
use crate::output::{print, print_json};
use crate::words::words;

mod disk;
mod folder;
mod network;
mod screen;
mod time;

/// Checks this machine and says what to do.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Address the hub is meant to listen at
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Level {
    /// As it should be.
    Ok,
    /// Works, and somebody should know.
    Warn,
    /// Something will not work.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    /// Stable, for scripts: `disk_speed`.
    check: &'static str,
    level: Level,
    /// What was found, and what to do.
    text: String,
}

impl Finding {
    fn ok(check: &'static str, text: String) -> Self {
        Self {
            check,
            level: Level::Ok,
            text,
        }
    }

    fn warn(check: &'static str, text: String) -> Self {
        Self {
            check,
            level: Level::Warn,
            text,
        }
    }

    fn bad(check: &'static str, text: String) -> Self {
        Self {
            check,
            level: Level::Bad,
            text,
        }
    }
}

impl Doctor {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        let listen_was_named = self.listen.is_some();
        let flags = hub::config::Flags {
            data_dir: app.data_dir_flag(),
            listen: self.listen,
            ..hub::config::Flags::default()
        };
        let config = load_config(flags)?;
        let seen = network::look(app).await;
        let mut findings = vec![time::clock(app, seen.now())];
        findings.extend(folder::folder(app));
        findings.extend(folder::keys(app));
        findings.push(folder::store(app, seen.is_hub()));
        findings.extend(disk::disk(app));
        findings.push(network::port(app, &config, &seen));
        findings.extend(network::addresses(app, &config, &seen, listen_was_named));
        findings.push(screen::fonts(app));
        show(app, &findings)
    }
}

fn show(app: &App, findings: &[Finding]) -> Result<(), Failure> {
    if app.json {
        print_json(&findings)?;
    } else {
        for finding in findings {
            let level = match finding.level {
                Level::Ok => words!(app.language, "正常", "ok  "),
                Level::Warn => words!(app.language, "注意", "warn"),
                Level::Bad => words!(app.language, "问题", "bad "),
            };
            print(&format!("{level}  {}", finding.text))?;
        }
    }
    let bad = findings
        .iter()
        .filter(|finding| finding.level == Level::Bad)
        .count();
    if bad == 0 {
        return Ok(());
    }
    Err(Failure::Wrong(words!(
        app.language,
        "有 {bad} 个问题需要处理。",
        "{bad} of these need something done."
    )))
}
