//! What operators watch, in Prometheus' text format. No names, no links, no persons.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::TicketState;

use crate::hub::Hub;

/// Counts of this run.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Answers by the first digit of their status.
    answers: [AtomicU64; 6],
    /// Connections that are open.
    connections: AtomicI64,
    /// Live streams that are open.
    streams: AtomicI64,
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
    for service in &site.services {
        let mut counts = [0u64; 8];
        for ticket in site
            .tickets
            .values()
            .filter(|t| t.service == service.settings.id)
        {
            counts[place_of(&ticket.state)] += 1;
        }
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
