//! How many stations a coming day needs: what was asked made whole, earlier days turned into the
//! planner's question, and its answer as it crosses the wire.
//!
//! The plan itself is `forecast::plan`'s. A hub and a tool that reads a hub's file both come here,
//! so that the same days give the same plan.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, Timelike as _};
use chrono_tz::Tz;
use domain::measure::{Stage, TicketRow, tells_serving};
use domain::{Moment, Refusal, ServiceSettings, Site, day};
use forecast::plan::{
    Arrival, Crew, Fate, HourPlan, Job, PastDay, Plan, Question, Service, ServicePlan,
};
use protocol::{EndOfDay, Expected, PlanAsk, PlanCrew, PlanHour, PlanService, PlanView};

use crate::published::EndedDay;
use crate::set_up::SetUp;

pub mod text;

/// Service days that are looked at unless told otherwise.
pub(crate) const DAYS: u32 = 8;
/// So many service days can be asked for.
pub(crate) const DAYS_ASKED: RangeInclusive<u32> = 1..=60;
/// The longest wait that is wanted unless told otherwise, in minutes.
const WAIT_MIN: u32 = 30;
/// Waits that can be asked for, in minutes.
pub(crate) const WAIT_ASKED_MIN: RangeInclusive<u32> = 0..=240;
/// Of a hundred people so many are to wait no longer, unless told otherwise.
const SHARE_PERCENT: u32 = 90;
/// So many of a hundred people can be asked for.
pub(crate) const SHARE_ASKED_PERCENT: RangeInclusive<u32> = 50..=99;
/// So many stations at one service can be asked for at most.
pub(crate) const STATIONS_ASKED: RangeInclusive<u32> = 1..=20;
/// So many more stations than there are are tried unless told otherwise: one volunteer more, and
/// one more after that.
const STATIONS_MORE: u32 = 2;
/// Nobody plans for a day that is further away.
const FAR_DAYS: i64 = 3_653;
/// Days before the one that is planned are not looked at when they are longer ago.
pub const LOOK_BACK_DAYS: u64 = 3 * 366;

/// A plan that is wanted, with nothing left open.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// The day to plan for.
    pub date: NaiveDate,
    /// Which earlier days are looked at.
    pub days: Past,
    wait_min: u32,
    share_percent: u32,
    max_stations: u32,
    /// A day that is not over yet.
    running: Option<NaiveDate>,
    zone: Tz,
    set_up: SetUp,
}

/// Which earlier days a plan rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// So many of the newest on which somebody came.
    Newest(usize),
    /// This one alone.
    Only(NaiveDate),
}

impl Wish {
    /// What was asked about a site at `now`, with what was left out.
    ///
    /// # Errors
    /// [`Refusal::ValueOutOfRange`] naming the field.
    pub fn of(ask: &PlanAsk, site: &Site, now: Moment) -> Result<Self, Refusal> {
        let there_are = site.stations.len() as u32 + STATIONS_MORE;
        let newest = within("days", ask.days, DAYS, DAYS_ASKED)?;
        let date = ask.date.unwrap_or_else(|| next_day(site, now));
        let today = day::local_date(now, site.settings.time_zone);
        if (date - today).num_days().abs() > FAR_DAYS {
            return Err(out_of_range("for", "a day within ten years"));
        }
        if ask.like.is_some_and(|like| like >= date) {
            return Err(out_of_range("like", "a day before the planned one"));
        }
        Ok(Self {
            date,
            days: ask.like.map_or(Past::Newest(newest as usize), Past::Only),
            wait_min: within("wait", ask.wait, WAIT_MIN, WAIT_ASKED_MIN)?,
            share_percent: within("share", ask.share, SHARE_PERCENT, SHARE_ASKED_PERCENT)?,
            max_stations: within(
                "max_stations",
                ask.max_stations,
                there_are.min(*STATIONS_ASKED.end()),
                STATIONS_ASKED,
            )?,
            running: running(site, now),
            zone: site.settings.time_zone,
            set_up: SetUp::of(site),
        })
    }

