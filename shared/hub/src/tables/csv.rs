//! Comma-separated values.

use std::io;

use super::{Cell, Sheet, Table, failed};

/// Begins the file: without it a spreadsheet on Windows garbles Chinese.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The sheet as CSV in UTF-8, its tables under each other with an empty line between them. A text
/// that a spreadsheet would run as a formula begins with an apostrophe.
///
/// # Errors
/// None for plain data.
pub fn csv(sheet: &Sheet) -> io::Result<Vec<u8>> {
    let heading = sheet.heading.iter().map(|text| vec![guarded(text)]);
    let blocks = std::iter::once(heading.collect::<Vec<_>>());
    let blocks = blocks.chain(sheet.tables.iter().map(lines));
    let mut bytes = BYTE_ORDER_MARK.as_bytes().to_vec();
    for block in blocks.filter(|block| !block.is_empty()) {
        if bytes.len() > BYTE_ORDER_MARK.len() {
            bytes.push(b'\n');
        }
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(bytes);
        for line in block {
            writer.write_record(line).map_err(failed)?;
        }
        let written = writer.into_inner();
        bytes = written.map_err(|error| failed(error.to_string()))?;
    }
    Ok(bytes)
}

/// The lines of one table.
fn lines(table: &Table) -> Vec<Vec<String>> {
    let above = [&table.title, &table.note].into_iter();
    let above = above.filter(|text| !text.is_empty());
    let mut lines: Vec<_> = above.map(|text| vec![guarded(text)]).collect();
    lines.push(table.columns.iter().map(|name| guarded(name)).collect());
    let rows = table.rows.iter();
    lines.extend(rows.map(|row| row.iter().map(written).collect()));
    lines
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        Cell::Count(_) | Cell::Number(..) | Cell::Share(_) => cell.plain(),
    }
}

/// A text that is no formula.
fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA_SIGNS) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: &str) -> Cell {
        Cell::Text(cell.to_owned())
    }

    #[test]
    fn tables_stand_under_each_other() {
        let table = |title: &str, note: &str| Table {
            title: title.to_owned(),
            note: note.to_owned(),
            columns: vec!["服务".to_owned(), "发号".to_owned()],
            rows: vec![vec![text("理发, 剪"), Cell::Count(3)]],
        };
        let sheet = Sheet {
            heading: vec!["服务日报".to_owned()],
            tables: vec![table("按服务", ""), table("", "比上次多")],
        };
        assert_eq!(
            String::from_utf8(csv(&sheet).unwrap()).unwrap(),
            "\u{feff}服务日报\n\n按服务\n服务,发号\n\"理发, 剪\",3\n\n比上次多\n服务,发号\n\"理发, 剪\",3\n"
        );
    }

    #[test]
    fn a_text_is_never_a_formula() {
        let rows = [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "理001", "a=b",
        ];
        let sheet = Sheet {
            heading: Vec::new(),
            tables: vec![Table {
                columns: vec!["=x".to_owned()],
                rows: rows.iter().map(|cell| vec![text(cell)]).collect(),
                ..Table::default()
            }],
        };
        let csv = String::from_utf8(csv(&sheet).unwrap()).unwrap();
        assert_eq!(
            csv,
            "\u{feff}'=x\n'=1+1\n'+1\n'-1\n'@SUM(A1)\n'\t=1\n\"'\r=1\"\n理001\na=b\n"
        );
    }

    #[test]
    fn numbers_are_rounded_and_what_was_not_measured_is_empty() {
        let row = vec![
            Cell::Number(Some(1.266), 2),
            Cell::Number(Some(2.0), 1),
            Cell::Number(None, 1),
            Cell::Share(Some(0.1234)),
            Cell::Share(None),
        ];
        let table = Table {
            columns: vec!["a".to_owned(); 5],
            rows: vec![row],
            ..Table::default()
        };
        let sheet = Sheet {
            heading: Vec::new(),
            tables: vec![table],
        };
        let csv = String::from_utf8(csv(&sheet).unwrap()).unwrap();
        assert_eq!(csv, "\u{feff}a,a,a,a,a\n1.27,2,,12.3%,\n");
    }
}
