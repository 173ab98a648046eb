//! `replay FILE|-`.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;

use clap::Args;
use hub::replay::ReplayError;

use crate::app::App;
use crate::failure::Failure;
use crate::words::words;

/// Runs a scenario on a site of its own, without a hub.
#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// The scenario, one JSON value a line; - reads it from the input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// Say of every call why it was this one
    #[arg(long)]
    explain: bool,
}

impl Replay {
    /// Does it.
    pub(crate) fn run(self, app: &App) -> Result<(), Failure> {
        let input: Box<dyn BufRead> = if self.file.as_os_str() == "-" {
            Box::new(io::stdin().lock())
        } else {
            let opened = File::open(&self.file);
            let path = self.file.clone();
            Box::new(BufReader::new(
                opened.map_err(|source| Failure::File { path, source })?,
            ))
        };
        let output = io::BufWriter::new(io::stdout().lock());
        match hub::replay::replay(input, output, self.explain) {
            Ok(_summary) => Ok(()),
            Err(ReplayError::NotUnderstood { line, why }) => Err(Failure::Usage(words!(
                app.language,
                "第 {line} 行看不懂：{why}",
                "line {line} is not understood: {why}"
            ))),
            Err(ReplayError::Read(source)) => Err(Failure::File {
                path: self.file,
                source,
            }),
            Err(ReplayError::Write(source)) => Err(Failure::Output(source)),
        }
    }
}
