//! What a forecast costs on one core: 100 and 300 waiting in one line, played 300 times, and 1,000
//! over ten lines; and of the rest of the day that an organiser sees. Told is the time on the processor, which others on the machine do not lengthen, and
//! beside it the time that passed. Prints JSON; it is no test, since a machine's mood is none.
//!
//!     cargo run --release -p paihao-forecast --example cost

use std::time::Instant;

use domain::line::{LineRules, Lines};
use domain::{
    Actor, Class, Moment, Role, ServiceId, ServiceSettings, Site, SiteSettings, Station,
    StationSettings, StationState, Ticket, TicketId, TicketNumber, TicketState,
};
use paihao_forecast::scene::{Desk, Running, Service, Stage};
use paihao_forecast::{Experience, Scene, answer, draws_for, prospect};
use serde_json::json;
use uuid::Uuid;

/// Forecasts of which the median is told.
const ROUNDS: usize = 25;

fn main() {
    let rows = [
        ("one_line_100_ms", 1, 3, 100, 20.0),
        ("one_line_300_ms", 1, 3, 300, 60.0),
        ("ten_lines_1000_own_stations_ms", 10, 2, 1000, 200.0),
        ("ten_lines_1000_shared_stations_ms", 10, 0, 1000, 200.0),
    ];
    let mut figures: serde_json::Map<_, _> = rows
        .iter()
        .map(|&(name, lines, stations, waiting, goal)| {
            let [worked, passed] = measure(lines, stations, waiting);
            let told = json!({"spent": worked, "goal": goal, "passed": passed});
            (name.to_owned(), told)
        })
        .collect();
    figures.extend(
        [("rest_of_day_100_ms", 100), ("rest_of_day_1000_ms", 1_000)]
            .map(|(name, waiting)| (name.to_owned(), json!({"spent": rest_of_day(waiting)}))),
    );
    // The one output that this program is for.
    #[expect(clippy::print_stdout, reason = "a program that prints figures")]
    {
        println!("{}", serde_json::Value::Object(figures));
    }
}

/// Milliseconds of a forecast on the processor, and as they pass: the median of some. With 0
/// stations for a line, twenty serve all.
#[expect(clippy::disallowed_methods, reason = "it measures time")]
fn measure(lines: usize, stations: usize, waiting: usize) -> [f64; 2] {
    let square = Square::new(lines, stations, waiting);
    let scene = square.scene();
    let (mut worked, mut passed) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (started, before) = (Instant::now(), worked_ms());
        let told = answer(&scene, draws_for(waiting));
        assert_eq!(told.tickets.len(), waiting, "everybody is told");
        passed.push(started.elapsed().as_secs_f64() * 1000.0);
        worked.extend(before.zip(worked_ms()).map(|(from, to)| to - from));
    }
    [worked, passed].map(|mut spent| {
        spent.sort_unstable_by(f64::total_cmp);
        spent.get(spent.len() / 2).copied().unwrap_or(f64::NAN)
    })
}

/// Milliseconds that this thread was on a processor, where Linux tells them.
fn worked_ms() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos: f64 = told.split_whitespace().next()?.parse().ok()?;
    Some(nanos / 1e6)
}

struct Square {
    now: Moment,
    lines: Lines,
    services: Vec<ServiceId>,
    stations: Vec<Desk>,
    experience: Experience,
}

impl Square {
    /// A square on which every fifth one has priority.
    fn new(lines: usize, stations: usize, waiting: usize) -> Self {
        let now = Moment::UNIX_EPOCH;
        let named = |n: usize| format!("service{n}").parse::<ServiceId>();
        let services: Vec<ServiceId> = (0..lines).flat_map(named).collect();
        let mut square = Self {
            now,
            lines: Lines::default(),
            stations: Vec::new(),
            experience: Experience::new(),
            services,
        };
        for service in &square.services {
            let rules = LineRules::of(&ServiceSettings::default());
            square.lines.set_rules(service, rules);
        }
        for n in 0..waiting {
            let ticket = waiting_ticket(n, &square.services[n % lines], now);
            square.lines.enter(&ticket);
        }
        let count = if stations == 0 { 20 } else { stations * lines };
        for n in 0..count {
            square.open(n, stations == 0);
        }
        square
    }

