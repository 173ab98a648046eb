//! What only the pixels tell: how tall the digits are, and whether a camera reads the codes.

use std::time::Duration;

use paihao_kiosk::{lang::Lang, settings::Settings, site_now::IssuedTicket};

use crate::{
    harness::{Bench, GLASSES, Glass, Picture, Place},
    made_up::{site, site_with_wifi, ticket},
    sheet::{Figure, Measured},
};

/// Against the ground, a pixel of a sign differs by so much.
const INK: i32 = 100;

fn settings(sunlight: bool) -> Settings {
    Settings {
        sunlight,
        ..Settings::default()
    }
}

/// Every glass, language, text size and theme.
fn looks() -> impl Iterator<Item = (Glass, Lang, bool, bool, String)> {
    let each = GLASSES.into_iter();
    let each = each.flat_map(|glass| [Lang::Zh, Lang::En].map(|lang| (glass, lang)));
    let each = each.flat_map(|(glass, lang)| [false, true].map(|large| (glass, lang, large)));
    each.flat_map(|(glass, lang, large)| {
        [false, true].map(|sunlight| {
            let name = format!(
                "{} {lang:?}{}{}",
                glass.name,
                if large { " 130 %" } else { "" },
                if sunlight { " in the sun" } else { "" }
            );
            (glass, lang, large, sunlight, name)
        })
    })
}

/// Rule 4: the digits of the number.
pub static DIGITS: Measured = Measured::by(|| {
    let mut small = Figure::at_least(4, "height of the digits at 10.1″", 32.0, "mm");
    let mut large = Figure::at_least(4, "height of the digits at 15.6″ and 21.5″", 60.0, "mm");
    // The theme changes colours and no size.
    for (glass, lang, is_large, _, name) in looks().filter(|(_, _, _, sunlight, _)| !sunlight) {
        for (prefix, digits) in [("理", "012"), ("理甲", "999")] {
            let bench = Bench::with(glass, settings(false), None, site(4));
            bench.set_wishes(lang, is_large);
            bench.jump(Duration::from_secs(1));
            bench.touch(lang.pick("理发", "Haircut"));
            bench.answer_issue_with(IssuedTicket {
                prefix: prefix.into(),
                digits: digits.into(),
                ..ticket("haircut")
            });
            bench.jump(Duration::from_secs(1));
            let texts = bench.texts();
            let place = texts.iter().find(|text| text.label == digits).unwrap();
            let height = height_of_ink(&bench.picture(), place, glass.px_per_mm);
            let figure = if glass.is_smallest() {
                &mut small
            } else {
                &mut large
            };
            figure.see(height, &format!("{name} {prefix}{digits}"));
        }
    }
    vec![small, large]
});

/// From the middle of this text up and down as far as there is ink, mm: the place of a number is
/// lower than its digits, which have no tails.
fn height_of_ink(picture: &Picture, text: &Place, mm: f32) -> f32 {
    let px = |at: f32| (at * mm).round().max(0.0) as usize;
    let (left, right) = (px(text.x), px(text.right()).min(picture.width));
    let middle = px(text.y + text.height / 2.0);
    let ground = picture.grey(0, 0);
    let has_ink = |y: usize| (left..right).any(|x| (picture.grey(x, y) - ground).abs() > INK);
    let above = (0..middle).rev().take_while(|y| has_ink(*y)).count();
    let below = (middle..picture.height).take_while(|y| has_ink(*y)).count();
    (above + below) as f32 / mm
}

/// Rule 19: the codes.
pub static CODES: Measured = Measured::by(|| {
    let mut small = Figure::at_least(19, "side of the code at 10.1″", 45.0, "mm");
    let mut large = Figure::at_least(19, "side of the code at 15.6″ and 21.5″", 60.0, "mm");
    let mut quiet = Figure::at_least(19, "quiet zone", 4.0, "modules").rounded_by(0.1);
    let mut version = Figure::at_most(19, "version of a ticket's code", 5.0, "");
    let mut level = Figure::at_least(19, "level of a code (3 is Q)", 3.0, "");
    for (glass, lang, is_large, sunlight, name) in looks() {
        let bench = Bench::with(glass, settings(sunlight), None, site_with_wifi(2));
        bench.set_wishes(lang, is_large);
        bench.take(lang.pick("理发", "Haircut"));
        let address = ticket("haircut").url;
        let codes = bench.codes();
        let read: Vec<_> = codes
            .iter()
            .map(|code| read(&bench.picture(), code))
            .collect();
        let code = read.iter().find(|code| code.text == address);
        let code = code.unwrap_or_else(|| panic!("{name}: no code of the ticket"));
        let figure = if glass.is_smallest() {
            &mut small
        } else {
            &mut large
        };
        figure.see(code.side / glass.px_per_mm, &name);
        version.see(code.version as f32, &name);
        if glass.has_wifi_page() {
            assert_eq!(read.len(), 1, "{name}: two codes on a small glass");
            bench.touch(lang.pick("先连 Wi-Fi", "Wi-Fi"));
        }
        let wifi = bench
            .codes()
            .into_iter()
            .map(|code| self::read(&bench.picture(), &code));
        let wifi: Vec<_> = wifi.filter(|code| code.text.starts_with("WIFI:")).collect();
        assert_eq!(wifi.len(), 1, "{name}: no code of the network");
        for code in read.iter().chain(&wifi) {
            quiet.see(code.quiet, &name);
            level.see(f32::from(code.level), &name);
        }
    }
    vec![small, large, quiet, version, level]
});

/// A code as a camera sees it.
struct Read {
    text: String,
    /// Without its quiet zone, pixels.
    side: f32,
    /// White around it, modules.
    quiet: f32,
    version: usize,
    level: u16,
}

fn read(picture: &Picture, place: &Place) -> Read {
    // Places are in pixels already: a code is drawn in whole ones.
    let (left, top) = (place.x.round() as usize, place.y.round() as usize);
    let (width, height) = (place.width.round() as usize, place.height.round() as usize);
    let grey = |x: usize, y: usize| picture.grey(left + x, top + y) as u8;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "{place:?}: {} codes", grids.len());
    let (meta, text) = grids[0].decode().unwrap();
    let is_dark = |x: usize, y: usize| grey(x, y) < 128;
    let column = (0..width)
        .find(|x| (0..height).any(|y| is_dark(*x, y)))
        .unwrap();
    let last = (0..width)
        .rev()
        .find(|x| (0..height).any(|y| is_dark(*x, y)))
        .unwrap();
    let row = (0..height)
        .find(|y| (0..width).any(|x| is_dark(x, *y)))
        .unwrap();
    let low = (0..height)
        .rev()
        .find(|y| (0..width).any(|x| is_dark(x, *y)))
        .unwrap();
    let side = (last + 1 - column) as f32;
    let modules = (17 + 4 * meta.version.0) as f32;
    let around = [column, row, width - 1 - last, height - 1 - low];
    let least = around.into_iter().min().unwrap();
    Read {
        text,
        side,
        quiet: least as f32 / (side / modules),
        version: meta.version.0,
        level: meta.ecc_level,
    }
}

#[test]
fn digits_are_tall_in_the_picture() {
    DIGITS.holds();
}

#[test]
fn every_code_is_read_from_the_picture_and_is_large_and_quiet() {
    CODES.holds();
}
