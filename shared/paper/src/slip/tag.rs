//! The two parts of a repair tag: one stays on the thing, one goes with its owner.

use chrono::NaiveDateTime;
use domain::{ItemKind, settings::LocalText};

use super::{Width, both, drawn};
use crate::{
    column::{Column, Page, Set},
    font::Cut,
    words::{self, Tongues},
};

/// What a repair tag says.
#[derive(Clone, Debug, PartialEq)]
pub struct TagSlip {
    /// In which languages.
    pub tongues: Tongues,
    /// Name of the site.
    pub site: LocalText,
    /// Name of the service.
    pub service: LocalText,
    /// The item's number: 件023.
    pub number: String,
    /// What it is.
    pub kind: ItemKind,
    /// The ticket with which it came: 修007.
    pub ticket: String,
    /// When it was left, in the site's time.
    pub received_at: NaiveDateTime,
    /// What the code on both parts holds; empty without one.
    pub url: String,
}

/// Whose part it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Thing,
    Owner,
}

impl TagSlip {
    /// Both parts, the thing's first.
    pub(super) fn pages(&self, width: Width) -> Vec<Page> {
        [Part::Thing, Part::Owner]
            .map(|part| self.part(part, width))
            .into()
    }

    fn part(&self, part: Part, width: Width) -> Page {
        let (k, margin) = (width.scale(), width.margin());
        let wide = width.dots() as f32 - 2.0 * margin;
        drawn(width, |page| {
            let mut column = Column::new(page, margin, wide, 6.0);
            let heading = words::tag_heading(part == Part::Owner);
            both(
                &mut column,
                self.tongues,
                &heading,
                Set::new(Cut::Bold, 32.0 * k),
                24.0 * k,
            );
            column.gap(6.0 * k);
            column.rule(4.0);
            column.gap(18.0 * k);
            let (prefix, digits) = split(&self.number);
            column.number(prefix, digits, wide * 0.42);
            column.gap(14.0 * k);
            let y = column.y;
            let below = self.thing(page, margin, wide, y, k);
            let mut column = Column::new(page, margin, wide, below);
            self.foot(&mut column, part, k);
            column.y + 8.0
        })
    }

    /// What it is on the left, its code on the right.
    fn thing(&self, page: &mut Page, left: f32, wide: f32, y: f32, k: f32) -> f32 {
        let (share, thing) = (wide * 0.48, words::thing(self.kind));
        let mut column = Column::new(page, left + share, wide - share, y);
        column.code(&self.url, wide - share);
        let below = column.y;
        let mut column = Column::new(page, left, share, y + 10.0 * k);
        column.picture(self.kind.name(), 112.0 * k);
        let set = Set::new(Cut::Bold, 36.0 * k);
        both(&mut column, self.tongues, &thing, set, 24.0 * k);
        below.max(column.y) + 6.0 * k
    }

    fn foot(&self, column: &mut Column<'_>, part: Part, k: f32) {
        let set = Set::new(Cut::Regular, 28.0 * k);
        if part == Part::Owner {
            both(column, self.tongues, &words::collect(), set, 24.0 * k);
            column.gap(6.0 * k);
        }
        column.rule(2.0);
        column.gap(6.0 * k);
        let came = words::came_with(&self.service, &self.ticket);
        column.text(set, self.tongues.main(&came));
        let received = words::received(self.received_at);
        column.text(set, self.tongues.main(&received));
        column.text(
            Set::new(Cut::Regular, 26.0 * k),
            self.tongues.main(&self.site),
        );
    }
}

/// A number's word and its digits.
fn split(number: &str) -> (&str, &str) {
    number.split_at(
        number
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(number.len()),
    )
}
