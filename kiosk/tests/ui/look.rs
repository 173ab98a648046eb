//! Contrast of the theme, and the characters of every text.

use std::{collections::BTreeSet, fs, path::Path};

use paihao_kiosk::{lang::Lang, settings::Settings, site_now::WaitRange, ui::Theme, view::wait};
use slint::{Color, ComponentHandle, Model};

use crate::{
    harness::{Bench, GLASSES},
    made_up::site,
    sheet::{Figure, Measured},
};

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

/// Rule 5: colours that the theme sets, in the shade and in the sun.
pub static CONTRAST: Measured = Measured::by(|| {
    let mut text = Figure::at_least(5, "contrast of text", 7.0, ": 1");
    let mut icon = Figure::at_least(5, "contrast of icons", 4.5, ": 1");
    let mut sun = Figure::at_least(5, "contrast of text in the sun", 10.0, ": 1");
    let mut sun_icon = Figure::at_least(5, "contrast of icons in the sun", 7.0, ": 1");
    for sunlight in [false, true] {
        let settings = Settings {
            sunlight,
            ..Settings::default()
        };
        let bench = Bench::with(GLASSES[0], settings, None, site(2));
        for (name, fore, ground, least) in pairs(&bench.kiosk.app().global::<Theme>()) {
            let figure = match (least, sunlight) {
                (Least::Text, false) => &mut text,
                (Least::Icon, false) => &mut icon,
                (Least::Text, true) => &mut sun,
                (Least::Icon, true) => &mut sun_icon,
            };
            figure.see(contrast(fore, ground) as f32, &name);
        }
    }
    vec![text, icon, sun, sun_icon]
});

#[test]
fn texts_and_icons_stand_out_from_their_ground_in_the_shade_and_in_the_sun() {
    CONTRAST.holds();
}

/// Rule 18: every range that the hub can send, for every place in the line.
pub static WAITS: Measured = Measured::by(|| {
    let mut wrong = Figure::at_most(
        18,
        "numbers in a wait that are no five-minute step",
        0.0,
        "numbers",
    );
    let mut clocks = Figure::at_most(18, "clock times and decimals in a wait", 0.0, "signs");
    let mut soon = Figure::at_least(18, "马上到您 with at most one ahead", 1.0, "times");
    for lang in [Lang::Zh, Lang::En] {
        for ahead in 0..=40 {
            for low_min in 0..=120 {
                for more in [0, 1, 5, 7, 10, 40] {
                    let range = WaitRange {
                        low_min,
                        high_min: low_min + more,
                    };
                    let said = wait::range(lang, Some(ahead), Some(range));
                    let place = format!("{ahead} ahead, {range:?}: {said}");
                    let numbers = said.split(|c: char| !c.is_ascii_digit());
                    let odd = numbers
                        .filter_map(|number| number.parse::<u32>().ok())
                        .filter(|number| number % 5 != 0 && *number != 2);
                    wrong.see(odd.count() as f32, &place);
                    let signs = said.chars().filter(|c| [':', '.', '：', '点'].contains(c));
                    clocks.see(signs.count() as f32, &place);
                    if ahead <= 1 {
                        let words = lang.pick("马上到您", "Very soon");
                        soon.see(f32::from(u8::from(said == words)), &place);
                    }
                }
            }
        }
    }
    vec![wrong, clocks, soon]
});

#[test]
fn a_wait_is_a_range_in_five_minute_steps_and_no_promise() {
    WAITS.holds();
}

/// Every character outside comments of the sources that hold texts.
fn characters() -> BTreeSet<char> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in [
        "src",
        "ui",
        "../assets/lang",
        "../assets/site",
        "../assets/sounds",
        "../assets/web/templates",
        "../shared/hub/src",
    ] {
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
        } else if path.extension().is_some_and(|e| {
            ["rs", "slint", "po", "json", "html"]
                .iter()
                .any(|x| e == *x)
        }) {
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

/// Rule 16: texts, templates and lists of clips.
pub static CHARACTERS: Measured = Measured::by(|| {
    let mut absent = Figure::at_most(
        16,
        "characters of texts that are in no embedded font",
        0.0,
        "characters",
    );
    let all = characters();
    assert!(all.len() > 300, "the texts were not found");
    for font in ["PaihaoSans-Regular.ttf", "PaihaoSans-Bold.ttf"] {
        let gone = missing(font, all.iter().copied());
        let place = format!("{font}, {} characters {gone}", all.len());
        absent.see(gone.chars().count() as f32, &place);
    }
    // The heaviest cut sets numbers: digits, prefixes, stems and letters.
    let numbers = "0123456789理修甲乙丙丁戊己庚辛壬癸ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let gone = missing("PaihaoSans-Black.ttf", numbers.chars());
    absent.see(
        gone.chars().count() as f32,
        &format!("PaihaoSans-Black.ttf {gone}"),
    );
    vec![absent]
});

#[test]
fn every_character_is_in_the_embedded_fonts() {
    CHARACTERS.holds();
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

#[test]
fn every_service_and_every_thing_has_a_drawing_of_its_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = fs::read_to_string(root.join("ui/icons.slint")).unwrap();
    let square = fs::read_to_string(root.join("../assets/site/square.json")).unwrap();
    let services = square.split("\"icon\": \"").skip(1);
    let services = services.map(|rest| rest.split('"').next().unwrap().to_owned());
    let things = domain::ItemKind::ALL.map(|kind| kind.name().to_owned());
    let mut drawings = BTreeSet::new();
    for name in services.chain(things) {
        let file = root.join(format!("../assets/icons/{name}.svg"));
        let drawing = fs::read_to_string(&file).unwrap();
        assert!(
            listed.contains(&format!("icons/{name}.svg")),
            "{name} is not shown"
        );
        assert!(drawings.insert(drawing), "{name} looks like another");
    }
}
