use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::ItemKind;
use tokio::sync::mpsc;

use super::*;

use crate::{
    flow::{Line, Order},
    lang::Lang,
    site_now::{BookedSlot, IssuedTicket, LinkKind, SiteNow, SlotsNow, Standing},
};

/// A hub whose answers get lost on the way back as often as a test wants.
#[derive(Default)]
struct FakeHub {
    state: Mutex<FakeState>,
}

#[derive(Default)]
struct FakeState {
    answers_to_lose: u32,
    by_key: HashMap<String, IssuedTicket>,
    booked: HashSet<String>,
    cancelled: Vec<String>,
    full: bool,
    silent: bool,
    unpaired: bool,
}

impl FakeHub {
    fn losing(answers: u32) -> Arc<Self> {
        let hub = Self::default();
        hub.state.lock().unwrap().answers_to_lose = answers;
        Arc::new(hub)
    }

    fn lost<T>(state: &mut FakeState, answer: T) -> Result<T, PortError> {
        if state.answers_to_lose > 0 {
            state.answers_to_lose -= 1;
            return Err(PortError::NoAnswer("lost".into()));
        }
        Ok(answer)
    }
}

impl HubPort for FakeHub {
    async fn look(&self) -> Result<SiteNow, PortError> {
        if self.state.lock().unwrap().silent {
            std::future::pending::<()>().await;
        }
        if self.state.lock().unwrap().unpaired {
            return Err(PortError::Refused(Refusal::from_code("not_signed_in")));
        }
        Ok(SiteNow::default())
    }

    async fn issue(&self, order: &Order, key: &str) -> Result<IssuedTicket, PortError> {
        let mut state = self.state.lock().unwrap();
        if state.full {
            return Err(PortError::Refused(Refusal::Full));
        }
        let next = state.by_key.len() + 1;
        let ticket = state
            .by_key
            .entry(key.to_owned())
            .or_insert_with(|| ticket(next, order.service().unwrap_or_default()));
        let ticket = ticket.clone();
        Self::lost(&mut state, ticket)
    }

    async fn cancel(&self, token: &str, _key: &str) -> Result<(), PortError> {
        let mut state = self.state.lock().unwrap();
        state.cancelled.push(token.to_owned());
        Self::lost(&mut state, ())
    }

    async fn find(&self, token: &str) -> Result<IssuedTicket, PortError> {
        match token {
            "token1" => Ok(ticket(1, "haircut")),
            "silent" => Err(PortError::NoAnswer("lost".into())),
            _ => Err(PortError::Refused(Refusal::Unknown)),
        }
    }

    async fn bring(&self, token: &str, _kind: ItemKind, _key: &str) -> Result<(), PortError> {
        let mut state = self.state.lock().unwrap();
        state.cancelled.push(token.to_owned());
        Self::lost(&mut state, ())
    }

    async fn slots(&self, service: &str, date: Option<NaiveDate>) -> Result<SlotsNow, PortError> {
        Ok(SlotsNow {
            service: service.to_owned(),
            date: date.unwrap_or(slot().date_naive()),
            until: None,
            free: vec![slot()],
        })
    }

    async fn book(
        &self,
        service: &str,
        slot: DateTime<FixedOffset>,
        key: &str,
    ) -> Result<BookedSlot, PortError> {
        let mut state = self.state.lock().unwrap();
        let booked = BookedSlot {
            token: format!("place of {key}"),
            url: String::new(),
            service: service.to_owned(),
            code: "048201".into(),
            slot,
        };
        state.booked.insert(key.to_owned());
        Self::lost(&mut state, booked)
    }

    async fn unbook(&self, token: &str, _key: &str) -> Result<(), PortError> {
        let mut state = self.state.lock().unwrap();
        state.cancelled.push(token.to_owned());
        Self::lost(&mut state, ())
    }

    async fn check_pin(&self, pin: &str) -> Result<bool, PortError> {
        Ok(pin == "204817")
    }

    async fn link(&self, _kind: &LinkKind, _pin: &str) -> Result<String, PortError> {
        Ok("http://hub/l/1".into())
    }

    async fn name_site(&self, _lang: Lang, _name: &str) -> Result<(), PortError> {
        Ok(())
    }
}

