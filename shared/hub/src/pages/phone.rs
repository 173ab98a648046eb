//! The ticket on the holder's phone.

use askama::Template;
use domain::{Site, day};
use protocol::TicketView;
use protocol::ticket::TicketStateName;

use super::frame::Frame;
use super::service_text::{Look, rule_text, split_number};
use super::wait_text::{WaitRange, ahead_text, wait_text};
use crate::date_text::booked_text;
use crate::lang::Words;

mod beside;
mod brings;
mod carry;
mod pending;

pub(super) use beside::Beside;
use brings::Brings;
pub(super) use carry::{Carry, Worth, worth};
pub(super) use pending::{Pending, PendingPage, PendingPart};

/// Dots that are drawn for people ahead; more are an ellipsis.
const DOTS_MAX: u32 = 10;

/// The whole page.
#[derive(Template)]
#[template(path = "phone.html")]
pub(super) struct PhonePage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) t: PhoneTicket,
}

/// The part that changes by itself.
#[derive(Template)]
#[template(path = "phone_ticket.html")]
pub(super) struct PhonePart {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) t: PhoneTicket,
}

/// A ticket as its holder sees it.
pub(super) struct PhoneTicket {
    /// Of the browser's tab: "前面 3 位 · 理012".
    title: String,
    /// The address of the part.
    part: String,
    /// The address of the ticket's pages.
    base: String,
    /// Where changes are pushed from.
    live: String,
    /// For a second ticket: the same press counts once.
    key: String,
    service: String,
    colour: &'static str,
    icon: String,
    prefix: String,
    digits: String,
    /// "预约 10:00"; empty for somebody who walked in.
    booked: String,
    state: &'static str,
    calls: u16,
    /// Seconds until the page looks again by itself.
    poll_secs: u32,
    is_live: bool,
    /// Whether anything on the page may still change by itself.
    follows: bool,
    face: Face,
    notice: String,
    help: Vec<HelpLine>,
    can_hold: bool,
    can_cancel: bool,
    also: Vec<Also>,
    brings: Option<Brings>,
    carry: Carry,
    beside: Beside,
}

/// What stands under the number.
enum Face {
    /// In the line.
    Waiting {
        ahead: String,
        wait: String,
        dots: u32,
        more: bool,
    },
    /// Anything else, said in words.
    Words {
        word: String,
        big: String,
        detail: String,
    },
}

struct HelpLine {
    icon: &'static str,
    text: String,
}

/// A service of which the same person may take another number.
struct Also {
    id: String,
    name: String,
    colour: &'static str,
    icon: String,
}

/// What stands around a ticket on its page.
pub(super) struct Around {
    /// The services of which the person may take another number.
    pub(super) offered: Vec<domain::ServiceId>,
    /// What becomes of a number of an earlier day.
    pub(super) carry: Carry,
    /// The person's other numbers and things.
    pub(super) beside: Beside,
}

/// Addresses of one ticket's page.
pub(super) struct Addresses {
    /// `/t/{token}`.
    pub(super) base: String,
    /// The part that changes.
    pub(super) part: String,
    /// The live stream of this ticket; empty without one.
    pub(super) live: String,
    /// Fresh with each page.
    pub(super) key: String,
}

impl PhoneTicket {
    /// The view of `ticket`, with what stands around it.
    pub(super) fn new(
        site: &Site,
        ticket: &TicketView,
        around: Around,
        words: Words,
        to: Addresses,
    ) -> Self {
        let Around {
            offered,
            carry,
            beside,
        } = around;
        let look = Look::of(site, &ticket.service, words);
        let (prefix, digits) = split_number(&ticket.number);
        let state = ticket.state;
        let over = carried(&carry, ticket, words).or_else(|| too_late(site, ticket, words));
        let is_live = is_live(state) && over.is_none();
        let is_open = site.day.is_some_and(|day| !day.is_closed());
        let also = site
            .services
            .iter()
            .filter(|s| !s.is_stopped && offered.contains(&s.settings.id));
        let also = also.map(|service| {
            let look = Look::from_settings(&service.settings, words);
            Also {
                id: service.settings.id.to_string(),
                name: look.name,
                colour: look.colour,
                icon: look.icon,
            }
        });
        Self {
            title: format!(
                "{} · {}",
                title_word(over.as_ref(), ticket, words),
                ticket.number
            ),
            part: to.part,
            base: to.base,
            live: if is_live { to.live } else { String::new() },
            key: to.key,
            service: look.name,
            colour: look.colour,
            icon: look.icon,
            prefix,
            digits,
            booked: ticket
                .slot
                .filter(|_| is_live)
                .map_or_else(String::new, |slot| booked_text(slot, words)),
            state: state_name(state),
            calls: ticket.calls,
            poll_secs: beside.poll_secs(poll_secs(ticket)),
            is_live,
            follows: is_live || beside.is_open(),
            face: over.unwrap_or_else(|| face(ticket, words)),
            notice: notice(ticket, words),
            help: help(site, ticket, words),
            can_hold: matches!(state, TicketStateName::Waiting | TicketStateName::Called),
            can_cancel: is_live && state != TicketStateName::Serving,
            also: if is_live && is_open {
                also.collect()
            } else {
                Vec::new()
            },
            brings: Brings::of(site, ticket, words),
            carry,
            beside,
        }
    }
}

