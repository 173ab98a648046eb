//! Hubs in the same network: how one says that it is there, and how it is found.
//!
//! What it is: DNS-SD over multicast DNS, as printers do it, under the type `_paihao._tcp`. What it
//! is not: it proves nothing. Whoever says a name in a network may be anybody, so a kiosk that was
//! paired asks for a proof before it sends its credential (`protocol::proof`), and one that was not
//! takes no hub by itself when there are several.
//!
//! Read `card.rs` first: what is said, pure; then `announce.rs` and `look.rs`.

mod announce;
mod card;
mod look;

pub use announce::keep_saying;
pub use card::{Found, note};
pub use look::{LOOK_FOR, Looking, NearbyError, look};

/// What hubs are found under.
const SERVICE: &str = "_paihao._tcp.local.";
