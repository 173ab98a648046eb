//! An appointment on the holder's phone, until its number is given.

use askama::Template;
use chrono::TimeDelta;
use domain::{Moment, ServiceSettings, Site, day};
use protocol::AppointmentView;
use protocol::appointment::AppointmentStateName;

use super::desk::booking::who_text;
use super::frame::Frame;
use super::service_text::{Look, code_text, split_number};
use crate::date_text::{booked_text, day_text, time_text};
use crate::lang::Words;

/// Seconds until the page looks again by itself.
const POLL_SECS: u32 = 20;
/// The same once nothing changes any more.
const POLL_ENDED_SECS: u32 = 60;

/// The whole page.
#[derive(Template)]
#[template(path = "appointment.html")]
pub(super) struct AppointmentPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) a: PhoneAppointment,
}

/// The part that changes by itself.
#[derive(Template)]
#[template(path = "appointment_now.html")]
pub(super) struct AppointmentPart {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) a: PhoneAppointment,
}

/// An appointment as its holder sees it.
pub(super) struct PhoneAppointment {
    /// Of the browser's tab: "预约 10:00 · 理发".
    title: String,
    part: String,
    base: String,
    book: String,
    service: String,
    colour: &'static str,
    icon: String,
    state: &'static str,
    poll_secs: u32,
    day: String,
    time: String,
    /// "预约 10:00", below the number.
    booked: String,
    word: &'static str,
    text: &'static str,
    /// What was said of oneself, masked; empty if nothing was, or it is forgotten.
    who: String,
    /// Six digits in two groups; empty once nobody checks in with them.
    code: String,
    /// The drawing of the page's own address.
    qr: String,
    prefix: String,
    digits: String,
    /// The page of the number it became.
    ticket: String,
    can_change: bool,
    /// Whether a calendar can be opened from here.
    calendar: bool,
    can_book_again: bool,
}

/// What the page needs to know besides the appointment.
pub(super) struct Around {
    /// `/a/{token}`.
    pub(super) base: String,
    /// The part that changes.
    pub(super) part: String,
    /// Where another appointment is booked.
    pub(super) book: String,
    /// The page of the number it became; empty before, and once that is forgotten.
    pub(super) ticket: String,
    /// The drawing of the page's own address.
    pub(super) qr: String,
    /// Whether the browser opens calendar files.
    pub(super) opens_calendars: bool,
}

/// How far an appointment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Its slot has not begun.
    Ahead,
    /// Its slot has begun; whoever comes now is still called by it.
    Begun,
    /// Whoever comes now waits like somebody who walked in.
    Late,
    /// Nobody checks in with it any more.
    Over,
    /// A number.
    CheckedIn,
    /// Given up.
    Cancelled,
}

impl PhoneAppointment {
    /// The view of `view` at `now`.
    pub(super) fn new(
        site: &Site,
        view: &AppointmentView,
        now: Moment,
        words: Words,
        around: Around,
    ) -> Self {
        let look = Look::of(site, &view.service, words);
        let stage = stage(site, view, now);
        let (word, text) = said(stage, words);
        let today = day::local_date(now, site.settings.time_zone);
        let (prefix, digits) = split_number(view.number.as_deref().unwrap_or_default());
        let checks_in = match stage {
            Stage::Ahead | Stage::Begun | Stage::Late => true,
            Stage::Over | Stage::CheckedIn | Stage::Cancelled => false,
        };
        let time = time_text(view.slot);
        Self {
            title: format!("{word} {time} · {}", look.name),
            part: around.part,
            base: around.base,
            book: around.book,
            service: look.name,
            colour: look.colour,
            icon: look.icon,
            state: state_name(stage),
            poll_secs: if checks_in {
                POLL_SECS
            } else {
                POLL_ENDED_SECS
            },
            booked: booked_text(view.slot, words),
            day: day_text(words, view.slot.0.date_naive(), today),
            time,
            word,
            text,
            who: left_text(view, words),
            code: if checks_in {
                code_text(&view.code)
            } else {
                String::new()
            },
            qr: if checks_in { around.qr } else { String::new() },
            prefix,
            digits,
            ticket: around.ticket,
            can_change: stage == Stage::Ahead,
            calendar: stage == Stage::Ahead && around.opens_calendars,
            can_book_again: matches!(stage, Stage::Over | Stage::Cancelled),
        }
    }
}

