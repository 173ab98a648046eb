//! The real window on a made-up hub in memory, for designers and translators:
//! `cargo run -p paihao-kiosk --example window -- --size 1080x1920 --lang en`.
//! The PIN is 204817. `PAIHAO_SERVICES=6` shows six services, `PAIHAO_FIRST=1` a first start.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use clap::Parser;
use domain::ItemKind;
use paihao_kiosk::{
    flow::Order,
    lang::Lang,
    options::Options,
    settings::Settings,
    site_now::{BookedSlot, FirstStart, IssuedTicket, LinkKind, Refusal, SiteNow, SlotsNow},
    window::{self, Setup},
    worker::{HubPort, PortError},
};

#[path = "support/square.rs"]
mod square;

struct MadeUp {
    services: usize,
    given: AtomicU32,
}

impl HubPort for MadeUp {
    async fn look(&self) -> Result<SiteNow, PortError> {
        Ok(square::site(
            self.services,
            self.given.load(Ordering::Relaxed),
        ))
    }

    async fn issue(&self, order: &Order, _key: &str) -> Result<IssuedTicket, PortError> {
        // As long as a slow disk needs.
        tokio::time::sleep(Duration::from_millis(40)).await;
        let number = self.given.fetch_add(1, Ordering::Relaxed) + 1;
        Ok(square::ticket(order.service().unwrap_or("haircut"), number))
    }

    async fn find(&self, _token: &str) -> Result<IssuedTicket, PortError> {
        Err(PortError::Refused(Refusal::Unknown))
    }

    async fn bring(&self, _token: &str, _kind: ItemKind, _key: &str) -> Result<(), PortError> {
        Ok(())
    }

    async fn slots(&self, service: &str, date: Option<NaiveDate>) -> Result<SlotsNow, PortError> {
        let today = chrono::Local::now();
        let date = date.unwrap_or(today.date_naive());
        let at = |hour| date.and_hms_opt(hour, 0, 0);
        let free =
            (9..17).filter_map(|hour| at(hour)?.and_local_timezone(*today.offset()).single());
        Ok(SlotsNow {
            service: service.to_owned(),
            date,
            until: date.checked_add_days(Days::new(14)),
            free: free.collect(),
        })
    }

    async fn book(
        &self,
        service: &str,
        slot: DateTime<FixedOffset>,
        _key: &str,
    ) -> Result<BookedSlot, PortError> {
        Ok(BookedSlot {
            token: "ABCDabcdefghijklmnopqrstuv".into(),
            url: "http://192.168.100.20:8080/a/ABCDabcdefghijklmnopqrstuv".into(),
            service: service.to_owned(),
            code: "048201".into(),
            slot,
        })
    }

    async fn unbook(&self, _token: &str, _key: &str) -> Result<(), PortError> {
        Ok(())
    }

    async fn cancel(&self, _token: &str, _key: &str) -> Result<(), PortError> {
        Ok(())
    }

    async fn check_pin(&self, pin: &str) -> Result<bool, PortError> {
        Ok(pin == "204817")
    }

    async fn link(&self, _kind: &LinkKind, _pin: &str) -> Result<String, PortError> {
        Ok("http://192.168.1.20:8080/l/k3Jx9QmVbT2nR7cYwZ5aUd".into())
    }

    async fn name_site(&self, _lang: Lang, _name: &str) -> Result<(), PortError> {
        Ok(())
    }
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let services = std::env::var("PAIHAO_SERVICES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(2);
    let link = |page: &str| format!("http://192.168.1.20:8080/l/{page}9QmVbT2nR7cYwZ5aUd");
    let first_start = std::env::var_os("PAIHAO_FIRST").map(|_| FirstStart {
        pin: "204817".into(),
        links: vec![
            (LinkKind::Desk { station: None }, link("desk")),
            (LinkKind::Board, link("boar")),
            (LinkKind::Dashboard, link("dash")),
        ],
    });
    let setup = Setup {
        settings: Settings {
            lang: options.lang.unwrap_or_default(),
            ..Settings::default()
        },
        first_start,
        addresses: vec!["http://192.168.1.20:8080".into()],
        calls: None,
        size: options.size,
        fullscreen: options.fullscreen,
        px_per_mm: options.px_per_mm,
        data_dir: None,
        ..Setup::default()
    };
    let port = Arc::new(MadeUp {
        services,
        given: AtomicU32::new(11),
    });
    window::run(setup, port, runtime.handle())?;
    Ok(())
}
