//! What can be pressed at a desk, and what each press asks of the hub.
//!
//! Every press names the ticket that was seen, so that a late one changes
//! nothing of somebody else.

use domain::station::ActionKind;
use domain::{Ticket, TicketId};
use protocol::station::StationStateName;
use protocol::ticket::TicketStateName;
use protocol::{StationView, TicketView};
use serde_json::{Value, json};

use crate::lang::Words;

/// A button and its request.
pub(in crate::pages) struct Press {
    pub(in crate::pages) label: String,
    pub(in crate::pages) detail: String,
    /// Below the site's API.
    pub(in crate::pages) path: String,
    pub(in crate::pages) body: String,
    pub(in crate::pages) is_on: bool,
}

/// A button of the row.
pub(in crate::pages) struct RowButton {
    pub(in crate::pages) label: &'static str,
    pub(in crate::pages) icon: &'static str,
    pub(in crate::pages) path: String,
    pub(in crate::pages) body: String,
    pub(in crate::pages) is_on: bool,
    /// The desk proposes it.
    pub(in crate::pages) is_hint: bool,
    /// Opens a choice on the page instead of asking the hub.
    pub(in crate::pages) opens: &'static str,
}

/// The biggest control: whatever comes next at this station.
pub(super) fn main_button(station: &StationView, next: Option<&Ticket>, words: Words) -> Press {
    let path = |verb: &str| format!("stations/{}/{verb}", station.id);
    let who = next.map_or_else(
        || words.say("Nobody is waiting").to_owned(),
        |ticket| words.fill("Next: {0}", [&ticket.number.to_string()]),
    );
    let press = |label: &str, detail: String, verb: &str, body: Value| Press {
        label: label.to_owned(),
        detail,
        path: path(verb),
        body: body.to_string(),
        is_on: true,
    };
    let seen = station.ticket.as_ref().and_then(|t| t.id);
    let state = station.ticket.as_ref().map(|t| t.state);
    match (station.state, state) {
        (StationStateName::Closed, _) => press(
            words.say("Open the station"),
            String::new(),
            "open",
            json!({}),
        ),
        (_, Some(TicketStateName::Called)) => press(
            words.say("Start"),
            words.say("The person is here").to_owned(),
            "start",
            with(seen),
        ),
        (StationStateName::Open, Some(_)) => {
            let body = json!({"finish": true, "ticket": seen});
            press(words.say("Finish and call next"), who, "call-next", body)
        }
        (StationStateName::Paused, Some(_)) => {
            press(words.say("Finish"), String::new(), "finish", with(seen))
        }
        (StationStateName::Open, None) => press(words.say("Call"), who, "call-next", json!({})),
        (StationStateName::Paused, None) => press(
            words.say("Go on"),
            words.say("End the break").to_owned(),
            "open",
            json!({}),
        ),
    }
}

/// The other controls, always in the same places.
pub(super) fn row(station: &StationView, words: Words) -> Vec<RowButton> {
    let seen = station.ticket.as_ref().and_then(|t| t.id);
    let state = station.ticket.as_ref().map(|t| t.state);
    let is_called = state == Some(TicketStateName::Called);
    let is_serving = state == Some(TicketStateName::Serving);
    let button = |label, icon, verb: &str, is_on| RowButton {
        label,
        icon,
        path: format!("stations/{}/{verb}", station.id),
        body: with(seen).to_string(),
        is_on,
        is_hint: false,
        opens: "",
    };
    let opens = |label, icon, panel, is_on| RowButton {
        opens: panel,
        ..button(label, icon, "", is_on)
    };
    let pause = match station.state {
        StationStateName::Open => opens(words.say("Break"), "pause", "pause", true),
        StationStateName::Paused => button(words.say("Go on"), "play", "open", true),
        StationStateName::Closed => opens(words.say("Break"), "pause", "pause", false),
    };
    vec![
        button(words.say("Recall"), "recall", "recall", is_called),
        button(words.say("Start"), "play", "start", is_called),
        button(words.say("Finish"), "check", "finish", is_serving),
        RowButton {
            is_hint: is_called && station.propose_no_show,
            ..button(words.say("No-show"), "no_show", "no-show", is_called)
        },
        button(words.say("Hold"), "hold", "hold", state.is_some()),
        opens(
            words.say("Transfer"),
            "transfer",
            "transfer",
            state.is_some(),
        ),
        button(words.say("Undo"), "undo", "undo", station.undo.is_some()),
        pause,
    ]
}

