//! A forecast against what really happened.
//!
//! A [`Log`] of some days is read in time order. At each arrival, and whenever
//! somebody ahead is called, the real forecast is made from what is known until
//! then, and later compared with the wait that came. Nothing is looked at ahead
//! of its time: a [`Watch`] is told one happening after the other.
//!
//! Beside it stand the rules that people use instead: the length of the line
//! times the mean job, the last wait, the mean of the last ten waits.

mod entry;
mod log;
mod presence;
mod rules;
mod run;
mod sums;
mod watch;

pub use entry::{Entry, Outcome};
pub use log::{Fault, Log, Trouble};
pub use rules::Rules;
pub use run::{Happening, Occasion, Predicted, Replay, What, happenings, in_order, replay};
pub use sums::{AHEAD_GROUPS, Sums, group_of};
pub use watch::Watch;
