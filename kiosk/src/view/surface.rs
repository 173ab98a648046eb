//! The glass in millimetres.

/// Short side of a 10.1″ screen, mm: what the smallest sizes are made for.
const SHORT_SIDE_SMALL: f32 = 136.0;
/// Short side of a 21.5″ screen, mm.
const SHORT_SIDE_LARGE: f32 = 268.0;
/// How much larger things are on the large one, which is read from further away.
const REACH_LARGE: f32 = 1.4;
/// Above this short side the number must be read from across a room (15.6″ and more).
const SHORT_SIDE_OF_15_INCH: f32 = 180.0;
const LARGE_TEXT: f32 = 1.3;

/// The size of the glass and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surface {
    /// Pixels of the screen per millimetre.
    pub px_per_mm: f32,
    /// Width, mm.
    pub width: f32,
    /// Height, mm.
    pub height: f32,
    /// Grows from 1 with the short side.
    pub reach: f32,
    /// 1.3 for large text.
    pub text_zoom: f32,
}

impl Surface {
    /// A surface of so many pixels.
    pub fn new(width_px: f32, height_px: f32, px_per_mm: f32, large_text: bool) -> Self {
        let (width, height) = (width_px / px_per_mm, height_px / px_per_mm);
        let along = (width.min(height) - SHORT_SIDE_SMALL) / (SHORT_SIDE_LARGE - SHORT_SIDE_SMALL);
        Self {
            px_per_mm,
            width,
            height,
            reach: 1.0 + along.clamp(0.0, 1.0) * (REACH_LARGE - 1.0),
            text_zoom: if large_text { LARGE_TEXT } else { 1.0 },
        }
    }

    /// Higher than wide.
    pub fn is_portrait(&self) -> bool {
        self.height > self.width
    }

    /// 15.6″ or more.
    pub fn is_large(&self) -> bool {
        self.width.min(self.height) >= SHORT_SIDE_OF_15_INCH
    }

    /// Font size of main text, mm. The theme computes the same.
    pub fn text_main(&self) -> f32 {
        10.0 * self.reach * self.text_zoom
    }

    /// Font size of secondary text, mm. The theme computes the same.
    pub fn text_second(&self) -> f32 {
        6.6 * self.reach * self.text_zoom
    }

    /// Side of a small target, mm. The theme computes the same.
    pub fn target(&self) -> f32 {
        20.5 * (0.5 + self.reach / 2.0)
    }

    /// Distance of everything from the edge, mm.
    pub fn margin(&self) -> f32 {
        7.0 * self.reach
    }
}
