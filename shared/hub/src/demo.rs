//! A made-up morning at sixty times the speed, so that every screen lives: 120 visits from a seeded
//! generator, played through the engine like real ones. Whoever presses buttons meanwhile plays
//! along: each step looks at the square as it is.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use chrono::TimeDelta;
use domain::ticket::Class;
use domain::{Command, Moment, ServiceId, StationId, TicketState};
use tokio::time::Instant;

use crate::access::SiteRef;
use crate::clock::{Clock, Sleep};
use crate::hub::Hub;

/// Seconds of the morning in one second.
const SPEED: u32 = 60;
/// Numbers that are taken.
const VISITS: u32 = 120;
/// Over so many minutes; the beginning is a rush.
const ARRIVALS_MINUTES: f64 = 150.0;
/// Of a hundred called people, so many must be called again.
const NOT_THERE_PERCENT: u64 = 12;
/// Of a hundred of those, so many have left.
const GONE_PERCENT: u64 = 60;
/// Of a hundred people, so many have priority.
const PRIORITY_PERCENT: u64 = 12;
/// The same morning every time.
const SEED: u64 = 20_220_310;

/// A clock that runs sixty times as fast, from a morning on.
pub struct FastClock {
    from: Moment,
    since: Instant,
}

impl FastClock {
    /// Half past eight of the day of `now`, in China.
    pub fn at_a_morning(now: Moment) -> Self {
        let zone = chrono_tz::Asia::Shanghai;
        let date = domain::day::local_date(now, zone);
        let from = domain::day::start_of(date, zone) + TimeDelta::minutes(8 * 60 + 30);
        Self {
            from,
            since: Instant::now(),
        }
    }
}

impl Clock for FastClock {
    fn now(&self) -> Moment {
        let passed = i64::try_from(self.since.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.from + TimeDelta::milliseconds(passed.saturating_mul(i64::from(SPEED)))
    }

    fn sleep_until(&self, moment: Moment) -> Sleep {
        let left = (moment - self.now()).to_std().unwrap_or(Duration::ZERO) / SPEED;
        // A little more than needed: rounding must not wake a moment too early.
        Box::pin(tokio::time::sleep(left + Duration::from_millis(1)))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Arrival,
    Station(StationId),
}

/// Plays the morning on the hub's first site, until everybody was served.
pub async fn play(hub: Hub) {
    let Some(site) = hub.sites().first() else {
        return;
    };
    let mut morning = Morning {
        site,
        chance: Chance(SEED),
    };
    let start = hub.clock().now();
    let mut steps: BinaryHeap<Reverse<(Moment, Step)>> = BinaryHeap::new();
    for _ in 0..VISITS {
        // Half of them in the first third.
        let part = morning.chance.part().powf(1.6);
        steps.push(Reverse((
            start + seconds(part * ARRIVALS_MINUTES * 60.0),
            Step::Arrival,
        )));
    }
    for station in morning.stations() {
        let at = start + seconds(60.0 + morning.chance.part() * 120.0);
        steps.push(Reverse((at, Step::Station(station))));
    }
    let mut arrivals_left = VISITS;
    while let Some(Reverse((at, step))) = steps.pop() {
        hub.clock().sleep_until(at).await;
        match step {
            Step::Arrival => {
                arrivals_left -= 1;
                morning.arrive().await;
            }
            Step::Station(station) => {
                if let Some(wait) = morning.serve(&station, arrivals_left > 0).await {
                    steps.push(Reverse((hub.clock().now() + wait, Step::Station(station))));
                }
            }
        }
    }
}

struct Morning {
    site: SiteRef,
    chance: Chance,
}

impl Morning {
    fn stations(&self) -> Vec<StationId> {
        self.site
            .stations()
            .stations
            .into_iter()
            .map(|station| station.id)
            .collect()
    }

    async fn arrive(&mut self) {
        let services: Vec<ServiceId> = self
            .site
            .services()
            .services
            .into_iter()
            .map(|service| service.id)
            .collect();
        let Some(service) = self.chance.pick(&services) else {
            return;
        };
        let class = if self.chance.percent(PRIORITY_PERCENT) {
            Class::Priority
        } else {
            Class::Standard
        };
        let service = service.clone();
        self.ask(Command::IssueTicket {
            service,
            class,
            visit: None,
            card: None,
            carried_from: None,
        })
        .await;
    }

    /// One step of a volunteer. Answers after how long the next one follows; `None` when everybody
    /// was served.
    async fn serve(&mut self, station: &StationId, more_will_come: bool) -> Option<TimeDelta> {
        let held = self.site.read(|published| {
            let site = &published.site;
            let ticket = site.station(station)?.ticket?;
            site.tickets
                .get(&ticket)
                .map(|ticket| (ticket.state.clone(), ticket.calls))
        });
        let station = station.clone();
        match held {
            None => {
                self.call_next(station.clone(), false).await;
                let is_idle = self
                    .site
                    .read(|p| p.site.station(&station)?.ticket)
                    .is_none();
                match (is_idle, more_will_come) {
                    (true, false) => None,
                    (true, true) => Some(seconds(60.0)),
                    (false, _) => Some(self.between(20.0, 70.0)),
                }
            }
            Some((TicketState::Called { .. }, 1)) if self.chance.percent(NOT_THERE_PERCENT) => {
                self.ask(Command::RecallTicket {
                    station,
                    seen: None,
                })
                .await;
                Some(self.between(30.0, 60.0))
            }
            Some((TicketState::Called { .. }, 2..)) if self.chance.percent(GONE_PERCENT) => {
                self.ask(Command::MarkNoShow {
                    station,
                    seen: None,
                })
                .await;
                Some(self.between(5.0, 20.0))
            }
            Some((TicketState::Called { .. }, _)) => {
                self.ask(Command::StartServing {
                    station,
                    seen: None,
                })
                .await;
                Some(self.between(6.0 * 60.0, 16.0 * 60.0))
            }
            Some(_) => {
                self.call_next(station, true).await;
                Some(self.between(20.0, 70.0))
            }
        }
    }

    async fn call_next(&self, station: StationId, finish: bool) {
        self.ask(Command::CallNext {
            station,
            finish,
            seen: None,
        })
        .await;
    }

    async fn ask(&self, command: Command) {
        // Somebody may have pressed a button first: then the step is not needed.
        if let Err(trouble) = self.site.submit_as_hub(command).await {
            tracing::debug!(%trouble, "a step of the demonstration was refused");
        }
    }

    fn between(&mut self, from_secs: f64, to_secs: f64) -> TimeDelta {
        seconds(from_secs + self.chance.part() * (to_secs - from_secs))
    }
}

fn seconds(seconds: f64) -> TimeDelta {
    TimeDelta::milliseconds((seconds * 1000.0) as i64)
}

/// A small generator (splitmix64): the same seed, the same morning.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// The first of several is twice as likely as each of the others.
    fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let index = (self.next() % (all.len() as u64 + 1)).saturating_sub(1);
        all.get(index as usize)
    }
}

#[cfg(test)]
mod tests;
