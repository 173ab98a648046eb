//! A kiosk whose hub is elsewhere: how it is paired, and how it goes on giving numbers while the
//! network is gone.
//!
//! What it is: the saved [`Credential`] that lets a kiosk into its hub, the [`Outbox`] in which it
//! writes down what it shows before it shows it, and the [`Satellite`] that asks the hub first and
//! gives a number of its own when no answer comes. What it is not: it draws nothing, and it decides
//! nothing about who is next.
//!
//! Read `satellite.rs` first, then `outbox.rs` for what is on the kiosk's disk.

mod contact;
mod credential;
mod error;
mod files;
mod grant;
mod hub;
mod outbox;
mod satellite;
mod stick;

/// What the kiosk wrote down, in its data folder.
pub const STORE_FILE: &str = "satellite.redb";

pub use contact::Contact;
pub use credential::Credential;
pub use error::{CredentialError, IssueError, OutboxError, StickError, SyncError};
pub use grant::Grant;
pub use hub::Hub;
pub use outbox::{Outbox, Unsent};
pub use satellite::{Alone, Asked, Given, OwnTicket, Satellite, Seams, Wanted, is_within};
pub use stick::Stick;
