//! How long everybody will wait, prepared beside the engine and only read by it.
//!
//! An outlook lags a little behind the state. A newcomer is answered from the prepared curve and
//! the live line, so issuing a ticket never waits for a forecast.

use std::collections::{BTreeMap, HashMap};

use domain::line::Line;
use domain::{Moment, ServiceId, Site, Ticket, TicketId, TicketState};
use forecast::{Estimate, Range, SiteForecast, experience, predict};

/// What is told about one wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told {
    /// Unrounded.
    pub estimate: Estimate,
    /// As it is shown.
    pub range: Range,
}

/// The forecast of a site, and what of it is being shown: ends of a shown range move only when the
/// forecast moves well beyond them.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    forecast: SiteForecast,
    /// What those who wait are being shown, and in which line.
    tickets: HashMap<TicketId, (ServiceId, Range)>,
    /// What a newcomer is being shown on the service's card.
    cards: BTreeMap<ServiceId, Range>,
}

impl Outlook {
    /// The outlook at `now` for somebody who was shown `before`.
    pub fn of(site: &Site, now: Moment, before: Option<&Self>) -> Self {
        let forecast = forecast(site, now);
        let tickets = forecast.played().map(|(id, service, estimate)| {
            let shown = before.and_then(|before| before.shown(id, service));
            (id, (service.clone(), Range::of(estimate, shown)))
        });
        let cards = site.services.iter().filter_map(|service| {
            let id = &service.settings.id;
            let estimate = forecast.with_ahead(id, line_len(site, id))?;
            let shown = before.and_then(|before| before.cards.get(id).copied());
            Some((id.clone(), Range::of(&estimate, shown)))
        });
        Self {
            tickets: tickets.collect(),
            cards: cards.collect(),
            forecast,
        }
    }

    /// When it was made.
    pub fn at(&self) -> Moment {
        self.forecast.at
    }

    /// What somebody who waits is told; `ahead` answers for who came after the outlook was made.
    pub fn ticket(&self, ticket: &Ticket, ahead: Option<u32>) -> Option<Told> {
        let estimate = estimate(&self.forecast, ticket, ahead)?;
        let shown = self.shown(ticket.id, &ticket.service);
        Some(Told {
            estimate,
            range: shown.unwrap_or_else(|| Range::of(&estimate, None)),
        })
    }

    /// What somebody in the line of `service` is being shown: another line's wait says nothing.
    fn shown(&self, ticket: TicketId, service: &ServiceId) -> Option<Range> {
        let (line, range) = self.tickets.get(&ticket)?;
        (line == service).then_some(*range)
    }

    /// What a newcomer with `ahead` people ahead may expect; none if no station serves the line.
    pub fn newcomer(&self, service: &ServiceId, ahead: usize) -> Option<Estimate> {
        self.forecast.with_ahead(service, ahead)
    }

    /// What the card of a service shows with `ahead` people waiting.
    pub fn card(&self, service: &ServiceId, ahead: usize) -> Option<Told> {
        let estimate = self.newcomer(service, ahead)?;
        Some(Told {
            estimate,
            range: Range::of(&estimate, self.cards.get(service).copied()),
        })
    }

    /// Whether people on `site` see the same: waits, chances in whole per cent, and which services
    /// are at risk.
    pub fn shows_the_same(&self, other: &Self, site: &Site) -> bool {
        let per_cent = |estimate: Estimate| (estimate.served_before_close * 100.0).round() as i64;
        let chances = |outlook: &Self| -> HashMap<TicketId, i64> {
            let played = outlook.forecast.played();
            played.map(|(id, .., told)| (id, per_cent(*told))).collect()
        };
        let of_newcomers = |outlook: &Self| -> Vec<(Option<i64>, bool)> {
            let newcomer = |service: &domain::site::Service| {
                let settings = &service.settings;
                let told = outlook.newcomer(&settings.id, line_len(site, &settings.id));
                let is_at_risk = |told: Estimate| told.served_before_close < settings.at_risk_below;
                (told.map(per_cent), told.is_some_and(is_at_risk))
            };
            site.services.iter().map(newcomer).collect()
        };
        self.tickets == other.tickets
            && self.cards == other.cards
            && chances(self) == chances(other)
            && of_newcomers(self) == of_newcomers(other)
    }
}

/// What a forecast says of somebody who waits; `ahead` answers for who is beyond what was played, or
/// came after it was made.
pub(crate) fn estimate(
    forecast: &SiteForecast,
    ticket: &Ticket,
    ahead: Option<u32>,
) -> Option<Estimate> {
    forecast.ticket(ticket.id, &ticket.service).or_else(|| {
        let ahead = ahead? as usize;
        // Who came for an appointment that is due does not stand behind those who wait.
        if ticket.slot.is_some() {
            forecast.due(&ticket.service, ahead)
        } else {
            forecast.with_ahead(&ticket.service, ahead)
        }
    })
}

/// The forecast of a site, which knows what earlier days and the tickets of this one taught until
/// `now`.
pub(crate) fn forecast(site: &Site, now: Moment) -> SiteForecast {
    predict(site, &experience(site, now), now)
}

/// The part of a site that an outlook needs: the lines, whose turn has come, who shares a visit with
/// somebody, and who is expected. The lines name everybody else who waits, so copying them is quick.
pub fn excerpt(site: &Site) -> Site {
    let tickets = site
        .tickets
        .iter()
        .filter(|(_, ticket)| match ticket.state {
            TicketState::Called { .. }
            | TicketState::Serving { .. }
            | TicketState::NoShow { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled => true,
            TicketState::Waiting => ticket.visit.is_some(),
            TicketState::OnHold { .. } | TicketState::Unserved => false,
        });
    let stations = site.stations.iter().map(|station| domain::Station {
        settings: station.settings.clone(),
        state: station.state,
        ticket: station.ticket,
        preferred_run: station.preferred_run,
        actions: Vec::new(),
    });
    Site {
        services: site.services.clone(),
        stations: stations.collect(),
        day: site.day,
        tickets: tickets.map(|(id, ticket)| (*id, ticket.clone())).collect(),
        appointments: site.appointments.clone(),
        priors: site.priors.clone(),
        lines: site.lines.clone(),
        seq: site.seq,
        ..Site::new(site.settings.clone())
    }
}

/// How many wait for a service.
pub(crate) fn line_len(site: &Site, service: &ServiceId) -> usize {
    site.lines.get(service).map_or(0, Line::len)
}
