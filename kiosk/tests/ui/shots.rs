//! Pictures of every page at 10.1″ in both languages: `assets/images/screens` holds them, and
//! `PAIHAO_SHOTS=assets/images/screens cargo test -p paihao-kiosk --test ui shots` (from the root of
//! the repository) makes them anew.

use std::{
    collections::{BTreeSet, HashMap},
    fs::{self, File},
    io::BufWriter,
    path::{Path, PathBuf},
    time::Duration,
};

use paihao_kiosk::{
    lang::Lang,
    settings::Settings,
    site_now::{IssuedTicket, Refusal, SiteNow, Standing},
};

use crate::{
    harness::{Bench, GLASSES, Picture},
    made_up::{first_start, site, site_with_all, site_with_wifi, ticket},
};

/// A picture in the repository is no larger.
const BYTES_MAX: u64 = 40_000;
/// Colours of a palette.
const COLOURS: usize = 96;

/// Where a picture begins.
#[derive(Clone, Copy)]
enum Start {
    Services(usize),
    /// Appointments, things, cards.
    Everything,
    Wifi,
    Sunlight,
    Low,
    Fresh,
}

type Way = fn(&Bench, Lang);

/// A page, its state, where it begins and the way to it.
const SHOTS: &[(&str, &str, Start, Way)] = &[
    ("services", "", Start::Services(2), |_, _| {}),
    ("services", "four", Start::Services(4), |_, _| {}),
    ("services", "eight", Start::Services(8), |_, _| {}),
    ("services", "more", Start::Services(8), |bench, lang| {
        bench.touch(lang.pick("更多服务", "More"));
    }),
    ("services", "buttons", Start::Everything, |_, _| {}),
    ("services", "sunlight", Start::Sunlight, |_, _| {}),
    ("services", "low", Start::Low, |_, _| {}),
    ("services", "large", Start::Services(2), |bench, lang| {
        bench.touch(lang.pick("大字", "Larger"));
    }),
    ("services", "gone", Start::Services(2), |bench, _| {
        bench.pass_silently(Duration::from_secs(6));
    }),
    ("taking", "", Start::Services(2), |bench, lang| {
        bench.then(haircut(lang));
    }),
    ("taking", "slow", Start::Services(2), |bench, lang| {
        bench.then(haircut(lang));
        bench.jump(Duration::from_secs(6));
    }),
    ("ticket", "", Start::Services(2), |bench, lang| {
        bench.take(haircut(lang));
    }),
    ("ticket", "large", Start::Services(2), |bench, lang| {
        bench.touch(lang.pick("大字", "Larger"));
        bench.take(haircut(lang));
    }),
    ("ticket", "wifi", Start::Wifi, |bench, lang| {
        bench.take(haircut(lang));
    }),
    ("wifi", "", Start::Wifi, |bench, lang| {
        bench.take(haircut(lang));
        bench.touch(lang.pick("先连 Wi-Fi", "Wi-Fi"));
    }),
    ("also", "", Start::Everything, |bench, lang| {
        bench.take(haircut(lang));
        bench.touch(also(lang));
    }),
    ("ticket", "second", Start::Everything, |bench, lang| {
        bench.take(haircut(lang));
        bench.touch(also(lang));
        bench.take(repair(lang));
    }),
    ("things", "", Start::Everything, |bench, lang| {
        bench.take(repair(lang));
        bench.touch(lang.pick("带来了什么", "I brought"));
    }),
    ("ticket", "brings", Start::Everything, |bench, lang| {
        bench.take(repair(lang));
        bench.touch(lang.pick("带来了什么", "I brought"));
        bench.then(lang.pick("电水壶", "Kettle"));
        bench.answer_bring();
    }),
    (
        "notice",
        "handed-back",
        Start::Services(2),
        |bench, lang| {
            bench.take(haircut(lang));
            bench.touch(lang.pick("不要了", "Cancel it"));
            bench.answer_cancel(true);
        },
    ),
    ("notice", "full", Start::Services(2), |bench, lang| {
        bench.then(haircut(lang));
        bench.refuse_issue(Refusal::Full);
    }),
    ("still-there", "", Start::Services(2), |bench, lang| {
        bench.then(haircut(lang));
        bench.refuse_issue(Refusal::Full);
        bench.jump(Duration::from_secs(38));
    }),
    ("keypad", "", Start::Everything, |bench, lang| {
        bench.then(booking(lang));
        bench.touch("4");
    }),
    ("keypad", "low", Start::Everything, |bench, lang| {
        bench.touch(lang.pick("低位", "Lower"));
        bench.then(booking(lang));
        bench.touch("4");
    }),
    ("book", "service", Start::Everything, |bench, lang| {
        to_service(bench, lang);
    }),
    ("book", "day", Start::Everything, |bench, lang| {
        to_service(bench, lang);
        bench.then(haircut(lang));
        bench.answer_slots();
    }),
    ("book", "time", Start::Everything, to_time),
    ("booked", "", Start::Everything, |bench, lang| {
        to_time(bench, lang);
        bench.then("10:00");
        bench.answer_book();
    }),
    ("ticket", "checked-in", Start::Everything, |bench, _| {
        bench.scan("048201");
        bench.answer_issue();
        bench.jump(Duration::from_secs(1));
    }),
    ("ticket", "called", Start::Everything, |bench, _| {
        bench.scan("http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv");
        let station = Some("3".into());
        bench.answer_find(IssuedTicket {
            url: String::new(),
            standing: Standing::Called { station },
            ..ticket("haircut")
        });
    }),
    ("card", "", Start::Everything, |bench, lang| {
        bench.then(lang.pick("便民卡", "Card"));
        for digit in ["6", "2", "2", "2", "0", "1"] {
            bench.touch(digit);
        }
    }),
    (
        "notice",
        "card-unknown",
        Start::Everything,
        |bench, lang| {
            bench.then(lang.pick("便民卡", "Card"));
            bench.touch("6");
            bench.then(lang.pick("好了", "Done"));
            bench.then(haircut(lang));
            bench.refuse_issue(Refusal::CardUnknown);
        },
    ),
    ("pin", "", Start::Services(2), |bench, _| {
        bench.tap_the_corner();
        bench.touch("2");
    }),
    ("staff", "", Start::Services(2), |bench, _| {
        bench.enter_staff();
    }),
    ("staff", "ruler", Start::Services(2), |bench, lang| {
        bench.enter_staff();
        bench.touch(lang.pick("屏幕大小", "Screen size"));
    }),
    ("staff", "about", Start::Services(2), |bench, lang| {
        bench.enter_staff();
        bench.touch(lang.pick("关于", "About"));
    }),
    ("staff", "link", Start::Services(2), |bench, lang| {
        bench.enter_staff();
        bench.touch(lang.pick("叫号台链接", "Desk link"));
        bench.open_link(lang.pick("3 号台", "Station 3"));
    }),
    ("first", "language", Start::Fresh, |_, _| {}),
    ("first", "size", Start::Fresh, |bench, lang| {
        next(bench, lang, 1);
    }),
    ("first", "site", Start::Fresh, |bench, lang| {
        next(bench, lang, 2);
    }),
    ("first", "codes", Start::Fresh, |bench, lang| {
        next(bench, lang, 3);
    }),
];