    /// A station that has served ten, and serves the eleventh.
    fn open(&mut self, n: usize, serves_all: bool) {
        let own = self.services[n % self.services.len()].clone();
        let id = format!("s{n}").parse().expect("a fixed, valid name");
        for job in 0..10_u32 {
            let minutes = 5.0 + f64::from(job * 7 % 10);
            self.experience.served(&own, 10.0, &id, minutes);
        }
        let services = if serves_all {
            self.services.clone()
        } else {
            vec![own.clone()]
        };
        self.stations.push(Desk {
            job: Some(Running {
                service: own,
                visit: None,
                stage: Stage::Serving { since_min: 4.0 },
            }),
            ..Desk::free(id, services)
        });
    }

    /// The same as a site; its stations have nobody yet.
    fn site(&self) -> Site {
        let settings = |id: &ServiceId| ServiceSettings {
            id: id.clone(),
            minutes: 10,
            ..ServiceSettings::default()
        };
        let services = self.services.iter().map(|id| domain::site::Service {
            settings: settings(id),
            issued: 0,
            counted: 0,
            is_stopped: false,
            carried: 0,
        });
        let stations = self.stations.iter().map(|desk| Station {
            state: StationState::Open,
            ..Station::new(StationSettings {
                id: desk.id.clone(),
                services: desk.services.clone(),
                ..StationSettings::default()
            })
        });
        Site {
            services: services.collect(),
            stations: stations.collect(),
            lines: self.lines.clone(),
            ..Site::new(SiteSettings::default())
        }
    }

    fn scene(&self) -> Scene<'_> {
        let services = self.services.iter().map(|id| Service {
            id: id.clone(),
            usual_min: 10.0,
            opens_in: None,
            closes_in: Some(240.0),
        });
        Scene {
            unpassed: std::collections::BTreeSet::new(),
            now: self.now,
            seed: 1,
            seq: 0,
            lines: &self.lines,
            services: services.collect(),
            stations: self.stations.clone(),
            coming: Vec::new(),
            visits: std::collections::BTreeMap::new(),
            experience: &self.experience,
            newcomers: 16,
            are_stations_announced: true,
        }
    }
}

fn waiting_ticket(n: usize, service: &ServiceId, now: Moment) -> Ticket {
    let count = u32::try_from(n).unwrap_or(u32::MAX);
    let class = if n.is_multiple_of(5) {
        Class::Priority
    } else {
        Class::Standard
    };
    Ticket {
        id: TicketId(Uuid::from_u128(n as u128)),
        count,
        number: TicketNumber {
            prefix: "".into(),
            stem: None,
            shown: count,
        },
        service: service.clone(),
        class,
        visit: None,
        issued_at: now,
        place_at: now,
        issued_by: Actor::of(Role::Resident),
        slot: None,
        satellite: None,
        confirmed: true,
        reinstated: None,
        state: TicketState::Waiting,
        calls: 0,
        first_called_at: None,
        last_called_at: None,
        last_station: None,
        held_secs: 0,
        way_secs: None,
        serving_secs: 0,
        elsewhere: Vec::new(),
        brings: None,
        closed_at: None,
        version: 0,
    }
}

/// Milliseconds on the processor of the rest of a day, by [`prospect`]: the median of some. Ten
/// lines on stations of their own.
fn rest_of_day(waiting: usize) -> f64 {
    let square = Square::new(10, 2, waiting);
    let site = square.site();
    let mut spent: Vec<f64> = (0..ROUNDS)
        .filter_map(|_| {
            let before = worked_ms()?;
            let told = prospect(&site, &square.experience, square.now, &[]);
            assert!(told.all.done_in.is_some(), "all are done some time");
            Some(worked_ms()? - before)
        })
        .collect();
    spent.sort_unstable_by(f64::total_cmp);
    spent.get(spent.len() / 2).copied().unwrap_or(f64::NAN)
}
