//! Sentences in plain English, for readers to whom it may be a second language.

use chrono::{DateTime, FixedOffset, NaiveTime};
use domain::Refusal;
use domain::refusal::{NotAllowed, Thing};

use super::{Names, Sentence};
use crate::problem::Trouble;
use crate::registry::{Entry, HubRefusal};

pub(super) fn sentence(trouble: &Trouble) -> Sentence {
    let say = |title: &str, detail: &str| Sentence::new(title, detail);
    match trouble {
        Trouble::Refused(about) => refused(&about.refusal, &about.names),
        Trouble::Register(refusal) => register(refusal),
        Trouble::Exists { id, .. } => Sentence::new(
            format!("There is a {id} already."),
            "Choose another id, or change the one that is there.",
        ),
        Trouble::NotSignedIn => say(
            "You are not signed in.",
            "Sign in with a link from the organiser and try again.",
        ),
        Trouble::Forbidden => say(
            "You may not do that.",
            "Ask the organiser, or sign in with a link that allows it.",
        ),
        Trouble::JoiningOff => say(
            "Phones cannot take a number here.",
            "Please take one at the kiosk on the square.",
        ),
        Trouble::TicketPending { .. } => say(
            "Your number counts; the kiosk has not sent it here yet.",
            "It will appear as soon as the kiosk is connected again. Please look again later.",
        ),
        Trouble::BookingOff => say(
            "Phones cannot book here.",
            "Please book on the square, or ask a volunteer.",
        ),
        Trouble::PinWrong { tries_left: 0 } => say(
            "The PIN is wrong.",
            "Wait 15 minutes, or ask the organiser for a new link.",
        ),
        Trouble::PinWrong { tries_left } => Sentence::new(
            "The PIN is wrong.",
            format!("Try again; tries left: {tries_left}."),
        ),
        Trouble::PinLocked { retry_secs } => Sentence::new(
            "The PIN was wrong too often.",
            format!(
                "Try again in {} min, or ask the organiser for a new link.",
                minutes(*retry_secs)
            ),
        ),
        Trouble::Malformed { .. } => say(
            "The request cannot be understood.",
            "Correct its format and send it again.",
        ),
        Trouble::NotJson => say("The request is not JSON.", "Send it as application/json."),
        Trouble::TooLarge { max_bytes } => Sentence::new(
            "The request is too large.",
            format!("Send at most {} KB.", max_bytes / 1024),
        ),
        Trouble::TooSlow => say(
            "The request came too slowly and was dropped.",
            "Check the network and try again.",
        ),
        Trouble::NoSuchAddress => say(
            "There is no such address.",
            "Check the address for a mistake.",
        ),
        Trouble::MethodNotAllowed => say(
            "This address does not take that method.",
            "Check the method of the request.",
        ),
        Trouble::CrossSite => say(
            "The request came from another website and was refused.",
            "Use this page itself.",
        ),
        Trouble::TooManyRequests { retry_secs } => Sentence::new(
            "That was too fast.",
            format!("Try again in {retry_secs} s."),
        ),
        Trouble::OutcomeUnknown => say(
            "It is not certain whether this was saved.",
            "Try again; nothing will be done twice.",
        ),
        Trouble::Busy => say(
            "The system is busy; nothing was done.",
            "Try again in a few seconds.",
        ),
        Trouble::Internal => say(
            "The system failed; this was not done.",
            "Try again. If it fails again, tell the organiser.",
        ),
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each refusal: the list is read as a whole"
)]
fn refused(refusal: &Refusal, names: &Names) -> Sentence {
    let number = if names.number.is_empty() {
        "This ticket"
    } else {
        names.number.as_str()
    };
    // The same in the middle of a sentence.
    let named = if names.number.is_empty() {
        "a ticket"
    } else {
        names.number.as_str()
    };
    let other = if names.other.is_empty() {
        "another ticket"
    } else {
        names.other.as_str()
    };
    let service = names.service.en.as_str();
    match refusal {
        Refusal::StationBusy { station, .. } => Sentence::new(
            format!("Station {station} still has {named}."),
            "Finish, mark as no-show or put on hold before you call the next one.",
        ),
        Refusal::StationNotOpen { station, state } => Sentence::new(
            format!(
                "Station {station} is {}.",
                if state == "paused" {
                    "paused"
                } else {
                    "closed"
                }
            ),
            "Open it before you call.",
        ),
        Refusal::StationIdle { station } => Sentence::new(
            format!("Nobody is at station {station}."),
            "Call somebody first.",
        ),
        Refusal::ServiceNotOffered { station, .. } => Sentence::new(
            format!("Station {station} does not offer {service}."),
            "Use a station that does.",
        ),
        Refusal::ServiceClosed {
            issue_from, closes, ..
        } => Sentence::new(
            format!("No numbers for {service} at this time."),
            match (issue_from, closes) {
                (Some(from), Some(to)) => {
                    format!("Numbers are given from {} to {}.", clock(*from), clock(*to))
                }
                (Some(from), None) => format!("Numbers are given from {}.", clock(*from)),
                (None, Some(to)) => format!("Numbers are given until {}.", clock(*to)),
                (None, None) => "Please ask the staff.".to_owned(),
            },
        ),
        Refusal::IssuingStopped { .. } => Sentence::new(
            format!("No more numbers for {service} today."),
            "If you have a number, you will still be served. If not, please come next time.",
        ),
        Refusal::CapReached { cap, .. } => Sentence::new(
            format!("All {cap} numbers for {service} are taken today."),
            "Please come next time.",
        ),
        Refusal::UnlikelyToBeServed { .. } => Sentence::new(
            format!("There may be no time left for {service} today."),
            "Please ask the staff, or come earlier next time.",
        ),
        Refusal::DayClosed { .. } => Sentence::new(
            "Today's service is over.",
            "Please come next time. Staff can open the day again.",
        ),
        Refusal::TicketNotCalled { .. } => {
            Sentence::new(format!("{number} has not been called."), "Call it first.")
        }
        Refusal::TicketNotServing { .. } => Sentence::new(
            format!("{number} is not being served yet."),
            "Press Start first.",
        ),
        Refusal::TicketServing { .. } => {
            Sentence::new(format!("{number} is being served."), "Finish first.")
        }
        Refusal::TicketAtStation { station, .. } => Sentence::new(
            format!("{number} is at station {station} already."),
            "Call another number.",
        ),
        Refusal::TicketOnHold { .. } => {
            Sentence::new(format!("{number} is on hold."), "Resume it first.")
        }
        Refusal::TicketNoShow { .. } => Sentence::new(
            format!("{number} was marked as a no-show."),
            "If the person is here, put the number back in line.",
        ),
        Refusal::TicketClosed { .. } => Sentence::new(
            format!("{number} is done for today."),
            "Take a new number if needed.",
        ),
        Refusal::TicketChanged { .. } => Sentence::new(
            format!("Somebody else changed {named} just now; nothing was done."),
            "Look at it again before you go on.",
        ),
        Refusal::VisitElsewhere { station, .. } => Sentence::new(
            format!("The holder of {named} is at station {station} ({other})."),
            "Wait until they are done there, or call another number.",
        ),
        Refusal::SameService { .. } => Sentence::new(
            format!("{number} is in the line for {service} already."),
            "Choose another service.",
        ),
        Refusal::NothingToUndo { station } => Sentence::new(
            format!("There is nothing to undo at station {station}."),
            "Only the last five steps of today can be undone.",
        ),
        Refusal::SlotFull { slot, .. } => Sentence::new(
            format!("{service} is booked up for {}.", moment(slot)),
            "Please choose another time.",
        ),
        Refusal::SlotUnknown { .. } => Sentence::new(
            format!("{service} has no such appointment."),
            "Reload the page and choose a time again.",
        ),
        Refusal::SlotStarted { slot, .. } => Sentence::new(
            format!("The appointment at {} has begun.", moment(slot)),
            "If you can still come, check in on the square.",
        ),
        Refusal::AppointmentWrongDay { slot, .. } => Sentence::new(
            format!("Your appointment is on {}, not today.", moment(slot)),
            "Come on that day, or take a number for today.",
        ),
        Refusal::AppointmentTooLate { slot, .. } => Sentence::new(
            format!(
                "Your appointment was at {}, too long ago.",
                slot.format("%H:%M")
            ),
            "If you still want to come today, take a number.",
        ),
        Refusal::AppointmentUsed { .. } => Sentence::new(
            format!("This appointment was checked in: {number}."),
            "Watch the board or your phone for the call.",
        ),
        Refusal::AppointmentCancelled { .. } => Sentence::new(
            "This appointment was cancelled.",
            "Book again if needed, or take a number.",
        ),
        Refusal::CardUnknown {} => Sentence::new(
            "This card is not known.",
            "Check its number, or take a number without it.",
        ),
        Refusal::CardRevoked {} => Sentence::new(
            "This card is not valid any more.",
            "Ask the staff, or take a number without it.",
        ),
        Refusal::SeriesUnknown {} => Sentence::new(
            "This kiosk has no series of its own yet.",
            "Pair it again while it reaches the hub.",
        ),
        Refusal::SeriesExhausted {} => Sentence::new(
            "All ten series are in use today.",
            "Remove kiosks that are not used and pair tomorrow.",
        ),
        Refusal::SeriesGap { .. } => Sentence::new(
            "Numbers before these have not come yet.",
            "Send again from the first that is missing.",
        ),
        Refusal::SeriesForked {} => Sentence::new(
            "This kiosk's data does not match what the hub has; it may have been copied.",
            "Pair it again for a series of its own.",
        ),
        Refusal::TicketCarried { .. } => Sentence::new(
            format!("{number} was exchanged for {other}."),
            "Wait with the new number.",
        ),
        Refusal::TicketOfOtherService { .. } => Sentence::new(
            format!("{number} is a number for {service}."),
            format!("Choose {service}."),
        ),
        Refusal::TicketStillOpen { .. } => Sentence::new(
            format!("{number} is still good today."),
            "Wait with it; no new number is needed.",
        ),
        Refusal::ItemNotReady { .. } => Sentence::new(
            format!("{number} is not done yet."),
            "Note how the repair came out before it is called or given back.",
        ),
        Refusal::ItemCollected { .. } => Sentence::new(
            format!("{number} was collected."),
            "Check the number on the tag.",
        ),
        Refusal::KeyReused { .. } => Sentence::new(
            "The same key came with another request.",
            "Use a new Idempotency-Key.",
        ),
        Refusal::NotFound { what, .. } => missing(*what),
        Refusal::NotAllowed { why } => not_allowed(*why),
        Refusal::ServiceInUse {
            tickets,
            appointments,
            items,
            ..
        } => Sentence::new(
            format!(
                "{service} cannot be removed: open tickets: {tickets}, \
                 appointments: {appointments}, items: {items}."
            ),
            "Stop giving numbers and remove it when all are done.",
        ),
        Refusal::ValueOutOfRange { field, allowed } => Sentence::new(
            format!("The value of {field} is out of range."),
            format!("Allowed: {allowed}."),
        ),
    }
}

