//! What a visitor meets: touches, answers, idling, what is left behind.

use std::time::Duration;

use paihao_kiosk::{
    flow::{Reply, Request},
    lang::Lang,
    settings::Settings,
    site_now::{IssuedTicket, Refusal, Standing},
    view::Page,
};

use crate::{
    harness::{Bench, GLASSES},
    made_up::{first_start, site, site_with_all, ticket},
};

fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[test]
fn one_touch_gives_a_number() {
    let bench = Bench::new(GLASSES[0]);
    bench.touch("理发");
    assert!(
        matches!(bench.asked(), Some(Request::Issue { order, .. }) if order.service() == Some("haircut"))
    );
    assert!(
        bench.says("正在取号"),
        "the touch is answered in the same turn of the window"
    );
    bench.answer_issue();
    assert!(bench.says("012") && bench.says("前面还有 5 位") && bench.says("约 20–30 分钟"));
    assert!(bench.says("请拍照"));
}

#[test]
fn every_point_of_a_card_is_the_target() {
    let bench = Bench::new(GLASSES[0]);
    let card = bench.target("理发");
    for (x, y) in [
        (card.x + 1.0, card.y + card.height / 2.0),
        (card.right() - 1.0, card.y + card.height / 2.0),
        (card.x + card.width / 2.0, card.y + 1.0),
        (card.x + card.width / 2.0, card.bottom() - 1.0),
    ] {
        let bench = Bench::new(GLASSES[0]);
        bench.touch_at(x, y);
        assert_eq!(bench.issues(), 1, "at {x}, {y}");
    }
}

#[test]
fn a_double_tap_gives_one_ticket() {
    let bench = Bench::new(GLASSES[0]);
    let card = bench.target("理发");
    let (x, y) = (card.x + card.width / 2.0, card.y + card.height / 2.0);
    bench.touch_at(x, y);
    bench.touch_at(x, y);
    bench.answer_issue();
    for _ in 0..4 {
        bench.pass(Duration::from_millis(150));
        bench.touch_at(x, y);
    }
    assert_eq!(bench.issues(), 1);
    assert!(bench.says("012"));
}

#[test]
fn a_number_can_be_handed_back_for_fifteen_seconds() {
    let bench = Bench::new(GLASSES[0]);
    bench.take("理发");
    bench.touch("不要了");
    let Some(Request::Cancel { attempt, .. }) = bench.asked() else {
        panic!("no cancel asked")
    };
    bench.reply(Reply::Cancelled {
        attempt,
        done: true,
    });
    assert!(bench.says("理012 已经作废"));

    let bench = Bench::new(GLASSES[0]);
    bench.take("理发");
    bench.pass(secs(13));
    assert!(bench.has("不要了"));
    bench.pass(secs(2));
    assert!(!bench.has("不要了"));
}

#[test]
fn the_number_stays_for_sixty_seconds() {
    let bench = Bench::new(GLASSES[0]);
    bench.take("理发");
    bench.pass(secs(58));
    assert!(bench.says("012"));
    bench.pass(secs(2));
    assert!(!bench.says("012") && bench.has("理发"));
}

#[test]
fn an_inner_page_counts_down_and_any_touch_stops_it() {
    let bench = Bench::with_services(GLASSES[0], 8);
    bench.touch("更多服务");
    bench.pass(secs(34));
    assert!(!bench.has("您还在吗"));
    bench.pass(secs(2));
    assert!(bench.has("您还在吗") && bench.says("9"));
    bench.touch_at(100.0, 30.0);
    assert!(!bench.has("您还在吗"));
    bench.pass(secs(46));
    let Some(view) = bench.kiosk.shown() else {
        panic!("nothing on the glass")
    };
    assert!(matches!(view.page, Page::Services(page) if page.more_where.starts_with("1 /")));
}

