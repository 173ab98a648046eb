//! The hub: one engine per site, the JSON API, the pages, sign-in and replay.
//!
//! It decides nothing itself: the rules are in `domain`, waits in `forecast`,
//! bytes on disk in `store`. It knows nothing of the touchscreen.
//!
//! Read [`engine`] for how a command becomes a fact, [`machine`] for what one
//! command does, [`published`] for what everybody else sees, [`access`] for who
//! may do what, [`report`] for what a day comes to, [`server`] for how a request
//! becomes a command, [`start`] for how a hub comes to be.

pub mod access;
pub mod address_book;
pub mod alarm;
pub mod api;
mod arrivals;
pub mod audit;
pub mod clock;
pub mod config;
mod date_text;
pub mod demo;
pub mod engine;
mod files;
#[cfg(test)]
mod fixture;
pub mod hub;
pub mod lang;
pub mod language;
pub mod limits;
pub mod live;
pub mod machine;
pub mod metrics;
pub mod outlook;
mod pace;
pub mod pages;
mod people;
pub mod place;
pub mod plan;
pub mod prepared;
pub mod presence;
pub mod problem;
pub mod published;
pub mod record;
pub mod registry;
pub mod replay;
pub mod report;
mod rest_of_day;
pub mod seams;
pub mod secrets;
pub mod sentence;
pub mod server;
pub mod set_up;
pub mod start;
mod station_order;
pub mod tables;
pub mod views;

pub use hub::{Hub, Parts as HubParts};
pub use place::Place;
