//! Settings, stations, and what is in use.

use domain::{Command, ServiceSettings, SiteId, SiteSettings, StationSettings};

use crate::kit::{Square, next, service, station};

#[test]
fn a_service_with_people_stays() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    let remove = || Command::RemoveService {
        service: service("haircut"),
    };
    assert_eq!(s.code(remove()), "service_in_use");
    s.ok(Command::CancelTicket {
        ticket: s.id("a"),
        reason: None,
    });
    s.ok(remove());
    assert!(s.site.station(&station("4")).unwrap().settings.services == [service("repair")]);
    assert_eq!(s.code(remove()), "not_found");
}

#[test]
fn a_station_with_somebody_stays() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.ok(next("1"));
    assert_eq!(
        s.code(Command::RemoveStation {
            station: station("1")
        }),
        "station_busy"
    );
    assert_eq!(
        s.code(Command::RemoveStation {
            station: station("2")
        }),
        "ok"
    );
    assert_eq!(s.code(next("2")), "not_found");
}

#[test]
fn bad_settings_record_nothing() {
    let mut s = Square::new();
    let facts = s.log.len();
    let bad_service = ServiceSettings {
        minutes: 0,
        id: service("x"),
        ..ServiceSettings::default()
    };
    assert_eq!(
        s.code(Command::SetService {
            settings: bad_service
        }),
        "value_out_of_range"
    );
    let unknown = StationSettings {
        services: vec![service("x")],
        ..StationSettings::default()
    };
    assert_eq!(
        s.code(Command::SetStation { settings: unknown }),
        "not_found"
    );
    let renamed = SiteSettings {
        id: SiteId::new("other").unwrap(),
        ..SiteSettings::default()
    };
    assert_eq!(
        s.code(Command::SetSite { settings: renamed }),
        "not_allowed"
    );
    let pause = Command::PauseStation {
        station: station("1"),
        minutes: Some(0),
        seen: None,
    };
    assert_eq!(s.code(pause), "value_out_of_range");
    assert_eq!(s.log.len(), facts);
}

#[test]
fn setting_the_same_again_is_a_repeat() {
    let mut s = Square::new();
    let same = s.site.services[0].settings.clone();
    assert_eq!(s.code(Command::SetService { settings: same }), "nothing");
    assert_eq!(
        s.code(Command::OpenStation {
            station: station("1"),
            seen: None
        }),
        "nothing"
    );
}
