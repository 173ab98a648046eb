//! The slip with somebody's number.

use chrono::NaiveDateTime;
use domain::settings::LocalText;

use super::{Width, both, drawn};
use crate::{
    column::{Column, Page, Set},
    font::Cut,
    words::{self, Tongues},
};

/// What a number's slip says. Whoever shows the number on a screen hands the same words in.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketSlip {
    /// In which languages.
    pub tongues: Tongues,
    /// Name of the site.
    pub site: LocalText,
    /// Name of the service.
    pub service: LocalText,
    /// Its drawing, by name.
    pub icon: String,
    /// The word before the digits: 理.
    pub prefix: String,
    /// The digits: 012; of an appointment its code.
    pub digits: String,
    /// Where it stands: "前面还有 5 位"; of an appointment, when.
    pub ahead: LocalText,
    /// How long: "约 20–30 分钟"; may be empty.
    pub wait: LocalText,
    /// What must be said besides, such as that the day may be too short; may be empty.
    pub note: LocalText,
    /// The line's rule in one sentence.
    pub rule: LocalText,
    /// It can be called, so it says what to do when the call was missed.
    pub is_called: bool,
    /// What the code holds; empty without one.
    pub url: String,
    /// When it was given, in the site's time.
    pub issued_at: NaiveDateTime,
}

impl TicketSlip {
    /// The slip on paper of that width.
    pub(super) fn page(&self, width: Width) -> Page {
        let (k, margin) = (width.scale(), width.margin());
        let wide = width.dots() as f32 - 2.0 * margin;
        drawn(width, |page| {
            let mut column = Column::new(page, margin, wide, 6.0);
            self.head(&mut column, k);
            column.number(&self.prefix, &self.digits, wide);
            column.gap(16.0 * k);
            column.rule(4.0);
            column.gap(8.0 * k);
            self.line(&mut column, k);
            let y = column.y + 4.0 * k;
            let y = match width {
                Width::Mm58 => self.below(page, margin, wide, y, k),
                Width::Mm80 => self.beside(page, margin, wide, y, k),
            };
            let mut column = Column::new(page, margin, wide, y);
            self.foot(&mut column, k);
            column.y + 8.0
        })
    }

    fn head(&self, column: &mut Column<'_>, k: f32) {
        let tongues = self.tongues;
        column.text(Set::new(Cut::Regular, 26.0 * k), tongues.main(&self.site));
        column.gap(2.0 * k);
        column.titled(
            &self.icon,
            Set::new(Cut::Bold, 50.0 * k),
            tongues.main(&self.service),
        );
        column.text(
            Set::new(Cut::Regular, 26.0 * k),
            tongues.also(&self.service),
        );
        column.gap(8.0 * k);
        column.rule(4.0);
        column.gap(18.0 * k);
    }

    /// Where the number stands in its line.
    fn line(&self, column: &mut Column<'_>, k: f32) {
        let large = Set::new(Cut::Bold, 44.0 * k);
        both(column, self.tongues, &self.ahead, large, 26.0 * k);
        both(column, self.tongues, &self.wait, large, 26.0 * k);
        let note = Set::new(Cut::Bold, 30.0 * k);
        both(column, self.tongues, &self.note, note, 25.0 * k);
    }

    /// The code with its sentence under it.
    fn below(&self, page: &mut Page, left: f32, wide: f32, y: f32, k: f32) -> f32 {
        let mut column = Column::new(page, left, wide, y);
        if column.code(&self.url, 288.0) > 0.0 {
            self.scan(&mut column, k, false);
            column.gap(8.0 * k);
        }
        column.y
    }

    /// The code with its sentence beside it, which saves paper.
    fn beside(&self, page: &mut Page, left: f32, wide: f32, y: f32, k: f32) -> f32 {
        let mut column = Column::new(page, left, wide * 0.54, y);
        let code = column.code(&self.url, wide * 0.54);
        if code == 0.0 {
            return y;
        }
        let below = column.y;
        let (text_left, text_wide) = (left + wide * 0.56, wide * 0.44);
        // Measured on paper of its own, so that it can stand in the middle of the code's height.
        let measured = crate::column::page(page.raster.width(), page.raster.height(), |page| {
            let mut column = Column::new(page, text_left, text_wide, 0.0);
            self.scan(&mut column, k, true);
            column.y
        });
        let high = measured.raster.height() as f32;
        let top = y + ((below - y - high) / 2.0).max(0.0);
        let mut column = Column::new(page, text_left, text_wide, top);
        self.scan(&mut column, k, true);
        below.max(column.y) + 4.0 * k
    }

    fn scan(&self, column: &mut Column<'_>, k: f32, is_beside: bool) {
        let set = Set::new(Cut::Bold, 28.0 * k);
        let set = if is_beside { set.left() } else { set };
        both(column, self.tongues, &words::scan(), set, 24.0 * k);
    }

    fn foot(&self, column: &mut Column<'_>, k: f32) {
        let set = Set::new(Cut::Regular, 28.0 * k);
        column.rule(2.0);
        column.gap(8.0 * k);
        both(column, self.tongues, &self.rule, set, 24.0 * k);
        if self.is_called {
            column.gap(8.0 * k);
            both(column, self.tongues, &words::missed(), set, 24.0 * k);
        }
        column.gap(8.0 * k);
        column.rule(2.0);
        column.gap(6.0 * k);
        let issued = words::issued(self.issued_at);
        column.text(Set::new(Cut::Regular, 26.0 * k), self.tongues.main(&issued));
        column.text(Set::new(Cut::Regular, 22.0 * k), self.tongues.also(&issued));
    }
}