fn haircut(lang: Lang) -> &'static str {
    lang.pick("理发", "Haircut")
}

fn repair(lang: Lang) -> &'static str {
    lang.pick("小家电维修", "Small appliance repair")
}

fn also(lang: Lang) -> &'static str {
    lang.pick("也要", "Also")
}

fn booking(lang: Lang) -> &'static str {
    lang.pick("预约签到", "Booking")
}

fn to_service(bench: &Bench, lang: Lang) {
    bench.then(booking(lang));
    bench.then(lang.pick("我要预约", "Book a time"));
}

fn to_time(bench: &Bench, lang: Lang) {
    to_service(bench, lang);
    bench.then(haircut(lang));
    bench.answer_slots();
    bench.then(lang.pick("3月8日", "8 Mar"));
    bench.answer_slots();
}

fn next(bench: &Bench, lang: Lang, times: usize) {
    for _ in 0..times {
        bench.touch(lang.pick("下一步", "Next"));
    }
}

fn begin(start: Start, lang: Lang) -> Bench {
    let (square, first): (SiteNow, _) = match start {
        Start::Services(services) => (site(services), None),
        Start::Everything => (site_with_all(4), None),
        Start::Wifi => (site_with_wifi(2), None),
        Start::Sunlight => (site(2), None),
        Start::Low => (site(4), None),
        Start::Fresh => (site(2), Some(first_start())),
    };
    let settings = Settings {
        lang,
        cards: matches!(start, Start::Everything),
        sunlight: matches!(start, Start::Sunlight),
        low_position: matches!(start, Start::Low),
        ..Settings::default()
    };
    Bench::with(GLASSES[0], settings, first, square)
}

