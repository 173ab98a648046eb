//! The pages people see in a browser: home, booking, the pages of a ticket and
//! of an appointment, board, desk, dashboard.
//!
//! A page is a function of a site's state to plain view structs, filled into a
//! template. Scripts fetch the same pieces of HTML again and swap them in, so
//! every sentence and every rule of display is here, once.

mod appointment;
mod audit;
mod board;
mod book;
mod calendar;
mod chart;
mod curve;
mod curve_text;
mod dashboard;
mod days;
mod desk;
mod form;
mod frame;
mod home;
mod item_text;
mod kiosk_text;
mod phone;
mod plan;
mod plot;
mod qr;
mod report;
mod routes;
mod service_text;
mod settings;
mod sign_in;
mod speech;
mod visit;
mod wait_text;
mod what_if;

#[cfg(test)]
mod gallery;

pub use routes::router;
