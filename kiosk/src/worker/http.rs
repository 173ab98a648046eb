//! The hub over HTTP: one site of it, seen through the kiosk's own credential.

mod told;

use chrono::{DateTime, FixedOffset, NaiveDate};
use client::{Error, Key, SiteClient};
use domain::{CancelReason, ItemKind};
use protocol::service::IssuingView;
use protocol::{
    AnnounceItem, BookAppointment, Cancel, CheckIn, IssueTicket, Issued, KioskHere, LinkPage,
    LocalTime, NewLink, PrinterState, ServiceList, ServiceView, SignIn, SitePatch, SiteView,
    StationList, WaitView, WifiAnswer,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{HubPort, PortError};
use crate::{
    flow::{Line, Order},
    lang::{Both, Lang},
    site_now::{
        BookedSlot, IssuedTicket, LineRule, LinkKind, Refusal, ServiceNow, ServiceState, SiteNow,
        SlotsNow, StationNow, WaitRange, Wifi,
    },
};

/// One site of a hub.
pub struct HttpPort {
    site: SiteClient,
    // On the hub's own machine the first-run page may name the site.
    organiser: Option<SiteClient>,
}

impl HttpPort {
    /// A port to `site`, whose client carries the kiosk's credential; `organiser` is the
    /// same site with an organiser's token, if this machine has one.
    pub fn new(site: SiteClient, organiser: Option<SiteClient>) -> Self {
        Self { site, organiser }
    }

    /// The site as this kiosk asks it.
    pub fn site(&self) -> &SiteClient {
        &self.site
    }

    /// The site as its organiser reaches it, on the hub's own machine.
    #[cfg(test)]
    pub(crate) fn organiser(&self) -> Option<&SiteClient> {
        self.organiser.as_ref()
    }

    async fn line(&self, line: &Line, key: &Key) -> Result<Issued, PortError> {
        let visit = line.visit.as_deref().map(str::parse).transpose();
        let request = IssueTicket {
            service: named(&line.service)?,
            visit: visit.map_err(|_| unknown())?.map(domain::TicketId),
            class: None,
            card: line.card.clone(),
            carried_from: line.carried_from.clone(),
            ticket: None,
        };
        self.site.issue(&request, key).await.map_err(port_error)
    }

    async fn given_up(
        &self,
        token: &str,
        reason: Option<CancelReason>,
        key: &str,
    ) -> Result<(), PortError> {
        let request = Cancel { reason };
        let done = self.site.cancel(token, &request, &Key::new(key)).await;
        done.map_err(port_error)?;
        Ok(())
    }

    async fn check_in(&self, name: &str, key: &Key) -> Result<Issued, PortError> {
        let request = CheckIn::default();
        match self.site.check_in(name, &request, key).await {
            Ok(issued) => Ok(issued),
            Err(error) => Err(self.why_not(name, error).await),
        }
    }

    /// Why somebody could not check in. The refusal names the ticket by its id; people know it by
    /// its number.
    async fn why_not(&self, name: &str, error: Error) -> PortError {
        let error = port_error(error);
        if let PortError::Refused(Refusal::Used { .. }) = &error {
            let known = self.site.appointment(name).await;
            let number = known.ok().and_then(|known| known.appointment.number);
            return PortError::Refused(Refusal::Used { number });
        }
        error
    }

    /// Why an order was refused.
    pub(super) async fn explained(&self, order: &Order, error: Error) -> PortError {
        match order {
            Order::Line(_) => port_error(error),
            Order::CheckIn { name } => self.why_not(name, error).await,
        }
    }

    /// The site as it is told on the wire.
    pub(super) async fn seen(&self) -> Result<Seen, PortError> {
        Ok(Seen {
            services: self.site.services().await.map_err(port_error)?,
            site: self.site.show().await.map_err(port_error)?.site,
            stations: self.site.stations().await.map_err(port_error)?,
            wifi: self.site.wifi().await.map_err(port_error)?,
        })
    }
}

/// A service gives numbers.
const OPEN: IssuingView = IssuingView {
    open: true,
    refusal: None,
};

/// The site as it is told on the wire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen {
    services: ServiceList,
    site: SiteView,
    stations: StationList,
    wifi: WifiAnswer,
}

