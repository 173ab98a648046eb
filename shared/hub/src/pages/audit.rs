//! Who did what on a day, as a table that an organiser reads.

use askama::Template;
use chrono::{Days, NaiveDate};
use domain::Role;
use protocol::{AuditEntry, AuditView};

use super::frame::Frame;
use crate::audit::Sought;
use crate::lang::Words;

/// The whole page.
#[derive(Template)]
#[template(path = "audit.html")]
pub(super) struct AuditPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) a: Audit,
}

/// A day's entries.
pub(super) struct Audit {
    date: String,
    before: String,
    after: String,
    number: String,
    station: String,
    lines: Vec<Line>,
    /// The address of the rest of the day; empty when this is all.
    more: String,
    /// The same as a file.
    download: String,
}

struct Line {
    time: String,
    who: String,
    what: String,
    number: String,
    station: String,
    why: String,
}

impl Audit {
    /// A day as `view` tells it; `here` is the page's own address.
    pub(super) fn new(view: &AuditView, sought: &Sought, words: Words, here: &str) -> Self {
        let asked = |date: NaiveDate| format!("{here}?date={date}");
        let (number, station) = (sought.number.clone(), sought.station.clone());
        let (number, station) = (number.unwrap_or_default(), station.unwrap_or_default());
        let day = |date: Option<NaiveDate>| date.map_or_else(String::new, asked);
        Self {
            before: day(view.date.checked_sub_days(Days::new(1))),
            after: day(view.date.checked_add_days(Days::new(1))),
            more: view.next.map_or_else(String::new, |next| {
                format!(
                    "{}&number={number}&station={station}&from={next}",
                    asked(view.date)
                )
            }),
            download: format!("{}&as=jsonl", asked(view.date)),
            date: view.date.to_string(),
            number,
            station,
            lines: view
                .entries
                .iter()
                .map(|entry| line(entry, words))
                .collect(),
        }
    }
}

fn line(entry: &AuditEntry, words: Words) -> Line {
    // "2026-03-07T08:30:00+08:00": the time stands at a fixed place.
    let at = entry.at.to_string();
    let why = entry.why.as_deref().and_then(|why| why_word(why, words));
    Line {
        time: at.get(11..19).unwrap_or_default().to_owned(),
        who: role_word(entry.role, words).to_owned(),
        what: what_word(&entry.what, words)
            .unwrap_or(&entry.what)
            .to_owned(),
        number: entry.number.clone().unwrap_or_default(),
        station: entry.station.clone().unwrap_or_default(),
        why: why.unwrap_or_default().to_owned(),
    }
}

fn role_word(role: Role, words: Words) -> &'static str {
    match role {
        Role::Resident => words.say("Visitor"),
        Role::Display => words.say("Board"),
        Role::Kiosk => words.say("Kiosk"),
        Role::Volunteer => words.say("Volunteer"),
        Role::TeamLeader => words.say("Team leader"),
        Role::Organiser => words.say("Organiser"),
        Role::Technician => words.say("Technician"),
        Role::District => words.say("District"),
        Role::Hub => words.say("By itself"),
    }
}

/// A fact in words; `None` for one that a newer release writes.
fn what_word(fact: &str, words: Words) -> Option<&'static str> {
    Some(match fact {
        "site_set" => words.say("Site set up"),
        "service_set" => words.say("Service set up"),
        "service_removed" => words.say("Service removed"),
        "station_set" => words.say("Station set up"),
        "station_removed" => words.say("Station removed"),
        "day_opened" => words.say("Day begun"),
        "day_reopened" => words.say("Day opened again"),
        "day_closed" => words.say("Day closed"),
        "ticket_issued" => words.say("Number given"),
        "visit_joined" => words.say("Joined with another number"),
        "ticket_called" => words.say("Called"),
        "ticket_recalled" => words.say("Called again"),
        "serving_started" => words.say("Serving begun"),
        "serving_finished" => words.say("Serving finished"),
        "ticket_marked_no_show" => words.say("Did not come"),
        "ticket_held" => words.say("Put on hold"),
        "ticket_resumed" => words.say("Back from hold"),
        "ticket_transferred" => words.say("Sent to another line"),
        "ticket_reinstated" => words.say("Back in the line"),
        "ticket_cancelled" => words.say("Number given up"),
        "action_undone" => words.say("Taken back"),
        "appointment_booked" => words.say("Appointment booked"),
        "appointment_moved" => words.say("Appointment moved"),
        "appointment_cancelled" => words.say("Appointment given up"),
        "appointment_checked_in" => words.say("Came with an appointment"),
        "item_announced" => words.say("Said what was brought"),
        "item_received" => words.say("Item taken in"),
        "repair_started" => words.say("Repair begun"),
        "repair_finished" => words.say("Repair came out"),
        "item_ready_called" => words.say("Owner called"),
        "item_collected" => words.say("Item collected"),
        "card_set" => words.say("Card set up"),
        "card_revoked" => words.say("Card revoked"),
        "person_erased" => words.say("Name and phone erased"),
        "ticket_confirmed" => words.say("The kiosk holds the paper"),
        "ticket_renumbered" => words.say("The kiosk printed a number of its own"),
        "ticket_left_unserved" => words.say("Came too late from its kiosk"),
        "earlier_ticket_noted" => words.say("Came a day late from its kiosk"),
        "series_granted" => words.say("Kiosk may give numbers by itself"),
        "series_retired" => words.say("Kiosk gives no more numbers by itself"),
        "series_advanced" => words.say("Numbers taken over from a kiosk"),
        "station_opened" => words.say("Station opened"),
        "station_paused" => words.say("Station paused"),
        "station_closed" => words.say("Station closed"),
        "issuing_stopped" => words.say("Numbers stopped"),
        "issuing_resumed" => words.say("Numbers given again"),
        _ => return None,
    })
}

fn why_word(reason: &str, words: Words) -> Option<&'static str> {
    Some(match reason {
        "arrival" => words.say("had waited longest"),
        "priority" => words.say("priority had the turn"),
        "reinstated" => words.say("came back after a no-show"),
        "appointment_due" => words.say("the appointment was due"),
        "appointment_early" => words.say("nobody else waited, so the appointment was early"),
        "chosen" => words.say("chosen by the volunteer"),
        "not_wanted" => words.say("not wanted after all"),
        "visitor" => words.say("the visitor said so"),
        "staff" => words.say("a volunteer decided"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    #[test]
    fn every_fact_has_its_words() {
        let words = Words(Language::Zh);
        // The names that the rules write, from their own golden log and from what came since.
        let golden = include_str!("../../../domain/tests/golden/0.1.facts.jsonl");
        let mut seen = 0;
        for line in golden.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let name = value["fact"]
                .as_str()
                .or_else(|| value["fact"]["fact"].as_str());
            if let Some(name) = name {
                assert!(what_word(name, words).is_some(), "{name}");
                seen += 1;
            }
        }
        assert!(seen > 10, "{seen}");
        assert_eq!(what_word("appointment_booked", words), Some("预约"));
        assert_eq!(what_word("of_a_newer_release", words), None);
    }
}
