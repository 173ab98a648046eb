//! The thread with a printer that does as it is told.

use std::sync::{Arc, Mutex, mpsc};

use super::*;
use crate::{printer::PrintError, samples::slip};

/// Long enough for a slow machine; nothing waits as long unless it fails.
const SOON: Duration = Duration::from_secs(20);

#[derive(Clone)]
struct Fake {
    state: Arc<Mutex<State>>,
    printed: Sender<String>,
    // While it is held, a slip is being printed.
    slow: Arc<Mutex<()>>,
}

impl Printer for Fake {
    fn print(&self, slip: &Slip) -> Result<(), PrintError> {
        let _until_let_go = self.slow.lock();
        let state = *self.state.lock().unwrap();
        let printer = "fake".to_owned();
        if state == State::Unreachable {
            let source = std::io::ErrorKind::ConnectionRefused.into();
            return Err(PrintError::Unreachable { printer, source });
        }
        if state == State::CutterStuck {
            return Err(PrintError::Stopped { printer, state });
        }
        if !state.can_print() {
            return Err(PrintError::NotReady { printer, state });
        }
        self.printed.send(slip.name()).unwrap();
        Ok(())
    }

    fn state(&self) -> State {
        *self.state.lock().unwrap()
    }
}

struct Bench {
    fake: Fake,
    spooler: Spooler,
    printed: Receiver<String>,
    news: Receiver<News>,
}

fn bench(state: State) -> Bench {
    let (sent, printed) = mpsc::channel();
    let (told, news) = mpsc::channel();
    let fake = Fake {
        state: Arc::new(Mutex::new(state)),
        printed: sent,
        slow: Arc::default(),
    };
    let pace = Pace {
        retry: Duration::from_millis(5),
        look: Duration::from_millis(5),
    };
    let printer = Box::new(fake.clone());
    let spooler = Spooler::start(printer, pace, move |one| told.send(one).unwrap());
    Bench {
        fake,
        spooler: spooler.unwrap(),
        printed,
        news,
    }
}

impl Bench {
    fn is_now(&self, state: State) {
        *self.fake.state.lock().unwrap() = state;
    }

    fn hears(&self, expected: &[News]) {
        for expected in expected {
            assert_eq!(&self.news.recv_timeout(SOON).unwrap(), expected);
        }
    }

    /// Ends the thread and answers all that came out of the printer.
    fn paper(self) -> Vec<String> {
        let Self {
            fake,
            spooler,
            printed,
            news: _news,
        } = self;
        drop((fake, spooler));
        printed.iter().collect()
    }
}

#[test]
fn a_printer_that_comes_back_prints_what_waited_once() {
    for state in [State::PaperOut, State::Unreachable, State::Offline] {
        let bench = bench(state);
        bench.hears(&[News::Printer(state)]);
        bench.spooler.print(JobId(1), slip("001"), None);
        bench.spooler.print(JobId(2), slip("002"), None);
        bench.hears(&[News::Waiting(JobId(1), state)]);
        bench.is_now(State::Ready);
        bench.hears(&[
            News::Printed(JobId(1)),
            News::Printer(State::Ready),
            News::Printed(JobId(2)),
        ]);
        assert_eq!(bench.paper(), ["修001", "修002"], "{state:?}");
    }
}

#[test]
fn a_slip_that_may_be_on_paper_waits_for_staff() {
    let bench = bench(State::CutterStuck);
    bench.hears(&[News::Printer(State::CutterStuck)]);
    bench.spooler.print(JobId(1), slip("001"), None);
    bench.hears(&[News::Unsure(JobId(1), State::CutterStuck)]);
    bench.is_now(State::Ready);
    bench.hears(&[News::Printer(State::Ready)]);
    // Asked for again, it comes out once.
    bench.spooler.print(JobId(2), slip("001"), None);
    bench.hears(&[News::Printed(JobId(2))]);
    assert_eq!(bench.paper(), ["修001"]);
}

#[test]
fn staff_hears_that_the_roll_ends_while_nobody_prints() {
    let bench = bench(State::Ready);
    bench.hears(&[News::Printer(State::Ready)]);
    for state in [State::PaperLow, State::PaperOut, State::Ready] {
        bench.is_now(state);
        bench.hears(&[News::Printer(state)]);
    }
    assert!(bench.paper().is_empty());
}

#[test]
fn handing_in_never_waits_for_a_slow_printer() {
    let bench = bench(State::Ready);
    bench.hears(&[News::Printer(State::Ready)]);
    let slow = Arc::clone(&bench.fake.slow);
    let held = slow.lock().unwrap();
    for id in 1..=3 {
        bench
            .spooler
            .print(JobId(id), slip(&format!("00{id}")), None);
    }
    // Whatever of it is not printed yet can be withdrawn.
    bench.spooler.withdraw(JobId(3));
    drop(held);
    let mut news: Vec<News> = (0..3)
        .map(|_| bench.news.recv_timeout(SOON).unwrap())
        .collect();
    news.sort_by_key(|one| format!("{one:?}"));
    assert_eq!(
        news,
        [
            News::GivenUp(JobId(3)),
            News::Printed(JobId(1)),
            News::Printed(JobId(2))
        ]
    );
    assert_eq!(bench.paper(), ["修001", "修002"]);
}

#[test]
fn a_slip_comes_to_nothing_when_its_time_is_over() {
    let bench = bench(State::PaperOut);
    let short = Some(Duration::from_millis(20));
    bench.spooler.print(JobId(1), slip("001"), short);
    bench.hears(&[
        News::Printer(State::PaperOut),
        News::Waiting(JobId(1), State::PaperOut),
        News::GivenUp(JobId(1)),
    ]);
    bench.is_now(State::Ready);
    bench.hears(&[News::Printer(State::Ready)]);
    assert!(bench.paper().is_empty());
}
