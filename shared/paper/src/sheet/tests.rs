//! What stands on sheets, and that all of it is on the paper.

use domain::settings::{LocalText, Wifi};

use super::*;
use crate::{font, samples::read_codes};

fn poster() -> Poster {
    Poster {
        site: LocalText::new("便民服务广场", "Service Square"),
        services: vec![
            LocalText::new("理发", "Haircut"),
            LocalText::new("小家电维修", "Appliance repair"),
        ],
        url: "http://192.168.100.20:8080/join".into(),
        joins: true,
        wifi: None,
    }
}

fn all_is_on_paper(page: &Page, what: &str) {
    assert_eq!((page.raster.width(), page.raster.height()), (WIDTH, HEIGHT));
    let right = WIDTH as f32 - MARGIN * MM;
    for line in &page.written {
        assert!(
            line.left >= MARGIN * MM - 1.0 && line.right <= right + 1.0,
            "{what}: {line:?}"
        );
        assert!(font::has_all(&line.text), "{what}: {line:?}");
    }
    let (left, top, right, bottom) = page.raster.ink().unwrap();
    let margin = (MARGIN * MM) as usize - 1;
    assert!(left >= margin && top >= margin, "{what}");
    assert!(
        right <= WIDTH - margin + 3 && bottom <= HEIGHT - margin + 3,
        "{what}"
    );
}

#[test]
fn a_poster_says_how_it_goes_and_its_codes_are_read_back() {
    let wifi = Wifi {
        name: "广场;一".into(),
        password: "12345678".into(),
    };
    for (poster, codes) in [
        (poster(), vec!["http://192.168.100.20:8080/join"]),
        (
            Poster {
                wifi: Some(wifi),
                ..poster()
            },
            vec![
                "WIFI:T:WPA;S:广场\\;一;P:12345678;;",
                "http://192.168.100.20:8080/join",
            ],
        ),
        (
            Poster {
                joins: false,
                services: [
                    "理发",
                    "小家电维修",
                    "量血压",
                    "磨刀磨剪子",
                    "修鞋",
                    "法律咨询",
                    "裁缝",
                ]
                .map(|zh| LocalText::new(zh, "Some service"))
                .into(),
                site: LocalText::new("幸福里社区居民委员会便民服务广场", "A long name of a place"),
                ..poster()
            },
            vec!["http://192.168.100.20:8080/join"],
        ),
    ] {
        let page = poster.page();
        all_is_on_paper(&page, &format!("{poster:?}"));
        let mut read = read_codes(&page.raster);
        read.sort_by_key(|text| !text.starts_with("WIFI"));
        assert_eq!(read, codes);
        let all: String = page.texts().collect();
        for word in ["取号", "等候", "叫到您", "Take a number", "Called"] {
            assert!(all.contains(word), "{word}");
        }
        assert_eq!(all.contains("扫码取号"), poster.joins);
    }
}

#[test]
fn every_number_is_on_a_sheet_once() {
    let sheet = NumberSheet {
        site: LocalText::new("便民服务广场", "Service Square"),
        service: LocalText::new("小家电维修", "Appliance repair"),
        prefix: "修".into(),
        numbers: 99..=121,
    };
    let pages = sheet.pages();
    assert_eq!(pages.len(), 2);
    let mut numbers = Vec::new();
    for page in &pages {
        all_is_on_paper(page, "numbers");
        numbers.extend(page.texts().filter_map(|text| text.parse::<u32>().ok()));
    }
    assert_eq!(numbers, (99..=121).collect::<Vec<_>>());
    assert!(pages[0].texts().any(|text| text == "099"));
    // Strips are cut from the top: the second number is below the first.
    let at = |digits: &str| {
        let line = pages[0].written.iter().find(|line| line.text == digits);
        line.map(|line| (line.left.round(), line.top)).unwrap()
    };
    assert!((at("099").0 - at("100").0).abs() < 1.0 && at("099").1 < at("100").1);
}
