//! What an organiser watches: how today goes.

use askama::Template;
use domain::Site;
use protocol::site::DayState;
use protocol::stats::{PartStats, WaitStats};
use protocol::{
    CurveView, DashboardLine, DashboardView, QueueView, RestOfDay, ServiceView, StationView,
};

use super::chart::{HourWait, waits_by_hour};
use super::curve::Curves;
use super::curve_text::{risk_text, span_text};
use super::desk;
use super::frame::Frame;
use super::service_text::{Look, newcomer_text};
use crate::lang::Words;

pub(super) mod appointments;
pub(super) mod items;
mod kiosks;
mod more;

use kiosks::{KioskRow, kiosk_rows};
use more::more_figures;

/// The whole page.
#[derive(Template)]
#[template(path = "dashboard.html")]
pub(super) struct DashboardPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) d: Dashboard,
    pub(super) c: Curves,
}

/// The part that changes by itself.
#[derive(Template)]
#[template(path = "dashboard_now.html")]
pub(super) struct DashboardPart {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) d: Dashboard,
    pub(super) c: Curves,
}

/// The dashboard.
pub(super) struct Dashboard {
    pub(super) part: String,
    pub(super) live: String,
    /// What became of the last press; empty before.
    pub(super) said: String,
    day: String,
    day_state: &'static str,
    day_word: &'static str,
    can_close_day: bool,
    day_action: &'static str,
    day_action_word: &'static str,
    day_sure: &'static str,
    day_yes: &'static str,
    figures: Vec<Figure>,
    chart: String,
    hours: Vec<HourRow>,
    services: Vec<ServiceRow>,
    stations: Vec<StationRow>,
    kiosks: Vec<KioskRow>,
}

#[derive(Clone)]
struct Figure {
    name: &'static str,
    value: String,
    unit: &'static str,
}

struct HourRow {
    hour: String,
    issued: u32,
    served: u32,
    mean: String,
    p90: String,
}

struct ServiceRow {
    id: String,
    name: String,
    waiting: u32,
    called: u32,
    serving: u32,
    longest: String,
    newcomer: String,
    mean: String,
    p90: String,
    served: u32,
    /// When all are done, and why something should be done about it; empty where nobody knows.
    done: String,
    risk: String,
    action: &'static str,
    action_word: &'static str,
}

struct StationRow {
    id: String,
    services: String,
    state: &'static str,
    state_word: &'static str,
    number: String,
    mean: String,
    p90: String,
    served: u32,
    acts: Vec<Act>,
}

struct Act {
    name: &'static str,
    word: &'static str,
}

/// What a dashboard is made of.
pub(super) struct DashboardInput<'a> {
    pub(super) site: &'a Site,
    pub(super) view: &'a DashboardView,
    pub(super) queue: &'a QueueView,
    pub(super) services: &'a [ServiceView],
    /// How the day goes; none if the hub ends.
    pub(super) curve: Option<&'a CurveView>,
    pub(super) words: Words,
}

impl Dashboard {
    /// The dashboard of a site as it is now.
    pub(super) fn new(input: &DashboardInput) -> Self {
        let DashboardInput { view, words, .. } = *input;
        let today = domain::day::local_date(view.at.moment(), input.site.settings.time_zone);
        let (is_today, is_open) = view.day.as_ref().map_or((false, false), |day| {
            (day.date >= today, day.state == DayState::Open)
        });
        let hours: Vec<HourWait> = view.today.by_hour.iter().filter_map(hour_wait).collect();
        Self {
            part: String::new(),
            live: String::new(),
            said: String::new(),
            day: view
                .day
                .as_ref()
                .map_or_else(String::new, |day| day.date.to_string()),
            day_state: if is_open { "open" } else { "closed" },
            day_word: match (&view.day, is_today) {
                (Some(_), true) if is_open => words.say("The day is open"),
                (Some(_), true) => words.say("The day is closed"),
                (Some(_), false) => words.say("The last service day; today has not begun"),
                (None, _) => words.say("Today has not begun"),
            },
            can_close_day: is_open,
            day_action: if is_open { "close_day" } else { "open_day" },
            day_action_word: if is_open {
                words.say("Close the day")
            } else if is_today {
                words.say("Open the day again")
            } else {
                words.say("Open the day")
            },
            day_sure: if is_open {
                words.say("Whoever still waits is not served today and is told so. Numbers stop.")
            } else if is_today {
                words.say("Numbers are given again and go on from the last one.")
            } else {
                words.say("The first number opens it too. Numbers begin with 1.")
            },
            day_yes: if is_open {
                words.say("Yes, close the day")
            } else {
                words.say("Yes, open the day")
            },
            figures: [figures(input), more_figures(input)].concat(),
            chart: waits_by_hour(&hours),
            hours: if hours.is_empty() {
                Vec::new()
            } else {
                hour_rows(view)
            },
            services: view
                .services
                .iter()
                .map(|line| service_row(input, line))
                .collect(),
            stations: view
                .stations
                .iter()
                .map(|s| station_row(input, s))
                .collect(),
            kiosks: kiosk_rows(view, words),
        }
    }
}

/// A time in whole minutes, or a dash where nothing was measured.
fn minutes(value: Option<f64>, words: Words) -> String {
    value.map_or_else(
        || "–".to_owned(),
        |value| words.fill("{0} min", [&format!("{value:.0}")]),
    )
}

