//! A workbook.

use std::io;

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Cell, Sheet, Table, failed, rounded};

/// A column is at least so wide, in characters.
const WIDTH_MIN: f64 = 9.0;
/// A column is at most so wide.
const WIDTH_MAX: f64 = 40.0;
/// A4, as spreadsheets number papers.
const A4: u8 = 9;

/// The sheet as a workbook with one worksheet, made to be printed on one A4 page wide. Counts,
/// minutes and shares are numbers; a text stays one, whatever it begins with.
///
/// # Errors
/// What the writer says, such as more rows than a worksheet has.
pub fn xlsx(sheet: &Sheet) -> io::Result<Vec<u8>> {
    workbook(sheet).map_err(failed)
}

fn workbook(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let bold = Format::new().set_bold();
    let mut row = 0;
    for text in &sheet.heading {
        page.write_string_with_format(row, 0, text, &bold)?;
        row += 1;
    }
    for (nth, table) in sheet.tables.iter().enumerate() {
        row += u32::from(nth > 0 || !sheet.heading.is_empty());
        row = write_table(page, row, table)?;
    }
    let is_list = sheet.heading.is_empty() && sheet.tables.len() == 1;
    if is_list {
        page.set_freeze_panes(1, 0)?;
    }
    for (column, width) in (0..).zip(widths(sheet)) {
        page.set_column_width(column, width)?;
    }
    page.set_paper_size(A4);
    page.set_print_fit_to_pages(1, u16::from(!is_list));
    book.save_to_buffer()
}

/// Writes a table from `row` on; answers the row after it.
fn write_table(page: &mut Worksheet, mut row: u32, table: &Table) -> Result<u32, XlsxError> {
    let bold = Format::new().set_bold();
    for text in [&table.title, &table.note] {
        if !text.is_empty() {
            page.write_string_with_format(row, 0, text, &bold)?;
            row += 1;
        }
    }
    for (column, name) in (0..).zip(&table.columns) {
        // A heading stands over its numbers.
        let is_text = table
            .rows
            .iter()
            .any(|row| row.get(usize::from(column)).is_some_and(Cell::is_text));
        let align = if is_text {
            FormatAlign::Left
        } else {
            FormatAlign::Right
        };
        page.write_string_with_format(row, column, name, &bold.clone().set_align(align))?;
    }
    row += 1;
    for cells in &table.rows {
        for (column, cell) in (0..).zip(cells) {
            write_cell(page, row, column, cell)?;
        }
        row += 1;
    }
    Ok(row)
}

fn write_cell(page: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => page.write_string(row, column, text)?,
        Cell::Count(count) => page.write_number(row, column, *count)?,
        Cell::Number(Some(number), decimals) => {
            page.write_number(row, column, rounded(*number, *decimals))?
        }
        Cell::Share(Some(share)) => {
            let percent = Format::new().set_num_format("0.0%");
            page.write_number_with_format(row, column, rounded(*share, 3), &percent)?
        }
        Cell::Number(None, _) | Cell::Share(None) => return Ok(()),
    };
    Ok(())
}

/// How wide each column is to be: as its longest cell, where a Chinese character is two wide.
fn widths(sheet: &Sheet) -> Vec<f64> {
    let mut widths: Vec<f64> = Vec::new();
    for table in &sheet.tables {
        let headings = table.columns.iter().map(|name| width(name)).enumerate();
        let cells = table.rows.iter().flat_map(|row| {
            let cells = row.iter().map(|cell| width(&cell.plain()));
            cells.enumerate()
        });
        for (column, width) in headings.chain(cells) {
            if widths.len() <= column {
                widths.resize(column + 1, WIDTH_MIN);
            }
            widths[column] = widths[column].max(width + 1.5).min(WIDTH_MAX);
        }
    }
    widths
}

fn width(text: &str) -> f64 {
    let wide = |c: char| if c.is_ascii() { 1.0 } else { 2.0 };
    text.chars().map(wide).sum()
}
