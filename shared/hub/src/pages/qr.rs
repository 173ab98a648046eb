//! An address as a code that phones scan.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Modules of quiet around the code.
const QUIET: usize = 4;

/// The code as a drawing to stand in a page; empty for a text that is too long for any code.
pub(super) fn drawing(address: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::M) else {
        return String::new();
    };
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut dark = String::new();
    for (at, module) in code.to_colors().into_iter().enumerate() {
        if module == Color::Dark {
            let _ = write!(
                dark,
                "M{} {}h1v1h-1z",
                at % width + QUIET,
                at / width + QUIET
            );
        }
    }
    format!(
        r##"<svg viewBox="0 0 {side} {side}" role="img" aria-label="QR" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{dark}"/></svg>"##
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_code_with_quiet_around_it() {
        let svg = drawing("http://192.168.1.20:8080/l/0123456789012345678901234567890123456789012");
        assert!(svg.starts_with("<svg viewBox=\"0 0 "));
        // The finder's corner is dark, the quiet beside it is not.
        assert!(svg.contains("M4 4h1"));
        assert!(!svg.contains("M3 4h1"));
        assert!(drawing(&"x".repeat(10_000)).is_empty());
    }
}
