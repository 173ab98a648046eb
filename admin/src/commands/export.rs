//! `export --from --to --format`: the tickets of service days as a table, what was done on them, or
//! what was repaired.

use std::io;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use hub::tables;
use protocol::AuditEntry;

use crate::app::App;
use crate::failure::Failure;
use crate::output::{deliver, not_to_a_terminal};
use crate::source::Source;
use crate::words::words;

mod ords;
mod table;

/// The longest span of one table: ten years. A hub is asked day by day.
const DAYS_MAX: i64 = 3_660;

/// The tickets of service days as a table, or with jsonl everything that was done, or with ords what was repaired.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// First day, as in 2026-03-07
    #[arg(long, value_name = "DAY")]
    from: NaiveDate,
    /// Last day [default: the first one]
    #[arg(long, value_name = "DAY")]
    to: Option<NaiveDate>,
    /// Form of the table
    #[arg(long, default_value = "csv")]
    format: Format,
    /// Who publishes the repairs, for ords [default: the site's name]
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Country of the repairs as three letters, for ords
    #[arg(long, value_name = "ISO", default_value = "CHN", value_parser = ords::country)]
    country: String,
    /// Write here instead of to the output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values
    Csv,
    /// A workbook; a binary file, so not to a terminal
    Xlsx,
    /// Who did what, when and why: one JSON object a line
    Jsonl,
    /// What was left to be repaired and what became of it, as Open Repair Data Standard 0.3
    Ords,
}

impl Export {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        let to = self.to.unwrap_or(self.from);
        if to < self.from {
            return Err(Failure::Usage(words!(
                app.language,
                "--to 不能早于 --from。",
                "--to must not be before --from."
            )));
        }
        let days = (to - self.from).num_days() + 1;
        if days > DAYS_MAX {
            return Err(Failure::Usage(words!(
                app.language,
                "一次最多导出 {DAYS_MAX} 天，这里是 {days} 天。请缩短 --from 到 --to 的时间。",
                "One table holds at most {DAYS_MAX} days, not {days}. Choose a shorter span from --from to --to."
            )));
        }
        if self.format == Format::Xlsx {
            not_to_a_terminal(self.output.as_deref(), app.language)?;
        }
        let bytes = self.written(app, to).await?;
        deliver(&bytes, self.output)
    }
}

impl Export {
    async fn written(&self, app: &App, to: NaiveDate) -> Result<Vec<u8>, Failure> {
        let (source, from) = (Source::open(app).await?, self.from);
        match self.format {
            Format::Csv => Ok(tables::csv(&table::sheet(&source.rows(from, to).await?))?),
            Format::Xlsx => Ok(tables::xlsx(&table::sheet(&source.rows(from, to).await?))?),
            Format::Jsonl => lines(&source.audit(app, from, to).await?),
            Format::Ords => {
                let site = source.site().await?;
                let event = ords::Event {
                    provider: self.provider.as_deref(),
                    country: &self.country,
                    site: &site,
                };
                event.csv(&source.repairs(app, from, to).await?)
            }
        }
    }
}

/// One object a line.
fn lines(entries: &[AuditEntry]) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut bytes, entry).map_err(io::Error::from)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}
