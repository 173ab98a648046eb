//! What is printed, and the printers that print it.
//!
//! What it is: the layout of slips, tags, posters and sheets as dots of black and white; those dots
//! as bytes that a slip printer understands, or as a file; and the ways to a printer with what it
//! says of itself. What it is not: it knows no queue, no clock and no screen; what stands on a
//! slip is handed in.
//!
//! Read [`Slip`] for what can be printed, [`Poster`] for A4, `column.rs` for how paper is filled, [`Printer`] for who
//! prints it, [`Queue`] for slips that wait, [`PrinterConfig`] for how a machine names its printer.

mod code;
mod column;
mod config;
mod escpos;
mod font;
mod icon;
mod picture;
mod printer;
mod queue;
mod raster;
#[cfg(test)]
mod samples;
mod sheet;
mod slip;
mod spooler;
mod status;
mod transport;
mod words;
mod wrap;

pub use column::Page;
pub use config::{ConfigError, Place, PrinterConfig};
pub use escpos::{Mode, Model, bytes};
pub use picture::{SLIP_DPI, pdf, png};
pub use printer::{PrintError, Printer};
pub use queue::{JobId, News, Queue, Step};
pub use raster::Raster;
pub use sheet::{NumberSheet, Poster, SHEET_DPI};
pub use slip::{Slip, TagSlip, TestPage, TicketSlip, Width};
pub use spooler::{Pace, Spooler};
pub use status::{QUESTIONS, State};
pub use transport::file::Format;
pub use words::Tongues;
