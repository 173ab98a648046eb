//! The only place that prints.

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use domain::settings::Language;
use serde::Serialize;

use crate::failure::Failure;
use crate::words::words;

/// Prints lines to the standard output.
///
/// # Errors
/// What the system says, such as a closed pipe.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// Prints bytes as they are.
///
/// # Errors
/// What the system says.
pub(crate) fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Refuses to write a workbook to a terminal.
///
/// # Errors
/// A sentence that says what to do.
pub(crate) fn not_to_a_terminal(output: Option<&Path>, language: Language) -> Result<(), Failure> {
    if output.is_some() || !io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Failure::Usage(words!(
        language,
        "xlsx 是二进制文件，不能显示在屏幕上。请用 --output 指明文件名。",
        "xlsx is a binary file and no text for a terminal; name a file with --output."
    )))
}

/// Writes bytes into the file that was named, or to the output.
///
/// # Errors
/// What the system says.
pub(crate) fn deliver(bytes: &[u8], output: Option<PathBuf>) -> Result<(), Failure> {
    match output {
        None => Ok(print_bytes(bytes)?),
        Some(path) => std::fs::write(&path, bytes).map_err(|source| Failure::File { path, source }),
    }
}

/// Prints one value as JSON on one line.
///
/// # Errors
/// What the system says.
pub(crate) fn print_json(value: &impl Serialize) -> io::Result<()> {
    print(&json_line(value)?)
}

/// One value as JSON on one line.
///
/// # Errors
/// None for plain data.
pub(crate) fn json_line(value: &impl Serialize) -> io::Result<String> {
    let text = serde_json::to_string(value).map_err(io::Error::other)?;
    Ok(text + "\n")
}

/// Says something beside the output, for the person and not for a script.
pub(crate) fn note(text: &str) {
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Says that `id` was removed: `sentence` for a person, an object for a script.
///
/// # Errors
/// What the system says.
pub(crate) fn removed(json: bool, id: &str, sentence: &str) -> io::Result<()> {
    if json {
        return print_json(&serde_json::json!({"removed": id}));
    }
    note(sentence);
    Ok(())
}

/// Says why a command ends early; answers its exit code.
pub(crate) fn fail(failure: &Failure, language: Language) -> ExitCode {
    if let Some(sentence) = failure.sentence(language) {
        note(&format!("paihao-admin: {sentence}"));
    }
    ExitCode::from(failure.code())
}

/// Rows under their headings, in columns that line up also where Chinese stands beside English.
pub(crate) fn table(headings: &[String], rows: &[Vec<String>]) -> String {
    let all = || std::iter::once(headings).chain(rows.iter().map(Vec::as_slice));
    let widths: Vec<usize> = (0..headings.len())
        .map(|column| {
            all()
                .filter_map(|row| row.get(column))
                .map(|cell| width(cell))
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let mut text = String::new();
    for row in all() {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(wide - width(cell) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Columns a text takes in a terminal: Chinese characters and full-width signs take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_beside_chinese() {
        let cell = |text: &str| text.to_owned();
        let rows = [
            vec![cell("haircut"), cell("理发"), cell("3")],
            vec![cell("r"), cell("x"), cell("12")],
        ];
        let text = table(&[cell("id"), cell("名称"), cell("n")], &rows);
        assert_eq!(
            text,
            "id       名称  n\nhaircut  理发  3\nr        x     12\n"
        );
    }
}
