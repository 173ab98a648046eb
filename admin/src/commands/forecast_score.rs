//! `forecast-score FILE`: the forecast over a log of earlier days, against what came.

use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

use clap::Args;
use clap::builder::RangedU64ValueParser;
use forecast::DRAWS;
use forecast::score::{Log, Predicted, Replay, Watch, happenings, replay};
use hub::tables;

use crate::app::App;
use crate::failure::Failure;
use crate::output::{note, print, print_json};
use crate::words::words;

mod fault;
mod rows;
mod verdict;

/// Bad lines that are shown; of the others, only how many there are.
const FAULTS_SHOWN: usize = 20;

/// Forecasts every wait of a log as it would have been forecast then, and says how good that was.
///
/// The log is a CSV file with the columns arrived,called,started,ended,station,service,outcome;
/// a field is empty where the step is missing. Moments are written as 2026-03-07 08:30:00, in
/// RFC 3339, or in seconds; outcomes are served, gave_up and no_show. It is read in time order
/// and nothing of it before its time: stations are known only from who ended what.
#[derive(Debug, Args)]
pub(crate) struct ForecastScore {
    /// The log; - reads it from the input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// Write every forecast with the wait that came, as CSV for a spreadsheet
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Tell again at each step while waiting, which takes longer
    #[arg(long)]
    steps: bool,
    /// Plays of the line for each forecast
    #[arg(long, value_name = "N", default_value_t = DRAWS, value_parser = RangedU64ValueParser::<usize>::new().range(20..=5000))]
    draws: usize,
    /// Score the good lines although there are bad ones, and answer 0
    #[arg(long)]
    skip_bad: bool,
}

impl ForecastScore {
    /// Does it.
    pub(crate) fn run(self, app: &App) -> Result<(), Failure> {
        let log = Log::read(&self.read()?);
        for fault in log.faults.iter().take(FAULTS_SHOWN) {
            note(&format!(
                "paihao-admin: {}",
                fault::sentence(app.language, fault)
            ));
        }
        if log.entries.is_empty() {
            return Err(Failure::Wrong(words!(
                app.language,
                "没有一行可以用来评分。请检查表头：arrived,called,started,ended,station,service,outcome。",
                "No line can be scored. Check the heading: arrived,called,started,ended,station,service,outcome."
            )));
        }
        let told = self.replay(&log);
        if let Some(path) = &self.predictions {
            let table = tables::csv(&rows::sheet(&log.entries, &told))?;
            fs::write(path, table).map_err(|source| Failure::File {
                path: path.clone(),
                source,
            })?;
        }
        let score = verdict::Score::of(&log, &told);
        if app.json {
            print_json(&score)?;
        } else {
            print(&score.page(app.language))?;
        }
        self.blame(app, &log)
    }

    fn read(&self) -> Result<Vec<u8>, Failure> {
        let read = if self.file.as_os_str() == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(&self.file)
        };
        read.map_err(|source| Failure::File {
            path: self.file.clone(),
            source,
        })
    }

    fn replay(&self, log: &Log) -> Vec<Predicted> {
        let happenings = happenings(&log.entries);
        let how = Replay {
            draws: self.draws,
            steps: self.steps,
            ahead_secs: log.ahead_secs,
        };
        let mut watch = Watch::new(false);
        replay(&log.entries, &happenings, &mut watch, how, |_, _| {})
    }

    /// The score was told; but a script should know that it is not of the whole file.
    fn blame(&self, app: &App, log: &Log) -> Result<(), Failure> {
        let count = log.faults.len();
        if count == 0 || self.skip_bad {
            return Ok(());
        }
        Err(Failure::Wrong(words!(
            app.language,
            "有 {count} 行有错，没有计入。请改正，或加 --skip-bad。",
            "{count} lines are wrong and were left out. Correct them, or add --skip-bad."
        )))
    }
}
