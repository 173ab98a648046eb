//! What a page says of paper, and what staff sees of the printer.

use std::time::Duration;

use paihao_kiosk::{
    flow::{Flow, Reply, Request},
    settings::Settings,
};
use paper::{JobId, News, Slip, State};

use crate::harness::{Bench, GLASSES};

const JOB: JobId = JobId(1);

fn bench(glass: usize) -> Bench {
    let bench = Bench::with_printer(GLASSES[glass]);
    bench.hears(News::Printer(State::Ready));
    bench
}

fn with_number(bench: &Bench) {
    bench.touch("理发");
    bench.answer_issue();
}

#[test]
fn a_machine_without_a_printer_speaks_of_none() {
    let flow = Flow::new(Settings::default(), None, 5.9);
    assert!(!flow.has_printer());
    let bench = Bench::new(GLASSES[0]);
    with_number(&bench);
    assert!(bench.says("请拍照"));
    assert!(bench.world.printed.borrow().is_empty());
}

#[test]
fn the_page_says_what_became_of_the_slip() {
    for glass in 0..GLASSES.len() {
        let bench = bench(glass);
        with_number(&bench);
        assert!(bench.says("正在出小票") && !bench.says("请拍照"), "{glass}");
        bench.hears(News::Printed(JOB));
        assert!(bench.says("请取小票") && !bench.says("请拍照"), "{glass}");
        bench.hears(News::Printer(State::PaperLow));
        assert!(bench.says("请拍照") && !bench.says("请取小票"), "{glass}");
    }
}

#[test]
fn without_paper_the_number_is_photographed() {
    let bench = bench(0);
    with_number(&bench);
    bench.hears(News::Waiting(JOB, State::PaperOut));
    assert!(bench.says("请拍照"));
    bench.jump(Duration::from_secs(58));
    assert!(bench.says("012"));
    bench.jump(Duration::from_secs(3));
    assert!(!bench.says("012"));
}

#[test]
fn the_slip_says_what_the_page_says() {
    let bench = bench(0);
    with_number(&bench);
    let printed = bench.world.printed.borrow();
    let [(id, Slip::Ticket(slip))] = &printed[..] else {
        panic!("{printed:?}");
    };
    assert_eq!(*id, JOB);
    assert_eq!((slip.prefix.as_str(), slip.digits.as_str()), ("理", "012"));
    for text in [
        &slip.ahead.zh,
        &slip.wait.zh,
        &slip.rule.zh,
        &slip.service.zh,
    ] {
        assert!(!text.is_empty() && bench.says(text), "{text}");
    }
    assert!(slip.url.starts_with("http") && slip.is_called);
    assert_eq!(slip.issued_at.to_string(), "2026-03-07 09:05:00");
}

#[test]
fn staff_sees_the_printer_and_prints_or_voids_the_last_number() {
    let bench = bench(0);
    with_number(&bench);
    bench.hears(News::Waiting(JOB, State::PaperOut));
    bench.hears(News::Printer(State::PaperOut));
    bench.jump(Duration::from_mins(2));
    bench.enter_staff();
    assert!(bench.says("没纸了：请换一卷纸"));
    bench.touch("打印测试页");
    bench.touch("补打 理012");
    {
        let printed = bench.world.printed.borrow();
        let [(_, first), (_, Slip::Test(_)), (_, again)] = &printed[..] else {
            panic!("{printed:?}");
        };
        assert_eq!(
            first, again,
            "the same slip, with the time at which it was taken"
        );
    }
    bench.hears(News::Printer(State::Ready));
    assert!(bench.says("打印机正常"));
    bench.touch("作废 理012");
    assert!(bench.says("正在作废"));
    let Some(Request::Void { attempt, .. }) = bench.asked() else {
        panic!("nothing is voided")
    };
    bench.reply(Reply::Cancelled {
        attempt,
        done: true,
    });
    assert!(bench.says("理012 已经作废，不会再叫。"));
}
