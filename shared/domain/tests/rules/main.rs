//! The rules, tested from outside: commands in, states, facts and refusals out.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

extern crate paihao_domain as domain;

mod appointment;
mod card;
mod carry;
mod day;
mod golden;
mod item;
mod kit;
mod line;
mod properties;
mod satellite;
mod setup;
mod state_table;
mod transfer;
mod undo;
mod yesterday;
