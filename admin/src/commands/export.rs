//! `export --from --to --format`: the tickets of service days as a table.

use std::io::IsTerminal;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use protocol::HistoryTicket;

use crate::app::App;
use crate::failure::Failure;
use crate::output::print_bytes;
use crate::source::Source;
use crate::words::words;

mod table;

/// The longest span of one table: ten years. A hub is asked day by day.
const DAYS_MAX: i64 = 3_660;

/// The tickets of service days as a table.
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
    /// One JSON object a line
    Jsonl,
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
        let is_shown = self.output.is_none() && std::io::stdout().is_terminal();
        if self.format == Format::Xlsx && is_shown {
            return Err(Failure::Usage(words!(
                app.language,
                "xlsx 是二进制文件，不能显示在屏幕上。请用 --output 指明文件名。",
                "xlsx is a binary file and no text for a terminal; name a file with --output."
            )));
        }
        let rows = Source::open(app).await?.rows(self.from, to).await?;
        let bytes = written(self.format, &rows)?;
        match self.output {
            None => Ok(print_bytes(&bytes)?),
            Some(path) => {
                std::fs::write(&path, bytes).map_err(|source| Failure::File { path, source })
            }
        }
    }
}

fn written(format: Format, rows: &[HistoryTicket]) -> Result<Vec<u8>, Failure> {
    match format {
        Format::Csv => table::csv(rows),
        Format::Xlsx => table::xlsx(rows),
        Format::Jsonl => table::jsonl(rows),
    }
}