/// Limits count from the slot's start, inclusive, as when somebody checks in.
fn stage(site: &Site, view: &AppointmentView, now: Moment) -> Stage {
    match view.state {
        AppointmentStateName::CheckedIn => return Stage::CheckedIn,
        AppointmentStateName::Cancelled => return Stage::Cancelled,
        AppointmentStateName::Booked => {}
    }
    let start = view.slot.moment();
    let date = |moment| day::local_date(moment, site.settings.time_zone);
    let late = now - start;
    let limits = site.service(&view.service).map(|s| &s.settings);
    let within = |limit: fn(&ServiceSettings) -> u16| {
        limits.is_some_and(|limits| late <= TimeDelta::minutes(i64::from(limit(limits))))
    };
    if start > now {
        Stage::Ahead
    } else if date(now) != date(start) || !within(|s| s.refuse_after_min) {
        Stage::Over
    } else if within(|s| s.late_after_min) {
        Stage::Begun
    } else {
        Stage::Late
    }
}

/// The state in a word, and what to do.
fn said(stage: Stage, words: Words) -> (&'static str, &'static str) {
    match stage {
        Stage::Ahead => (
            words.say("Booked"),
            words.say("On the square, scan this code at the number machine, or type the six digits."),
        ),
        Stage::Begun => (
            words.say("It is time"),
            words.say("Please check in now: scan this code at the number machine, or type the six digits."),
        ),
        Stage::Late => (
            words.say("The booked time has passed"),
            words.say("You can still check in today; you then wait in the line like everybody else."),
        ),
        Stage::Over => (
            words.say("This appointment is over"),
            words.say("If you still want to come, take a number on the square or book another time."),
        ),
        Stage::CheckedIn => (
            words.say("Checked in"),
            words.say("This is your number. You will be called by it."),
        ),
        Stage::Cancelled => (
            words.say("Appointment cancelled"),
            words.say("If you still want to come, please book again."),
        ),
    }
}

/// "您留的：王** 138****1234"; empty for somebody who left nothing.
fn left_text(view: &AppointmentView, words: Words) -> String {
    match who_text(view) {
        who if who.is_empty() => who,
        who => words.fill("You left: {0}", [&who]),
    }
}

fn state_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Ahead => "booked",
        Stage::Begun => "begun",
        Stage::Late => "late",
        Stage::Over => "over",
        Stage::CheckedIn => "checked_in",
        Stage::Cancelled => "cancelled",
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::Slots;
    use domain::{ServiceId, SiteSettings, evolve};

    use super::*;

    fn site() -> Site {
        let mut site = Site::new(SiteSettings::default());
        let settings = ServiceSettings {
            id: ServiceId::new("repair").unwrap(),
            slots: Some(Slots {
                from: "09:00:00".parse().unwrap(),
                to: "23:00:00".parse().unwrap(),
                minutes: 15,
                capacity: 1,
                days_ahead: 14,
            }),
            ..ServiceSettings::default()
        };
        let stamp = domain::Stamp {
            at: "2026-03-07T01:00:00Z".parse().unwrap(),
            by: domain::Actor::of(domain::Role::Hub),
        };
        evolve(&mut site, &domain::Fact::ServiceSet { settings }, &stamp);
        site
    }

    #[test]
    fn the_limits_of_checking_in_are_said_as_they_pass() {
        let site = site();
        let view: AppointmentView = serde_json::from_value(serde_json::json!({
            "code": "123456", "service": "repair", "slot": "2026-03-07T22:45:00+08:00",
            "state": "booked", "class": "standard", "booked_at": "2026-03-07T09:00:00+08:00"
        }))
        .unwrap();
        let rows = [
            ("2026-03-07T22:44:59+08:00", Stage::Ahead),
            ("2026-03-07T22:45:00+08:00", Stage::Begun),
            ("2026-03-07T23:00:00+08:00", Stage::Begun),
            ("2026-03-07T23:00:01+08:00", Stage::Late),
            ("2026-03-07T23:45:00+08:00", Stage::Late),
            ("2026-03-07T23:45:01+08:00", Stage::Over),
            ("2026-03-08T00:00:00+08:00", Stage::Over),
        ];
        for (now, expected) in rows {
            let now: chrono::DateTime<chrono::FixedOffset> = now.parse().unwrap();
            assert_eq!(stage(&site, &view, now.to_utc()), expected, "{now}");
        }
    }
}
