//! Slips as the bytes that a slip printer understands (ESC/POS).
//!
//! By default a slip is sent as dots: every such printer burns them alike, whatever characters it
//! has. Text mode uses the printer's own characters and its own codes; it is faster on a slow line
//! and needs a printer that knows GB 18030.

mod text;

use crate::{
    raster::Raster,
    slip::{Slip, Width},
};

/// Rows of dots in one command: cheap printers hold no more at once.
const BAND_ROWS: usize = 128;
/// Begins anew, whatever was sent before.
pub(crate) const INIT: &[u8] = b"\x1b@";
/// Feeds to the cutter and cuts, leaving a small bridge.
const CUT: &[u8] = b"\x1dVB\x00";
/// Feeds beyond the tear bar of a printer without a cutter, lines.
const FEED: &[u8] = b"\x1bd\x05";

/// How slips are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// As dots.
    #[default]
    Raster,
    /// As characters in GB 18030, with the printer's own code.
    Text,
}

/// What a printer is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its paper.
    pub width: Width,
    /// How it is sent slips.
    pub mode: Mode,
    /// It cuts the paper.
    pub cuts: bool,
}

/// The bytes that print `slip`, all pages, cut.
pub fn bytes(slip: &Slip, model: Model) -> Vec<u8> {
    let end = if model.cuts { CUT } else { FEED };
    let mut out = INIT.to_vec();
    match model.mode {
        Mode::Raster => {
            for page in slip.pages(model.width) {
                dots(&mut out, &page.raster);
                out.extend_from_slice(end);
            }
        }
        Mode::Text => {
            for page in text::pages(slip, model.width) {
                out.extend_from_slice(&page);
                out.extend_from_slice(end);
            }
        }
    }
    out
}

/// `GS v 0` for each band.
fn dots(out: &mut Vec<u8>, paper: &Raster) {
    let stride = paper.stride();
    for band in paper.bytes().chunks(BAND_ROWS * stride) {
        let rows = band.len() / stride;
        out.extend_from_slice(b"\x1dv0\x00");
        out.extend_from_slice(&(stride as u16).to_le_bytes());
        out.extend_from_slice(&(rows as u16).to_le_bytes());
        out.extend_from_slice(band);
    }
}
