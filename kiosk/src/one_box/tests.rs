use hub::config::Config;
use protocol::PrinterState;

use super::*;
use crate::{
    flow::{Line, Order},
    site_now::{Refusal, Standing},
    worker::{HubPort, PortError},
};

#[test]
fn a_hub_that_listens_everywhere_is_asked_on_loopback() {
    for (listens, asked) in [
        ("0.0.0.0:8080", "127.0.0.1:8080"),
        ("[::]:8080", "[::1]:8080"),
        ("192.168.1.20:9000", "192.168.1.20:9000"),
    ] {
        assert_eq!(loopback(listens.parse().unwrap()).to_string(), asked);
    }
}

#[test]
fn the_terminal_tells_how_to_get_in_once() {
    let later = OneBox {
        port: None,
        addresses: vec!["http://192.168.1.20:8080".into()],
        first_start: None,
    };
    assert_eq!(
        announcement(Lang::En, &later),
        ["Address: http://192.168.1.20:8080"]
    );
    let first = FirstStart {
        pin: "204817".into(),
        links: vec![(LinkKind::Board, "http://192.168.1.20:8080/l/x".into())],
    };
    let said = announcement(
        Lang::Zh,
        &OneBox {
            first_start: Some(first),
            ..later
        },
    );
    assert!(said.iter().any(|line| line.contains("204817")));
    assert!(said.iter().any(|line| line.contains("大屏：http")));
}

/// The hub in a fresh folder, with the sample site whose haircuts can be booked.
async fn square(folder: &std::path::Path) -> (Running, HttpPort) {
    let config = Config {
        data_dir: folder.to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        public_url: None,
        empty: false,
        demo: false,
        announce: false,
        join: false,
        printer: None,
    };
    let running = hub::start::start(config).await.unwrap();
    let port = OneBox::of(&running).unwrap().port.unwrap();
    let times = serde_json::json!({
        "slots": {"from": "00:00", "to": "23:00", "minutes": 60, "capacity": 1, "days_ahead": 7}
    });
    let patch = serde_json::from_value(times).unwrap();
    let organiser = port.organiser().unwrap();
    organiser.set_service("haircut", &patch).await.unwrap();
    (running, port)
}

fn line(service: &str) -> Line {
    Line::of(service)
}

#[tokio::test]
async fn two_numbers_of_a_visit_come_from_a_real_hub_and_one_names_what_was_brought() {
    let folder = tempfile::tempdir().unwrap();
    let (running, port) = square(folder.path()).await;
    let first = port.issue(&Order::Line(line("haircut")), "key-1").await;
    let first = first.unwrap();
    let second = Order::Line(Line {
        visit: Some(first.id),
        ..line("repair")
    });
    let second = port.issue(&second, "key-2").await.unwrap();
    let kettle = domain::ItemKind::Kettle;
    port.bring(&second.token, kettle, "key-3").await.unwrap();
    let found = port.find(&second.token).await.unwrap();
    assert_eq!(found.number(), second.number());
    assert_eq!(found.standing, Standing::Waiting);
    assert_eq!(found.brings, Some(kettle));
    let with_card = Order::Line(Line {
        card: Some("6222".into()),
        ..line("haircut")
    });
    let refused = port.issue(&with_card, "key-4").await;
    assert_eq!(refused, Err(PortError::Refused(Refusal::CardUnknown)));
    running.stop().await.unwrap();
}

#[tokio::test]
async fn a_place_is_booked_on_a_real_hub_and_checked_in_on_its_day_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (running, port) = square(folder.path()).await;
    let services = port.look().await.unwrap().services;
    let bookable: Vec<bool> = services.iter().map(|s| s.takes_appointments).collect();
    assert_eq!(bookable, [true, false]);
    let today = port.slots("haircut", None).await.unwrap();
    let tomorrow = today.date.succ_opt();
    let day = port.slots("haircut", tomorrow).await.unwrap();
    let slot = day.free[10];
    let booked = port.book("haircut", slot, "key-1").await.unwrap();
    let again = port.book("haircut", slot, "key-1").await;
    assert_eq!(again.as_ref(), Ok(&booked), "the same key takes one place");
    let full = port.book("haircut", slot, "key-2").await;
    assert_eq!(full, Err(PortError::Refused(Refusal::SlotFull)));
    let check_in = |name: &str| Order::CheckIn { name: name.into() };
    for name in [&booked.code, &booked.token] {
        let refused = port.issue(&check_in(name), &format!("in-{name}")).await;
        let slot = Some(slot.naive_local());
        assert_eq!(refused, Err(PortError::Refused(Refusal::WrongDay { slot })));
    }
    port.unbook(&booked.token, "key-3").await.unwrap();
    let refused = port.issue(&check_in(&booked.code), "key-4").await;
    let expected = Refusal::AppointmentCancelled;
    assert_eq!(refused, Err(PortError::Refused(expected)));
    let unknown = if booked.code == "000000" {
        "000001"
    } else {
        "000000"
    };
    let refused = port.issue(&check_in(unknown), "key-5").await;
    assert_eq!(refused, Err(PortError::Refused(Refusal::Unknown)));
    running.stop().await.unwrap();
}

#[tokio::test]
async fn a_number_that_was_handed_back_is_burnt() {
    let folder = tempfile::tempdir().unwrap();
    let (running, port) = square(folder.path()).await;
    let haircut = Order::Line(line("haircut"));
    let first = port.issue(&haircut, "key-1").await.unwrap();
    port.cancel(&first.token, "key-2").await.unwrap();
    let second = port.issue(&haircut, "key-3").await.unwrap();
    assert_eq!(
        (first.digits.as_str(), second.digits.as_str()),
        ("001", "002")
    );
    running.stop().await.unwrap();
}

#[tokio::test]
async fn staff_voids_a_number_that_its_visitor_can_hand_back_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let (running, port) = square(folder.path()).await;
    let at_once = serde_json::from_value(serde_json::json!({"issue_undo_secs": 0})).unwrap();
    port.organiser().unwrap().set(&at_once).await.unwrap();
    let order = Order::Line(line("haircut"));
    let ticket = port.issue(&order, "key-1").await.unwrap();
    let refused = port.cancel(&ticket.token, "key-2").await;
    assert_eq!(refused, Err(PortError::Refused(Refusal::NotAllowed)));
    port.void(&ticket.token, "key-3").await.unwrap();
    let found = port.find(&ticket.token).await.unwrap();
    assert_eq!(found.standing, Standing::Cancelled);
    running.stop().await.unwrap();
}

/// Nobody would know that the paper is out: the hub inside is told like any other.
#[tokio::test]
async fn the_hub_inside_hears_how_the_printer_is() {
    let folder = tempfile::tempdir().unwrap();
    let (running, port) = square(folder.path()).await;
    for told in [Some(PrinterState::PaperOut), None, Some(PrinterState::Ok)] {
        port.here(told).await.unwrap();
        let list = port.organiser().unwrap().satellites().await.unwrap();
        let [kiosk] = &list.kiosks[..] else {
            panic!("{:?}", list.kiosks);
        };
        assert!(kiosk.connected && kiosk.stem.is_none(), "{kiosk:?}");
        let known = told.unwrap_or(PrinterState::PaperOut);
        assert_eq!(kiosk.printer, Some(known), "{told:?}");
    }
    running.stop().await.unwrap();
}
