//! The touchscreen of a service square.
//!
//! What it is: a pure flow of screens (`flow`), pure texts and sizes (`view`), one
//! adapter per page that carries them into Slint (`adapters`), and a worker that
//! talks to the hub on its own thread (`worker`). What it is not: it decides nothing
//! about lines and tickets and stores nothing but its own screen settings.
//!
//! Read `flow.rs` first, then `view.rs`, then `kiosk.rs`, which ties them together.

mod adapters;
pub mod flow;
pub mod kiosk;
pub mod lang;
pub mod one_box;
pub mod options;
pub mod qr;
pub mod remote;
pub mod say;
pub mod settings;
pub mod site_now;
pub mod speech;
#[allow(
    unsafe_code,
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::pedantic
)]
#[allow(clippy::unwrap_used, clippy::wildcard_enum_match_arm, clippy::todo)]
pub mod ui;
pub mod view;
pub mod window;
pub mod worker;
