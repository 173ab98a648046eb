//! What comes out of a slip printer: a number, a repair tag, a test page.

mod tag;
mod test_page;
#[cfg(test)]
mod tests;
mod ticket;

pub use tag::TagSlip;
pub use test_page::TestPage;
pub use ticket::TicketSlip;

use crate::{
    column::{Column, Page, Set},
    font::Cut,
    words::Tongues,
};
use domain::settings::LocalText;

/// Width of the paper that a printer takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// 58 mm, of which 48 are printed.
    Mm58,
    /// 80 mm, of which 72 are printed.
    #[default]
    Mm80,
}

impl Width {
    /// Dots beside each other at 203 dots to the inch.
    pub fn dots(self) -> usize {
        match self {
            Self::Mm58 => 384,
            Self::Mm80 => 576,
        }
    }

    /// Latin characters beside each other in text mode; a hanzi takes two.
    pub fn columns(self) -> usize {
        match self {
            Self::Mm58 => 32,
            Self::Mm80 => 48,
        }
    }

    /// Millimetres of the roll.
    pub fn mm(self) -> u16 {
        match self {
            Self::Mm58 => 58,
            Self::Mm80 => 80,
        }
    }

    /// Sizes are made for the narrow roll and grow a little with the wide one.
    pub(crate) fn scale(self) -> f32 {
        match self {
            Self::Mm58 => 1.0,
            Self::Mm80 => 1.28,
        }
    }

    /// White at each edge, dots: cheap printers do not burn the outermost ones.
    pub(crate) fn margin(self) -> f32 {
        match self {
            Self::Mm58 => 8.0,
            Self::Mm80 => 14.0,
        }
    }
}

/// Something to print.
#[derive(Clone, Debug, PartialEq)]
pub enum Slip {
    /// Somebody's number.
    Ticket(Box<TicketSlip>),
    /// For a thing that was left to be repaired.
    Tag(Box<TagSlip>),
    /// Whether the printer prints as it should.
    Test(Box<TestPage>),
}

/// No slip is longer, dots: a little over half a metre.
const LENGTH_MAX: usize = 4400;

impl Slip {
    /// Its pages; the paper is cut after each.
    pub fn pages(&self, width: Width) -> Vec<Page> {
        match self {
            Self::Ticket(ticket) => vec![ticket.page(width)],
            Self::Tag(tag) => tag.pages(width),
            Self::Test(test) => vec![test.page(width)],
        }
    }

    /// What it is called in a list or in a file's name.
    pub fn name(&self) -> String {
        match self {
            Self::Ticket(ticket) => format!("{}{}", ticket.prefix, ticket.digits),
            Self::Tag(tag) => tag.number.clone(),
            Self::Test(_) => "test".into(),
        }
    }
}

/// One page from the top to what its drawing fills.
fn drawn(width: Width, draw: impl FnOnce(&mut Page) -> f32) -> Page {
    crate::column::page(width.dots(), LENGTH_MAX, draw)
}

/// A text large, and in the other language small under it.
fn both(column: &mut Column<'_>, tongues: Tongues, text: &LocalText, set: Set, small: f32) {
    column.text(set, tongues.main(text));
    let also = tongues.also(text);
    if !also.is_empty() {
        column.text(
            Set {
                cut: Cut::Regular,
                size: small,
                ..set
            },
            also,
        );
    }
}
