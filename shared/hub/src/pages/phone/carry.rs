//! A number that was not called on its day, and what it is worth today.

use chrono::NaiveDate;
use domain::{Ending, Moment, Site, TicketId, TicketState, day};

/// What becomes of an old number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages) enum Carry {
    /// Nothing: it was served, or is of today, or too old.
    No,
    /// It is changed for one of today by the phone, or else at the kiosk.
    Open {
        /// Whether phones may take numbers here.
        by_phone: bool,
    },
    /// It was changed already.
    Into {
        /// The number of the later day.
        number: String,
        /// The address of its page.
        page: String,
    },
}

/// What the rules say of an old number, before it is known how it is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Worth {
    /// Nothing.
    Nothing,
    /// A number of today.
    ANumber,
    /// It was changed for this one.
    This(TicketId),
}

/// What `ticket` is worth at `now`.
pub(in crate::pages) fn worth(site: &Site, ticket: TicketId, now: Moment) -> Worth {
    let today = day::local_date(now, site.settings.time_zone);
    if let Some(ended) = site.ended.get(&ticket) {
        let is_unserved = ended.ending == Ending::Unserved;
        return match ended.carried_into {
            Some(into) => Worth::This(into),
            None if is_unserved && is_recent(site, &ended.service, ended.day, today) => {
                Worth::ANumber
            }
            None => Worth::Nothing,
        };
    }
    // Its day was closed, and today's has not begun: the first number begins it.
    let (Some(ticket), Some(last)) = (site.tickets.get(&ticket), site.day) else {
        return Worth::Nothing;
    };
    let is_over = ticket.state == TicketState::Unserved && last.date < today;
    if is_over && is_recent(site, &ticket.service, last.date, today) {
        Worth::ANumber
    } else {
        Worth::Nothing
    }
}

fn is_recent(site: &Site, service: &domain::ServiceId, was: NaiveDate, today: NaiveDate) -> bool {
    let days = site
        .service(service)
        .map_or(0, |known| known.settings.carry_over_days);
    (today - was).num_days() <= i64::from(days)
}
