//! The drawings that also stand on screen and phone, in black.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

use crate::raster::Raster;

/// Units of a drawing's side.
const UNITS: f32 = 24.0;

macro_rules! icons {
    ($($name:literal),* $(,)?) => {
        /// The drawing of that name; the general one for a name that has none of its own.
        fn source(name: &str) -> &'static str {
            match name {
                $($name => include_str!(concat!("../../../assets/icons/", $name, ".svg")),)*
                _ => include_str!("../../../assets/icons/other.svg"),
            }
        }
    };
}

icons![
    "blood_pressure",
    "call",
    "clinic",
    "clock",
    "consult",
    "fan",
    "glasses",
    "hair_dryer",
    "haircut",
    "iron",
    "kettle",
    "key",
    "lamp",
    "phone",
    "printer",
    "qr",
    "radio",
    "repair",
    "rice_cooker",
    "sharpen",
    "shoe",
    "station",
    "tailor",
    "ticket",
    "umbrella",
    "wifi",
];

/// A drawing of `side` dots; white paper if it cannot be drawn.
pub(crate) fn draw(name: &str, side: usize) -> Raster {
    let mut paper = Raster::new(side, side);
    let pixels = u32::try_from(side)
        .ok()
        .and_then(|side| Pixmap::new(side, side));
    let (Ok(tree), Some(mut pixels)) = (Tree::from_str(source(name), &Options::default()), pixels)
    else {
        return paper;
    };
    let scale = side as f32 / UNITS;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    for (at, pixel) in pixels.pixels().iter().enumerate() {
        // `currentColor` is black here; what covers a dot is all that counts.
        if pixel.alpha() > 127 {
            paper.set((at % side) as i32, (at / side) as i32);
        }
    }
    paper
}

#[cfg(test)]
mod tests {
    use domain::ItemKind;

    use super::*;

    #[test]
    fn every_thing_and_service_has_its_own_drawing() {
        let other = draw("other", 96);
        for kind in ItemKind::ALL {
            let drawing = draw(kind.name(), 96);
            let (left, top, right, bottom) = drawing.ink().unwrap();
            assert!(right - left > 40 && bottom - top > 40, "{}", kind.name());
            assert_eq!(drawing == other, kind == ItemKind::Other, "{}", kind.name());
        }
        for name in ["haircut", "repair", "wifi", "phone", "station", "ticket"] {
            assert!(draw(name, 48).ink().is_some() && draw(name, 96) != other);
        }
        assert_eq!(draw("no such drawing", 96), other);
    }
}
