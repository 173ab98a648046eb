//! What stands on slips, and that all of it is on the paper.

use domain::{
    ItemKind,
    settings::{Language, LocalText},
};

use super::{Slip, TagSlip, TicketSlip, Width};
use crate::{
    column::{Page, Written},
    font,
    samples::{read_codes, tag, test, ticket},
    words::Tongues,
};

const WIDTHS: [Width; 2] = [Width::Mm58, Width::Mm80];

fn tongues() -> [Tongues; 4] {
    [
        Tongues::both(Language::Zh),
        Tongues::both(Language::En),
        Tongues::only(Language::Zh),
        Tongues::only(Language::En),
    ]
}

fn overlap(a: &Written, b: &Written) -> bool {
    // Lines have air above and below their letters; half a dot is rounding.
    let inner = |line: &Written| {
        let air = (line.bottom - line.top) * 0.14;
        (line.top + air, line.bottom - air)
    };
    let ((a_top, a_bottom), (b_top, b_bottom)) = (inner(a), inner(b));
    a.left + 0.5 < b.right && b.left + 0.5 < a.right && a_top < b_bottom && b_top < a_bottom
}

/// Every text lies between the edges and upon no other, and nothing is cut off.
fn all_is_on_paper(page: &Page, width: Width, what: &str) {
    let (paper, margin) = (&page.raster, width.margin());
    assert_eq!(paper.width(), width.dots(), "{what}");
    let right = width.dots() as f32 - margin;
    for line in &page.written {
        assert!(
            line.left >= margin - 1.0 && line.right <= right + 1.0,
            "{what}: {line:?}"
        );
        assert!(
            line.bottom <= paper.height() as f32 + 1.0,
            "{what}: {line:?}"
        );
        assert!(font::has_all(&line.text), "{what}: {}", line.text);
    }
    for (at, line) in page.written.iter().enumerate() {
        for other in &page.written[at + 1..] {
            assert!(!overlap(line, other), "{what}: {line:?} upon {other:?}");
        }
    }
}

fn says(page: &Page, text: &str) -> bool {
    let all: String = page.texts().collect();
    let dense = |text: &str| text.replace(' ', "");
    dense(&all).contains(&dense(text))
}

#[test]
fn every_slip_fits_in_every_language_and_width() {
    let long = LocalText::new(
        "燃气灶油烟机热水器检修与家电清洗",
        "Gas stoves, range hoods and water heaters",
    );
    for width in WIDTHS {
        for tongues in tongues() {
            let usual = ticket(tongues);
            let tickets = [
                usual.clone(),
                TicketSlip {
                    service: long.clone(),
                    site: LocalText::new(
                        "幸福里社区居民委员会便民服务广场（东门）",
                        "The eastern gate's square of services",
                    ),
                    ..usual.clone()
                },
                TicketSlip {
                    prefix: "理甲".into(),
                    digits: "1012".into(),
                    note: LocalText::new(
                        "今天可能轮不到，请问问志愿者。",
                        "There may be no time left today.",
                    ),
                    ..usual.clone()
                },
                TicketSlip {
                    prefix: String::new(),
                    digits: "048201".into(),
                    wait: LocalText::default(),
                    url: String::new(),
                    is_called: false,
                    ..usual
                },
            ];
            for ticket in tickets {
                let what = format!("{width:?} {tongues:?} {}", ticket.digits);
                all_is_on_paper(&ticket.page(width), width, &what);
            }
            for kind in ItemKind::ALL {
                let tag = TagSlip {
                    kind,
                    ..tag(tongues)
                };
                for page in tag.pages(width) {
                    all_is_on_paper(&page, width, &format!("{width:?} {kind:?}"));
                }
            }
            let page = test(tongues.main).page(width);
            all_is_on_paper(&page, width, &format!("{width:?} test"));
        }
    }
}

#[test]
fn the_code_is_read_back_from_every_length_of_link() {
    for width in WIDTHS {
        for length in [20, 34, 46, 60, 80, 106] {
            let mut url = "http://192.168.1.20:8080/t/".to_owned();
            url.truncate(length);
            while url.len() < length {
                url.push(char::from(b'a' + (url.len() % 26) as u8));
            }
            for tongues in [Tongues::both(Language::Zh), Tongues::only(Language::En)] {
                let ticket = TicketSlip {
                    url: url.clone(),
                    ..ticket(tongues)
                };
                let page = ticket.page(width);
                assert_eq!(
                    read_codes(&page.raster),
                    [url.clone()],
                    "{width:?} {length}"
                );
            }
        }
    }
}

#[test]
fn a_number_says_all_that_its_screen_says() {
    for width in WIDTHS {
        let page = ticket(Tongues::both(Language::Zh)).page(width);
        for text in [
            "便民服务广场",
            "小家电维修",
            "Appliance repair",
            "修",
            "012",
            "前面还有 5 位",
            "5 ahead of you",
            "约 20–30 分钟",
            "about 20–30 min",
            "按先后叫号，每叫 3 位，最多 1 位优先。",
            "错过叫号也不要紧：找志愿者说一声，不用重新取号。",
            "Missed the call? Go to a volunteer; you need no new number.",
            "3月7日 周六 9:05 取号",
        ] {
            assert!(says(&page, text), "{width:?}: {text}");
        }
        let page = ticket(Tongues::only(Language::En)).page(width);
        assert!(says(&page, "Taken Sat 7 Mar, 9:05") && !says(&page, "小家电维修"));
    }
}

#[test]
fn digits_are_what_is_seen_first() {
    for (width, least_mm) in [(Width::Mm58, 12.0), (Width::Mm80, 18.0)] {
        let page = ticket(Tongues::both(Language::Zh)).page(width);
        let number = page.written.iter().find(|line| line.text == "012").unwrap();
        let prefix = page.written.iter().find(|line| line.text == "修").unwrap();
        let size = (number.bottom - number.top) / font::LINE;
        // Digits are 0.733 em tall; eight dots are a millimetre.
        assert!(size * 0.733 / 8.0 >= least_mm, "{width:?}: {size}");
        let small = (prefix.bottom - prefix.top) / font::LINE;
        assert!(small < size * 0.5 && small > size * 0.4);
        let next = page
            .written
            .iter()
            .filter(|line| line.text != "012" && line.text != "修");
        let next = next.map(|line| (line.bottom - line.top) / font::LINE);
        assert!(next.fold(0.0, f32::max) < size * 0.5);
    }
}

#[test]
fn both_parts_of_a_tag_carry_number_thing_and_code() {
    for width in WIDTHS {
        let tag = tag(Tongues::both(Language::Zh));
        let slip = Slip::Tag(Box::new(tag.clone()));
        let [thing, owner] = &slip.pages(width)[..] else {
            panic!("two parts");
        };
        for page in [thing, owner] {
            for text in ["件", "023", "电饭煲", "Rice cooker", "修012"] {
                assert!(says(page, text), "{text}");
            }
            assert_eq!(read_codes(&page.raster), [tag.url.as_str()]);
        }
        assert!(says(thing, "贴在物品上") && !says(thing, "凭这张条子来取"));
        assert!(says(owner, "取件凭条，请收好") && says(owner, "凭这张条子来取"));
    }
}

#[test]
fn a_test_page_reaches_both_edges_of_its_paper() {
    for width in WIDTHS {
        let page = test(Language::Zh).page(width);
        let (left, top, right, bottom) = page.raster.ink().unwrap();
        assert_eq!((left, top, right), (0, 0, width.dots()));
        assert!(bottom + 8 >= page.raster.height());
        assert_eq!(read_codes(&page.raster), ["http://192.168.1.20:8080"]);
    }
}