/// What can be done with a ticket of the lists.
pub(super) fn for_ticket(station: &StationView, ticket: &TicketView, words: Words) -> Vec<Press> {
    let Some(id) = ticket.id else {
        return Vec::new();
    };
    let is_free = station.state == StationStateName::Open && station.ticket.is_none();
    let press = |label: &str, path: String, body: Value, is_on| Press {
        label: label.to_owned(),
        detail: String::new(),
        path,
        body: body.to_string(),
        is_on,
    };
    let call = || {
        let path = format!("stations/{}/call", station.id);
        press(words.say("Call this one"), path, with(Some(id)), is_free)
    };
    match ticket.state {
        TicketStateName::Waiting => vec![call()],
        TicketStateName::OnHold => vec![
            press(
                words.say("Resume"),
                format!("tickets/{id}/resume"),
                json!({}),
                true,
            ),
            call(),
            press(
                words.say("Go on here"),
                format!("tickets/{id}/resume"),
                json!({"station": station.id}),
                is_free,
            ),
        ],
        TicketStateName::NoShow => vec![
            press(
                words.say("Queue again"),
                format!("tickets/{id}/reinstate"),
                json!({}),
                true,
            ),
            call(),
        ],
        TicketStateName::Called
        | TicketStateName::Serving
        | TicketStateName::Served
        | TicketStateName::Cancelled
        | TicketStateName::Unserved => Vec::new(),
    }
}

/// What undo would take back; empty if there is nothing.
pub(super) fn undo_text(station: &StationView, words: Words) -> String {
    let Some(undo) = &station.undo else {
        return String::new();
    };
    let action = match undo.action {
        ActionKind::Call => words.say("Call"),
        ActionKind::Recall => words.say("Recall"),
        ActionKind::Start => words.say("Start"),
        ActionKind::Finish => words.say("Finish"),
        ActionKind::NoShow => words.say("No-show"),
        ActionKind::Hold => words.say("Hold"),
        ActionKind::Resume => words.say("Resume"),
        ActionKind::Transfer => words.say("Transfer"),
    };
    words.fill("Undo takes back: {0} ({1})", [action, &undo.number])
}

fn with(seen: Option<TicketId>) -> Value {
    seen.map_or_else(|| json!({}), |id| json!({"ticket": id}))
}

#[cfg(test)]
mod tests {
    use domain::Command;
    use domain::Target;
    use domain::settings::Language;

    use super::*;
    use crate::fixture::{Bench, station};
    use crate::pages::desk::pauses;
    use crate::views;

    const EN: Words = Words(Language::En);

    /// A break and its end named no ticket, so that one pressed on an old page did what its page
    /// did not show.
    #[test]
    fn a_break_and_its_end_name_the_ticket_that_was_seen() {
        let mut bench = Bench::new(1);
        let view = |bench: &Bench| {
            let scene = bench.scene();
            views::station(&scene, scene.site.station(&station(1)).unwrap())
        };
        assert!(
            pauses(None, EN)
                .iter()
                .all(|choice| !choice.body.contains("ticket"))
        );
        let id = bench.issue(domain::Class::Standard).id.unwrap();
        bench.call_next(1);
        for choice in pauses(Some(id), EN) {
            assert!(choice.body.contains(&id.to_string()), "{}", choice.body);
        }
        bench.at_station(Command::PauseStation {
            station: station(1),
            minutes: None,
            seen: None,
        });
        let row = row(&view(&bench), EN);
        let go_on = row.iter().find(|button| button.label == "Go on").unwrap();
        assert_eq!(go_on.body, with(Some(id)).to_string());
    }

    /// The list's buttons are called as the sentences of the refusals call them.
    #[test]
    fn who_stands_aside_can_come_back_and_undo_says_what_it_takes_back() {
        let mut bench = Bench::new(1);
        let view = |bench: &Bench| {
            let scene = bench.scene();
            views::station(&scene, scene.site.station(&station(1)).unwrap())
        };
        let labels = |bench: &Bench, id: TicketId| {
            let ticket = views::ticket(&bench.scene(), &bench.site().tickets[&id]);
            let presses = for_ticket(&view(bench), &ticket, Words(Language::Zh));
            let labels: Vec<_> = presses.into_iter().map(|press| press.label).collect();
            labels.join(" ")
        };
        let id = bench.issue(domain::Class::Standard).id.unwrap();
        assert_eq!(undo_text(&view(&bench), EN), "");
        bench.call_next(1);
        let target = Target::Station(station(1), None);
        bench.ok(Command::HoldTicket { target });
        assert_eq!(labels(&bench, id), "恢复 叫这位 接着办");
        assert_eq!(
            undo_text(&view(&bench), EN),
            "Undo takes back: Hold (理001)"
        );
        bench.at_station(Command::CallTicket {
            station: station(1),
            ticket: id,
        });
        bench.at_station(Command::MarkNoShow {
            station: station(1),
            seen: None,
        });
        assert_eq!(labels(&bench, id), "重新排队 叫这位");
        assert_eq!(
            undo_text(&view(&bench), EN),
            "Undo takes back: No-show (理001)"
        );
    }
}
