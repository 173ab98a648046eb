//! What operators watch, in Prometheus' text format. No names, no links, no persons.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use domain::{Moment, ServiceId, TicketState};

use crate::hub::Hub;

/// Figures of the sites are counted once in so many seconds, however often they are asked for:
/// counting them goes through every ticket of the day, and anybody may ask.
const SITES_EVERY_SECS: i64 = 1;

/// Counts of this run.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Answers by the first digit of their status.
    answers: [AtomicU64; 6],
    /// Connections that are open.
    connections: AtomicI64,
    /// Live streams that are open.
    streams: AtomicI64,
    /// The figures of the sites, and when they were counted.
    sites: Mutex<Option<(Moment, Arc<str>)>>,
}

/// Counts something as long as it lives.
pub struct Counting {
    hub: Hub,
    of: fn(&Metrics) -> &AtomicI64,
}

impl Drop for Counting {
    fn drop(&mut self) {
        (self.of)(&self.hub.0.metrics).fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    /// An answer left.
    pub fn answered(&self, status: u16) {
        let class = usize::from(status / 100).min(5);
        self.answers[class].fetch_add(1, Ordering::Relaxed);
    }

    /// A connection opened; it closes when the result is dropped.
    pub fn connection(hub: &Hub) -> Counting {
        Self::count(hub, |metrics| &metrics.connections)
    }

    /// A live stream opened, if there are fewer than `max`.
    pub fn stream(hub: &Hub, max: i64) -> Option<Counting> {
        let counting = Self::count(hub, |metrics| &metrics.streams);
        (hub.0.metrics.streams.load(Ordering::Relaxed) <= max).then_some(counting)
    }

    /// The figures of the sites, not older than a second.
    fn of_sites(&self, hub: &Hub) -> Arc<str> {
        let now = hub.sign_in_time();
        // Held while counting: whoever asks meanwhile gets the same figures.
        let mut known = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |at: Moment| (now - at).abs() < TimeDelta::seconds(SITES_EVERY_SECS);
        match &*known {
            Some((at, text)) if is_fresh(*at) => Arc::clone(text),
            Some(_) | None => {
                let text: Arc<str> = sites(hub).into();
                *known = Some((now, Arc::clone(&text)));
                text
            }
        }
    }

    fn count(hub: &Hub, of: fn(&Metrics) -> &AtomicI64) -> Counting {
        of(&hub.0.metrics).fetch_add(1, Ordering::Relaxed);
        Counting {
            hub: hub.clone(),
            of,
        }
    }
}

/// All figures as text.
pub fn text(hub: &Hub) -> String {
    let metrics = &hub.0.metrics;
    let mut out = String::new();
    head(
        &mut out,
        "paihao_http_responses_total",
        "counter",
        "Answers by class of status.",
    );
    for (class, count) in metrics.answers.iter().enumerate().skip(1) {
        let count = count.load(Ordering::Relaxed);
        line(
            &mut out,
            "paihao_http_responses_total",
            &format!("class=\"{class}xx\""),
            count,
        );
    }
    head(&mut out, "paihao_connections", "gauge", "Open connections.");
    line(
        &mut out,
        "paihao_connections",
        "",
        metrics.connections.load(Ordering::Relaxed),
    );
    head(
        &mut out,
        "paihao_live_streams",
        "gauge",
        "Open live streams.",
    );
    line(
        &mut out,
        "paihao_live_streams",
        "",
        metrics.streams.load(Ordering::Relaxed),
    );
    out.push_str(&metrics.of_sites(hub));
    out
}

fn sites(hub: &Hub) -> String {
    let mut out = String::new();
    head(
        &mut out,
        "paihao_tickets",
        "gauge",
        "Tickets of the service day by state.",
    );
    for site in hub.sites().all() {
        site.read(|published| tickets(&mut out, &published.site));
    }
    head(&mut out, "paihao_stations", "gauge", "Stations by state.");
    for site in hub.sites().all() {
        site.read(|published| stations(&mut out, &published.site));
    }
    out
}

fn tickets(out: &mut String, site: &domain::Site) {
    let states = [
        "waiting",
        "called",
        "serving",
        "on_hold",
        "no_show",
        "served",
        "cancelled",
        "unserved",
    ];
    let mut of_services = BTreeMap::<&ServiceId, [u64; 8]>::new();
    for ticket in site.tickets.values() {
        let counts = of_services.entry(&ticket.service).or_default();
        counts[place_of(&ticket.state)] += 1;
    }
    for service in &site.services {
        let counts = of_services.get(&service.settings.id);
        let counts = counts.copied().unwrap_or_default();
        for (state, count) in states.iter().zip(counts) {
            let labels = format!(
                "site=\"{}\",service=\"{}\",state=\"{state}\"",
                site.settings.id, service.settings.id
            );
            line(out, "paihao_tickets", &labels, count);
        }
    }
}

fn place_of(state: &TicketState) -> usize {
    match state {
        TicketState::Waiting => 0,
        TicketState::Called { .. } => 1,
        TicketState::Serving { .. } => 2,
        TicketState::OnHold { .. } => 3,
        TicketState::NoShow { .. } => 4,
        TicketState::Served { .. } => 5,
        TicketState::Cancelled => 6,
        TicketState::Unserved => 7,
    }
}

fn stations(out: &mut String, site: &domain::Site) {
    for state in ["open", "paused", "closed"] {
        let count = site
            .stations
            .iter()
            .filter(|station| station.state.name() == state)
            .count();
        let labels = format!("site=\"{}\",state=\"{state}\"", site.settings.id);
        line(out, "paihao_stations", &labels, count);
    }
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let _infallible = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn line(out: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    let _infallible = if labels.is_empty() {
        writeln!(out, "{name} {value}")
    } else {
        writeln!(out, "{name}{{{labels}}} {value}")
    };
}