#[test]
fn nothing_of_a_visitor_remains() {
    for glass in GLASSES {
        let fresh = Bench::new(glass);
        fresh.pass(secs(30));
        let used = Bench::new(glass);
        used.set_wishes(Lang::En, true);
        used.take("Haircut");
        used.touch("Done");
        used.pass(secs(2));
        let labels = |bench: &Bench| -> Vec<String> {
            bench.texts().into_iter().map(|text| text.label).collect()
        };
        assert_eq!(labels(&used), labels(&fresh));
        assert_eq!(used.kiosk.shown(), fresh.kiosk.shown());
        assert_eq!(used.elements_labelled("理012"), 0);
    }
}

#[test]
fn the_language_switch_speaks_the_other_language_and_goes_back_when_idle() {
    let bench = Bench::new(GLASSES[0]);
    bench.touch("English");
    assert!(bench.has("Haircut") && bench.has("中文") && bench.has("Larger"));
    bench.pass(secs(46));
    assert!(bench.has("English") && bench.has("大字"));
}

#[test]
fn large_text_is_thirty_percent_larger() {
    let bench = Bench::new(GLASSES[2]);
    let height = |bench: &Bench| {
        let texts = bench.texts();
        texts
            .iter()
            .find(|text| text.label == "9:05")
            .map(|text| text.height)
            .unwrap()
    };
    let before = height(&bench);
    bench.touch("大字");
    assert!((height(&bench) / before - 1.3).abs() < 0.05);
    bench.touch("标准字");
    assert!((height(&bench) - before).abs() < 0.1);
}

#[test]
fn a_service_that_is_full_says_so_before_and_after_the_touch() {
    let bench = Bench::with_services(GLASSES[4], 4);
    assert!(bench.says("今天的号取完了"));
    bench.touch("刮痧推拿");
    assert_eq!(bench.issues(), 0);
    assert!(bench.says("刮痧推拿：今天的号取完了"));
    bench.pass(secs(1));
    bench.touch("返回");
    assert!(bench.has("理发"));
}

#[test]
fn a_hub_that_is_gone_is_said_within_five_seconds_and_recovers() {
    let bench = Bench::new(GLASSES[0]);
    bench.pass_silently(secs(5));
    assert!(bench.says("暂时连不上"));
    bench.pass(secs(1));
    assert!(!bench.says("暂时连不上"));
    bench.touch("理发");
    bench.pass_silently(secs(5));
    assert!(bench.says("暂时连不上") && bench.has("不等了"));
    bench.answer_issue();
    assert!(
        bench.says("012"),
        "the number comes as soon as the hub is back"
    );
}

#[test]
fn a_walk_in_is_asked_for_no_personal_data() {
    let bench = Bench::with_services(GLASSES[0], 8);
    for page in ["services", "ticket"] {
        let inputs = bench
            .targets()
            .into_iter()
            .filter(|target| target.label.contains("姓名") || target.label.contains("电话"))
            .count();
        assert_eq!(inputs + bench.text_inputs(), 0, "{page}");
        if page == "services" {
            bench.take("理发");
        }
    }
}

#[test]
fn five_taps_in_the_corner_and_the_pin_open_the_staff_page() {
    let bench = Bench::new(GLASSES[0]);
    bench.enter_staff();
    assert!(bench.has("叫号台链接") && bench.says("取号服务正常"));
    bench.touch("低位：平时关");
    assert!(
        bench
            .world
            .saved
            .borrow()
            .last()
            .is_some_and(|settings| settings.low_position)
    );
    bench.touch("退出程序");
    assert!(bench.world.quit.get());
}

#[test]
fn a_fresh_machine_shows_pin_and_links_once() {
    let bench = Bench::with(
        GLASSES[0],
        Settings::default(),
        Some(first_start()),
        site(2),
    );
    assert!(bench.says("欢迎使用排号"));
    for _ in 0..3 {
        bench.touch("下一步");
    }
    assert!(bench.says("204817") && bench.says("管理页"));
    bench.touch("开始取号");
    assert!(!bench.says("204817") && bench.has("理发"));
    assert!(
        bench
            .world
            .saved
            .borrow()
            .last()
            .is_some_and(|settings| settings.first_run_done)
    );
}

