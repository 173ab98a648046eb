//! Brings a hub into the state that a row of the table starts from.

use domain::{Role, TicketId};
use paihao_tests::Ask;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bench::{BASE, Bench};
use crate::check;

/// How the site stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing happened yet.
    Fresh,
    /// One ticket for a haircut waits.
    Waiting,
    /// It is called to station 1.
    Called,
    /// The same, and another one waits.
    CalledAndOther,
    /// It is served at station 1.
    Serving,
    /// It is on hold.
    OnHold,
    /// It did not come to station 1.
    NoShow,
    /// It was given up.
    Cancelled,
    /// Station 1 is closed.
    StationClosed,
    /// No numbers are given for haircuts.
    Stopped,
    /// The day was closed by hand.
    DayClosed,
    /// Haircuts are booked by the quarter of an hour, one in each. Half past nine is taken, and its
    /// holder's ticket for another service waits.
    Booked,
    /// The same appointment was given up.
    GivenUp,
    /// Its holder has a number.
    CheckedIn,
    /// A ticket was served at station 1, and something was left there.
    ItemLeft,
    /// It is repaired.
    ItemReady,
    /// It was given back.
    ItemCollected,
    /// A card is good for priority.
    CardSet,
    /// The kiosk has a series of its own, and gave a number that it has not brought yet.
    Satellite,
}

/// A hub in a state.
pub(crate) struct Stage {
    pub(crate) bench: Bench,
    ticket: String,
    other: String,
    appointment: String,
    item: String,
    kiosk: String,
}

impl Stage {
    /// A new hub, brought into `state` through its own API.
    pub(crate) async fn at(state: State) -> Self {
        let bench = Bench::in_memory().await;
        let mut stage = Self {
            bench,
            ticket: String::new(),
            other: String::new(),
            appointment: String::new(),
            item: String::new(),
            kiosk: String::new(),
        };
        match state {
            State::Fresh => {}
            State::Waiting => stage.issue("haircut").await,
            State::Called => {
                stage.issue("haircut").await;
                stage.staff("stations/1/call-next").await;
            }
            State::CalledAndOther => {
                stage.issue("haircut").await;
                stage.other = std::mem::take(&mut stage.ticket);
                stage.issue("haircut").await;
                std::mem::swap(&mut stage.ticket, &mut stage.other);
                stage.staff("stations/1/call-next").await;
            }
            State::Serving => {
                stage.issue("haircut").await;
                stage.staff("stations/1/call-next").await;
                stage.staff("stations/1/start").await;
            }
            State::OnHold => {
                stage.issue("haircut").await;
                stage.staff(&format!("tickets/{}/hold", stage.ticket)).await;
            }
            State::NoShow => {
                stage.issue("haircut").await;
                stage.staff("stations/1/call-next").await;
                stage.staff("stations/1/no-show").await;
            }
            State::Cancelled => {
                stage.issue("haircut").await;
                stage
                    .staff(&format!("tickets/{}/cancel", stage.ticket))
                    .await;
            }
            State::StationClosed => stage.staff("stations/1/close").await,
            State::Stopped => stage.staff("services/haircut/stop-issuing").await,
            State::DayClosed => {
                stage.issue("haircut").await;
                stage.staff("day/close").await;
            }
            State::Booked => stage.book().await,
            State::GivenUp => {
                stage.book().await;
                stage.on_appointment("cancel", 200).await;
            }
            State::CheckedIn => {
                stage.book().await;
                stage.on_appointment("check-in", 201).await;
            }
            State::ItemLeft => stage.leave_item().await,
            State::ItemReady => {
                stage.leave_item().await;
                stage.repair_item().await;
            }
            State::ItemCollected => {
                stage.leave_item().await;
                stage.repair_item().await;
                stage.staff(&format!("items/{}/collect", stage.item)).await;
            }
            State::CardSet => {
                let card = json!({"number": "1200 0007"});
                stage.done("cards", &card, 200).await;
            }
            State::Satellite => {
                let device = json!({"device": "01945c00-0000-7000-8000-0000000000aa"});
                let ask = stage.bench.post("satellites/series", &device, Role::Kiosk);
                let given = check::done("series", &stage.bench.ask(ask).await, 200);
                given["kiosk"]
                    .as_str()
                    .unwrap()
                    .clone_into(&mut stage.kiosk);
                stage.ticket = own_link(&given, &device);
            }
        }
        stage
    }

    /// The text with its placeholders filled.
    pub(crate) fn fill(&self, text: &str) -> String {
        text.replace("$ticket", &self.ticket)
            .replace("$other", &self.other)
            .replace("$appointment", &self.appointment)
            .replace("$item", &self.item)
            .replace("$kiosk", &self.kiosk)
    }

    async fn issue(&mut self, service: &str) {
        let issued = self
            .done("tickets", &json!({"service": service}), 201)
            .await;
        self.ticket = id_of(&issued["ticket"]);
    }

    async fn book(&mut self) {
        let slots = json!({"from": "09:00", "to": "11:00", "minutes": 15, "capacity": 1});
        let ask = Ask::new("PATCH", format!("{BASE}/services/haircut"))
            .bearer(self.bench.token(Role::Organiser))
            .json(&json!({"slots": slots}));
        check::done("slots", &self.bench.ask(ask).await, 200);
        self.issue("repair").await;
        let slot = "2026-03-07T09:30:00+08:00";
        let who =
            json!({"service": "haircut", "slot": slot, "name": "李秀英", "phone": "62345678"});
        let booked = self.done("appointments", &who, 201).await;
        self.appointment = id_of(&booked["appointment"]);
    }

    async fn on_appointment(&self, verb: &str, status: u16) {
        let path = format!("appointments/{}/{verb}", self.appointment);
        self.done(&path, &json!({}), status).await;
    }

    async fn leave_item(&mut self) {
        self.issue("haircut").await;
        self.staff("stations/1/call-next").await;
        self.staff("stations/1/start").await;
        let left = json!({"kind": "kettle", "finish": true});
        let left = self.done("stations/1/receive-item", &left, 201).await;
        self.item = id_of(&left["item"]);
    }

    async fn repair_item(&self) {
        let path = format!("items/{}/finish", self.item);
        self.done(&path, &json!({"outcome": "repaired"}), 200).await;
    }

    async fn staff(&self, path: &str) {
        self.done(path, &json!({}), 200).await;
    }

    async fn done(&self, path: &str, body: &Value, status: u16) -> Value {
        let ask = self.bench.post(path, body, Role::Organiser);
        check::done(path, &self.bench.ask(ask).await, status)
    }
}

/// The link of a ticket that the kiosk gave by itself, by what it was given for that.
fn own_link(given: &Value, device: &Value) -> String {
    let mut kept = given.clone();
    kept["device"] = device["device"].clone();
    let grant: satellite::Grant = serde_json::from_value(kept).unwrap();
    grant.token(TicketId(Uuid::from_u128(7)))
}

fn id_of(of: &Value) -> String {
    of["id"].as_str().unwrap().to_owned()
}
