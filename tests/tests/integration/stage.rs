//! Brings a hub into the state that a row of the table starts from.

use domain::Role;
use serde_json::json;

use crate::bench::Bench;
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
}

/// A hub in a state.
pub(crate) struct Stage {
    pub(crate) bench: Bench,
    ticket: String,
    other: String,
}

impl Stage {
    /// A new hub, brought into `state` through its own API.
    pub(crate) async fn at(state: State) -> Self {
        let bench = Bench::in_memory().await;
        let mut stage = Self {
            bench,
            ticket: String::new(),
            other: String::new(),
        };
        match state {
            State::Fresh => {}
            State::Waiting => stage.issue().await,
            State::Called => {
                stage.issue().await;
                stage.staff("stations/1/call-next").await;
            }
            State::CalledAndOther => {
                stage.issue().await;
                stage.other = std::mem::take(&mut stage.ticket);
                stage.issue().await;
                std::mem::swap(&mut stage.ticket, &mut stage.other);
                stage.staff("stations/1/call-next").await;
            }
            State::Serving => {
                stage.issue().await;
                stage.staff("stations/1/call-next").await;
                stage.staff("stations/1/start").await;
            }
            State::OnHold => {
                stage.issue().await;
                stage.staff(&format!("tickets/{}/hold", stage.ticket)).await;
            }
            State::NoShow => {
                stage.issue().await;
                stage.staff("stations/1/call-next").await;
                stage.staff("stations/1/no-show").await;
            }
            State::Cancelled => {
                stage.issue().await;
                stage
                    .staff(&format!("tickets/{}/cancel", stage.ticket))
                    .await;
            }
            State::StationClosed => stage.staff("stations/1/close").await,
            State::Stopped => stage.staff("services/haircut/stop-issuing").await,
            State::DayClosed => {
                stage.issue().await;
                stage.staff("day/close").await;
            }
        }
        stage
    }

    /// The text with its placeholders filled.
    pub(crate) fn fill(&self, text: &str) -> String {
        text.replace("$ticket", &self.ticket)
            .replace("$other", &self.other)
    }

    async fn issue(&mut self) {
        let ask = self
            .bench
            .post("tickets", &json!({"service": "haircut"}), Role::Organiser);
        let issued = check::done("issue", &self.bench.ask(ask).await, 201);
        issued["ticket"]["id"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.ticket);
    }

    async fn staff(&self, path: &str) {
        let ask = self.bench.post(path, &json!({}), Role::Organiser);
        check::done(path, &self.bench.ask(ask).await, 200);
    }
}
