use domain::settings::Language;
use domain::{Class, Command, Refusal, Role, StationId, Target, TicketId};
use protocol::TicketView;
use protocol::station::StationStateName;
use protocol::ticket::TicketStateName;

use super::*;
use crate::fixture::{Bench, station as number};

fn the_ticket(bench: &Bench, id: Option<TicketId>) -> TicketView {
    ticket(&bench.scene(), &bench.site().tickets[&id.unwrap()])
}

fn the_station(bench: &Bench, id: &StationId) -> protocol::StationView {
    station(&bench.scene(), bench.site().station(id).unwrap())
}

fn the_board(bench: &Bench) -> protocol::BoardView {
    let called: Vec<TicketId> = bench.site().tickets.keys().copied().collect();
    board(&bench.scene(), &called, 7)
}

#[test]
fn who_waits_is_told_how_many_are_ahead_and_how_long() {
    let mut bench = Bench::new(1);
    let first = bench.issue(Class::Standard);
    let second = bench.issue(Class::Standard);
    assert_eq!((first.ahead, second.ahead), (Some(0), Some(1)));
    let wait = second.wait.unwrap();
    assert!(wait.low_min < wait.high_min && wait.rough);
    assert_eq!(second.served_before_close, Some(1.0));
    assert_eq!(second.issued_at.to_string(), "2026-03-07T09:00:02+08:00");
    bench.call_next(1);
    let called = the_ticket(&bench, first.id);
    assert_eq!(called.state, TicketStateName::Called);
    assert_eq!(
        (called.ahead, called.wait, called.station),
        (None, None, Some(number(1)))
    );
    assert_eq!(called.called_at, Some(called.since));
    assert_eq!(the_ticket(&bench, second.id).ahead, Some(0));
}

#[test]
fn without_an_open_station_nobody_can_say_how_long() {
    let mut bench = Bench::new(0);
    let ticket = bench.issue(Class::Standard);
    assert_eq!(
        (ticket.ahead, ticket.wait, ticket.served_before_close),
        (Some(0), None, None)
    );
}

#[test]
fn the_holder_of_a_link_never_sees_the_id() {
    let mut bench = Bench::new(1);
    let ticket = bench.issue(Class::Standard);
    let id = ticket.id.unwrap().to_string();
    let json = serde_json::to_string(&ticket.for_holder()).unwrap();
    assert!(!json.contains("\"id\"") && !json.contains(&id), "{json}");
    bench.call_next(1);
    let scene = bench.scene();
    let everybody = serde_json::to_string(&stations(&scene, false)).unwrap();
    assert!(!everybody.contains(&id), "{everybody}");
    assert!(
        !serde_json::to_string(&the_board(&bench))
            .unwrap()
            .contains(&id)
    );
    assert!(
        serde_json::to_string(&stations(&scene, true))
            .unwrap()
            .contains(&id)
    );
}

/// It was told as the last call, or the issue for somebody who was never called.
#[test]
fn a_no_show_lasts_since_it_was_marked() {
    let mut bench = Bench::new(1);
    let held = bench.issue(Class::Standard).id;
    bench.ok(Command::HoldTicket {
        target: Target::Ticket(held.unwrap()),
    });
    let called = bench.issue(Class::Standard).id;
    bench.call_next(1);
    bench.wait_secs(300);
    for ticket in [held, called] {
        bench.at_station(Command::MarkNoShow {
            station: number(1),
            seen: ticket,
        });
        assert_eq!(the_ticket(&bench, ticket).since.moment(), bench.now);
    }
}

#[test]
fn a_ticket_of_yesterday_is_told_as_it_ended() {
    let mut bench = Bench::new(1);
    let ids: Vec<TicketId> = (0..4)
        .map(|_| bench.issue(Class::Standard).id.unwrap())
        .collect();
    bench.call_next(1);
    bench.at_station(Command::StartServing {
        station: number(1),
        seen: None,
    });
    bench.at_station(Command::CallNext {
        station: number(1),
        finish: true,
        seen: None,
    });
    bench.at_station(Command::MarkNoShow {
        station: number(1),
        seen: None,
    });
    let cancel = Command::CancelTicket {
        ticket: ids[3],
        reason: None,
    };
    bench.ok(cancel.clone());
    bench.wait_secs(86_400);
    bench.issue(Class::Standard);
    let told = |id| {
        let view = known_ticket(&bench.scene(), id).unwrap();
        let station = view.station.map(|station| station.to_string());
        (view.number, view.state, station)
    };
    let one = || Some("1".to_owned());
    assert_eq!(
        told(ids[0]),
        ("理001".to_owned(), TicketStateName::Served, one())
    );
    assert_eq!(
        told(ids[1]),
        ("理002".to_owned(), TicketStateName::NoShow, one())
    );
    assert_eq!(
        told(ids[2]),
        ("理003".to_owned(), TicketStateName::Unserved, None)
    );
    assert_eq!(
        told(ids[3]),
        ("理004".to_owned(), TicketStateName::Cancelled, None)
    );
    // Cancelled once more, it is so already.
    let protocol::Answer::Ticket(again) = bench.ok(cancel) else {
        panic!("no ticket")
    };
    assert_eq!(again.ticket.state, TicketStateName::Cancelled);
    assert_eq!(known_ticket(&bench.scene(), TicketId(Uuid::nil())), None);
}

