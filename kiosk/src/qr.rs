//! A QR code as a picture: level Q, four quiet modules, whole pixels per module.

use qrcode::{Color, EcLevel, QrCode};

/// The quiet zone on each side, modules.
const QUIET: usize = 4;

/// A grey picture of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width and height, pixels.
    pub side: usize,
    /// Modules on a side without the quiet zone.
    pub modules: usize,
    /// Pixels per module.
    pub module_px: usize,
    /// Row by row, 0 black, 255 white.
    pub pixels: Vec<u8>,
}

/// Draws `text` so that the code without its quiet zone is at least `least_px`
/// wide. `None` for an empty text or one that no code can hold.
pub fn draw(text: &str, least_px: f32) -> Option<Picture> {
    if text.is_empty() {
        return None;
    }
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
    let modules = code.width();
    let colors = code.to_colors();
    let module_px = ((least_px / modules as f32).ceil() as usize).max(1);
    let side = (modules + 2 * QUIET) * module_px;
    let mut pixels = vec![255; side * side];
    for (i, _) in colors
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark)
    {
        let (x, y) = (
            (i % modules + QUIET) * module_px,
            (i / modules + QUIET) * module_px,
        );
        for row in y..y + module_px {
            pixels[row * side + x..row * side + x + module_px].fill(0);
        }
    }
    Some(Picture {
        side,
        modules,
        module_px,
        pixels,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "http://192.168.100.100:8080/t/ABCDabcdefghijklmnopqrstuv";

    #[test]
    fn the_longest_ticket_address_fits_version_five_and_is_read_back() {
        assert!(URL.len() <= 60);
        let picture = draw(URL, 266.0).unwrap();
        assert_eq!(picture.modules, 37);
        assert!(picture.modules * picture.module_px >= 266);
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(picture.side, picture.side, |x, y| {
                picture.pixels[y * picture.side + x]
            });
        let grids = image.detect_grids();
        let (meta, text) = grids[0].decode().unwrap();
        assert_eq!(text, URL);
        // rqrr names the levels by their bits: 3 is Q.
        assert_eq!(meta.ecc_level, 3);
    }

    #[test]
    fn four_modules_around_are_white() {
        let picture = draw(URL, 100.0).unwrap();
        let quiet = QUIET * picture.module_px;
        for y in 0..picture.side {
            for x in 0..picture.side {
                let inside = (quiet..picture.side - quiet).contains(&x)
                    && (quiet..picture.side - quiet).contains(&y);
                assert!(inside || picture.pixels[y * picture.side + x] == 255);
            }
        }
    }

    #[test]
    fn nothing_is_drawn_for_nothing() {
        assert_eq!(draw("", 100.0), None);
        assert_eq!(draw(&"x".repeat(4000), 100.0), None);
    }
}
