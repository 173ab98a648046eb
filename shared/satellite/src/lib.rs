//! A kiosk whose hub is elsewhere: how it is paired, and how it knows whether the hub is there.
//!
//! What it is: the saved [`Credential`], and [`Link`], which asks the hub for numbers and watches
//! it in the background. What it is not: it draws nothing, and it gives no numbers by itself; while
//! the hub is gone, that is said.
//!
//! Read [`Link`] first.

mod credential;
mod error;
mod link;
mod prober;

pub use credential::Credential;
pub use error::CredentialError;
pub use link::{Link, Reach, Seen};
