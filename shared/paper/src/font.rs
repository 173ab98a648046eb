//! The embedded font: how wide a text is, and its dots.

use std::sync::LazyLock;

use swash::{
    FontRef, GlyphId,
    scale::{Render, ScaleContext, Source},
    zeno::Format,
};

use crate::raster::Raster;

/// Line height in em.
pub(crate) const LINE: f32 = 1.36;
/// From the top of a line to its baseline in em.
const BASELINE: f32 = 1.04;
/// At least so much of a dot is covered before it is burnt. Thin strokes of small
/// characters must not break, so it is a little less than half.
const COVERED: u8 = 112;

/// A cut of the font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Running text.
    Regular,
    /// Names and what matters.
    Bold,
    /// Numbers.
    Black,
}

static REGULAR: LazyLock<Option<FontRef<'static>>> = LazyLock::new(|| {
    FontRef::from_index(
        include_bytes!("../../../assets/fonts/PaihaoSans-Regular.ttf"),
        0,
    )
});
static BOLD: LazyLock<Option<FontRef<'static>>> = LazyLock::new(|| {
    FontRef::from_index(
        include_bytes!("../../../assets/fonts/PaihaoSans-Bold.ttf"),
        0,
    )
});
static BLACK: LazyLock<Option<FontRef<'static>>> = LazyLock::new(|| {
    FontRef::from_index(
        include_bytes!("../../../assets/fonts/PaihaoSans-Black.ttf"),
        0,
    )
});

fn font(cut: Cut) -> Option<FontRef<'static>> {
    match cut {
        Cut::Regular => *REGULAR,
        Cut::Bold => *BOLD,
        Cut::Black => *BLACK,
    }
}

/// The glyph of `c`: the heaviest cut lacks rare characters, which the bold one has.
fn glyph(cut: Cut, c: char) -> Option<(FontRef<'static>, GlyphId)> {
    let own = font(cut)?;
    let id = own.charmap().map(c);
    if id == 0
        && let Some(bold) = font(Cut::Bold)
        && bold.charmap().map(c) != 0
    {
        return Some((bold, bold.charmap().map(c)));
    }
    Some((own, id))
}

/// Whether every character of `text` can be drawn.
#[cfg(test)]
pub(crate) fn has_all(text: &str) -> bool {
    text.chars()
        .all(|c| glyph(Cut::Bold, c).is_some_and(|(_, id)| id != 0))
}

/// The width of `text` on one line at `size` dots to the em.
pub(crate) fn width(cut: Cut, size: f32, text: &str) -> f32 {
    let advance = |c| {
        let (font, id) = glyph(cut, c)?;
        Some(font.glyph_metrics(&[]).scale(size).advance_width(id))
    };
    text.chars().filter_map(advance).sum()
}

/// Draws one line with its top at `y` and its beginning at `x`.
pub(crate) fn draw(paper: &mut Raster, cut: Cut, size: f32, text: &str, x: f32, y: f32) {
    let mut context = ScaleContext::new();
    let baseline = (y + size * BASELINE).round() as i32;
    let mut pen = x;
    for c in text.chars() {
        let Some((font, id)) = glyph(cut, c) else {
            continue;
        };
        let mut scaler = context.builder(font).size(size).build();
        let image = Render::new(&[Source::Outline])
            .format(Format::Alpha)
            .render(&mut scaler, id);
        if let Some(image) = image {
            let place = image.placement;
            let left = pen.round() as i32 + place.left;
            let top = baseline - place.top;
            for (at, covered) in image.data.iter().enumerate() {
                if *covered >= COVERED {
                    let (row, column) = (at as u32 / place.width, at as u32 % place.width);
                    paper.set(left + column as i32, top + row as i32);
                }
            }
        }
        pen += font.glyph_metrics(&[]).scale(size).advance_width(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cut_is_there_and_measures() {
        for cut in [Cut::Regular, Cut::Bold, Cut::Black] {
            assert!((width(cut, 100.0, "理发") - 200.0).abs() < 1.0, "{cut:?}");
            assert!(width(cut, 100.0, "012") > 150.0, "{cut:?}");
        }
    }

    #[test]
    fn a_character_that_the_heaviest_cut_lacks_comes_from_the_bold_one() {
        assert!(has_all("熨煲痧"));
        assert!(!has_all("𝄞"));
        let mut paper = Raster::new(60, 80);
        draw(&mut paper, Cut::Black, 50.0, "熨", 0.0, 0.0);
        let (left, _, right, _) = paper.ink().unwrap();
        assert!(right - left > 40);
    }

    #[test]
    fn what_is_drawn_is_as_wide_as_it_measures() {
        let mut paper = Raster::new(400, 80);
        draw(&mut paper, Cut::Bold, 40.0, "前面还有 5 位", 0.0, 0.0);
        let (_, top, right, bottom) = paper.ink().unwrap();
        assert!(right as f32 <= width(Cut::Bold, 40.0, "前面还有 5 位") + 1.0);
        assert!(bottom as f32 <= 40.0 * LINE + 1.0 && top > 2);
    }
}
