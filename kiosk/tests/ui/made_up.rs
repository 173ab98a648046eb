//! A made-up square: its services, its numbers, its first start.

use paihao_kiosk::{
    lang::Both,
    site_now::{
        FirstStart, IssuedTicket, LineRule, LinkKind, ServiceNow, ServiceState, SiteNow, SlotsNow,
        Standing, StationNow, WaitRange, Wifi,
    },
};

/// A site with so many services in all states.
pub fn site(services: usize) -> SiteNow {
    let names = [
        ("haircut", "理发", "Haircut", ServiceState::Taking, 5),
        (
            "repair",
            "小家电维修",
            "Small appliance repair",
            ServiceState::Taking,
            1,
        ),
        (
            "clinic",
            "义诊量血压",
            "Free clinic",
            ServiceState::AtRisk,
            23,
        ),
        ("massage", "刮痧推拿", "Massage", ServiceState::Full, 40),
        (
            "sharpen",
            "磨剪子戗菜刀",
            "Knife sharpening",
            ServiceState::NotYet {
                from: "9:30".into(),
            },
            0,
        ),
        (
            "consult",
            "法律咨询",
            "Legal advice",
            ServiceState::Stopped,
            3,
        ),
        (
            "tailor",
            "缝补衣物",
            "Mending clothes",
            ServiceState::Unlikely,
            31,
        ),
        (
            "photo",
            "手机使用",
            "Help with phones",
            ServiceState::Ended,
            0,
        ),
    ];
    let services: Vec<ServiceNow> = names
        .into_iter()
        .take(services)
        .enumerate()
        .map(|(i, (id, zh, en, state, waiting))| ServiceNow {
            id: id.into(),
            name: Both::new(zh, en),
            icon: id.into(),
            accent: (i % 4) as u8,
            waiting,
            wait: Some(WaitRange {
                low_min: waiting * 4 / 5 * 5,
                high_min: waiting * 4 + 10,
            }),
            stations_open: 2,
            stations_total: 3,
            state,
            rule: LineRule::Share { every: 3 },
            takes_appointments: false,
            takes_items: false,
        })
        .collect();
    let stations = (1..=5)
        .map(|i| StationNow {
            id: i.to_string(),
            services: vec![if i <= 3 { "haircut" } else { "repair" }.into()],
        })
        .collect();
    SiteNow {
        name: Both::new("清园里便民服务日", "Qingyuanli service day"),
        time_zone: chrono_tz::Asia::Shanghai,
        wifi: None,
        services,
        stations,
        gives_alone: false,
    }
}

/// The same square, where haircuts and repairs can be booked and things are left for repair.
pub fn site_with_all(services: usize) -> SiteNow {
    let mut site = site(services);
    for service in site.services.iter_mut().take(2) {
        service.takes_appointments = true;
        service.takes_items = service.id == "repair";
    }
    site
}

/// The times of a day, half an hour each; without a day of the first.
pub fn slots(service: &str, date: Option<chrono::NaiveDate>) -> SlotsNow {
    let today: chrono::NaiveDate = "2026-03-07".parse().unwrap();
    let date = date.unwrap_or(today);
    let at = |half: u32| format!("{date}T{:02}:{:02}:00+08:00", 9 + half / 2, half % 2 * 30);
    SlotsNow {
        service: service.to_owned(),
        date,
        until: today.checked_add_days(chrono::Days::new(14)),
        free: (0..12).map(|half| at(half).parse().unwrap()).collect(),
    }
}

/// The same square, where phones must join its network first.
pub fn site_with_wifi(services: usize) -> SiteNow {
    SiteNow {
        wifi: Some(Wifi {
            name: "清园里便民服务 QYL-5G".into(),
            password: "bianmin2026".into(),
        }),
        ..site(services)
    }
}

pub fn ticket(service: &str) -> IssuedTicket {
    let (site, prefix, digits) = match service {
        "repair" => ("EFGH", "修", "008"),
        _ => ("ABCD", "理", "012"),
    };
    IssuedTicket {
        id: format!("id of {prefix}{digits}"),
        token: format!("{site}abcdefghijklmnopqrstuv"),
        url: format!("http://192.168.100.20:8080/t/{site}abcdefghijklmnopqrstuv"),
        service: service.into(),
        prefix: prefix.into(),
        digits: digits.into(),
        ahead: Some(5),
        wait: Some(WaitRange {
            low_min: 20,
            high_min: 30,
        }),
        in_time: true,
        slot: None,
        brings: None,
        standing: Standing::Waiting,
    }
}

pub fn first_start() -> FirstStart {
    let link = |page: &str| format!("http://192.168.1.20:8080/l/{page}9QmVbT2nR7cYwZ5aUd");
    FirstStart {
        pin: "204817".into(),
        links: vec![
            (LinkKind::Desk { station: None }, link("desk")),
            (LinkKind::Board, link("boar")),
            (LinkKind::Dashboard, link("dash")),
        ],
    }
}
