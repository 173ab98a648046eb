//! How long a wait will be, as a distribution.
//!
//! A forecast plays the line that `domain::line` keeps forward over the
//! stations that are really there, and says for everybody who waits, and for a
//! newcomer, when the call will come. It is pure: the state and the moment come
//! in, the same forecast comes out. It knows nothing about publishing, pages or
//! who asks, and decides nothing: who is next is `domain`'s.
//!
//! Without experience a job is taken to last the service's configured minutes,
//! give or take 40 %; such a forecast says that it is rough.
//!
//! Read [`predict`] for the way from a site to a [`SiteForecast`], `play` for
//! the line played forward, [`Curve`] for what a newcomer is told, and
//! [`Range`] for what people are shown.

mod curve;
mod estimate;
mod newcomer;
mod play;
mod predict;
mod range;

pub use curve::Curve;
pub use estimate::Estimate;
pub use newcomer::ahead_of_newcomer;
pub use predict::{ServiceForecast, SiteForecast, predict};
pub use range::{Range, STEP_MIN};
