//! Scenarios: the rules tried from outside, on a fresh site whose clock is set by the lines.
//!
//! A scenario is JSON lines: the site, then commands and questions. Each line is answered by one
//! line. A refusal is an answer; a line that is not understood stops the run. Blank lines may stand
//! at the end. Commands go through
//! the same [`Machine`](crate::machine::Machine) as those of a live site, and answers are drawn by the same views. Ids are
//! made from line numbers, so a scenario gives the same output everywhere.

use std::io::{self, BufRead, Write};

mod command;
mod explain;
mod names;
mod question;
mod run;
mod script;
#[cfg(test)]
mod tests;

use run::Run;

/// Longest line in bytes: the first one of a site with a hundred services fits easily.
pub const LINE_BYTES_MAX: u64 = 1 << 20;

/// How a run went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Lines answered.
    pub lines: u64,
    /// Lines that were refused.
    pub refused: u64,
}

/// Why a run stopped before the end.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// A line is not understood. Lines before it were answered.
    #[error("line {line} is not understood: {why}")]
    NotUnderstood {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The scenario could not be read.
    #[error("the scenario cannot be read")]
    Read(#[source] io::Error),
    /// The answers could not be written.
    #[error("the answers cannot be written")]
    Write(#[source] io::Error),
}

/// Runs a scenario. With `explain`, each call also tells why it was this one.
///
/// # Errors
/// See [`ReplayError`]; everything before is answered.
pub fn replay(
    mut input: impl BufRead,
    mut output: impl Write,
    explain: bool,
) -> Result<Summary, ReplayError> {
    let mut summary = Summary::default();
    let mut run: Option<Run> = None;
    while let Some(text) = next_line(&mut input, summary.lines + 1)? {
        if text.is_empty() && is_blank_to_the_end(&mut input)? {
            break;
        }
        let line = summary.lines + 1;
        let not_understood = |why| ReplayError::NotUnderstood { line, why };
        let answer = match &mut run {
            None => {
                let opening = script::opening(&text).map_err(not_understood)?;
                let (opened, answer) = Run::open(opening, explain).map_err(not_understood)?;
                run = Some(opened);
                answer
            }
            Some(run) => {
                let step = script::step(&text).map_err(not_understood)?;
                run.step(line, step).map_err(not_understood)?
            }
        };
        summary.lines = line;
        summary.refused += u64::from(answer.outcome.is_err());
        writeln!(output, "{}", answer.written(line)).map_err(ReplayError::Write)?;
    }
    output.flush().map_err(ReplayError::Write)?;
    if run.is_none() {
        let why = "it is missing: the first line gives the \"site\"".to_owned();
        return Err(ReplayError::NotUnderstood { line: 1, why });
    }
    Ok(summary)
}

/// The next line without its end; none after the last one.
fn next_line(input: &mut impl BufRead, line: u64) -> Result<Option<String>, ReplayError> {
    let mut bytes = Vec::new();
    io::Read::take(&mut *input, LINE_BYTES_MAX + 1)
        .read_until(b'\n', &mut bytes)
        .map_err(ReplayError::Read)?;
    let not_understood = |why: &str| ReplayError::NotUnderstood {
        line,
        why: why.to_owned(),
    };
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.len() as u64 > LINE_BYTES_MAX {
        return Err(not_understood("it is longer than a mebibyte"));
    }
    let text = String::from_utf8(bytes).map_err(|_| not_understood("it is not UTF-8"))?;
    Ok(Some(text.trim().to_owned()))
}

/// Whether nothing but blank lines follows: editors leave some at the end.
fn is_blank_to_the_end(input: &mut impl BufRead) -> Result<bool, ReplayError> {
    loop {
        let bytes = match input.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(ReplayError::Read(error)),
        };
        if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(bytes.is_empty());
        }
        let len = bytes.len();
        input.consume(len);
    }
}
