//! Pictures of every page, for eyes: `PAIHAO_SHOTS=folder cargo test -p paihao-kiosk shots`.
//! Without the variable the pages are still drawn, which holds that none of them panics.

use std::{fs, path::PathBuf, time::Duration};

use paihao_kiosk::{flow::Reply, lang::Lang, settings::Settings, site_now::Refusal};
use paper::{JobId, News, State};
use slint::ComponentHandle;

use crate::harness::{Bench, GLASSES, Glass, first_start, site, site_with_all, site_with_wifi};

fn folder() -> Option<PathBuf> {
    std::env::var_os("PAIHAO_SHOTS").map(PathBuf::from)
}

fn shoot(bench: &Bench, page: &str) {
    let picture = bench.kiosk.app().window().take_snapshot().unwrap();
    let Some(folder) = folder() else { return };
    fs::create_dir_all(&folder).unwrap();
    let mut ppm = format!("P6 {} {} 255\n", picture.width(), picture.height()).into_bytes();
    ppm.extend(
        picture
            .as_slice()
            .iter()
            .flat_map(|pixel| [pixel.r, pixel.g, pixel.b]),
    );
    fs::write(folder.join(format!("{}-{page}.ppm", bench.glass.name)), ppm).unwrap();
}

fn walk(glass: Glass, lang: Lang, large: bool) {
    let name = |page: &str| {
        format!(
            "{page}-{}{}",
            if lang == Lang::Zh { "zh" } else { "en" },
            if large { "-large" } else { "" }
        )
    };
    for services in [2, 4, 8] {
        let bench = Bench::with_services(glass, services);
        bench.set_wishes(lang, large);
        shoot(&bench, &name(&format!("services{services}")));
    }
    let bench = Bench::new(glass);
    bench.set_wishes(lang, large);
    let card = if lang == Lang::Zh {
        "理发"
    } else {
        "Haircut"
    };
    bench.take(card);
    shoot(&bench, &name("ticket"));
    let bench = Bench::with(glass, Settings::default(), None, site_with_wifi(2));
    bench.set_wishes(lang, large);
    bench.take(card);
    shoot(&bench, &name("ticket-wifi"));
    if glass.has_wifi_page() {
        bench.touch(lang.pick("先连 Wi-Fi", "Wi-Fi"));
        shoot(&bench, &name("wifi"));
    }
    let bench = Bench::new(glass);
    bench.set_wishes(lang, large);
    bench.pass(Duration::from_secs(1));
    bench.touch(card);
    bench.pass(Duration::from_secs(6));
    shoot(&bench, &name("slow"));
    let Some(paihao_kiosk::flow::Request::Issue { attempt, .. }) = bench.asked() else {
        panic!()
    };
    bench.reply(Reply::Issued {
        attempt,
        result: Err(Refusal::Full),
    });
    shoot(&bench, &name("refused"));
    bench.pass(Duration::from_secs(38));
    shoot(&bench, &name("leaving"));
    let bench = Bench::new(glass);
    bench.set_wishes(lang, large);
    bench.pass_silently(Duration::from_secs(6));
    shoot(&bench, &name("gone"));
}

fn walk_more(glass: Glass, lang: Lang, large: bool) {
    let name = |page: &str| {
        format!(
            "{page}-{}{}",
            if lang == Lang::Zh { "zh" } else { "en" },
            if large { "-large" } else { "" }
        )
    };
    let settings = Settings {
        cards: true,
        ..Settings::default()
    };
    let fresh = || {
        let bench = Bench::with(glass, settings.clone(), None, site_with_all(4));
        bench.set_wishes(lang, large);
        bench
    };
    let haircut = lang.pick("理发", "Haircut");
    let bench = fresh();
    shoot(&bench, &name("services-buttons"));
    bench.take(haircut);
    shoot(&bench, &name("ticket-also"));
    bench.touch(lang.pick("也要", "Also"));
    shoot(&bench, &name("also"));
    bench.take(lang.pick("小家电维修", "Small appliance repair"));
    shoot(&bench, &name("ticket-second"));
    bench.touch(lang.pick("带来了什么", "I brought"));
    shoot(&bench, &name("things"));
    bench.then(lang.pick("电水壶", "Kettle"));
    bench.answer_bring();
    shoot(&bench, &name("ticket-brings"));
    let bench = fresh();
    bench.then(lang.pick("预约签到", "Booking"));
    bench.touch("4");
    shoot(&bench, &name("keypad"));
    bench.then(lang.pick("我要预约", "Book a time"));
    shoot(&bench, &name("book-service"));
    bench.then(haircut);
    bench.answer_slots();
    shoot(&bench, &name("book-day"));
    bench.then(lang.pick("3月8日", "8 Mar"));
    bench.answer_slots();
    shoot(&bench, &name("book-time"));
    bench.then("10:00");
    bench.answer_book();
    shoot(&bench, &name("booked"));
    let bench = fresh();
    bench.scan("048201");
    bench.answer_issue();
    shoot(&bench, &name("checked-in"));
    let bench = fresh();
    bench.then(lang.pick("便民卡", "Card"));
    for digit in ["6", "2", "2", "2", "0", "1"] {
        bench.touch(digit);
    }
    shoot(&bench, &name("card"));
    bench.then(lang.pick("好了", "Done"));
    bench.then(haircut);
    bench.refuse_issue(Refusal::CardUnknown);
    shoot(&bench, &name("card-unknown"));
}

/// For eyes all glasses, otherwise the smallest.
fn glasses() -> &'static [Glass] {
    if folder().is_some() {
        &GLASSES
    } else {
        &GLASSES[..1]
    }
}

#[test]
fn every_page_is_drawn() {
    for glass in glasses().iter().copied() {
        for (lang, large) in [
            (Lang::Zh, false),
            (Lang::En, false),
            (Lang::Zh, true),
            (Lang::En, true),
        ] {
            walk(glass, lang, large);
            walk_more(glass, lang, large);
        }
    }
}

#[test]
fn staff_pages_are_drawn() {
    for glass in glasses().iter().copied() {
        let bench = Bench::new(glass);
        for _ in 0..5 {
            bench.touch_at(3.0, 3.0);
        }
        shoot(&bench, "pin");
        let bench = Bench::new(glass);
        bench.enter_staff();
        shoot(&bench, "staff");
        bench.touch("屏幕大小");
        shoot(&bench, "staff-ruler");
        bench.touch("返回");
        bench.touch("关于");
        shoot(&bench, "staff-about");
        bench.touch("返回");
        bench.touch("叫号台链接");
        shoot(&bench, "staff-stations");
        bench.open_link("3 号台");
        shoot(&bench, "staff-link");
        let bench = Bench::with_printer(glass);
        bench.take("理发");
        shoot(&bench, "ticket-printing");
        bench.hears(News::Printed(JobId(1)));
        shoot(&bench, "ticket-slip");
        bench.hears(News::Printer(State::PaperLow));
        bench.jump(Duration::from_mins(2));
        bench.enter_staff();
        shoot(&bench, "staff-printer");
        bench.touch("作废");
        shoot(&bench, "staff-void");
        let bench = Bench::with(glass, Settings::default(), Some(first_start()), site(2));
        for page in ["first-language", "first-size", "first-site", "first-codes"] {
            shoot(&bench, page);
            bench.touch(if page == "first-codes" {
                "开始取号"
            } else {
                "下一步"
            });
        }
        let low = Settings {
            low_position: true,
            ..Settings::default()
        };
        let bench = Bench::with(glass, low, None, site(4));
        shoot(&bench, "low");
    }
}
