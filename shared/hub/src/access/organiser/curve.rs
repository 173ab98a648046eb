//! How a day goes: its curve, and what would change the rest of it.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use domain::Site;
use domain::refusal::Thing;
use forecast::{Change, Inflow};
use protocol::{AskWhatIf, ChangeAsked, CurveView, LocalTime, Newcomers, WhatIfView};

use super::Organiser;
use crate::arrivals;
use crate::problem::Trouble;
use crate::views;

/// Changes that one question may hold.
const CHANGES_MAX: usize = 20;
/// Breaks that can be tried, in minutes: up to that of a whole day.
pub(crate) const BREAK_ASKED_MIN: RangeInclusive<u32> = 1..=480;

impl Organiser {
    /// How many waited today and may wait for the rest of the day, if nobody else takes a number.
    ///
    /// # Errors
    /// `busy` when the hub ends.
    pub async fn curve(&self) -> Result<CurveView, Trouble> {
        let site = &self.acting.site;
        let prospect = site.prospect().await?;
        Ok(site.read(|published| views::curve(&published.scene(site.now()), &prospect)))
    }

    /// How many waited on an earlier day; today's curve for today.
    ///
    /// # Errors
    /// `busy` when the history cannot be read, or the hub ends.
    pub async fn curve_of(&self, date: NaiveDate) -> Result<CurveView, Trouble> {
        let site = &self.acting.site;
        if date == site.date() {
            return self.curve().await;
        }
        let days = site.days(date, date).await?;
        let rows: Vec<_> = days.into_iter().flat_map(|day| day.rows).collect();
        Ok(site.read(|published| views::curve_of_day(&published.scene(site.now()), date, &rows)))
    }

    /// The rest of the day as it is, and with some changes.
    ///
    /// # Errors
    /// `not_found` for a service or station that is not there, `value_out_of_range`, or `busy`
    /// when the history cannot be read or the hub ends.
    pub async fn what_if(&self, asked: &AskWhatIf) -> Result<WhatIfView, Trouble> {
        if asked.changes.len() > CHANGES_MAX {
            return Err(self.out_of_range("changes", "up to 20"));
        }
        let changes = asked.changes.iter().map(|change| self.change(change));
        let changes = changes.collect::<Result<Vec<_>, _>>()?;
        let site = &self.acting.site;
        let inflows = self.inflows(asked.newcomers).await?;
        let told = site.what_if(inflows, changes).await?;
        Ok(site.read(|published| {
            let scene = published.scene(site.now());
            let [as_is, changed] = [&told.as_is, &told.changed]
                .map(|prospect| views::rest_of_day(&scene, prospect, asked.newcomers));
            WhatIfView { as_is, changed }
        }))
    }

    /// Who is expected.
    async fn inflows(&self, newcomers: Newcomers) -> Result<Vec<Inflow>, Trouble> {
        let site = &self.acting.site;
        match newcomers {
            Newcomers::None => Ok(Vec::new()),
            Newcomers::Today => {
                Ok(site.read(|published| arrivals::as_today(&published.site, site.now())))
            }
            Newcomers::Earlier => {
                let days = arrivals::earlier_days(site.all_days().await?, site.date());
                Ok(site.read(|published| arrivals::as_earlier(&published.site, &days, site.now())))
            }
        }
    }

    /// A change of things that are there.
    fn change(&self, asked: &ChangeAsked) -> Result<Change, Trouble> {
        let site = &self.acting.site;
        let has_service = |site: &Site, id: &domain::ServiceId| site.service(id).is_some();
        let missing_service = |services: &[domain::ServiceId]| {
            let mut ids = services.iter();
            let missing = ids.find(|id| !site.read(|p| has_service(&p.site, id)));
            missing.map(|id| site.missing(Thing::Service, id.as_str()))
        };
        let missing_station = |id: &domain::StationId| {
            let is_there = site.read(|published| published.site.station(id).is_some());
            (!is_there).then(|| site.missing(Thing::Station, id.as_str()))
        };
        let at = |at: &Option<LocalTime>| at.map(LocalTime::moment);
        let (trouble, change) = match asked {
            ChangeAsked::AddStation { services, at: from } => {
                let none = services.is_empty();
                let none = none.then(|| self.out_of_range("services", "at least one"));
                let change = Change::AddStation {
                    services: services.clone(),
                    at: at(from),
                };
                (none.or_else(|| missing_service(services)), change)
            }
            ChangeAsked::TakeAway { station, at: from } => {
                let change = Change::TakeAway {
                    station: station.clone(),
                    at: at(from),
                };
                (missing_station(station), change)
            }
            ChangeAsked::Break {
                station,
                at: from,
                minutes,
            } => {
                let is_out = !BREAK_ASKED_MIN.contains(minutes);
                let out = is_out.then(|| self.out_of_range("minutes", "1 to 480"));
                let change = Change::Break {
                    station: station.clone(),
                    at: at(from),
                    minutes: *minutes,
                };
                (missing_station(station).or(out), change)
            }
            ChangeAsked::StopNumbers { service, at: from } => {
                let change = Change::StopNumbers {
                    service: service.clone(),
                    at: at(from),
                };
                (missing_service(std::slice::from_ref(service)), change)
            }
        };
        trouble.map_or(Ok(change), Err)
    }
}
