//! What is printed on a usual printer, on A4: a poster to hang up, and numbers for the day on which
//! the power is gone.

mod numbers;
mod poster;
#[cfg(test)]
mod tests;

pub use numbers::NumberSheet;
pub use poster::Poster;

use crate::column::Page;

/// Dots to the inch of a sheet.
pub const SHEET_DPI: f32 = 300.0;
/// A4 in dots.
const WIDTH: usize = 2480;
const HEIGHT: usize = 3508;
/// Dots to the millimetre.
const MM: f32 = SHEET_DPI / 25.4;
/// What usual printers leave white, and a little more, mm.
const MARGIN: f32 = 12.0;

/// One sheet, drawn on.
fn drawn(draw: impl FnOnce(&mut Page)) -> Page {
    crate::column::page(WIDTH, HEIGHT, |page| {
        draw(page);
        HEIGHT as f32
    })
}