impl Seen {
    pub(super) fn services(&self) -> &[ServiceView] {
        &self.services.services
    }

    pub(super) fn time_zone(&self) -> chrono_tz::Tz {
        self.site.time_zone.parse().unwrap_or_default()
    }

    /// Without what passes by itself: on another morning it holds all the same.
    pub(super) fn lasting(&self) -> Self {
        let mut lasting = self.clone();
        lasting.site.now = LocalTime(DateTime::UNIX_EPOCH.into());
        for service in &mut lasting.services.services {
            service.waiting = 0;
            service.ahead = 0;
            service.wait = None;
            service.served_before_close = None;
            service.at_risk = false;
            service.stations_open = 0;
            service.issuing = OPEN;
        }
        lasting.stations.stations.clear();
        lasting
    }

    /// The same with services open whose hour has come by `is_hour` and that were closed for nothing
    /// else.
    pub(super) fn reopened(&self, is_hour: impl Fn(&ServiceView) -> bool) -> Self {
        let mut seen = self.clone();
        for service in &mut seen.services.services {
            let was_early = matches!(
                service.issuing.refusal,
                Some(domain::Refusal::ServiceClosed { .. })
            );
            if was_early && is_hour(service) {
                service.issuing = OPEN;
            }
        }
        seen
    }

    pub(super) fn site_now(&self) -> SiteNow {
        let Self {
            services,
            site,
            stations,
            wifi,
        } = self.clone();
        SiteNow {
            name: Both::new(site.name.zh, site.name.en),
            time_zone: site.time_zone.parse().unwrap_or_default(),
            wifi: wifi.wifi.map(|wifi| Wifi {
                name: wifi.name,
                password: wifi.password,
            }),
            services: services_now(services, &site.now.to_string()),
            stations: stations_now(stations),
            gives_alone: false,
        }
    }
}

/// A number with its link.
pub(super) fn handed_out(issued: Issued) -> IssuedTicket {
    IssuedTicket {
        token: issued.token.unwrap_or_default(),
        url: issued.url.unwrap_or_default(),
        ..told::ticket(issued.ticket)
    }
}

impl HubPort for HttpPort {
    async fn look(&self) -> Result<SiteNow, PortError> {
        Ok(self.seen().await?.site_now())
    }

    async fn issue(&self, order: &Order, key: &str) -> Result<IssuedTicket, PortError> {
        let key = Key::new(key);
        let issued = match order {
            Order::Line(line) => self.line(line, &key).await?,
            Order::CheckIn { name } => self.check_in(name, &key).await?,
        };
        Ok(handed_out(issued))
    }

    async fn cancel(&self, token: &str, key: &str) -> Result<(), PortError> {
        self.given_up(token, None, key).await
    }

    /// In the name of the visitor, who has gone: whoever serves a kiosk has no name at the hub.
    async fn void(&self, token: &str, key: &str) -> Result<(), PortError> {
        let reason = Some(CancelReason::Visitor);
        self.given_up(token, reason, key).await
    }

    async fn find(&self, token: &str) -> Result<IssuedTicket, PortError> {
        let answer = self.site.ticket(token).await.map_err(port_error)?;
        Ok(IssuedTicket {
            token: token.to_owned(),
            ..told::ticket(answer.ticket)
        })
    }

    async fn bring(&self, token: &str, kind: ItemKind, key: &str) -> Result<(), PortError> {
        let request = AnnounceItem { kind: Some(kind) };
        let noted = self.site.brings(token, &request, &Key::new(key)).await;
        noted.map_err(port_error)?;
        Ok(())
    }

    async fn slots(&self, service: &str, date: Option<NaiveDate>) -> Result<SlotsNow, PortError> {
        let list = self.site.slots(service, date).await.map_err(port_error)?;
        Ok(told::slots(list))
    }

