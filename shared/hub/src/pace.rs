//! How often forecasts are worked out: often enough for people, and never most of what the machine
//! does.

use chrono::TimeDelta;
use domain::Moment;

/// Waits change as time passes, also when nothing happens.
pub(crate) const EVERY: TimeDelta = TimeDelta::seconds(30);
/// It rests for so many times as long as it worked, so that it takes a tenth of a processor.
const REST_FACTOR: i32 = 9;

/// When what was worked out from `began` to `ended` may be worked out again.
pub(crate) fn rested(began: Moment, ended: Moment) -> Moment {
    ended + (ended - began) * REST_FACTOR
}
