//! How the rest of the day may go: who still waits when, and when all are done.
//!
//! Made for those who look at a whole day, beside the forecast that everybody is told: it costs
//! about as much again, so it is made only when somebody looks.

use domain::line::Line;
use domain::{Moment, ServiceId, Site};
use rand::SeedableRng as _;
use rand_pcg::Pcg64Mcg;

use crate::answer::{draws_for, rough};
use crate::chance::Chances;
use crate::ebb::{self, Ebb};
use crate::estimate::chance_below;
use crate::fated::Fated;
use crate::inflow::Inflows;
use crate::pace::{PACES, Pace};
use crate::play::Stage;
use crate::predict::scene;
use crate::roles::Work;
use crate::scene::Scene;
use crate::{Experience, Inflow, Spread};

/// How the rest of the day may go.
#[derive(Debug, Clone, PartialEq)]
pub struct Prospect {
    /// When it was made; minutes count from here.
    pub at: Moment,
    /// For each service of the site, in its order.
    pub lines: Vec<(ServiceId, LineProspect)>,
    /// All lines together.
    pub all: LineProspect,
}

/// How the rest of the day may go in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineProspect {
    /// Who wait now.
    pub waiting: u32,
    /// Stations that serve it, also those that are announced to come back; none that leaves now.
    pub stations: u32,
    /// How many wait every [`crate::EBB_STEP_MIN`] minutes, from now until nothing changes.
    pub band: Vec<Count>,
    /// Until somebody who took a number now would be called; none if that cannot be said.
    pub newcomer: Option<Spread>,
    /// Nine of ten who wait now are called within so many minutes; none if nobody waits, or some
    /// are likely not called.
    pub nine_of_ten: Option<f64>,
    /// Until the last who waits now is called; none if nobody waits, or some are likely not called.
    pub called_in: Option<Spread>,
    /// Until everybody is done who is served, waits now or is expected; none if nobody is, or some
    /// are likely not called.
    pub done_in: Option<Spread>,
    /// How likely all who wait now are called before closing, from 0 to 1.
    pub in_time: f64,
    /// Whether it rests on configured minutes instead of experience.
    pub rough: bool,
}

/// So many wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// One time of ten fewer.
    pub p10: u32,
    /// Half of the times fewer.
    pub p50: u32,
    /// Nine times of ten fewer.
    pub p90: u32,
}

/// Plays the rest of the day from `now`, with the people of `inflows` coming; without any, nobody
/// takes a number any more. Appointments of today are kept or not as they are used to.
pub fn prospect(site: &Site, experience: &Experience, now: Moment, inflows: &[Inflow]) -> Prospect {
    let scene = alone(site, experience, now);
    let [prospect] = play(&scene, [(&scene, inflows)]);
    prospect
}

/// The scene of a site, without those newcomers whom a curve is made for.
pub(crate) fn alone<'a>(site: &'a Site, experience: &'a Experience, now: Moment) -> Scene<'a> {
    Scene {
        newcomers: 0,
        ..scene(site, experience, now)
    }
}

/// Plays each of some scenes with what could be true of `whole`, which has the stations of all of
/// them: those of a scene are the first of its stations.
pub(crate) fn play<const N: usize>(
    whole: &Scene<'_>,
    scenes: [(&Scene<'_>, &[Inflow]); N],
) -> [Prospect; N] {
    let rough = rough(whole);
    if rough.iter().all(|rough| *rough) {
        return scenes.map(|(scene, inflows)| {
            let inflows = &Inflows::of(scene, inflows);
            let works = PACES.map(|factor| Pace {
                scene,
                factor,
                inflows,
            });
            read(scene, ebb(scene, works), &rough)
        });
    }
    let mut rng = Pcg64Mcg::seed_from_u64(whole.seed);
    let chances = Chances::to_compare(whole);
    let waiting = waiting(whole).iter().sum();
    let draws = chances.draws(draws_for(waiting), &mut rng);
    let (stations, lines) = (whole.stations.len(), whole.services.len());
    scenes.map(|(scene, inflows)| {
        let inflows = &Inflows::of(scene, inflows);
        let works = draws.iter().cloned();
        let works = works.map(|draw| Fated::of(draw, inflows, stations, lines));
        read(scene, ebb(scene, works), &rough)
    })
}

/// Plays a scene with each of the works.
fn ebb(scene: &Scene<'_>, works: impl IntoIterator<Item = impl Work>) -> Ebb {
    let stage = Stage::of(scene);
    let closes = scene.services.iter().map(|service| service.closes_in);
    let mut ebb = Ebb::of(waiting(scene).into_iter().zip(closes));
    for mut work in works {
        stage.play(&mut work, &mut ebb);
        ebb.end_play();
    }
    ebb
}

/// How many wait in each line.
fn waiting(scene: &Scene<'_>) -> Vec<usize> {
    let lines = scene.services.iter().map(|s| scene.lines.get(&s.id));
    lines.map(|line| line.map_or(0, Line::len)).collect()
}

/// Reads what plays told.
fn read(scene: &Scene<'_>, ebb: Ebb, rough: &[bool]) -> Prospect {
    let (lines, mut all) = ebb.into_lines();
    let is_paced = rough.iter().all(|rough| *rough);
    let stations = || scene.stations.iter().filter(|desk| desk.calls_again());
    let lines = scene.services.iter().zip(lines).zip(rough);
    let lines = lines.map(|((service, mut line), rough)| {
        let stations = stations().filter(|desk| desk.services.contains(&service.id));
        let told = LineProspect {
            rough: *rough,
            ..told(&mut line, stations.count())
        };
        let in_time = match (told.called_in, service.closes_in) {
            // Three plays are too few to be counted.
            (Some(called), Some(closes)) if is_paced => {
                chance_below(closes, [called.p10, called.p50, called.p90])
            }
            (Some(_) | None, Some(_) | None) => told.in_time,
        };
        (service.id.clone(), LineProspect { in_time, ..told })
    });
    let lines: Vec<_> = lines.collect();
    let least = lines.iter().map(|(_, line)| line.in_time);
    let least = least.fold(1.0, f64::min);
    let of_all = told(&mut all, stations().count());
    Prospect {
        at: scene.now,
        all: LineProspect {
            // All in time is never likelier than each.
            in_time: of_all.in_time.min(least),
            rough: rough.contains(&true),
            ..of_all
        },
        lines,
    }
}

fn told(line: &mut ebb::Line, stations: usize) -> LineProspect {
    LineProspect {
        waiting: line.waiting,
        stations: u32::try_from(stations).unwrap_or(u32::MAX),
        band: line.band(),
        newcomer: line.newcomer(),
        nine_of_ten: line.nine_of_ten(),
        called_in: line.called(),
        done_in: line.done(),
        in_time: line.in_time(),
        rough: false,
    }
}
