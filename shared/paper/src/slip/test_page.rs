//! The page that shows whether a printer prints as it should.

use chrono::NaiveDateTime;
use domain::settings::Language;

use super::{Width, drawn};
use crate::{
    column::{Column, Page, Set},
    font::Cut,
};

/// What the test page says.
#[derive(Clone, Debug, PartialEq)]
pub struct TestPage {
    /// In which language.
    pub lang: Language,
    /// Where it was sent to, as it is configured.
    pub printer: String,
    /// When, in this machine's time.
    pub at: NaiveDateTime,
    /// What the code holds: where the hub is found.
    pub url: String,
}

impl TestPage {
    /// The page on paper of that width.
    pub(super) fn page(&self, width: Width) -> Page {
        let (k, margin) = (width.scale(), width.margin());
        let dots = width.dots() as f32;
        let wide = dots - 2.0 * margin;
        drawn(width, |page| {
            // From edge to edge: a printer for narrower paper cuts the frame's right side off.
            page.raster.fill(0, 0, dots as i32, 3);
            let mut column = Column::new(page, margin, wide, 14.0);
            self.words(&mut column, width, k);
            column.gap(10.0 * k);
            column.code(&self.url, 236.0 * k);
            column.text(Set::new(Cut::Regular, 24.0 * k), &self.url);
            column.gap(8.0 * k);
            let top = column.y;
            let bottom = scale(page, width, top);
            let high = bottom.ceil() as i32 + 3;
            page.raster.fill(0, 0, 3, high);
            page.raster.fill(dots as i32 - 3, 0, 3, high);
            page.raster.fill(0, bottom.ceil() as i32, dots as i32, 3);
            bottom + 4.0
        })
    }

    fn words(&self, column: &mut Column<'_>, width: Width, k: f32) {
        let say = |zh: &'static str, en: &'static str| match self.lang {
            Language::Zh => zh,
            Language::En => en,
        };
        let small = Set::new(Cut::Regular, 26.0 * k);
        column.titled(
            "printer",
            Set::new(Cut::Bold, 46.0 * k),
            say("打印测试", "Printer test"),
        );
        column.text(small, &self.at.format("%Y-%m-%d %H:%M").to_string());
        column.text(small, &self.printer);
        let (mm, dots) = (width.mm(), width.dots());
        column.text(
            small,
            &match self.lang {
                Language::Zh => format!("纸宽 {mm} 毫米，{dots} 点"),
                Language::En => format!("{mm} mm paper, {dots} dots"),
            },
        );
        column.gap(12.0 * k);
        column.number("理", "0123456789", column_width(width));
        column.gap(12.0 * k);
        let sample = say(
            "大字小字都要清楚：便民服务，煲熨痧焗，ABC abc。",
            "Large and small must be clear: 便民服务 煲熨痧焗 ABC abc.",
        );
        column.text(Set::new(Cut::Bold, 36.0 * k), sample);
        column.text(Set::new(Cut::Regular, 24.0 * k), sample);
        column.text(
            small,
            say(
                "四边的框都在，下面的格子深浅分得清，二维码扫得出，就可以用了。",
                "All four sides of the frame, each field below and the code must come out well.",
            ),
        );
    }
}

fn column_width(width: Width) -> f32 {
    width.dots() as f32 - 2.0 * width.margin()
}

/// Four fields from fine lines to black, which show whether the head is clean and hot enough.
fn scale(page: &mut Page, width: Width, top: f32) -> f32 {
    const HIGH: i32 = 48;
    let (left, wide) = (width.margin() as i32, column_width(width) as i32);
    let field = wide / 4;
    let top = top.round() as i32;
    for row in 0..HIGH {
        for column in 0..field * 4 {
            let is_black = match column / field {
                0 => (column + row) % 4 == 0,
                1 => (column + row) % 2 == 0,
                2 => (column + row) % 4 != 0,
                _ => true,
            };
            if is_black {
                page.raster.set(left + column, top + row);
            }
        }
    }
    (top + HIGH) as f32 + 10.0
}