#[test]
fn only_the_kiosk_that_issued_a_ticket_may_take_it_back_for_some_seconds() {
    let mut bench = Bench::new(1);
    let service: domain::ServiceId = "haircut".parse().unwrap();
    let issue = Command::IssueTicket {
        service,
        class: Class::Standard,
        visit: None,
        card: None,
        carried_from: None,
    };
    bench.handle(issue, Role::Kiosk).unwrap();
    let id = bench.site().tickets.keys().next().copied();
    let until = the_ticket(&bench, id).undo_until.unwrap();
    assert_eq!(until.moment(), bench.now + chrono::TimeDelta::seconds(15));
    bench.wait_secs(15);
    assert_eq!(the_ticket(&bench, id).undo_until, None);
    assert_eq!(bench.issue(Class::Standard).undo_until, None);
}

#[test]
fn a_board_shows_calls_that_stand_newest_first_and_names_each_once() {
    let mut bench = Bench::new(2);
    for _ in 0..4 {
        bench.issue(Class::Standard);
    }
    bench.call_next(1);
    bench.call_next(2);
    let numbers = |bench: &Bench| {
        the_board(bench)
            .calls
            .into_iter()
            .map(|call| call.number)
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(&bench), ["理002", "理001"]);
    let before = the_board(&bench).calls[1].call.clone();
    bench.at_station(Command::RecallTicket {
        station: number(1),
        seen: None,
    });
    assert_eq!(numbers(&bench), ["理001", "理002"]);
    let recalled = &the_board(&bench).calls[0];
    assert_ne!(recalled.call, before);
    assert_eq!((recalled.times, recalled.is_expected), (2, true));
    // Recall and call are taken back: it was never called.
    for _ in 0..2 {
        bench.at_station(Command::Undo {
            station: number(1),
            seen: None,
        });
    }
    assert_eq!(numbers(&bench), ["理002"]);
    let line = &the_board(&bench).lines[0];
    assert_eq!(
        (line.waiting, line.next.as_slice()),
        (3, &["理001".into(), "理003".into()][..])
    );
}

#[test]
fn a_station_offers_to_undo_only_what_can_be_undone() {
    let mut bench = Bench::new(2);
    bench.issue(Class::Standard);
    let id = bench.call_next(1).ticket.unwrap().id.unwrap();
    let undo = the_station(&bench, &number(1)).undo.unwrap();
    assert_eq!((undo.number.as_str(), undo.depth), ("理001", 1));
    bench.at_station(Command::MarkNoShow {
        station: number(1),
        seen: None,
    });
    bench.at_station(Command::CallTicket {
        station: number(2),
        ticket: id,
    });
    // Somebody else has the ticket now.
    assert_eq!(the_station(&bench, &number(1)).undo, None);
    assert!(the_station(&bench, &number(2)).undo.is_some());
}

#[test]
fn after_three_calls_a_no_show_is_proposed() {
    let mut bench = Bench::new(1);
    bench.issue(Class::Standard);
    bench.call_next(1);
    for proposed in [false, true] {
        let recall = Command::RecallTicket {
            station: number(1),
            seen: None,
        };
        assert_eq!(bench.at_station(recall).station.propose_no_show, proposed);
    }
    let view = bench.at_station(Command::PauseStation {
        station: number(1),
        minutes: Some(10),
        seen: None,
    });
    assert_eq!(view.station.state, StationStateName::Paused);
    let paused_until = view.station.paused_until.unwrap();
    assert_eq!(
        paused_until.moment(),
        bench.now + chrono::TimeDelta::minutes(10)
    );
}

