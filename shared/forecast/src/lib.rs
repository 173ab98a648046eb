//! How long a wait will be, as a distribution.
//!
//! A forecast plays the line that `domain::line` keeps forward over the
//! stations that are really there, some hundred times, and says for everybody
//! who waits, and for a newcomer, when the call will come. It is pure: a
//! [`Scene`] comes in, the same [`Answer`] comes out. It knows nothing about
//! publishing, pages or who asks, and decides nothing: who is next is `domain`'s.
//!
//! Every play draws what could be true of the work, given the [`Experience`] of
//! today and of earlier days, as likely as the jobs under way make it: one that
//! already lasted twenty minutes says something. Until five jobs of a service
//! were seen, one is taken to last the configured minutes, give or take 40 %,
//! and the forecast says that it is rough.
//!
//! The ideas are those of queues seen from inside: who waits learns from what
//! the queue does now rather than from its long run (Whitt 1999; Ibrahim & Whitt
//! 2009, 2011: delay estimators; Senderovich et al. 2015: queue mining;
//! Thiongane et al. 2015: learned waits in service centres; Brown et al. 2005:
//! serving times are about log-normal).
//!
//! Read [`answer()`] for the way from a scene to its answer, `skill` for what is
//! learned and its formulas, `play` for the line played forward, `chance` for
//! what a draw is, [`predict()`] for a site's own forecast, [`prospect()`] for the rest of
//! its day, [`what_if()`] for a day with other stations, [`Curve`] for what a
//! newcomer is told, [`Range`] for what people are shown, [`score`] for how good
//! it was, and [`plan`] for how many stations a coming day needs.

mod answer;
mod chance;
mod curve;
mod ebb;
mod estimate;
mod experience;
mod fated;
mod inflow;
mod known;
mod learn;
mod newcomer;
mod pace;
pub mod plan;
mod play;
mod predict;
mod prospect;
mod range;
mod roles;
pub mod scene;
pub mod score;
mod shape;
mod sheet;
mod skill;
mod table;
mod tally;
mod time;
mod what_if;

pub use answer::{Answer, DRAWS, LineAnswer, answer, draws_for};
pub use curve::Curve;
pub use ebb::EBB_STEP_MIN;
pub use estimate::{Estimate, Spread};
pub use experience::{Experience, JOBS_LEAST};
pub use inflow::Inflow;
pub use known::Known;
pub use learn::{experience, priors_after};
pub use newcomer::ahead_of_newcomer;
pub use predict::{ServiceForecast, SiteForecast, predict};
pub use prospect::{Count, LineProspect, Prospect, prospect};
pub use range::{Range, STEP_MIN};
pub use scene::Scene;
pub use what_if::{Change, WhatIf, what_if};