/// What is said to somebody whose number of an earlier day still counts for something.
fn carried(carry: &Carry, ticket: &TicketView, words: Words) -> Option<Face> {
    let (big, detail) = match carry {
        Carry::No => return None,
        Carry::Open { by_phone: true } => (
            words
                .say("It was not your turn that day; you can change this number for one of today.")
                .to_owned(),
            String::new(),
        ),
        Carry::Open { by_phone: false } => (
            words
                .say("It was not your turn that day; you can change this number for one of today.")
                .to_owned(),
            words
                .say("Please bring this number to the number machine on the square and scan it there.")
                .to_owned(),
        ),
        Carry::Into { number, .. } => (
            words.fill("Changed for {0}", [number]),
            words
                .say("You are called by the new number.")
                .to_owned(),
        ),
    };
    Some(Face::Words {
        word: match ticket.state {
            TicketStateName::Unserved => words.say("A number of an earlier day"),
            TicketStateName::Waiting
            | TicketStateName::Called
            | TicketStateName::Serving
            | TicketStateName::OnHold
            | TicketStateName::NoShow
            | TicketStateName::Served
            | TicketStateName::Cancelled => state_word(ticket.state, words),
        }
        .to_owned(),
        big,
        detail,
    })
}

/// What is said to somebody who was not served on a day that is over: that nobody is taken back
/// into its line, and whether it was today.
fn too_late(site: &Site, ticket: &TicketView, words: Words) -> Option<Face> {
    let issued_on = day::local_date(ticket.issued_at.moment(), site.settings.time_zone);
    let is_earlier = site.day.is_some_and(|day| issued_on < day.date);
    let is_closed = site.day.is_some_and(|day| day.is_closed());
    let (word, big) = match ticket.state {
        TicketStateName::Unserved | TicketStateName::NoShow if is_earlier => (
            words.say("This number is void"),
            words.say("That service day is over"),
        ),
        TicketStateName::NoShow if is_closed => (
            state_word(ticket.state, words),
            words.say("The service day is over"),
        ),
        TicketStateName::Waiting
        | TicketStateName::Called
        | TicketStateName::Serving
        | TicketStateName::OnHold
        | TicketStateName::NoShow
        | TicketStateName::Served
        | TicketStateName::Cancelled
        | TicketStateName::Unserved => return None,
    };
    Some(Face::Words {
        word: word.to_owned(),
        big: big.to_owned(),
        detail: words
            .say("If you still want to come, please take a new one.")
            .to_owned(),
    })
}

fn is_live(state: TicketStateName) -> bool {
    match state {
        TicketStateName::Waiting
        | TicketStateName::Called
        | TicketStateName::Serving
        | TicketStateName::OnHold
        | TicketStateName::NoShow => true,
        TicketStateName::Served | TicketStateName::Cancelled | TicketStateName::Unserved => false,
    }
}

fn state_name(state: TicketStateName) -> &'static str {
    match state {
        TicketStateName::Waiting => "waiting",
        TicketStateName::Called => "called",
        TicketStateName::Serving => "serving",
        TicketStateName::OnHold => "on_hold",
        TicketStateName::NoShow => "no_show",
        TicketStateName::Served => "served",
        TicketStateName::Cancelled => "cancelled",
        TicketStateName::Unserved => "unserved",
    }
}

/// The state in a word, as staff and residents say it.
pub(super) fn state_word(state: TicketStateName, words: Words) -> &'static str {
    match state {
        TicketStateName::Waiting => words.say("Waiting"),
        TicketStateName::Called => words.say("Called"),
        TicketStateName::Serving => words.say("Being served"),
        TicketStateName::OnHold => words.say("On hold"),
        TicketStateName::NoShow => words.say("Did not come"),
        TicketStateName::Served => words.say("Done"),
        TicketStateName::Cancelled => words.say("Cancelled"),
        TicketStateName::Unserved => words.say("Not served today"),
    }
}

