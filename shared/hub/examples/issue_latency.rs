//! How long a number takes while the forecast of a crowd is worked out, and while none is: 1,000 wait
//! for ten services whose work was learned, on a real store. Each number is given up again, so that the
//! crowd stays as it is. Prints JSON; it is no test, since a machine's mood is none.
//!
//!     cargo run --release -p paihao-hub --example issue_latency

#![expect(
    clippy::unwrap_used,
    reason = "a program that panics has measured nothing"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Instant;

use chrono::TimeDelta;
use domain::{
    Actor, Class, Command, Moment, Role, ServiceId, ServiceSettings, StationId, StationSettings,
    TicketId,
};
use paihao_hub::alarm::Alarm;
use paihao_hub::clock::{Clock, Sleep, SystemClock};
use paihao_hub::engine::{Setup, SiteHandle, start};
use paihao_hub::machine::Ask;
use paihao_hub::seams::{BlockingPool, Seams, Spawner, Work};
use protocol::Answer;
use serde_json::json;
use store::{RedbOptions, RedbStore};

const SERVICES: usize = 10;
const WAITING: usize = 1_000;
/// Numbers of which the time is taken.
const NUMBERS: usize = 3_000;
/// Stations that pause and open again.
const CHANGES: usize = 30;
/// Times that both are measured, in turns.
const ROUNDS: usize = 3;

/// The system's clock, moved ahead: jobs last minutes that nobody waits for.
#[derive(Clone, Default)]
struct Ahead(Arc<AtomicI64>);

impl Ahead {
    fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }

    fn by(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.0.load(Ordering::Relaxed))
    }
}

impl Clock for Ahead {
    fn now(&self) -> Moment {
        SystemClock.now() + self.by()
    }

    fn sleep_until(&self, moment: Moment) -> Sleep {
        SystemClock.sleep_until(moment - self.by())
    }
}

/// Works out what is asked for, and counts it; or lets it be.
struct Counting {
    works: bool,
    done: Arc<AtomicU32>,
}

impl Spawner for Counting {
    fn run(&self, work: Work) {
        if self.works {
            self.done.fetch_add(1, Ordering::Relaxed);
            BlockingPool.run(work);
        }
    }
}

#[tokio::main]
async fn main() {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(json!({"with": measure(true).await, "without": measure(false).await}));
    }
    // The one output that this program is for.
    #[expect(clippy::print_stdout, reason = "a program that prints figures")]
    {
        println!("{}", json!({"issue_ms": rounds}));
    }
}

/// Milliseconds from asking for a number to its answer.
async fn measure(works: bool) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let store =
        RedbStore::open(folder.path().join("square.redb"), &RedbOptions::new(|| 0)).unwrap();
    let done = Arc::new(AtomicU32::new(0));
    let square = Square::open(store, works, &done).await;
    square.learn().await;
    for nth in 0..WAITING {
        square.issue(nth % SERVICES).await;
    }
    // Who sets something up waits for no rest of the forecast, which took minutes just now.
    for station in [place(0), place(1)] {
        let (minutes, seen) = (None, None);
        square
            .ask(Command::PauseStation {
                station: station.clone(),
                minutes,
                seen,
            })
            .await;
        square.ask(Command::OpenStation { station, seen }).await;
    }
    let before = done.load(Ordering::Relaxed);
    let mut spent = Vec::with_capacity(NUMBERS);
    for nth in 0..NUMBERS {
        let started = Instant::now();
        let ticket = square.issue(nth % SERVICES).await;
        spent.push(started.elapsed().as_secs_f64() * 1000.0);
        let reason = None;
        square.ask(Command::CancelTicket { ticket, reason }).await;
    }
    let forecasts = done.load(Ordering::Relaxed) - before;
    let mut told = told(spent);
    told["forecasts"] = json!(forecasts);
    if works {
        told["outlook_after_a_station_changed"] = square.outlook_after_changes().await;
    }
    told
}

