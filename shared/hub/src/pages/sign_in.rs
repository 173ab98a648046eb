//! Where staff come in: by a link, or by the PIN on a device that was in before.

use askama::Template;

use super::frame::Frame;
use crate::lang::Words;

/// The page.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(super) struct SignInPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) s: SignInView,
}

/// What stands on it.
pub(super) struct SignInView {
    /// For which page.
    pub(super) heading: String,
    /// What was wrong with the last try; empty before.
    pub(super) wrong: String,
    /// Whether the device was signed in before, so that the PIN is enough.
    pub(super) known_device: bool,
    /// Where the PIN goes.
    pub(super) action: String,
    /// Where to go then.
    pub(super) to: String,
    /// Makes a form that is sent twice one sign-in.
    pub(super) key: String,
    /// Whether the connection is without TLS, which is said plainly.
    pub(super) is_plain: bool,
}

/// The page that a link opens.
#[derive(Template)]
#[template(path = "link_in.html")]
pub(super) struct LinkPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) l: LinkIn,
}

/// What stands on it.
pub(super) struct LinkIn {
    /// What the link is for.
    pub(super) heading: String,
    /// Made up for this device: with it the request may be repeated.
    pub(super) device: String,
    /// People give a name, boards do not.
    pub(super) asks_name: bool,
    /// Whether the connection is without TLS, which is said plainly.
    pub(super) is_plain: bool,
}
