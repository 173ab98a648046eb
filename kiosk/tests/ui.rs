//! The rules of the screen, held against the real pages: the same components, fonts
//! and texts as in the window, drawn by the same renderer, but without a display and
//! with a clock that is moved by hand.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]
#![expect(unreachable_pub, reason = "one binary: its modules see each other")]

#[path = "ui/clip.rs"]
mod clip;
#[path = "ui/fuzz.rs"]
mod fuzz;
#[path = "ui/grey.rs"]
mod grey;
#[path = "ui/harness.rs"]
mod harness;
#[path = "ui/layout.rs"]
mod layout;
#[path = "ui/look.rs"]
mod look;
#[path = "ui/made_up.rs"]
mod made_up;
#[path = "ui/pages.rs"]
mod pages;
#[path = "ui/paper.rs"]
mod paper_page;
#[path = "ui/pixels.rs"]
mod pixels;
#[path = "ui/sheet.rs"]
mod sheet;
#[path = "ui/shots.rs"]
mod shots;
#[path = "ui/times.rs"]
mod times;
#[path = "ui/visit.rs"]
mod visit;