fn missing(what: Thing) -> Sentence {
    match what {
        Thing::Site => Sentence::new(
            "There is no such site.",
            "Check the address, or ask the staff.",
        ),
        Thing::Service => Sentence::new(
            "There is no such service.",
            "Reload the page and choose again.",
        ),
        Thing::Station => Sentence::new(
            "There is no such station.",
            "Reload the page and choose again.",
        ),
        Thing::Ticket => Sentence::new(
            "This ticket cannot be found.",
            "It may be from another day. Take a new number if needed.",
        ),
        Thing::Appointment => Sentence::new(
            "This appointment cannot be found.",
            "Check the six digits, or ask a volunteer.",
        ),
        Thing::Item => Sentence::new("This item cannot be found.", "Check the number on its tag."),
        Thing::Card => Sentence::new("This card is not known.", "Check its number."),
    }
}

fn not_allowed(why: NotAllowed) -> Sentence {
    match why {
        NotAllowed::OtherDevice => Sentence::new(
            "Only the kiosk that gave the number can take it back.",
            "Go to that kiosk, or tell the staff.",
        ),
        NotAllowed::TooLate => Sentence::new(
            "It is too late to take the number back.",
            "Tell the staff if you do not need it.",
        ),
        NotAllowed::Role => Sentence::new("You may not do that.", "Ask the organiser."),
        NotAllowed::IdFixed => Sentence::new(
            "An id cannot be changed.",
            "Add a new one and remove the old one.",
        ),
    }
}