fn poll_secs(ticket: &TicketView) -> u32 {
    match ticket.state {
        TicketStateName::Waiting if ticket.ahead.is_some_and(|ahead| ahead > 2) => 8,
        TicketStateName::Waiting | TicketStateName::Called => 3,
        TicketStateName::Serving | TicketStateName::OnHold | TicketStateName::NoShow => 10,
        TicketStateName::Served | TicketStateName::Cancelled | TicketStateName::Unserved => 60,
    }
}

/// The state in the browser's tab: what the page says, if the day is over for this number.
fn title_word(over: Option<&Face>, ticket: &TicketView, words: Words) -> String {
    match over {
        Some(Face::Words { word, .. }) => word.clone(),
        Some(Face::Waiting { .. }) | None => short(ticket, words),
    }
}

fn short(ticket: &TicketView, words: Words) -> String {
    match (ticket.state, &ticket.station, ticket.ahead) {
        (TicketStateName::Called, Some(station), _) => {
            words.fill("Come to station {0}", [station.as_str()])
        }
        (TicketStateName::Waiting, _, Some(ahead)) => words.fill("{0} ahead", [&ahead.to_string()]),
        (state, _, _) => state_word(state, words).to_owned(),
    }
}

fn face(ticket: &TicketView, words: Words) -> Face {
    let station = ticket.station.as_ref().map_or("", |s| s.as_str());
    let in_words = |big: &str, detail: &str| Face::Words {
        word: state_word(ticket.state, words).to_owned(),
        big: big.to_owned(),
        detail: detail.to_owned(),
    };
    match ticket.state {
        TicketStateName::Waiting => waiting(ticket, words),
        TicketStateName::Called => {
            let times = match ticket.calls {
                0 | 1 => String::new(),
                n => words.fill("Called {0} times", [&n.to_string()]),
            };
            Face::Words {
                word: words.say("It is your turn").to_owned(),
                big: words.fill("Come to station {0}", [station]),
                detail: times,
            }
        }
        TicketStateName::Serving => in_words(&words.fill("At station {0}", [station]), ""),
        TicketStateName::OnHold => in_words(
            words.say("Your place is kept"),
            words.say("When you are back, tell a volunteer; you go on from your old place."),
        ),
        TicketStateName::NoShow => in_words(
            words.say("We called you, and you were not there"),
            words.say("Go to a volunteer: this number is taken back into the line, no new one is needed."),
        ),
        TicketStateName::Served => in_words(words.say("Thank you for coming"), ""),
        TicketStateName::Cancelled => in_words(
            words.say("This number is void"),
            words.say("If you still want to come, please take a new one."),
        ),
        TicketStateName::Unserved => in_words(
            words.say("The service day is over"),
            words.say("We are sorry that it was not your turn today. Please come to the next service day."),
        ),
    }
}

fn waiting(ticket: &TicketView, words: Words) -> Face {
    let wait = ticket.wait.map(|wait| WaitRange {
        low_min: wait.low_min,
        high_min: wait.high_min,
    });
    let Some(ahead) = ticket.ahead else {
        return Face::Waiting {
            ahead: words.say("You will be called in time").to_owned(),
            wait: String::new(),
            dots: 0,
            more: false,
        };
    };
    Face::Waiting {
        ahead: ahead_text(words, ahead),
        wait: wait_text(words, ahead, wait),
        dots: ahead.min(DOTS_MAX),
        more: ahead > DOTS_MAX,
    }
}

fn notice(ticket: &TicketView, words: Words) -> String {
    let is_late = ticket
        .served_before_close
        .is_some_and(|chance| chance < 0.5);
    if ticket.state == TicketStateName::Waiting && is_late {
        words
            .say("It may not be your turn before closing time.")
            .to_owned()
    } else {
        String::new()
    }
}

fn help(site: &Site, ticket: &TicketView, words: Words) -> Vec<HelpLine> {
    let line = |icon, text: &str| HelpLine {
        icon,
        text: text.to_owned(),
    };
    match ticket.state {
        TicketStateName::Waiting => {
            let policy = site.service(&ticket.service).map(|s| s.settings.policy);
            let rule = policy.map(|policy| line("people", &rule_text(words, policy)));
            let missed = line(
                "recall",
                words.say("Missed the call? Go to a volunteer; you need no new number."),
            );
            rule.into_iter().chain([missed]).collect()
        }
        TicketStateName::Called => vec![
            line(
                "station",
                words.say("Show this page or your paper ticket at the station."),
            ),
            line(
                "recall",
                words.say("Cannot come at once? Press “I am stepping away” and keep your place."),
            ),
        ],
        TicketStateName::Serving
        | TicketStateName::OnHold
        | TicketStateName::NoShow
        | TicketStateName::Served
        | TicketStateName::Cancelled
        | TicketStateName::Unserved => Vec::new(),
    }
}
