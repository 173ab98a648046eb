//! What a plan says.

use domain::ServiceId;
use domain::measure::nearest_rank;

use super::days::Days;
use super::question::{Question, Service};
use super::staffing::{Outcome, Wanted};

/// How many stations a day needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Earlier days that it rests on.
    pub days: usize,
    /// Days that were drawn and played.
    pub draws: usize,
    /// Whether there were so few earlier days that it is a mere hint.
    pub is_rough: bool,
    /// In the order of the question.
    pub services: Vec<ServicePlan>,
}

/// What one service needs.
#[derive(Debug, Clone, PartialEq)]
pub struct ServicePlan {
    /// Which.
    pub id: ServiceId,
    /// Whether its jobs are taken to last the configured minutes, for want of experience.
    pub is_rough: bool,
    /// Mean minutes at a station, the way there included.
    pub job_min: f64,
    /// People of a day: on half of the days not more.
    pub arrivals_p50: f64,
    /// On nine of ten days not more.
    pub arrivals_p90: f64,
    /// By clock hour, from the opening to the closing.
    pub hours: Vec<HourPlan>,
    /// Share of people who are called before the closing with these stations, from 0 to 1.
    pub in_time: f64,
    /// When the last one is done, in minutes of the day, on half of the days; none where nobody comes.
    pub end_p50_min: Option<f64>,
    /// The same on nine of ten days.
    pub end_p90_min: Option<f64>,
    /// With constant numbers of stations, from 1 on.
    pub crews: Vec<Crew>,
}

/// What an hour needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HourPlan {
    /// The hour of the day, 0 to 23. Who comes before the opening counts in the first one.
    pub hour: u8,
    /// People who come in it: on half of the days not more.
    pub arrivals_p50: f64,
    /// On nine of ten days not more.
    pub arrivals_p90: f64,
    /// Stations that are needed.
    pub stations: u32,
    /// With them nine of ten (or what share was asked) wait no longer, in minutes; none where
    /// nobody comes.
    pub wait_min: Option<f64>,
    /// Whether that is as short as was asked.
    pub is_kept: bool,
}

/// What becomes of a day with the same number of stations from the opening to the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crew {
    /// How many.
    pub stations: u32,
    /// The mean wait in minutes.
    pub wait_mean_min: f64,
    /// The wait in minutes that nine of ten (or what share was asked) do not exceed.
    pub wait_min: f64,
    /// Minutes of the mean wait that the last of them saves; none for the first.
    pub saves_mean_min: Option<f64>,
    /// Minutes of the other wait that the last of them saves; none for the first.
    pub saves_min: Option<f64>,
    /// When the last one is done, in minutes of the day, on half of the days; none where nobody comes.
    pub end_p50_min: Option<f64>,
    /// The same on nine of ten days.
    pub end_p90_min: Option<f64>,
    /// People of a day who are not called before the closing, on average.
    pub too_late: f64,
    /// Whether the wait is as short as was asked, over the whole day.
    pub is_kept: bool,
}

/// What a service needs on these days.
pub(super) fn of_service(question: &Question, service: &Service, days: &Days) -> ServicePlan {
    let wanted = Wanted::of(question, days);
    let roster = wanted.roster();
    let mut outcome = wanted.play(&roster);
    let counts = counts(&wanted, days);
    let hours = (0..wanted.hours).map(|at| {
        let is_kept = wanted.keeps(&outcome.waits[at]);
        let (arrivals_p50, arrivals_p90) = halves_and_tenths(&mut counts[at].clone());
        HourPlan {
            hour: wanted.first_hour.saturating_add(at as u8),
            arrivals_p50: arrivals_p50.unwrap_or(0.0),
            arrivals_p90: arrivals_p90.unwrap_or(0.0),
            stations: roster.stations[at],
            wait_min: quantile(&mut outcome.waits[at], question.share),
            is_kept,
        }
    });
    let hours = hours.collect();
    let mut people: Vec<f64> = days.draws.iter().map(|day| day.len() as f64).collect();
    let (arrivals_p50, arrivals_p90) = halves_and_tenths(&mut people);
    let (end_p50_min, end_p90_min) = halves_and_tenths(&mut outcome.ends);
    ServicePlan {
        id: service.id.clone(),
        is_rough: days.is_rough,
        job_min: days.job_moments().0,
        arrivals_p50: arrivals_p50.unwrap_or(0.0),
        arrivals_p90: arrivals_p90.unwrap_or(0.0),
        hours,
        in_time: outcome.called_in_time,
        end_p50_min,
        end_p90_min,
        crews: crews(&wanted),
    }
}

/// With 1, 2, … stations all day.
fn crews(wanted: &Wanted<'_>) -> Vec<Crew> {
    let mut crews: Vec<Crew> = Vec::new();
    for stations in 1..=wanted.question.most.max(1) {
        let Outcome {
            waits,
            mut ends,
            too_late,
            ..
        } = wanted.play(&wanted.constant(stations));
        let mut waits = waits.concat();
        let wait_mean_min = waits.iter().sum::<f64>() / waits.len().max(1) as f64;
        let is_kept = wanted.keeps(&waits);
        let wait_min = quantile(&mut waits, wanted.question.share).unwrap_or(0.0);
        let (end_p50_min, end_p90_min) = halves_and_tenths(&mut ends);
        let before = crews.last();
        crews.push(Crew {
            stations,
            wait_mean_min,
            wait_min,
            saves_mean_min: before.map(|before| before.wait_mean_min - wait_mean_min),
            saves_min: before.map(|before| before.wait_min - wait_min),
            end_p50_min,
            end_p90_min,
            too_late,
            is_kept,
        });
    }
    crews
}

/// How many come in each hour, day by day.
fn counts(wanted: &Wanted<'_>, days: &Days) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0.0; days.draws.len()]; wanted.hours];
    for (day, guests) in days.draws.iter().enumerate() {
        for guest in guests {
            counts[wanted.hour_of(guest.from_min)][day] += 1.0;
        }
    }
    counts
}

fn halves_and_tenths(values: &mut [f64]) -> (Option<f64>, Option<f64>) {
    (quantile(values, 0.5), quantile(values, 0.9))
}

fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    nearest_rank(values, share, f64::total_cmp)
}