fn ticket(number: usize, service: &str) -> IssuedTicket {
    IssuedTicket {
        id: format!("id{number}"),
        token: format!("token{number}"),
        url: String::new(),
        service: service.to_owned(),
        prefix: "理".into(),
        digits: format!("{number:03}"),
        ahead: Some(0),
        wait: None,
        in_time: true,
        slot: None,
        brings: None,
        standing: Standing::Waiting,
    }
}

fn slot() -> DateTime<FixedOffset> {
    "2026-03-07T10:00:00+08:00".parse().unwrap()
}

struct Running {
    requests: mpsc::Sender<Request>,
    replies: mpsc::UnboundedReceiver<Reply>,
}

fn start(hub: &Arc<FakeHub>) -> Running {
    let (requests, taken) = mpsc::channel(REQUESTS_MAX);
    let (sender, replies) = mpsc::unbounded_channel();
    let send: Replies = Arc::new(move |reply| {
        let _ = sender.send(reply);
    });
    tokio::spawn(run(Arc::clone(hub), taken, send));
    Running { requests, replies }
}

impl Running {
    async fn until(&mut self, wanted: impl Fn(&Reply) -> bool) -> Reply {
        loop {
            let reply = self.replies.recv().await.unwrap();
            if wanted(&reply) {
                return reply;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn lost_answers_give_one_ticket() {
    let hub = FakeHub::losing(5);
    let mut kiosk = start(&hub);
    kiosk
        .requests
        .send(Request::Issue {
            attempt: 7,
            order: Order::Line(Line::of("haircut")),
        })
        .await
        .unwrap();
    let reply = kiosk
        .until(|reply| matches!(reply, Reply::Issued { .. }))
        .await;
    let Reply::Issued {
        attempt: 7,
        result: Ok(ticket),
    } = reply
    else {
        panic!("{reply:?}")
    };
    assert_eq!(ticket.digits, "001");
    assert_eq!(hub.state.lock().unwrap().by_key.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_final() {
    let hub = FakeHub::losing(0);
    hub.state.lock().unwrap().full = true;
    let mut kiosk = start(&hub);
    kiosk
        .requests
        .send(Request::Issue {
            attempt: 1,
            order: Order::Line(Line::of("haircut")),
        })
        .await
        .unwrap();
    let reply = kiosk
        .until(|reply| matches!(reply, Reply::Issued { .. }))
        .await;
    assert_eq!(
        reply,
        Reply::Issued {
            attempt: 1,
            result: Err(Refusal::Full)
        }
    );
}

#[tokio::test(start_paused = true)]
async fn a_number_nobody_waits_for_is_cancelled() {
    let hub = FakeHub::losing(20);
    let kiosk = start(&hub);
    kiosk
        .requests
        .send(Request::Issue {
            attempt: 1,
            order: Order::Line(Line::of("haircut")),
        })
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    kiosk
        .requests
        .send(Request::Abandon { attempt: 1 })
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_mins(1)).await;
    assert_eq!(
        hub.state.lock().unwrap().cancelled.last().unwrap(),
        "token1"
    );
    let mut replies = kiosk.replies;
    while let Ok(reply) = replies.try_recv() {
        assert!(
            !matches!(reply, Reply::Issued { .. }),
            "nobody waits for {reply:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancel_is_tried_again_and_then_given_up() {
    for (lost, done) in [(0, true), (2, true), (3, false)] {
        let hub = FakeHub::losing(lost);
        let mut kiosk = start(&hub);
        kiosk
            .requests
            .send(Request::Cancel {
                attempt: 3,
                token: "t".into(),
            })
            .await
            .unwrap();
        let reply = kiosk
            .until(|reply| matches!(reply, Reply::Cancelled { .. }))
            .await;
        assert_eq!(reply, Reply::Cancelled { attempt: 3, done });
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_hub_gives_no_contact_until_it_is_back() {
    let hub = FakeHub::losing(0);
    hub.state.lock().unwrap().silent = true;
    let mut kiosk = start(&hub);
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert!(kiosk.replies.try_recv().is_err());
    hub.state.lock().unwrap().silent = false;
    kiosk
        .until(|reply| matches!(reply, Reply::Contact(Some(_))))
        .await;
}

#[tokio::test(start_paused = true)]
async fn the_right_pin_opens_and_a_wrong_one_is_said() {
    let hub = FakeHub::losing(0);
    let mut kiosk = start(&hub);
    for (pin, state) in [("204817", None), ("000000", Some(PinState::Wrong))] {
        kiosk
            .requests
            .send(Request::CheckPin {
                attempt: 1,
                pin: pin.into(),
            })
            .await
            .unwrap();
        let reply = kiosk
            .until(|reply| matches!(reply, Reply::PinChecked { .. }))
            .await;
        assert_eq!(reply, Reply::PinChecked { attempt: 1, state });
    }
}

#[tokio::test(start_paused = true)]
async fn a_fresh_link_comes_back() {
    let hub = FakeHub::losing(0);
    let mut kiosk = start(&hub);
    kiosk
        .requests
        .send(Request::Link {
            attempt: 1,
            kind: LinkKind::Board,
            pin: "204817".into(),
        })
        .await
        .unwrap();
    let reply = kiosk
        .until(|reply| matches!(reply, Reply::Linked { .. }))
        .await;
    assert_eq!(
        reply,
        Reply::Linked {
            attempt: 1,
            answer: LinkAnswer::Url("http://hub/l/1".into())
        }
    );
}

#[tokio::test(start_paused = true)]
async fn a_hub_that_knows_the_kiosk_no_more_is_told() {
    let hub = FakeHub::losing(0);
    hub.state.lock().unwrap().unpaired = true;
    let mut kiosk = start(&hub);
    kiosk.until(|reply| *reply == Reply::Unpaired).await;
    hub.state.lock().unwrap().unpaired = false;
    kiosk
        .until(|reply| matches!(reply, Reply::Contact(Some(_))))
        .await;
}

#[tokio::test(start_paused = true)]
async fn lost_answers_give_one_place() {
    let hub = FakeHub::losing(4);
    let mut kiosk = start(&hub);
    let request = Request::Book {
        attempt: 2,
        service: "haircut".into(),
        slot: slot(),
    };
    kiosk.requests.send(request).await.unwrap();
    let reply = kiosk
        .until(|reply| matches!(reply, Reply::Booked { .. }))
        .await;
    assert!(
        matches!(&reply, Reply::Booked { attempt: 2, result: Ok(booked) } if booked.slot == slot())
    );
    assert_eq!(hub.state.lock().unwrap().booked.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_place_nobody_waits_for_is_given_up() {
    let hub = FakeHub::losing(20);
    let kiosk = start(&hub);
    let request = Request::Book {
        attempt: 1,
        service: "haircut".into(),
        slot: slot(),
    };
    kiosk.requests.send(request).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let abandon = Request::Abandon { attempt: 1 };
    kiosk.requests.send(abandon).await.unwrap();
    tokio::time::sleep(Duration::from_mins(1)).await;
    let state = hub.state.lock().unwrap();
    assert!(state.cancelled.last().unwrap().starts_with("place of "));
}

#[tokio::test(start_paused = true)]
async fn a_look_at_a_ticket_brings_it_or_says_why_not() {
    let hub = FakeHub::losing(0);
    let mut kiosk = start(&hub);
    for (token, expected) in [
        ("token1", Ok(ticket(1, "haircut"))),
        ("other", Err(Refusal::Unknown)),
        ("silent", Err(Refusal::NoAnswer)),
    ] {
        let request = Request::Find {
            attempt: 1,
            token: token.into(),
        };
        kiosk.requests.send(request).await.unwrap();
        let reply = kiosk
            .until(|reply| matches!(reply, Reply::Found { .. }))
            .await;
        let result = expected;
        assert_eq!(reply, Reply::Found { attempt: 1, result });
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_brought_is_noted_or_given_up() {
    for (lost, kind) in [
        (0, Some(ItemKind::Kettle)),
        (2, Some(ItemKind::Kettle)),
        (3, None),
    ] {
        let hub = FakeHub::losing(lost);
        let mut kiosk = start(&hub);
        let request = Request::Bring {
            attempt: 1,
            token: "token1".into(),
            kind: ItemKind::Kettle,
        };
        kiosk.requests.send(request).await.unwrap();
        let reply = kiosk
            .until(|reply| matches!(reply, Reply::Brought { .. }))
            .await;
        assert_eq!(reply, Reply::Brought { attempt: 1, kind });
    }
}