fn register(refusal: &HubRefusal) -> Sentence {
    match refusal {
        HubRefusal::SiteExists { .. } => Sentence::new(
            "There is a site with this id already.",
            "Choose another id.",
        ),
        HubRefusal::NotFound { what, .. } => match what {
            Entry::Token => Sentence::new("There is no such token.", "Reload the list."),
            Entry::Link => Sentence::new("There is no such link.", "Make a new one."),
            Entry::Session => {
                Sentence::new("There is no such signed-in device.", "Reload the list.")
            }
            Entry::Kiosk => Sentence::new("There is no such kiosk.", "Reload the list."),
        },
        HubRefusal::LinkUnknown => Sentence::new(
            "This link is not valid.",
            "Ask the organiser for a new one.",
        ),
        HubRefusal::LinkUsed => Sentence::new(
            "This link was used already.",
            "Each link works once. Ask the organiser for a new one.",
        ),
        HubRefusal::LinkExpired => {
            Sentence::new("This link is too old.", "Ask the organiser for a new one.")
        }
        HubRefusal::PairingCodeUnknown => Sentence::new(
            "The pairing code is wrong or too old.",
            "Add the kiosk again on the settings page.",
        ),
        HubRefusal::SessionUnknown => Sentence::new(
            "This device was not signed in.",
            "Ask the organiser for a new link.",
        ),
        HubRefusal::LastSite => Sentence::new(
            "This is the last site and cannot be removed.",
            "Add another one first.",
        ),
        HubRefusal::KeyReused => Sentence::new(
            "The same key came with another request.",
            "Use a new Idempotency-Key.",
        ),
        HubRefusal::TooMany { max, .. } => Sentence::new(
            "There are too many of these.",
            format!("At most {max}. Remove what is not used."),
        ),
    }
}

/// 7 March, 10:00.
fn moment(at: &DateTime<FixedOffset>) -> String {
    at.format("%-d %B, %H:%M").to_string()
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn minutes(secs: u64) -> u64 {
    secs.div_ceil(60)
}
