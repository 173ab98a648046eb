//! Contrast of the theme, and the characters of every text.

use std::{collections::BTreeSet, fs, path::Path};

use paihao_kiosk::{settings::Settings, ui::Theme};
use slint::{Color, ComponentHandle, Model};

use crate::harness::{Bench, GLASSES, site};

/// WCAG 2.2 relative luminance.
fn luminance(color: Color) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(color.red()) + 0.7152 * linear(color.green()) + 0.0722 * linear(color.blue())
}

fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Every text and icon of the theme on every ground it stands on.
fn pairs(theme: &Theme) -> Vec<(String, Color, Color, Least)> {
    let mut pairs = Vec::new();
    let mut pair = |name: String, fore, ground, least| pairs.push((name, fore, ground, least));
    for (name, ground) in [
        ("ground", theme.get_ground()),
        ("card", theme.get_card()),
        ("pressed", theme.get_pressed()),
    ] {
        pair(
            format!("ink on {name}"),
            theme.get_ink(),
            ground,
            Least::Text,
        );
        pair(
            format!("gold on {name}"),
            theme.get_gold(),
            ground,
            Least::Text,
        );
    }
    for (name, ground) in [("ground", theme.get_ground()), ("card", theme.get_card())] {
        let quiet = theme.get_quiet_ink();
        pair(format!("quiet ink on {name}"), quiet, ground, Least::Text);
        for (i, accent) in theme.get_accents().iter().enumerate() {
            pair(format!("accent {i} on {name}"), accent, ground, Least::Text);
        }
    }
    let accents = theme.get_accents();
    for (i, (accent, soft)) in accents
        .iter()
        .zip(theme.get_accent_grounds().iter())
        .enumerate()
    {
        pair(format!("icon {i} on its ground"), accent, soft, Least::Icon);
        pair(
            format!("white on accent {i}"),
            theme.get_on_accent(),
            accent,
            Least::Text,
        );
    }
    let gold_ground = theme.get_gold_ground();
    pair(
        "gold on its ground".into(),
        theme.get_gold(),
        gold_ground,
        Least::Text,
    );
    pair(
        "white on ink".into(),
        theme.get_on_accent(),
        theme.get_ink(),
        Least::Text,
    );
    let pressed = theme.get_pressed();
    pair(
        "quiet icon on pressed".into(),
        theme.get_quiet_ink(),
        pressed,
        Least::Icon,
    );
    pairs
}

/// What a pair of colours must reach.
#[derive(Clone, Copy)]
enum Least {
    Text,
    Icon,
}

#[test]
fn texts_and_icons_stand_out_from_their_ground_in_the_shade_and_in_the_sun() {
    for (sunlight, text, icon) in [(false, 7.0, 4.5), (true, 10.0, 7.0)] {
        let settings = Settings {
            sunlight,
            ..Settings::default()
        };
        let bench = Bench::with(GLASSES[0], settings, None, site(2));
        for (name, fore, ground, least) in pairs(&bench.kiosk.app().global::<Theme>()) {
            let ratio = contrast(fore, ground);
            let least = match least {
                Least::Text => text,
                Least::Icon => icon,
            };
            assert!(
                ratio >= least,
                "{name}, sunlight {sunlight}: {ratio:.2} is below {least}"
            );
        }
    }
}

#[test]
fn text_sizes_keep_their_floors() {
    for glass in GLASSES {
        let bench = Bench::new(glass);
        let theme = bench.kiosk.app().global::<Theme>();
        assert!(theme.get_text_main() / glass.px_per_mm >= 10.0, "{glass:?}");
        assert!(
            theme.get_text_second() / glass.px_per_mm >= 6.5,
            "{glass:?}"
        );
    }
}

/// Every character outside comments of the sources that hold texts.
fn characters() -> BTreeSet<char> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "ui", "../assets/lang", "../assets/site"] {
        collect(&root.join(folder), &mut files);
    }
    let mut all: BTreeSet<char> = "煲熨痧刮戗0123456789".chars().collect();
    for file in files {
        for line in fs::read_to_string(&file).unwrap().lines() {
            if !line.trim_start().starts_with("//") && !line.starts_with('#') {
                all.extend(line.chars().filter(|c| !c.is_control() && *c != '\u{3000}'));
            }
        }
    }
    all
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|e| ["rs", "slint", "po", "json"].iter().any(|x| e == *x))
        {
            files.push(path);
        }
    }
}

fn missing(font: &str, wanted: impl Iterator<Item = char>) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../assets/fonts")
        .join(font);
    let bytes = fs::read(path).unwrap();
    let face = ttf_parser::Face::parse(&bytes, 0).unwrap();
    wanted.filter(|c| face.glyph_index(*c).is_none()).collect()
}

#[test]
fn every_character_is_in_the_embedded_fonts() {
    let all = characters();
    assert!(all.len() > 300, "the texts were not found");
    for font in ["PaihaoSans-Regular.ttf", "PaihaoSans-Bold.ttf"] {
        assert_eq!(missing(font, all.iter().copied()), "", "{font}");
    }
    // The heaviest cut sets numbers: digits, prefixes, stems and letters.
    let numbers = "0123456789理修甲乙丙丁戊己庚辛壬癸ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    assert_eq!(missing("PaihaoSans-Black.ttf", numbers.chars()), "");
}

#[test]
fn every_label_has_a_translation_and_none_is_left_over() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("ui"), &mut files);
    let mut used = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        for part in text.split("@tr(\"").skip(1) {
            used.insert(part.split('"').next().unwrap().to_owned());
        }
    }
    let catalogue = root.join("../assets/lang/zh_CN/LC_MESSAGES/paihao-kiosk.po");
    let text = fs::read_to_string(catalogue).unwrap();
    let ids: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("msgid \"")?.strip_suffix('"'))
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect();
    assert_eq!(used, ids);
    let empty = text.lines().filter(|line| *line == "msgstr \"\"").count();
    assert_eq!(empty, 1, "only the head of the catalogue is empty");
}
