//! The hub over HTTP: one site of it, seen through the kiosk's own credential.

use client::{Error, Key, SiteClient};
use protocol::{
    Cancel, IssueTicket, LinkPage, NewLink, ServiceList, ServiceView, SignIn, SitePatch,
    StationList, WaitView,
};
use uuid::Uuid;

use super::{HubPort, PortError};
use crate::{
    lang::{Both, Lang},
    site_now::{
        IssuedTicket, LineRule, LinkKind, Refusal, ServiceNow, ServiceState, SiteNow, StationNow,
        WaitRange, Wifi,
    },
};

/// A chance below this is said on the ticket too.
const IN_TIME_FROM: f64 = 0.7;

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
}

impl HubPort for HttpPort {
    async fn look(&self) -> Result<SiteNow, PortError> {
        let services = self.site.services().await.map_err(port_error)?;
        let site = self.site.show().await.map_err(port_error)?.site;
        let stations = self.site.stations().await.map_err(port_error)?;
        let wifi = self.site.wifi().await.map_err(port_error)?.wifi;
        Ok(SiteNow {
            name: Both::new(site.name.zh, site.name.en),
            time_zone: site.time_zone.parse().unwrap_or_default(),
            wifi: wifi.map(|wifi| Wifi {
                name: wifi.name,
                password: wifi.password,
            }),
            services: services_now(services, &site.now.to_string()),
            stations: stations_now(stations),
        })
    }

    async fn issue(&self, service: &str, key: &str) -> Result<IssuedTicket, PortError> {
        let id = service
            .parse()
            .map_err(|_| PortError::Refused(Refusal::Unknown))?;
        let request = IssueTicket {
            service: id,
            visit: None,
            class: None,
            card: None,
            carried_from: None,
        };
        let issued = self
            .site
            .issue(&request, &Key::new(key))
            .await
            .map_err(port_error)?;
        let (prefix, digits) = split_number(&issued.ticket.number);
        Ok(IssuedTicket {
            token: issued.token.unwrap_or_default(),
            url: issued.url.unwrap_or_default(),
            service: service.to_owned(),
            prefix: prefix.to_owned(),
            digits: digits.to_owned(),
            ahead: issued.ticket.ahead,
            wait: issued.ticket.wait.map(range),
            in_time: issued
                .ticket
                .served_before_close
                .is_none_or(|chance| chance >= IN_TIME_FROM),
        })
    }

    async fn cancel(&self, token: &str, key: &str) -> Result<(), PortError> {
        let request = Cancel { reason: None };
        self.site
            .cancel(token, &request, &Key::new(key))
            .await
            .map_err(port_error)?;
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

fn port_error(error: Error) -> PortError {
    match error.code() {
        // 503: the hub is there and could not make it durable. Later it may.
        Some(_) if error.is_retryable() && error.code() != Some("pin_locked") => {
            PortError::NoAnswer(error.to_string())
        }
        Some(code) => PortError::Refused(Refusal::from_code(code)),
        None => PortError::NoAnswer(error.to_string()),
    }
}

/// "理012" is 理 and 012; "理甲01" is 理甲 and 01.
fn split_number(number: &str) -> (&str, &str) {
    let at = number
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(number.len());
    number.split_at(at)
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

    #[test]
    fn a_number_is_split_before_its_digits() {
        assert_eq!(split_number("理012"), ("理", "012"));
        assert_eq!(split_number("理甲01"), ("理甲", "01"));
        assert_eq!(split_number("007"), ("", "007"));
    }
}
