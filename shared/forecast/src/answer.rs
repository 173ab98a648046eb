//! From a scene to what everybody may expect.

use std::collections::BTreeMap;

use domain::{ServiceId, TicketId};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;

use crate::chance::Chances;
use crate::experience::OfService;
use crate::inflow::Inflows;
use crate::pace::{PACES, Pace};
use crate::play::{Stage, minutes};
use crate::scene::Scene;
use crate::sheet::Sheet;
use crate::{Curve, Estimate, Spread};

/// How often a line is played: the median of so many is off by a fifteenth of the spread of a wait.
pub const DRAWS: usize = 300;

/// So many who wait are played that often; more of them less often.
const CROWD: usize = 400;
/// A line of any length is played so often.
const DRAWS_LEAST: usize = 100;

/// How often lines with so many people are played: a crowd costs little more than a line,
/// and of a long wait the spread is the smaller part.
pub fn draws_for(waiting: usize) -> usize {
    (DRAWS * CROWD / waiting.max(CROWD)).max(DRAWS_LEAST)
}

/// What everybody who waits, or might come, may expect.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// For those who wait, as far as the line was played.
    pub tickets: BTreeMap<TicketId, (ServiceId, Estimate)>,
    /// For each line, in the scene's order.
    pub lines: Vec<LineAnswer>,
}

/// What may be expected in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineAnswer {
    /// Waits by the number of people ahead.
    pub curve: Curve,
    /// The wait of somebody who is called before everybody else, such as for an appointment that
    /// is due; none if no station serves the line.
    pub first: Option<Estimate>,
    /// In how many minutes everybody who is served or waits now is done, if nobody else came.
    pub done_in: Option<Spread>,
}

/// Plays the scene's lines forward `draws` times; see [`DRAWS`].
///
/// A scene in which no service has been seen often enough is played at three paces
/// instead, and says that it is rough.
pub fn answer(scene: &Scene<'_>, draws: usize) -> Answer {
    let stage = Stage::of(scene);
    let mut sheet = Sheet::new(scene.services.len());
    let rough = rough(scene);
    if rough.iter().all(|rough| *rough) {
        for factor in PACES {
            sheet.begin();
            let inflows = &Inflows::default();
            let mut pace = Pace {
                scene,
                factor,
                inflows,
            };
            stage.play(&mut pace, &mut sheet);
        }
        return read(scene, sheet, |_, waits, closes_in| {
            let waits = [0, 1, 2].map(|play| minutes(i64::from(waits[play])));
            Estimate::rough(waits, closes_in)
        });
    }
    let mut rng = Pcg64Mcg::seed_from_u64(scene.seed);
    let chances = Chances::of(scene);
    for mut draw in chances.draws(draws.max(10), &mut rng) {
        sheet.begin();
        stage.play(&mut draw, &mut sheet);
    }
    sheet.put_first(&scene.unpassed, |service| {
        let seen = scene.experience.get(&scene.services[service].id);
        let preferred = seen.map_or(0.0, |seen| seen.preferred.chance());
        preferred > 0.0 && rng.random::<f64>() < preferred
    });
    read(scene, sheet, |service, waits, closes_in| Estimate {
        rough: rough[service],
        ..Estimate::of(waits, closes_in)
    })
}

/// Which of the scene's services have not been seen often enough.
pub(crate) fn rough(scene: &Scene<'_>) -> Vec<bool> {
    let is_rough = |id| scene.experience.get(id).is_none_or(OfService::is_rough);
    scene.services.iter().map(|s| is_rough(&s.id)).collect()
}

/// Reads a sheet: each row of call times becomes an estimate.
fn read(
    scene: &Scene<'_>,
    mut sheet: Sheet,
    estimate: impl Fn(usize, &mut [u32], Option<f64>) -> Estimate,
) -> Answer {
    let closes_in = |service: usize| scene.services[service].closes_in;
    let tickets = sheet.tickets().map(|row| {
        let service = &scene.services[row.service].id;
        let told = estimate(row.service, &mut row.waits, closes_in(row.service));
        (row.ticket, (service.clone(), told))
    });
    let tickets = tickets.collect();
    let lines = (0..scene.services.len()).map(|service| {
        let closes_in = closes_in(service);
        let points = sheet
            .places(service)
            .map(|times| estimate(service, times, closes_in));
        let points = points.collect();
        LineAnswer {
            curve: Curve::new(points, closes_in),
            first: sheet
                .free(service)
                .map(|times| estimate(service, times, closes_in)),
            done_in: sheet.ends(service).map(|ends| Spread::of(ends)),
        }
    });
    Answer {
        lines: lines.collect(),
        tickets,
    }
}
