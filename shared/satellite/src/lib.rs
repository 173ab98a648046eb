//! A kiosk whose hub is elsewhere: how it is paired, and what it keeps of that.
//!
//! What it is: the saved [`Credential`] that lets a kiosk into its hub. What it is not: it draws
//! nothing, and it gives no numbers by itself; while the hub is gone, the kiosk says so.
//!
//! Read [`Credential`] first.

mod credential;
mod error;

pub use credential::Credential;
pub use error::CredentialError;