fn figures(input: &DashboardInput) -> Vec<Figure> {
    let DashboardInput { view, words, .. } = *input;
    let sum = |of: fn(&DashboardLine) -> u32| view.services.iter().map(of).sum::<u32>().to_string();
    let minutes = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.0}"));
    let min = words.say("min");
    let figure = |name, value, unit| Figure { name, value, unit };
    let stations = |open: bool| {
        let is_open =
            |s: &&StationView| (s.state == protocol::station::StationStateName::Open) == open;
        view.stations.iter().filter(is_open).count().to_string()
    };
    let today = &view.today;
    vec![
        figure(words.say("Waiting"), sum(|l| l.line.waiting), ""),
        figure(words.say("Called"), sum(|l| l.called), ""),
        figure(words.say("Being served"), sum(|l| l.serving), ""),
        figure(
            words.say("Longest wait now"),
            minutes(longest(input, None)),
            min,
        ),
        figure(
            words.say("Mean wait today"),
            minutes(today.wait.mean_min),
            min,
        ),
        figure(
            words.say("Nine of ten waited less"),
            minutes(today.wait.p90_min),
            min,
        ),
        figure(words.say("Numbers given"), today.issued.to_string(), ""),
        figure(words.say("Served"), today.served.to_string(), ""),
        figure(words.say("Did not come"), today.no_show.to_string(), ""),
        figure(words.say("Cancelled"), today.cancelled.to_string(), ""),
        figure(words.say("Stations open"), stations(true), ""),
        figure(words.say("Stations not open"), stations(false), ""),
    ]
}

/// Minutes since the oldest of those who wait took a number.
fn longest(input: &DashboardInput, service: Option<&domain::ServiceId>) -> Option<f64> {
    let waiting = input.queue.waiting.iter().map(|entry| &entry.ticket);
    let of_service = waiting.filter(|t| service.is_none_or(|id| t.service == *id));
    let oldest = of_service.map(|t| t.issued_at.moment()).min()?;
    Some((input.view.at.moment() - oldest).num_minutes().max(0) as f64)
}

fn hour_wait(hour: &protocol::stats::HourStats) -> Option<HourWait> {
    Some(HourWait {
        hour: hour.hour,
        mean_min: hour.wait.mean_min?,
        p90_min: hour.wait.p90_min?,
    })
}

fn hour_rows(view: &DashboardView) -> Vec<HourRow> {
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.1}"));
    let row = |hour: &protocol::stats::HourStats| HourRow {
        hour: format!("{}:00", hour.hour),
        issued: hour.issued,
        served: hour.served,
        mean: number(hour.wait.mean_min),
        p90: number(hour.wait.p90_min),
    };
    view.today.by_hour.iter().map(row).collect()
}

fn service_row(input: &DashboardInput, line: &DashboardLine) -> ServiceRow {
    let DashboardInput {
        site, view, words, ..
    } = *input;
    let id = &line.line.id;
    let is_stopped = site.service(id).is_some_and(|service| service.is_stopped);
    let newcomer = input.services.iter().find(|service| service.id == *id);
    let rest = rest(input, id);
    let done = rest.and_then(|rest| rest.done);
    ServiceRow {
        id: id.to_string(),
        name: Look::of(site, id, words).name,
        waiting: line.line.waiting,
        called: line.called,
        serving: line.serving,
        longest: minutes(longest(input, Some(id)), words),
        newcomer: newcomer.map_or_else(String::new, |service| newcomer_text(words, service)),
        mean: minutes(line.wait.mean_min, words),
        p90: minutes(line.wait.p90_min, words),
        served: part(view.today.by_service.get(id.as_str())).1,
        done: done.map_or_else(|| "–".to_owned(), span_text),
        risk: rest.map_or_else(String::new, |rest| risk_text(words, &rest)),
        action: if is_stopped {
            "resume_issuing"
        } else {
            "stop_issuing"
        },
        action_word: if is_stopped {
            words.say("Give numbers again")
        } else {
            words.say("Stop numbers")
        },
    }
}

/// What is expected of the rest of a service's day.
fn rest(input: &DashboardInput, service: &domain::ServiceId) -> Option<RestOfDay> {
    let mut services = input.curve?.services.iter();
    services.find(|curve| curve.id == *service)?.line.rest
}

fn part(stats: Option<&PartStats>) -> (WaitStats, u32) {
    stats.map_or_else(Default::default, |stats| (stats.wait, stats.served))
}

fn station_row(input: &DashboardInput, station: &StationView) -> StationRow {
    use protocol::station::StationStateName as State;
    let DashboardInput {
        site, view, words, ..
    } = *input;
    let (wait, served) = part(view.today.by_station.get(station.id.as_str()));
    let open = Act {
        name: "open_station",
        word: words.say("Open"),
    };
    let pause = Act {
        name: "pause_station",
        word: words.say("Break"),
    };
    let close = Act {
        name: "close_station",
        word: words.say("Close"),
    };
    let state_word = match (station.state, &station.ticket) {
        (State::Open, None) => words.say("Open, nobody there"),
        (state, _) => desk::state_word(state, words),
    };
    let number = station.ticket.as_ref().map(|ticket| {
        format!(
            "{} {}",
            ticket.number,
            super::phone::state_word(ticket.state, words)
        )
    });
    StationRow {
        id: station.id.to_string(),
        services: desk::names(site, station, words),
        state: desk::state_name(station.state),
        state_word,
        number: number.unwrap_or_else(|| "–".to_owned()),
        mean: minutes(wait.mean_min, words),
        p90: minutes(wait.p90_min, words),
        served,
        acts: match station.state {
            State::Open => vec![pause, close],
            State::Paused => vec![open, close],
            State::Closed => vec![open],
        },
    }
}
