//! How many stations a coming day needs, hour by hour, from what earlier days were like.
//!
//! A [`Question`] holds the arrivals and the jobs of some earlier service days, the hours of each
//! service and the longest wait that is wanted; [`plan()`] answers with a [`Plan`]: for every
//! service and hour the fewest stations with which nine of ten wait no longer, and for constant
//! numbers of stations what each further one buys. It is pure: the same question gives the same
//! answer. All times are minutes; minutes of a day count from local midnight.
//!
//! **Days to come.** A draw is one of the earlier days, taken whole at random (a bootstrap over
//! days: what makes Saturdays with a school holiday busy makes all of them busy, and stays
//! together), everybody coming up to ten minutes sooner or later than then. How long jobs take is
//! drawn from what the forecast of waits learned of them ([`crate::Experience`]), a way to the
//! station before each. Whoever was called on the earlier day and did not come does not come either,
//! and takes a station for two to four minutes: rows do not keep how long it was waited for them.
//! See `days`.
//!
//! **The line.** Each service is played by itself, first come first served, with a number of
//! stations that changes by the hour; a station that leaves finishes its job. The forecast's own
//! play follows each ticket through the rules of all lines; here only the number of stations is
//! asked, thousands of days long, so who has priority (which moves waits from one to another but
//! leaves their sum as it is) and stations that are shared between services are left out: the plan
//! tells how many of them must be at each service. A job belongs to who comes, not to who serves,
//! so that the same days are compared with more and with fewer stations, and more are never worse.
//! See `line`.
//!
//! **Waits** count from when somebody comes, or from the opening for those who come before it: no
//! number of stations shortens the time until the doors open. Whoever gave up waiting on an earlier
//! day counts as somebody who stays: fewer would give up with the waits that are planned for.
//!
//! **How many.** With λ people an hour and jobs of mean E\[S\] hours an hour's offered load is
//! m = λ E\[S\], λ being that of E\[S²\] ÷ 2 E\[S\] earlier, since work lags behind arrivals. The first
//! guess is the square-root rule s = m + β √m, with the smallest β for which a steady line with
//! s stations keeps the wait, P(W > x) = C(s, m) e^(−(s − m) x ÷ E\[S\]), C being Erlang's delay formula
//! (Green, Kolesar & Whitt 2007: coping with time-varying demand when setting staffing
//! requirements). Then the days are played: to the first hour whose people wait too long a station
//! is added, until all hours do, and then stations are taken away again wherever every hour still
//! keeps its waits. See `staffing`.

mod days;
mod figures;
mod line;
mod question;
mod staffing;
#[cfg(test)]
mod tests;

pub use figures::{Crew, HourPlan, Plan, ServicePlan};
pub use question::{Arrival, DAYS_SURE, Fate, Job, PastDay, PlanError, Question, Service};

use days::Days;

/// Answers how many stations the services need.
///
/// # Errors
/// [`PlanError::NoDays`] when nobody came on any of the earlier days.
pub fn plan(question: &Question) -> Result<Plan, PlanError> {
    let days: Vec<&PastDay> = question
        .days
        .iter()
        .filter(|day| !day.arrivals.is_empty())
        .collect();
    if days.is_empty() {
        return Err(PlanError::NoDays);
    }
    let experience = question.experience();
    let draws = question::draws_for(&days);
    let services = question.services.iter().enumerate();
    Ok(Plan {
        days: days.len(),
        draws,
        is_rough: days.len() < DAYS_SURE,
        services: services
            .map(|(nth, service)| {
                let to_come = Days::of(question, &days, service, &experience, draws, nth);
                figures::of_service(question, service, &to_come)
            })
            .collect(),
    })
}