    /// Those of `days`, oldest first, that the plan rests on: nobody learns from a day on which
    /// nobody came, or from one that is not over.
    ///
    /// # Errors
    /// [`Refusal::ValueOutOfRange`] when one day was named and it is none of these.
    pub fn choose(&self, days: Vec<EndedDay>) -> Result<Vec<EndedDay>, Refusal> {
        let is_over = |day: &EndedDay| day.date < self.date && self.running != Some(day.date);
        let mut days: Vec<EndedDay> = days
            .into_iter()
            .filter(|day| is_over(day) && !day.rows.is_empty())
            .collect();
        match self.days {
            Past::Only(date) => {
                days.retain(|day| day.date == date);
                if days.is_empty() {
                    return Err(out_of_range("like", "a day that is over, with people"));
                }
            }
            Past::Newest(count) => {
                days.drain(..days.len().saturating_sub(count));
            }
        }
        Ok(days)
    }

    /// The plan that these days give, which [`Self::choose`] chose. Takes some hundred
    /// milliseconds of a processor.
    pub fn answer(&self, days: &[EndedDay]) -> PlanView {
        let found = forecast::plan::plan(&self.question(days)).ok();
        PlanView {
            date: self.date,
            days: match &found {
                Some(_) => days.iter().map(|day| day.date).collect(),
                None => Vec::new(),
            },
            wait_min: self.wait_min,
            share_percent: self.share_percent,
            max_stations: self.max_stations,
            stations: self.set_up.stations.len() as u32,
            rough: found.as_ref().is_some_and(|plan| plan.is_rough),
            services: found.map_or_else(Vec::new, |plan| self.services(&plan)),
        }
    }

    fn question(&self, days: &[EndedDay]) -> Question {
        let services = self.set_up.services.iter();
        Question {
            services: services.map(|settings| self.service(settings)).collect(),
            days: days.iter().map(|day| past_day(day, self.zone)).collect(),
            limit_min: f64::from(self.wait_min),
            share: f64::from(self.share_percent) / 100.0,
            most: self.max_stations,
            // Asked again about the same day, nothing moves but what changed.
            seed: u64::from(self.date.num_days_from_ce().unsigned_abs()),
        }
    }

    fn service(&self, settings: &ServiceSettings) -> Service {
        let stations = self.set_up.stations.iter();
        let offer = stations.filter(|station| station.services.contains(&settings.id));
        Service {
            id: settings.id.clone(),
            usual_min: f64::from(settings.minutes),
            opens_min: settings.opens.map(minute_of),
            closes_min: settings.closes.map(minute_of),
            stations: offer.map(|station| station.id.clone()).collect(),
        }
    }

    fn services(&self, plan: &Plan) -> Vec<PlanService> {
        let settings = self.set_up.services.iter();
        let both = settings.zip(&plan.services);
        both.map(|(settings, found)| service_view(settings, found))
            .collect()
    }
}

/// Today while its day has not begun, else tomorrow.
fn next_day(site: &Site, now: Moment) -> NaiveDate {
    let today = day::local_date(now, site.settings.time_zone);
    match site.day {
        Some(day) if day.date >= today => {
            day.date.checked_add_days(Days::new(1)).unwrap_or(day.date)
        }
        Some(_) | None => today,
    }
}

/// Today, while its day is open.
fn running(site: &Site, now: Moment) -> Option<NaiveDate> {
    let today = day::local_date(now, site.settings.time_zone);
    let open = site
        .day
        .filter(|day| !day.is_closed() && day.date >= today)?;
    Some(open.date)
}

fn within(
    field: &'static str,
    asked: Option<u32>,
    usual: u32,
    allowed: RangeInclusive<u32>,
) -> Result<u32, Refusal> {
    let value = asked.unwrap_or(usual);
    if allowed.contains(&value) {
        return Ok(value);
    }
    let (min, max) = allowed.into_inner();
    Err(out_of_range(field, &format!("{min} to {max}")))
}

fn out_of_range(field: &str, allowed: &str) -> Refusal {
    Refusal::ValueOutOfRange {
        field: field.to_owned(),
        allowed: allowed.to_owned(),
    }
}

