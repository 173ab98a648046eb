//! Texts whose signs end at the edge of their own place, seen in the pixels.

use crate::harness::{Bench, Picture, Place};

/// Darker or lighter than the ground by so much is a sign, not its soft edge.
const INK: i32 = 90;

/// What is cut at the left or the right. A sign that is whole has a little air beside it; one
/// that is cut goes on to the last column of its place.
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
    let has_ink = |x: usize| {
        let ground = picture.usual(x, rows.clone());
        rows.clone()
            .any(|y| (picture.grey(x, y) - ground).abs() > INK)
    };
    has_ink(left) || has_ink(right - 1)
}
