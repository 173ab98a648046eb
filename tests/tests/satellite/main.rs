//! Kiosks away from the hub, and everything that can happen to the cable and to them: whatever is
//! lost, late, doubled or killed, no number is given twice, no paper is forgotten, and nobody is
//! called whose number no kiosk has written down.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod cable;
mod disk;
mod faults;
mod seen;
mod square;
