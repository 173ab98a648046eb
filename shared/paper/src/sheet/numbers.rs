//! Numbers to cut out, for the day on which the power is gone.

use std::ops::RangeInclusive;

use domain::settings::LocalText;

use super::{HEIGHT, MARGIN, MM, WIDTH, drawn};
use crate::{
    column::{Column, Page, Set},
    font::Cut,
};

/// Numbers beside each other and below each other on a sheet.
const COLUMNS: usize = 3;
const ROWS: usize = 7;
/// Digits a number is padded to, as the hub does it.
const DIGITS: usize = 3;

/// Paper numbers of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberSheet {
    /// Name of the site.
    pub site: LocalText,
    /// Name of the service.
    pub service: LocalText,
    /// The word before the digits.
    pub prefix: String,
    /// Which numbers.
    pub numbers: RangeInclusive<u32>,
}

impl NumberSheet {
    /// As many sheets as the numbers need.
    pub fn pages(&self) -> Vec<Page> {
        let numbers: Vec<u32> = self.numbers.clone().collect();
        numbers
            .chunks(COLUMNS * ROWS)
            .map(|numbers| self.page(numbers))
            .collect()
    }

    fn page(&self, numbers: &[u32]) -> Page {
        let wide = (WIDTH as f32 - 2.0 * MARGIN * MM) / COLUMNS as f32;
        let high = (HEIGHT as f32 - 2.0 * MARGIN * MM) / ROWS as f32;
        drawn(|page| {
            lines(page, wide, high);
            for (at, number) in numbers.iter().enumerate() {
                // Down first: the sheet is cut into strips, and a strip is given out from its top.
                let left = MARGIN * MM + wide * (at / ROWS) as f32;
                let top = MARGIN * MM + high * (at % ROWS) as f32;
                self.number(page, *number, left, top, wide);
            }
        })
    }

    fn number(&self, page: &mut Page, number: u32, left: f32, top: f32, wide: f32) {
        let inner = 4.0 * MM;
        let mut column = Column::new(page, left + inner, wide - 2.0 * inner, top + 2.2 * MM);
        let small = Set::new(Cut::Regular, 3.4 * MM);
        column.one_line(small, &self.site.zh);
        column.one_line(Set::new(Cut::Bold, 5.2 * MM), &both(&self.service));
        column.gap(1.6 * MM);
        column.number(&self.prefix, &format!("{number:0DIGITS$}"), 19.0 * MM);
        column.gap(1.4 * MM);
        column.one_line(small, "叫到时交给志愿者 · Keep this slip");
    }
}

/// "理发 Haircut".
fn both(name: &LocalText) -> String {
    match (name.zh.as_str(), name.en.as_str()) {
        (one, "") | ("", one) => one.into(),
        (zh, en) if zh == en => zh.into(),
        (zh, en) => format!("{zh} {en}"),
    }
}

/// Where to cut: around every number.
fn lines(page: &mut Page, wide: f32, high: f32) {
    const THICK: i32 = 3;
    const DASH: f32 = 2.0 * MM;
    let (left, top) = (MARGIN * MM, MARGIN * MM);
    let (width, height) = (wide * COLUMNS as f32, high * ROWS as f32);
    for row in 0..=ROWS {
        let mut column = Column::new(page, left, width, top + high * row as f32);
        column.dashes(THICK as f32, DASH);
    }
    for column in 0..=COLUMNS {
        let x = (left + wide * column as f32).round() as i32;
        let mut y = top;
        while y < top + height {
            let long = DASH.min(top + height - y);
            page.raster.fill(x, y as i32, THICK, long as i32);
            y += 2.0 * DASH;
        }
    }
}