/// `page-lang[-state].png`.
fn name(page: &str, state: &str, lang: Lang) -> String {
    let lang = lang.pick("zh", "en");
    if state.is_empty() {
        format!("{page}-{lang}.png")
    } else {
        format!("{page}-{lang}-{state}.png")
    }
}

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/images/screens")
}

#[test]
fn every_page_is_drawn_where_pictures_are_wanted() {
    let Some(folder) = std::env::var_os("PAIHAO_SHOTS").map(PathBuf::from) else {
        return;
    };
    // Cargo runs tests in the folder of their package.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    fs::create_dir_all(&folder).unwrap();
    for (page, state, start, way) in SHOTS {
        for lang in [Lang::Zh, Lang::En] {
            let bench = begin(*start, lang);
            way(&bench, lang);
            write(
                &halved(&bench.picture()),
                &folder.join(name(page, state, lang)),
            );
        }
    }
}

#[test]
fn every_page_has_its_picture_in_both_languages_and_no_picture_is_left_over() {
    let wanted: BTreeSet<String> = SHOTS
        .iter()
        .flat_map(|(page, state, _, _)| [Lang::Zh, Lang::En].map(|lang| name(page, state, lang)))
        .collect();
    assert_eq!(wanted.len(), 2 * SHOTS.len(), "two pictures have one name");
    let mut there = BTreeSet::new();
    for entry in fs::read_dir(kept()).unwrap() {
        let entry = entry.unwrap();
        let size = entry.metadata().unwrap().len();
        let name = entry.file_name().into_string().unwrap();
        assert!(size < BYTES_MAX, "{name}: {size} bytes");
        there.insert(name);
    }
    assert_eq!(there, wanted);
}

/// Half as wide and high, every pixel the mean of four.
fn halved(picture: &Picture) -> Picture {
    let (width, height) = (picture.width / 2, picture.height / 2);
    let mean = |x: usize, y: usize| {
        let four = [(0, 0), (1, 0), (0, 1), (1, 1)];
        let four = four.map(|(dx, dy)| picture.at(2 * x + dx, 2 * y + dy));
        [0, 1, 2].map(|part| (four.iter().map(|p| u16::from(p[part])).sum::<u16>() / 4) as u8)
    };
    Picture {
        width,
        height,
        pixels: (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| mean(x, y))
            .collect(),
    }
}

/// With the colours that stand there most; each other pixel takes the nearest of them.
fn write(picture: &Picture, path: &Path) {
    let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
    for pixel in &picture.pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut usual: Vec<_> = counts
        .into_iter()
        .map(|(pixel, count)| (count, pixel))
        .collect();
    usual.sort_by(|a, b| b.cmp(a));
    let palette: Vec<[u8; 3]> = usual
        .iter()
        .take(COLOURS)
        .map(|(_, pixel)| *pixel)
        .collect();
    let mut known: HashMap<[u8; 3], u8> = HashMap::new();
    let distance = |a: &[u8; 3], b: &[u8; 3]| -> u32 {
        let each = a.iter().zip(b);
        each.map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
    };
    let mut nearest = |pixel: &[u8; 3]| {
        *known.entry(*pixel).or_insert_with(|| {
            let all = palette.iter().enumerate();
            all.min_by_key(|(_, colour)| distance(colour, pixel))
                .unwrap()
                .0 as u8
        })
    };
    let indices: Vec<u8> = picture.pixels.iter().map(&mut nearest).collect();
    let file = BufWriter::new(File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, picture.width as u32, picture.height as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&indices)
        .unwrap();
}