fn with_all() -> Bench {
    let settings = Settings {
        cards: true,
        ..Settings::default()
    };
    Bench::with(GLASSES[0], settings, None, site_with_all(4))
}

#[test]
fn one_more_number_stands_beside_the_first() {
    let bench = with_all();
    bench.take("理发");
    bench.touch("也要");
    assert!(!bench.has("理发") && bench.has("返回"));
    bench.take("小家电维修");
    assert!(bench.says("008") && bench.says("还有 理012"));
    bench.touch("好了");
    bench.take("理发");
    assert!(
        !bench.says("还有 修"),
        "the next visitor sees nothing of it"
    );
}

#[test]
fn what_was_brought_is_chosen_by_its_picture_and_named() {
    let bench = with_all();
    bench.take("小家电维修");
    bench.touch("带来了什么");
    bench.then("电水壶");
    bench.answer_bring();
    assert!(bench.has("带来：电水壶"));
    bench.then("带来：");
    bench.then("不选了");
    assert!(bench.has("带来：电水壶"));
}

#[test]
fn six_digits_check_in() {
    let bench = with_all();
    bench.touch("预约签到");
    for digit in ["0", "4", "8", "2", "0", "1"] {
        bench.touch(digit);
    }
    assert!(bench.says("正在签到"));
    bench.answer_issue();
    assert!(bench.says("预约 10:00，已签到") && !bench.has("不要了"));
}

#[test]
fn a_code_that_is_not_known_can_be_typed_again() {
    let bench = with_all();
    bench.scan("048201");
    bench.refuse_issue(Refusal::Unknown);
    assert!(bench.says("没有找到这个预约"));
    bench.then("再输一次");
    assert!(bench.says("请输入六位预约码"));
}

#[test]
fn a_scanner_types_into_every_page_of_a_visitor() {
    let bench = with_all();
    bench.scan("http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv");
    bench.answer_find(IssuedTicket {
        url: String::new(),
        standing: Standing::Called {
            station: Some("3".into()),
        },
        ..ticket("haircut")
    });
    assert!(bench.says("012") && bench.says("叫到您了，请到 3 号台"));
    bench.jump(secs(1));
    bench.scan("6901234567892");
    assert!(bench.says("没看懂这个码"));
    bench.then("返回");
    assert!(bench.says("012"));
    // The field of the first-run page takes the focus and gives it back.
    let fresh = Bench::with(
        GLASSES[0],
        Settings::default(),
        Some(first_start()),
        site(2),
    );
    for label in ["下一步", "下一步", "下一步", "开始取号"] {
        fresh.touch(label);
    }
    fresh.jump(secs(1));
    fresh.scan("048201");
    assert!(fresh.says("正在签到"));
}

#[test]
fn an_appointment_is_booked_with_four_touches_and_its_code_stays_a_minute() {
    let bench = with_all();
    bench.touch("预约签到");
    bench.then("我要预约");
    bench.then("理发");
    bench.answer_slots();
    bench.then("3月8日");
    bench.answer_slots();
    bench.then("10:00");
    bench.answer_book();
    assert!(bench.says("048201") && bench.says("3月8日 周日 10:00") && bench.says("请拍照"));
    bench.pass(secs(59));
    assert!(bench.says("048201"));
    bench.pass(secs(2));
    assert!(!bench.says("048201") && bench.has("理发"));
}

#[test]
fn a_card_that_is_not_known_does_not_cost_the_number() {
    let bench = with_all();
    bench.touch("便民卡");
    for digit in ["6", "2", "2", "2"] {
        bench.touch(digit);
    }
    bench.then("好了");
    assert!(bench.says("便民卡尾号 6222"));
    bench.then("理发");
    bench.refuse_issue(Refusal::CardUnknown);
    bench.then("不用卡取号");
    bench.answer_issue();
    assert!(bench.says("012"));
    bench.then("好了");
    assert!(!bench.says("尾号"));
}
