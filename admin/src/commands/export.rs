//! `export --from --to --format`: the tickets of service days as a table.

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
    /// A workbook; needs --output
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
        if self.format == Format::Xlsx && self.output.is_none() {
            return Err(Failure::Usage(words!(
                app.language,
                "xlsx 是二进制文件，请用 --output 指明文件名。",
                "xlsx is a binary file; name it with --output."
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