fn minute_of(time: NaiveTime) -> f64 {
    f64::from(time.num_seconds_from_midnight()) / 60.0
}

fn past_day(day: &EndedDay, zone: Tz) -> PastDay {
    PastDay {
        arrivals: day.rows.iter().map(|row| arrival(row, zone)).collect(),
        jobs: day.rows.iter().filter_map(job).collect(),
    }
}

fn arrival(row: &TicketRow, zone: Tz) -> Arrival {
    Arrival {
        service: row.service.clone(),
        at_min: minute_of(day::local_time(row.issued_at, zone).time()),
        fate: match row.stage {
            Stage::NoShow => Fate::NoShow,
            Stage::Cancelled if row.waited_secs.is_none() => Fate::GaveUp,
            Stage::Waiting
            | Stage::Called
            | Stage::Serving
            | Stage::OnHold
            | Stage::Served
            | Stage::Cancelled
            | Stage::Unserved => Fate::Came,
        },
    }
}

/// Only what a volunteer ended tells how long serving takes.
fn job(row: &TicketRow) -> Option<Job> {
    let minutes = |secs: u32| f64::from(secs) / 60.0;
    let is_ended = tells_serving(row.stage, row.ended_by);
    Some(Job {
        service: row.service.clone(),
        station: row.station.clone().filter(|_| is_ended)?,
        way_min: row.way_secs.map(minutes),
        serving_min: minutes(row.serving_secs?),
    })
}

fn service_view(settings: &ServiceSettings, found: &ServicePlan) -> PlanService {
    let closes = settings.closes.is_some();
    let crews = found.crews.iter();
    PlanService {
        id: settings.id.clone(),
        name: settings.name.clone(),
        rough: found.is_rough,
        job_min: rounded(found.job_min),
        arrivals: expected(found.arrivals_p50, found.arrivals_p90),
        hours: found
            .hours
            .iter()
            .map(|hour| hour_view(settings, hour))
            .collect(),
        in_time: closes.then(|| (found.in_time * 1_000.0).round() / 1_000.0),
        end: end(found.end_p50_min, found.end_p90_min),
        crews: crews.map(|crew| crew_view(crew, closes)).collect(),
    }
}

fn hour_view(settings: &ServiceSettings, hour: &HourPlan) -> PlanHour {
    let from = f64::from(hour.hour) * 60.0;
    let (opens, closes) = (
        settings.opens.map(minute_of),
        settings.closes.map(minute_of),
    );
    PlanHour {
        from: clock(from.max(opens.unwrap_or(from))),
        to: clock((from + 60.0).min(closes.unwrap_or(f64::MAX))),
        arrivals: expected(hour.arrivals_p50, hour.arrivals_p90),
        stations: hour.stations,
        wait_min: hour.wait_min.map(rounded),
        kept: hour.is_kept,
    }
}

fn crew_view(crew: &Crew, closes: bool) -> PlanCrew {
    PlanCrew {
        stations: crew.stations,
        wait_mean_min: rounded(crew.wait_mean_min),
        wait_min: rounded(crew.wait_min),
        saves_mean_min: crew.saves_mean_min.map(rounded),
        saves_min: crew.saves_min.map(rounded),
        end: end(crew.end_p50_min, crew.end_p90_min),
        too_late: closes.then(|| rounded(crew.too_late)),
        kept: crew.is_kept,
    }
}

fn expected(p50: f64, p90: f64) -> Expected {
    Expected { p50, p90 }
}

fn end(p50: Option<f64>, p90: Option<f64>) -> Option<EndOfDay> {
    let (p50, p90) = p50.zip(p90)?;
    Some(EndOfDay {
        p50: clock(p50),
        p90: clock(p90),
    })
}

/// Tenths of a minute are more than anybody knows.
fn rounded(minutes: f64) -> f64 {
    (minutes * 10.0).round() / 10.0
}

/// "09:30"; after midnight the hours go on with 24.
fn clock(minute: f64) -> String {
    let minute = minute.round() as u32;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests;