    async fn book(
        &self,
        service: &str,
        slot: DateTime<FixedOffset>,
        key: &str,
    ) -> Result<BookedSlot, PortError> {
        let request = BookAppointment {
            service: named(service)?,
            slot: LocalTime(slot),
            class: None,
            name: None,
            phone: None,
        };
        let booked = self.site.book(&request, &Key::new(key)).await;
        Ok(told::booked(booked.map_err(port_error)?))
    }

    async fn unbook(&self, token: &str, key: &str) -> Result<(), PortError> {
        let given_up = self.site.cancel_appointment(token, &Key::new(key)).await;
        given_up.map_err(port_error)?;
        Ok(())
    }

    async fn check_pin(&self, pin: &str) -> Result<bool, PortError> {
        let request = SignIn {
            pin: pin.to_owned(),
        };
        match self.site.check_pin(&request, &fresh_key()).await {
            Ok(()) => Ok(true),
            Err(error) if error.code() == Some("pin_wrong") => Ok(false),
            Err(error) => Err(port_error(error)),
        }
    }

    async fn link(&self, kind: &LinkKind, pin: &str) -> Result<String, PortError> {
        let (page, station) = match kind {
            LinkKind::Desk { station } => (LinkPage::Desk, station.as_deref()),
            LinkKind::Board => (LinkPage::Board, None),
            LinkKind::Dashboard => (LinkPage::Dashboard, None),
        };
        let station = station
            .map(str::parse)
            .transpose()
            .map_err(|_| PortError::Refused(Refusal::Unknown))?;
        let request = NewLink {
            page,
            station,
            pin: Some(pin.to_owned()),
        };
        let answer = self
            .site
            .link(&request, &fresh_key())
            .await
            .map_err(port_error)?;
        Ok(answer.url)
    }

    async fn here(&self, printer: Option<PrinterState>) -> Result<(), PortError> {
        let (request, key) = (KioskHere { printer }, fresh_key());
        self.site.here(&request, &key).await.map_err(port_error)
    }

    async fn name_site(&self, lang: Lang, name: &str) -> Result<(), PortError> {
        let organiser = self
            .organiser
            .as_ref()
            .ok_or(PortError::Refused(Refusal::NotAllowed))?;
        let mut known = self.site.show().await.map_err(port_error)?.site.name;
        match lang {
            Lang::Zh => known.zh = name.to_owned(),
            Lang::En => known.en = name.to_owned(),
        }
        let mut patch = SitePatch::default();
        let text = serde_json::json!({ "zh": known.zh, "en": known.en });
        patch.0.insert("name".to_owned(), text);
        organiser.set(&patch).await.map_err(port_error)?;
        Ok(())
    }
}

fn fresh_key() -> Key {
    Key::new(&Uuid::new_v4().to_string())
}

/// The service of that id; one that is no id is offered nowhere.
fn named(service: &str) -> Result<domain::ServiceId, PortError> {
    service.parse().map_err(|_| unknown())
}

fn unknown() -> PortError {
    PortError::Refused(Refusal::Unknown)
}

pub(super) fn port_error(error: Error) -> PortError {
    match error.code() {
        // 503: the hub is there and could not make it durable. Later it may.
        Some(_) if error.is_retryable() && error.code() != Some("pin_locked") => {
            PortError::NoAnswer(error.to_string())
        }
        Some(_) => PortError::Refused(told::refusal(&error)),
        None => PortError::NoAnswer(error.to_string()),
    }
}

fn range(wait: WaitView) -> WaitRange {
    WaitRange {
        low_min: wait.low_min,
        high_min: wait.high_min,
    }
}

fn stations_now(list: StationList) -> Vec<StationNow> {
    list.stations
        .into_iter()
        .map(|station| StationNow {
            id: station.id.to_string(),
            services: station.services.iter().map(ToString::to_string).collect(),
        })
        .collect()
}

/// `now` is the hub's time, RFC 3339 with the site's offset.
fn services_now(list: ServiceList, now: &str) -> Vec<ServiceNow> {
    // "2026-03-07T08:30:00+08:00": hour and minute stand at fixed places.
    let time = now.get(11..16).unwrap_or_default();
    list.services
        .into_iter()
        .map(|service| service_now(service, time))
        .collect()
}

