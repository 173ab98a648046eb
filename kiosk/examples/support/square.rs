//! A made-up square, shared by the examples.

use paihao_kiosk::{
    lang::Both,
    site_now::{
        IssuedTicket, LineRule, ServiceNow, ServiceState, SiteNow, Standing, StationNow, WaitRange,
    },
};

/// So many services, of which one has given so many numbers.
pub(crate) fn site(services: usize, given: u32) -> SiteNow {
    let names = [
        ("haircut", "理发", "Haircut"),
        ("repair", "小家电维修", "Small appliance repair"),
        ("clinic", "义诊量血压", "Free clinic"),
        ("sharpen", "磨剪子戗菜刀", "Knife sharpening"),
        ("consult", "法律咨询", "Legal advice"),
        ("tailor", "缝补衣物", "Mending clothes"),
        ("phone", "手机使用", "Help with phones"),
        ("glasses", "眼镜清洗", "Cleaning glasses"),
    ];
    let services = names
        .into_iter()
        .take(services)
        .enumerate()
        .map(|(i, (id, zh, en))| ServiceNow {
            id: id.into(),
            name: Both::new(zh, en),
            icon: id.into(),
            accent: (i % 4) as u8,
            waiting: if i == 0 { given + 4 } else { i as u32 - 1 },
            wait: Some(WaitRange {
                low_min: 20,
                high_min: 30,
            }),
            stations_open: 2,
            stations_total: 3,
            state: if i == 4 {
                ServiceState::Full
            } else {
                ServiceState::Taking
            },
            rule: LineRule::Share { every: 3 },
            takes_appointments: i < 2,
            takes_items: i == 1,
        });
    let station = |i: u32| StationNow {
        id: i.to_string(),
        services: vec![if i <= 3 { "haircut" } else { "repair" }.into()],
    };
    SiteNow {
        name: Both::new("清园里便民服务日", "Qingyuanli service day"),
        time_zone: chrono_tz::Asia::Shanghai,
        wifi: None,
        services: services.collect(),
        stations: (1..=5).map(station).collect(),
        gives_alone: false,
    }
}

/// The number that this service gives.
pub(crate) fn ticket(service: &str, number: u32) -> IssuedTicket {
    IssuedTicket {
        id: format!("id{number}"),
        token: "ABCDabcdefghijklmnopqrstuv".into(),
        url: "http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv".into(),
        service: service.into(),
        prefix: "理".into(),
        digits: format!("{number:03}"),
        ahead: Some(number + 3),
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
