//! A whole hub in this process, spoken to over TCP as anybody would.
//!
//! One binary, one module per question. Every test starts a hub of its own on a free port with a
//! clock that only the test moves, and looks at it from outside: status, headers, bytes, and the
//! version of the site, which grows with everything that is recorded.
//!
//! Read `bench` for the hub, `routes` for the table of everything that can be asked, `table` for
//! what is tried with each row of it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

mod bench;
mod check;
mod crowd;
mod day;
mod held;
mod language;
mod live;
mod pages;
mod reopening;
mod routes;
mod seen;
mod signing;
mod stage;
mod table;
