use domain::refusal::{NotAllowed, Thing};
use domain::{ServiceSettings, SiteSettings, StationId, TicketId};
use uuid::Uuid;

use super::*;
use crate::problem::Refused;

fn site() -> Site {
    Site::new(SiteSettings::default())
}

/// Every refusal, about a ticket that nobody knows.
#[expect(
    clippy::too_many_lines,
    reason = "one row for each refusal: the list is read as a whole"
)]
fn refusals() -> Vec<Refusal> {
    let appointment = domain::AppointmentId(Uuid::from_u128(7));
    let item = domain::ItemId(Uuid::from_u128(7));
    let slot = chrono::DateTime::parse_from_rfc3339("2026-03-07T10:00:00+08:00").unwrap();
    let ticket = TicketId(Uuid::from_u128(7));
    let station = || StationId::new("1").unwrap();
    let service = || ServiceSettings::default().id;
    let state = || "waiting".to_owned();
    let mut all = vec![
        Refusal::StationBusy {
            station: station(),
            serving: ticket,
            state: state(),
        },
        Refusal::StationNotOpen {
            station: station(),
            state: "paused".to_owned(),
        },
        Refusal::StationIdle { station: station() },
        Refusal::ServiceNotOffered {
            station: station(),
            service: service(),
        },
        Refusal::ServiceClosed {
            service: service(),
            issue_from: None,
            closes: None,
        },
        Refusal::IssuingStopped { service: service() },
        Refusal::CapReached {
            service: service(),
            cap: 5,
        },
        Refusal::UnlikelyToBeServed {
            service: service(),
            chance: 0.2,
        },
        Refusal::DayClosed {
            day: chrono::NaiveDate::default(),
        },
        Refusal::TicketNotCalled {
            ticket,
            state: state(),
        },
        Refusal::TicketNotServing {
            ticket,
            state: state(),
        },
        Refusal::TicketServing { ticket },
        Refusal::TicketAtStation {
            ticket,
            station: station(),
        },
        Refusal::TicketOnHold { ticket },
        Refusal::TicketNoShow { ticket },
        Refusal::TicketClosed {
            ticket,
            state: state(),
        },
        Refusal::TicketChanged {
            ticket,
            state: state(),
        },
        Refusal::VisitElsewhere {
            ticket,
            other: ticket,
            station: station(),
        },
        Refusal::SameService {
            ticket,
            service: service(),
        },
        Refusal::NothingToUndo { station: station() },
        Refusal::KeyReused {
            key: "k".to_owned(),
        },
        Refusal::ServiceInUse {
            service: service(),
            tickets: 2,
            appointments: 1,
            items: 1,
        },
        Refusal::SlotFull {
            service: service(),
            slot,
            capacity: 2,
        },
        Refusal::SlotUnknown {
            service: service(),
            slot,
        },
        Refusal::SlotStarted {
            service: service(),
            slot,
        },
        Refusal::AppointmentWrongDay { appointment, slot },
        Refusal::AppointmentTooLate { appointment, slot },
        Refusal::AppointmentUsed {
            appointment,
            ticket,
        },
        Refusal::AppointmentCancelled { appointment },
        Refusal::CardUnknown {},
        Refusal::CardRevoked {},
        Refusal::TicketCarried {
            ticket,
            into: ticket,
        },
        Refusal::TicketOfOtherService {
            ticket,
            service: service(),
        },
        Refusal::TicketStillOpen {
            ticket,
            state: state(),
        },
        Refusal::ItemNotReady {
            item,
            state: state(),
        },
        Refusal::ItemCollected { item },
        Refusal::ValueOutOfRange {
            field: "minutes".to_owned(),
            allowed: "1 to 480".to_owned(),
        },
    ];
    for what in [
        Thing::Site,
        Thing::Service,
        Thing::Station,
        Thing::Ticket,
        Thing::Appointment,
        Thing::Item,
        Thing::Card,
    ] {
        all.push(Refusal::NotFound {
            what,
            id: ticket.to_string(),
        });
    }
    for why in [
        NotAllowed::OtherDevice,
        NotAllowed::TooLate,
        NotAllowed::Role,
        NotAllowed::IdFixed,
    ] {
        all.push(Refusal::NotAllowed { why });
    }
    all
}

#[test]
fn every_refusal_says_in_both_languages_what_is_so_and_what_to_do() {
    let id = Uuid::from_u128(7).to_string();
    for refusal in refusals() {
        for (language, end) in [(Language::Zh, '。'), (Language::En, '.')] {
            let Sentence { title, detail } = Sentence::of_refusal(&refusal, &site(), language);
            let detail = detail.unwrap_or_default();
            let said = format!("{title}{detail}");
            assert!(
                title.ends_with(end) && detail.ends_with(end),
                "{}: {said}",
                refusal.code()
            );
            assert!(
                !said.contains(&id) && !said.contains("  "),
                "{}: {said}",
                refusal.code()
            );
            assert!(
                !said.contains("“”") && !said.contains("()"),
                "{}: {said}",
                refusal.code()
            );
        }
    }
}

/// "可以填：1 to 480。" stood on Chinese pages: the words of the rules went out as they are.
#[test]
fn allowed_values_are_said_in_chinese() {
    let rows = [
        ("1 to 480", "可以填：1 到 480。"),
        ("0 to 1", "可以填：0 到 1。"),
        ("6 to 12 digits", "可以填：6 到 12 位数字。"),
        (
            "up to 40 characters on one line",
            "可以填：一行，最多 40 个字。",
        ),
        ("later than opens", "可以填：比 opens 晚的时间。"),
        (
            "display, kiosk or district",
            "可以填：display、kiosk、district 中的一个。",
        ),
    ];
    for (allowed, said) in rows {
        let refusal = Refusal::ValueOutOfRange {
            field: "field".to_owned(),
            allowed: allowed.to_owned(),
        };
        let sentence = Sentence::of_refusal(&refusal, &site(), Language::Zh);
        assert_eq!(sentence.detail.as_deref(), Some(said));
    }
}

#[test]
fn a_ticket_is_named_by_its_number_and_a_service_by_its_name() {
    let mut names = Names {
        number: "理012".to_owned(),
        ..Names::default()
    };
    names.service = LocalText::new("理发", "Haircut");
    let service = ServiceSettings::default().id;
    let refusal = Refusal::SameService {
        ticket: TicketId(Uuid::nil()),
        service,
    };
    let trouble = Trouble::Refused(Box::new(Refused {
        refusal,
        names,
        to_holder: false,
    }));
    assert_eq!(
        Sentence::of(&trouble, Language::Zh).title,
        "理012本来就在“理发”的队里。"
    );
    let english = Sentence::of(&trouble, Language::En).title;
    assert_eq!(english, "理012 is in the line for Haircut already.");
}
