//! Tables as people take them along: as CSV that a spreadsheet opens, as a workbook.
//!
//! What a table says is decided by whoever makes it; here is how it is written down, once for the
//! pages and for the command line.

use std::io;

use crate::lang::Words;

mod csv;
mod xlsx;

pub use csv::csv;
pub use xlsx::xlsx;

/// What is written into one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Lines above the tables: what this is, of which day.
    pub heading: Vec<String>,
    /// One after the other.
    pub tables: Vec<Table>,
}

/// Rows under their headings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Above it; empty where the file holds one table alone.
    pub title: String,
    /// A sentence about it; empty for none.
    pub note: String,
    /// The columns' headings.
    pub columns: Vec<String>,
    /// As many cells in each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Things counted.
    Count(u32),
    /// A number with so many decimals; none where nothing was measured.
    Number(Option<f64>, u8),
    /// A share from 0 to 1, shown in percent; none where nothing was counted.
    Share(Option<f64>),
}

impl Cell {
    /// As a person reads it, with a dash where nothing was measured.
    pub fn shown(&self, words: Words) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Number(Some(number), decimals) => {
                format!("{number:.*}", usize::from(*decimals))
            }
            Self::Share(Some(share)) => words.fill("{0} %", [&format!("{:.0}", share * 100.0)]),
            Self::Number(None, _) | Self::Share(None) => "–".to_owned(),
        }
    }

    /// As a spreadsheet shows it, in whatever language; empty where nothing was measured.
    fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Number(Some(number), decimals) => rounded(*number, *decimals).to_string(),
            Self::Share(Some(share)) => format!("{}%", rounded(share * 100.0, 1)),
            Self::Number(None, _) | Self::Share(None) => String::new(),
        }
    }

    /// Whether it is words, which begin at the left.
    pub fn is_text(&self) -> bool {
        match self {
            Self::Text(_) => true,
            Self::Count(_) | Self::Number(..) | Self::Share(_) => false,
        }
    }
}

/// A number as a spreadsheet takes it: rounded as it is shown, without digits that tell nothing.
fn rounded(number: f64, decimals: u8) -> f64 {
    let scale = 10_f64.powi(i32::from(decimals));
    (number * scale).round() / scale
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    #[test]
    fn cells_read_as_people_write_them() {
        let rows = [
            (Cell::Text("理001".to_owned()), "理001", "理001"),
            (Cell::Count(12), "12", "12"),
            (Cell::Number(Some(7.26), 1), "7.3", "7.3"),
            (Cell::Number(None, 1), "–", "–"),
            (Cell::Share(Some(0.125)), "12%", "12 %"),
            (Cell::Share(None), "–", "–"),
        ];
        for (cell, zh, en) in rows {
            assert_eq!(cell.shown(Words(Language::Zh)), zh);
            assert_eq!(cell.shown(Words(Language::En)), en);
        }
    }
}
