use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::sync::mpsc;

use super::*;
use crate::{
    lang::Lang,
    site_now::{IssuedTicket, LinkKind, SiteNow},
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

    async fn issue(&self, service: &str, key: &str) -> Result<IssuedTicket, PortError> {
        let mut state = self.state.lock().unwrap();
        if state.full {
            return Err(PortError::Refused(Refusal::Full));
        }
        let next = state.by_key.len() + 1;
        let ticket = state
            .by_key
            .entry(key.to_owned())
            .or_insert_with(|| IssuedTicket {
                token: format!("token{next}"),
                url: String::new(),
                service: service.to_owned(),
                prefix: "理".into(),
                digits: format!("{next:03}"),
                ahead: Some(0),
                wait: None,
                in_time: true,
            });
        let ticket = ticket.clone();
        Self::lost(&mut state, ticket)
    }

    async fn cancel(&self, token: &str, _key: &str) -> Result<(), PortError> {
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
            service: "haircut".into(),
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
            service: "haircut".into(),
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
            service: "haircut".into(),
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