fn told(mut spent: Vec<f64>) -> serde_json::Value {
    spent.sort_unstable_by(f64::total_cmp);
    let last = (spent.len() - 1) as f64;
    let at = |share: f64| (spent[(last * share) as usize] * 100.0).round() / 100.0;
    json!({"p50": at(0.5), "p99": at(0.99), "most": at(1.0)})
}

struct Square {
    site: SiteHandle,
    clock: Ahead,
}

fn place(nth: usize) -> StationId {
    nth.to_string().parse().unwrap()
}

fn service(nth: usize) -> ServiceId {
    format!("s{nth}").parse().unwrap()
}

impl Square {
    async fn open(store: RedbStore, works: bool, done: &Arc<AtomicU32>) -> Self {
        let clock = Ahead::default();
        let seams = Seams {
            spawner: Arc::new(Counting {
                works,
                done: Arc::clone(done),
            }),
            ..Seams::with_clock(Arc::new(clock.clone()))
        };
        let setup = Setup {
            site: "square".parse().unwrap(),
            store: Arc::new(store),
            seams,
            token_maker: Arc::new(|ticket, _| !ticket.0.as_u128()),
            alarm: Alarm::default(),
        };
        let square = Self {
            site: start(setup).await.unwrap(),
            clock,
        };
        for nth in 0..SERVICES {
            let settings = ServiceSettings {
                id: service(nth),
                prefix: "理".to_owned(),
                ..ServiceSettings::default()
            };
            square.ask(Command::SetService { settings }).await;
            let settings = StationSettings {
                id: place(nth),
                services: vec![service(nth)],
                ..StationSettings::default()
            };
            square.ask(Command::SetStation { settings }).await;
        }
        square
    }

    /// Six jobs of each service.
    async fn learn(&self) {
        for minutes in [8, 12, 9, 11, 10, 14] {
            for nth in 0..SERVICES {
                self.issue(nth).await;
                let (station, finish, seen) = (place(nth), false, None);
                self.ask(Command::CallNext {
                    station,
                    finish,
                    seen,
                })
                .await;
                let station = place(nth);
                self.ask(Command::StartServing {
                    station,
                    seen: None,
                })
                .await;
            }
            self.clock.advance(TimeDelta::minutes(minutes));
            for nth in 0..SERVICES {
                let station = place(nth);
                self.ask(Command::FinishServing {
                    station,
                    seen: None,
                })
                .await;
            }
        }
    }

    /// Milliseconds from asking for a station to pause or open to a forecast that knows of it; the
    /// goal is 2,000.
    async fn outlook_after_changes(&self) -> serde_json::Value {
        let mut spent = Vec::new();
        for nth in 0..2 * CHANGES {
            // Somebody has just come, so that the forecast may be at work or at rest.
            self.issue(nth % SERVICES).await;
            let (station, seen) = (place(nth / 2 % SERVICES), None);
            let (asked, started) = (self.clock.now(), Instant::now());
            let command = if nth % 2 == 0 {
                let minutes = None;
                Command::PauseStation {
                    station,
                    minutes,
                    seen,
                }
            } else {
                Command::OpenStation { station, seen }
            };
            self.ask(command).await;
            while self.site.read(|published| published.outlook.at()) < asked {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            spent.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        told(spent)
    }

    async fn issue(&self, nth: usize) -> TicketId {
        let answer = self.ask(Command::IssueTicket {
            service: service(nth),
            class: Class::Standard,
            visit: None,
            card: None,
            carried_from: None,
        });
        let Answer::Ticket(issued) = answer.await else {
            panic!("a number is a ticket");
        };
        issued.ticket.id.unwrap()
    }

    async fn ask(&self, command: Command) -> Answer {
        let asked = self.site.submit(Ask {
            command,
            key: None,
            by: Actor::of(Role::Organiser),
            own_ticket: None,
        });
        asked.await.unwrap().answer
    }
}
