//! The rules of the screen, held against the real pages: the same components, fonts
//! and texts as in the window, drawn by the same renderer, but without a display and
//! with a clock that is moved by hand.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]
#![expect(unreachable_pub, reason = "one binary: its modules see each other")]

#[path = "ui/harness.rs"]
mod harness;
#[path = "ui/layout.rs"]
mod layout;
#[path = "ui/look.rs"]
mod look;
#[path = "ui/paper.rs"]
mod paper_page;
#[path = "ui/shots.rs"]
mod shots;
#[path = "ui/visit.rs"]
mod visit;
