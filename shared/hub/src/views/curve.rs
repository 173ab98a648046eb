//! The curve of a day: how many were waiting, and how many may wait.

use chrono::{NaiveDate, TimeDelta};
use domain::Moment;
use domain::measure::{self, TicketRow, Waiting};
use domain::site::Service;
use forecast::{EBB_STEP_MIN, LineProspect, Prospect, Spread};
use protocol::curve::MinuteSpan;
use protocol::{
    CurveLine, CurveView, LocalTime, MayWait, Newcomers, RestOfDay, ServiceCurve, TimeSpan,
    WaitingAt,
};

use super::Scene;

/// Counts are told every so many minutes, before now as after it.
const STEP_MIN: u32 = EBB_STEP_MIN;

/// Today's curve until `prospect` was made and, as far as it may go, from then on: as long as nobody
/// makes another one, it is the same at every look.
pub fn curve(scene: &Scene<'_>, prospect: &Prospect) -> CurveView {
    let zone = scene.site.settings.time_zone;
    let today = domain::day::local_date(prospect.at, zone);
    // Until the first command of a date, the tickets are those of the day before.
    let is_of_today = scene.site.day.is_some_and(|day| day.date == today);
    let stays = if is_of_today {
        measure::stays(scene.site)
    } else {
        Vec::new()
    };
    let waited = measure::waiting(&stays, prospect.at, STEP_MIN, zone);
    view(scene, today, prospect.at, &waited, Some(prospect))
}

/// The rest of today alone, as it may go with these people coming.
pub fn rest_of_day(scene: &Scene<'_>, prospect: &Prospect, newcomers: Newcomers) -> CurveView {
    let today = domain::day::local_date(scene.now, scene.site.settings.time_zone);
    let nobody = Waiting::default();
    CurveView {
        newcomers,
        ..view(scene, today, prospect.at, &nobody, Some(prospect))
    }
}

/// The curve of an earlier day.
pub fn curve_of_day(scene: &Scene<'_>, date: NaiveDate, rows: &[TicketRow]) -> CurveView {
    let zone = scene.site.settings.time_zone;
    let stays = measure::stays_of_rows(rows, zone);
    let ends = stays.iter().map(|stay| stay.to.unwrap_or(stay.from));
    let end = ends.max().unwrap_or(domain::day::start_of(date, zone));
    let waited = measure::waiting(&stays, end, STEP_MIN, zone);
    view(scene, date, end, &waited, None)
}

fn view(
    scene: &Scene<'_>,
    date: NaiveDate,
    at: Moment,
    waited: &Waiting,
    prospect: Option<&Prospect>,
) -> CurveView {
    let services = scene.site.services.iter().map(|service| {
        let id = &service.settings.id;
        let counts = waited.by_service.get(id).map(Vec::as_slice);
        // Nobody stood in a line of which nothing is known.
        let so_far = match counts {
            Some(counts) => so_far(scene, waited, counts),
            None => so_far(scene, waited, &vec![0; waited.at.len()]),
        };
        let lines = prospect.and_then(|prospect| {
            let mut lines = prospect.lines.iter();
            Some((lines.find(|(line, _)| line == id)?, prospect.at))
        });
        ServiceCurve {
            id: id.clone(),
            name: service.settings.name.clone(),
            line: CurveLine {
                so_far,
                forecast: lines
                    .map_or_else(Vec::new, |((_, line), from)| may_wait(scene, line, from)),
                rest: lines.map(|((_, line), from)| rest(scene, line, from, Some(service))),
            },
        }
    });
    CurveView {
        date,
        at: scene.local(at),
        newcomers: Newcomers::None,
        services: services.collect(),
        all: CurveLine {
            so_far: so_far(scene, waited, &waited.all),
            forecast: prospect.map_or_else(Vec::new, |prospect| {
                may_wait(scene, &prospect.all, prospect.at)
            }),
            rest: prospect.map(|prospect| rest(scene, &prospect.all, prospect.at, None)),
        },
    }
}

fn so_far(scene: &Scene<'_>, waited: &Waiting, counts: &[u32]) -> Vec<WaitingAt> {
    let points = waited.at.iter().zip(counts);
    let point = |(at, waiting): (&Moment, &u32)| WaitingAt {
        at: scene.local(*at),
        waiting: *waiting,
    };
    points.map(point).collect()
}

fn may_wait(scene: &Scene<'_>, line: &LineProspect, from: Moment) -> Vec<MayWait> {
    let counts = (0_i64..).zip(&line.band);
    let counts = counts.map(|(step, count)| MayWait {
        at: scene.local(from + TimeDelta::minutes(step * i64::from(STEP_MIN))),
        p10: count.p10,
        p50: count.p50,
        p90: count.p90,
    });
    counts.collect()
}

fn rest(
    scene: &Scene<'_>,
    line: &LineProspect,
    from: Moment,
    service: Option<&Service>,
) -> RestOfDay {
    let after = |minutes: f64| -> LocalTime {
        let seconds = (minutes * 60.0).round() as i64;
        scene.local(from + TimeDelta::seconds(seconds))
    };
    let span = |spread: Spread| TimeSpan {
        p10: after(spread.p10),
        p50: after(spread.p50),
        p90: after(spread.p90),
    };
    let at_risk_below = service.map(|service| service.settings.at_risk_below);
    RestOfDay {
        waiting: line.waiting,
        stations: line.stations,
        newcomer: line.newcomer.map(|spread| MinuteSpan {
            p10: spread.p10,
            p50: spread.p50,
            p90: spread.p90,
        }),
        nine_of_ten_min: line.nine_of_ten,
        called: line.called_in.map(span),
        done: line.done_in.map(span),
        in_time: line.in_time,
        at_risk: line.waiting > 0 && at_risk_below.is_some_and(|below| line.in_time < below),
        // A time that was set is told as it was set.
        closes: service.and_then(|service| {
            let zone = scene.site.settings.time_zone;
            let today = domain::day::local_date(scene.now, zone);
            let closes = domain::day::closing_time(&service.settings, today, zone)?;
            Some(scene.local(closes))
        }),
        rough: line.rough,
    }
}
