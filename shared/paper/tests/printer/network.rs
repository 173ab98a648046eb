//! A printer in the network.

use std::net::TcpListener;

use paihao_paper::{PrintError, Printer, PrinterConfig, State, Width};

use crate::{
    decoder::{Command, pages},
    fake::{Fake, LOW, NO_PAPER, READY},
    slips::{URL, codes, ticket},
};

fn printer(address: &str) -> Box<dyn Printer> {
    let said = format!("network:{address},width=58");
    let config = PrinterConfig::read(Some(&said), None).unwrap();
    config.open().unwrap().unwrap()
}

fn of(fake: &Fake) -> Box<dyn Printer> {
    printer(&fake.address.to_string())
}

#[test]
fn a_slip_arrives_whole_and_once() {
    let fake = Fake::new();
    let printer = of(&fake);
    assert_eq!(printer.state(), State::Ready);
    printer.print(&ticket()).unwrap();
    // The next connection is served after this one: everything has arrived by then.
    assert_eq!(printer.state(), State::Ready);
    let pages = pages(&fake.taken());
    let [page] = &pages[..] else {
        panic!("{} pages", pages.len());
    };
    assert_eq!(page, &ticket().pages(Width::Mm58)[0].raster);
    assert_eq!(codes(page), [URL]);
}

#[test]
fn without_paper_nothing_is_sent_and_the_new_roll_is_noticed() {
    let fake = Fake::new();
    let printer = of(&fake);
    fake.answers(NO_PAPER);
    assert_eq!(printer.state(), State::PaperOut);
    let error = printer.print(&ticket()).unwrap_err();
    assert!(error.is_before_paper() && error.state() == State::PaperOut);
    assert_eq!(fake.taken(), []);
    fake.answers(LOW);
    assert_eq!(printer.state(), State::PaperLow);
    printer.print(&ticket()).unwrap();
    assert_eq!(printer.state(), State::PaperLow);
    assert_eq!(pages(&fake.taken()).len(), 1);
}

#[test]
fn a_roll_that_ends_within_a_slip_is_told() {
    let fake = Fake::new();
    fake.manner.lock().unwrap().afterwards = Some(NO_PAPER);
    let error = of(&fake).print(&ticket()).unwrap_err();
    assert!(matches!(error, PrintError::Stopped { .. }), "{error}");
    assert!(!error.is_before_paper() && error.state() == State::PaperOut);
}

#[test]
fn a_printer_that_hangs_up_within_a_slip_is_told() {
    let fake = Fake::new();
    fake.manner.lock().unwrap().takes = 7000;
    let error = of(&fake).print(&ticket()).unwrap_err();
    // Where the system notices it, it is after something was sent.
    assert!(!error.is_before_paper(), "{error}");
}

#[test]
fn a_printer_that_says_nothing_of_itself_prints() {
    let fake = Fake::new();
    fake.manner.lock().unwrap().answers = None;
    let printer = of(&fake);
    assert_eq!(printer.state(), State::Silent);
    printer.print(&ticket()).unwrap();
    assert_eq!(printer.state(), State::Silent);
    assert_eq!(pages(&fake.taken()).len(), 1);
}

#[test]
fn what_is_said_unasked_is_not_taken_for_an_answer() {
    let fake = Fake::new();
    // As of a printer that took some dots for questions about paper: low, and out.
    fake.manner.lock().unwrap().babbles = vec![0x1e, 0x72, 0x72];
    of(&fake).print(&ticket()).unwrap();
    fake.answers(READY);
    assert_eq!(of(&fake).state(), State::Ready);
    assert_eq!(fake.taken().first(), Some(&Command::Init));
}

#[test]
fn where_nothing_listens_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let printer = printer(&address);
    assert_eq!(printer.state(), State::Unreachable);
    let error = printer.print(&ticket()).unwrap_err();
    assert!(matches!(error, PrintError::Unreachable { .. }), "{error}");
    assert!(error.is_before_paper());
}
