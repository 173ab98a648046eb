//! The routes of a hub, called in process: every one with every kind of bad request by a table made
//! from the OpenAPI description, and the ways in and out step by step.
#![expect(clippy::unwrap_used, reason = "a test says by failing what is wrong")]

extern crate paihao_hub as hub;

mod appointments;
mod audit;
mod bench;
mod booking_pages;
mod curve;
mod every_route;
mod items;
mod kiosks;
mod language;
mod link_page;
mod live;
mod openapi;
mod people;
mod plan;
mod report;
mod secrets;
mod server;
mod settings;
mod sites;
mod staff_pages;
mod ticket_pages;
mod tickets;