#[test]
fn a_queue_stands_in_the_order_of_calls_with_those_aside_beside_it() {
    let mut bench = Bench::new(1);
    let ids: Vec<_> = [
        Class::Standard,
        Class::Standard,
        Class::Priority,
        Class::Standard,
    ]
    .map(|class| bench.issue(class).id)
    .into();
    bench.ok(Command::HoldTicket {
        target: Target::Ticket(ids[1].unwrap()),
    });
    let view = queue(&bench.scene(), None);
    let waiting: Vec<_> = view
        .waiting
        .iter()
        .map(|entry| entry.ticket.number.as_str())
        .collect();
    assert_eq!(waiting, ["理003", "理001", "理004"]);
    let ahead: Vec<_> = view
        .waiting
        .iter()
        .map(|entry| entry.ticket.ahead)
        .collect();
    assert_eq!(ahead, [Some(0), Some(1), Some(2)]);
    assert!(view.waiting[2].median_min > view.waiting[1].median_min);
    assert_eq!(view.aside.len(), 1);
    assert_eq!(view.aside[0].state, TicketStateName::OnHold);
    let none = queue(&bench.scene(), Some(&"repair".parse().unwrap()));
    assert!(none.waiting.is_empty() && none.aside.is_empty());
}

#[test]
fn kept_orders_follow_the_state() {
    let mut bench = Bench::new(1);
    let orders = Orders::default();
    let ids: Vec<_> = (0..3).map(|_| bench.issue(Class::Standard).id).collect();
    let ahead = |bench: &Bench, n: usize| {
        let ticket = &bench.site().tickets[&ids[n].unwrap()];
        bench.scene().with_orders(&orders).ahead(ticket)
    };
    assert_eq!([ahead(&bench, 0), ahead(&bench, 2)], [Some(0), Some(2)]);
    bench.call_next(1);
    assert_eq!([ahead(&bench, 0), ahead(&bench, 2)], [None, Some(1)]);
}

#[test]
fn a_card_says_why_no_number_is_given() {
    let mut bench = Bench::new(1);
    let refusal = |bench: &Bench| services(&bench.scene()).services[0].issuing.refusal.clone();
    assert_eq!(refusal(&bench), None);
    let service: domain::ServiceId = "haircut".parse().unwrap();
    bench.ok(Command::StopIssuing {
        service: service.clone(),
    });
    assert_eq!(
        refusal(&bench),
        Some(Refusal::IssuingStopped {
            service: service.clone()
        })
    );
    bench.ok(Command::ResumeIssuing { service });
    bench.ok(Command::CloseDay);
    assert!(matches!(refusal(&bench), Some(Refusal::DayClosed { .. })));
}

#[test]
fn a_card_shows_hours_stations_and_the_newcomers_wait() {
    let mut bench = Bench::new(2);
    bench.set_service(|service| service.opens = chrono::NaiveTime::from_hms_opt(8, 30, 0));
    bench.ok(Command::CloseStation {
        station: number(2),
        seen: None,
    });
    bench.issue(Class::Standard);
    let card = &services(&bench.scene()).services[0];
    assert_eq!(
        (card.issue_from.as_deref(), card.opens.as_deref()),
        (Some("07:30"), Some("08:30"))
    );
    assert_eq!((card.stations_open, card.stations_total), (1, 2));
    assert_eq!((card.waiting, card.ahead), (1, 1));
    assert!(card.wait.is_some() && card.issuing.open && !card.at_risk);
    assert_eq!(card.name.get(Language::Zh), "");
}

#[test]
fn the_dashboard_counts_today() {
    let mut bench = Bench::new(1);
    for _ in 0..3 {
        bench.issue(Class::Standard);
    }
    bench.wait_secs(600);
    bench.call_next(1);
    bench.at_station(Command::StartServing {
        station: number(1),
        seen: None,
    });
    let view = dashboard(&bench.scene(), Vec::new(), 3);
    let line = &view.services[0];
    assert_eq!(
        (line.line.waiting, line.called, line.serving, line.on_hold),
        (2, 0, 1, 0)
    );
    assert_eq!(line.longest_wait_min, Some(10));
    assert_eq!(view.today.issued, 3);
    assert_eq!(line.wait.mean_min, Some(10.05));
    assert_eq!(view.version, 3);
}

#[test]
fn an_excerpt_of_a_site_gives_the_same_outlook_as_all_of_it() {
    let mut bench = Bench::new(2);
    let first = bench.issue(Class::Standard);
    let service: domain::ServiceId = "haircut".parse().unwrap();
    let shared = Command::IssueTicket {
        service,
        class: Class::Standard,
        visit: first.id,
        card: None,
        carried_from: None,
    };
    bench.ok(shared);
    for class in [
        Class::Standard,
        Class::Priority,
        Class::Standard,
        Class::Standard,
    ] {
        bench.issue(class);
    }
    bench.call_next(1);
    bench.at_station(Command::StartServing {
        station: number(1),
        seen: None,
    });
    let held = bench.issue(Class::Standard).id.unwrap();
    bench.ok(Command::HoldTicket {
        target: Target::Ticket(held),
    });
    let excerpt = crate::outlook::excerpt(bench.site());
    assert!(excerpt.tickets.len() < bench.site().tickets.len());
    let outlook = |site| Outlook::of(site, bench.now, None);
    assert_eq!(outlook(&excerpt), outlook(bench.site()));
}
