//! When people come, by weekday and hour: over many days, for who plans the next ones.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Measured;

/// Hours of a day.
const HOURS: usize = 24;

/// One weekday.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// Which.
    pub weekday: Weekday,
    /// Service days on it.
    pub days: u32,
    /// By local hour of issue, 0 to 23.
    pub hours: [HeatCell; HOURS],
}

/// One hour of one weekday.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeatCell {
    /// Numbers given in it, on all days.
    pub issued: u32,
    /// Of them, those whose wait counts.
    pub waited: u32,
    /// Seconds that these waited, added up.
    pub waited_secs: u64,
}

impl HeatCell {
    /// Mean wait in minutes; none where nobody was called.
    pub fn mean_min(self) -> Option<f64> {
        (self.waited > 0).then(|| self.waited_secs as f64 / f64::from(self.waited) / 60.0)
    }
}

impl Heat {
    fn new(weekday: Weekday) -> Self {
        Self {
            weekday,
            days: 0,
            hours: [HeatCell::default(); HOURS],
        }
    }

    /// Numbers given in an hour of one such service day, in the mean; none on a weekday without any.
    pub fn issued_a_day(&self, hour: usize) -> Option<f64> {
        let cell = self.hours.get(hour)?;
        (self.days > 0).then(|| f64::from(cell.issued) / f64::from(self.days))
    }
}

/// The weekdays on which there was a service day, from Monday on.
pub fn heat<'a, R>(days: impl IntoIterator<Item = (NaiveDate, R)>) -> Vec<Heat>
where
    R: IntoIterator<Item = &'a Measured>,
{
    let all = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let mut week = all.map(Heat::new);
    for (date, rows) in days {
        let day = &mut week[date.weekday().num_days_from_monday() as usize];
        day.days += 1;
        for row in rows {
            let Some(cell) = day.hours.get_mut(usize::from(row.hour)) else {
                continue;
            };
            cell.issued += 1;
            if let Some(secs) = row.wait() {
                cell.waited += 1;
                cell.waited_secs += u64::from(secs);
            }
        }
    }
    week.into_iter().filter(|day| day.days > 0).collect()
}
