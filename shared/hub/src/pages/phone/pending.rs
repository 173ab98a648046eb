//! A number that a kiosk away from the hub gave by itself, before the kiosk has brought it: it
//! counts, and its page says so until the ticket is there.
//!
//! The link does not tell the number, which stands on the paper.

use askama::Template;

use crate::lang::Words;
use crate::pages::frame::Frame;

/// The whole page.
#[derive(Template)]
#[template(path = "phone_pending.html")]
pub(in crate::pages) struct PendingPage {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) p: Pending,
}

/// The part that changes by itself.
#[derive(Template)]
#[template(path = "phone_pending_now.html")]
pub(in crate::pages) struct PendingPart {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) p: Pending,
}

/// What is said meanwhile.
pub(in crate::pages) struct Pending {
    /// The address of the part.
    part: String,
    heading: &'static str,
    why: String,
    what_next: &'static str,
}

impl Pending {
    /// For a number of `kiosk`, as staff call it; empty where nobody gave it a name.
    pub(in crate::pages) fn new(kiosk: &str, connected: bool, part: String, words: Words) -> Self {
        let why = match (connected, kiosk) {
            (true, "") => words.say("The kiosk is just sending it.").to_owned(),
            (true, name) => words.fill("The kiosk “{0}” is just sending it.", [name]),
            (false, "") => words
                .say("The kiosk has no connection just now.")
                .to_owned(),
            (false, name) => words.fill("The kiosk “{0}” has no connection just now.", [name]),
        };
        Self {
            part,
            heading: if connected {
                words.say("Your number is on its way")
            } else {
                words.say("Your number counts")
            },
            why,
            what_next: if connected {
                words.say("It appears here in a moment.")
            } else {
                words.say("It appears here as soon as the kiosk is connected again.")
            },
        }
    }
}
