//! QR codes: level Q, four quiet modules, whole dots per module.

use qrcode::{Color, EcLevel, QrCode};

use crate::raster::Raster;

/// The quiet zone on each side, modules.
pub(crate) const QUIET: usize = 4;

/// `text` as a code that is at most `most` dots wide with its quiet zone; `None` for an empty
/// text, and where not even one dot to the module has room.
pub(crate) fn draw(text: &str, most: usize) -> Option<Raster> {
    if text.is_empty() {
        return None;
    }
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
    let modules = code.width();
    let side = modules + 2 * QUIET;
    let dots = most / side;
    if dots == 0 {
        return None;
    }
    let mut paper = Raster::new(side * dots, side * dots);
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let place = |module: usize| ((module + QUIET) * dots) as i32;
            let (x, y) = (place(at % modules), place(at / modules));
            paper.fill(x, y, dots as i32, dots as i32);
        }
    }
    Some(paper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_as_large_as_has_room_and_quiet_around() {
        let code = draw("http://192.168.1.20:8080/t/ABCDabcdefghijklmnopqrstuv", 300).unwrap();
        // Version 5: 37 modules and 8 quiet ones.
        assert_eq!(code.width(), 45 * 6);
        assert_eq!(code.ink(), Some((24, 24, 45 * 6 - 24, 45 * 6 - 24)));
        assert!(draw("", 300).is_none() && draw("x", 20).is_none());
        assert!(draw(&"x".repeat(4000), 3000).is_none());
    }
}
