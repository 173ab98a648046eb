//! Texts whose signs end at the edge of their own place, seen in the pixels.

use std::ops::Range;

use paihao_kiosk::settings::Settings;

use crate::{
    harness::{Bench, GLASSES, Picture, Place},
    made_up::site,
};

/// Darker or lighter than the ground by so much is a sign, not its soft edge.
const INK: i32 = 90;
/// Of a line's height. The arm of a k or r, the tip of a Y or a 4 may touch the edge of their
/// place; a stroke that goes along the edge is the rest of a sign.
const TIP: f32 = 0.2;

/// What is cut at the left or the right.
pub fn cut_texts(bench: &Bench, texts: &[Place]) -> Vec<String> {
    let picture = bench.picture();
    let mm = bench.glass.px_per_mm;
    texts
        .iter()
        .filter(|text| is_cut(&picture, text, mm))
        .map(|text| text.label.clone())
        .collect()
}

fn is_cut(picture: &Picture, text: &Place, mm: f32) -> bool {
    let column = |mm_at: f32| (mm_at * mm).round() as usize;
    let (left, right) = (column(text.x), column(text.right()));
    let (top, bottom) = (column(text.y), column(text.bottom()));
    if right <= left + 2 || right > picture.width || bottom > picture.height {
        return false;
    }
    let rows = top..bottom;
    [left, right - 1].into_iter().any(|x| {
        let strokes = strokes(picture, x, rows.clone());
        let longest = strokes.iter().max().copied().unwrap_or(0);
        let is_along = longest as f32 > TIP * rows.len() as f32;
        // A hanzi has air on both sides, and strokes all the way down.
        is_along || strokes.len() > 1 && !text.label.is_ascii()
    })
}

/// How long each stroke is that crosses the column `x`, rows.
fn strokes(picture: &Picture, x: usize, rows: Range<usize>) -> Vec<usize> {
    let ground = picture.usual(x, rows.clone());
    let is_ink = |y: usize| (picture.grey(x, y) - ground).abs() > INK;
    let rows: Vec<bool> = rows.map(is_ink).collect();
    let runs = rows.chunk_by(|a, b| a == b);
    runs.filter(|run| run[0]).map(<[bool]>::len).collect()
}

/// A place that ended earlier would go through the last sign: that is seen at every third width.
#[test]
fn a_place_that_is_too_narrow_is_seen() {
    let bench = Bench::with(GLASSES[0], Settings::default(), None, site(2));
    let picture = bench.picture();
    let texts = bench.texts();
    let tenths = |text: &Place| {
        let em = text.height / 1.22;
        let narrower = |tenth: u8| Place {
            width: text.width - em * f32::from(tenth) / 10.0,
            ..text.clone()
        };
        let seen = |place: &Place| is_cut(&picture, place, bench.glass.px_per_mm);
        (1..10).filter(|tenth| seen(&narrower(*tenth))).count()
    };
    for label in ["English", "大字", "低位"] {
        let text = texts.iter().find(|text| text.label == label).unwrap();
        let seen = tenths(text);
        assert!(seen >= 3, "{label}: seen at {seen} of 9 widths");
    }
}
