use std::collections::BTreeSet;

use domain::refusal::{NotAllowed, Thing};
use domain::{ServiceSettings, SiteSettings, StationId, TicketId};
use uuid::Uuid;

use super::*;
use crate::problem::Refused;
use crate::registry::{Entry, HubRefusal};

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
        Refusal::SeriesUnknown {},
        Refusal::SeriesExhausted {},
        Refusal::SeriesGap { position: 7 },
        Refusal::SeriesForked {},
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

/// Whatever else can be in the way.
fn troubles() -> Vec<Trouble> {
    let site = domain::SiteId::new("square").unwrap();
    let what = Entry::Link;
    let mut all: Vec<Trouble> = [
        HubRefusal::SiteExists { site },
        HubRefusal::NotFound {
            what,
            id: "7".to_owned(),
        },
        HubRefusal::LinkUnknown,
        HubRefusal::LinkUsed,
        HubRefusal::LinkExpired,
        HubRefusal::PairingCodeUnknown,
        HubRefusal::SessionUnknown,
        HubRefusal::LastSite,
        HubRefusal::KeyReused,
        HubRefusal::TooMany { what, max: 500 },
    ]
    .map(Trouble::Register)
    .into();
    all.extend([
        Trouble::Exists {
            what: Thing::Station,
            id: "1".to_owned(),
        },
        Trouble::NotSignedIn,
        Trouble::Forbidden,
        Trouble::JoiningOff,
        Trouble::BookingOff,
        Trouble::TicketPending {
            kiosk: "东门".to_owned(),
            connected: false,
        },
        Trouble::PinWrong { tries_left: 2 },
        Trouble::PinLocked { retry_secs: 60 },
        Trouble::Malformed {
            reason: "no JSON".to_owned(),
        },
        Trouble::NotJson,
        Trouble::TooLarge { max_bytes: 65_536 },
        Trouble::TooSlow,
        Trouble::NoSuchAddress,
        Trouble::MethodNotAllowed,
        Trouble::CrossSite,
        Trouble::TooManyRequests { retry_secs: 5 },
        Trouble::OutcomeUnknown,
        Trouble::Busy,
        Trouble::Internal,
    ]);
    all
}

/// A code that somebody adds has to be said in both languages, and the description names it.
#[test]
fn every_code_has_its_sentences_and_stands_in_the_description() {
    let refused = refusals().into_iter().map(|r| Trouble::refused(r, &site()));
    let mut codes = BTreeSet::new();
    for trouble in refused.chain(troubles()) {
        let code = trouble.code();
        codes.insert(code);
        let zh = Sentence::of(&trouble, Language::Zh).title;
        let en = Sentence::of(&trouble, Language::En).title;
        let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        assert!(
            zh.ends_with('。') && zh.contains(is_chinese),
            "{code}: {zh}"
        );
        assert!(
            en.ends_with('.') && !en.contains(is_chinese),
            "{code}: {en}"
        );
    }
    assert_eq!(codes, Trouble::codes());
    let description = serde_json::to_value(crate::api::openapi()).unwrap();
    let described = description["components"]["schemas"]["ProblemCode"]["enum"].clone();
    assert_eq!(described, serde_json::json!(codes));
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