fn service_now(service: ServiceView, time: &str) -> ServiceNow {
    ServiceNow {
        state: state(&service, time),
        id: service.id.to_string(),
        accent: accent(&service),
        name: Both::new(service.name.zh, service.name.en),
        icon: service.icon,
        waiting: service.ahead,
        wait: service.wait.map(range),
        stations_open: service.stations_open,
        stations_total: service.stations_total,
        takes_appointments: service.takes_appointments,
        takes_items: service.takes_items,
        rule: match service.policy {
            domain::Policy::Arrival => LineRule::Arrival,
            domain::Policy::Share { every } => LineRule::Share {
                every: every.into(),
            },
            domain::Policy::First { run } => LineRule::First { run: run.into() },
        },
    }
}

fn accent(service: &ServiceView) -> u8 {
    use domain::settings::Colour;
    match service.colour {
        Colour::Cinnabar => 0,
        Colour::Indigo => 1,
        Colour::Pine => 2,
        Colour::Plum => 3,
    }
}

fn state(service: &ServiceView, time: &str) -> ServiceState {
    if service.issuing.open {
        return if service.at_risk {
            ServiceState::AtRisk
        } else {
            ServiceState::Taking
        };
    }
    let code = service
        .issuing
        .refusal
        .as_ref()
        .map_or("", |refusal| refusal.code());
    match Refusal::from_code(code) {
        Refusal::Closed => match &service.issue_from {
            Some(from) if time < from.as_str() => ServiceState::NotYet { from: from.clone() },
            Some(_) | None => ServiceState::Ended,
        },
        Refusal::DayClosed => ServiceState::Ended,
        Refusal::Full => ServiceState::Full,
        Refusal::Unlikely => ServiceState::Unlikely,
        Refusal::Stopped
        | Refusal::Unknown
        | Refusal::NotAllowed
        | Refusal::TooOften
        | Refusal::BeingServed
        | Refusal::WrongDay { .. }
        | Refusal::TooLate { .. }
        | Refusal::Used { .. }
        | Refusal::AppointmentCancelled
        | Refusal::SlotFull
        | Refusal::SlotGone
        | Refusal::CardUnknown
        | Refusal::CardRevoked
        | Refusal::Carried
        | Refusal::StillOpen
        | Refusal::NoAnswer
        | Refusal::Other => ServiceState::Stopped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(issuing: serde_json::Value) -> ServiceView {
        serde_json::from_value(serde_json::json!({
            "id": "haircut", "name": {"zh": "理发", "en": "Haircut"}, "prefix": "理",
            "icon": "haircut", "colour": "indigo", "minutes": 10,
            "policy": {"share": {"every": 3}},
            "issue_from": "08:30", "opens": "09:00", "closes": "11:30", "issuing": issuing,
            "waiting": 6, "ahead": 5, "wait": {"low_min": 20, "high_min": 30, "rough": true},
            "served_before_close": 0.9, "at_risk": false, "at_risk_action": "warn",
            "stations_open": 2, "stations_total": 3
        }))
        .unwrap()
    }

    #[test]
    fn a_service_on_the_wire_becomes_a_card() {
        let now = service_now(service(serde_json::json!({"open": true})), "09:10");
        assert_eq!(now.state, ServiceState::Taking);
        assert_eq!((now.waiting, now.accent), (5, 1));
        assert_eq!(
            now.wait,
            Some(WaitRange {
                low_min: 20,
                high_min: 30
            })
        );
        assert_eq!(now.rule, LineRule::Share { every: 3 });
    }

    #[test]
    fn a_closed_service_says_whether_it_is_early_or_late() {
        let closed = serde_json::json!({"open": false, "refusal": {
            "code": "service_closed", "service": "haircut",
            "issue_from": "08:30", "closes": "11:30"}});
        let at = |time| service_now(service(closed.clone()), time).state;
        assert_eq!(
            at("08:10"),
            ServiceState::NotYet {
                from: "08:30".into()
            }
        );
        assert_eq!(at("11:45"), ServiceState::Ended);
    }
}
