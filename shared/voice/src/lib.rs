//! What is said of a call, and with which clips.
//!
//! What it is: the sentence of a call in both languages, sets of clips (the built-in ones and a
//! square's own recordings), the order of announcements, the sound of one as a WAV file, and the
//! examination of recordings. What it is not: it plays nothing, keeps no clock and asks no hub.
//!
//! Read `sentence.rs` for the words, [`Voices`] for the clips, [`Queue`] for who is announced when,
//! `check.rs` for what makes a recording usable.

mod announcement;
mod check;
mod loudness;
mod number;
mod own;
mod queue;
mod sentence;
mod set;
mod sheet;
mod voices;
mod wav;

pub use announcement::announcement;
pub use check::{Examined, Fault, Finding, examine};
pub use loudness::loudness_db;
pub use own::Unusable;
pub use queue::{Fresh, Queue};
pub use sentence::{Spoken, caption, ready_caption};
pub use set::{Clip, Set};
pub use sheet::{Need, Text, sheet};
pub use voices::{FOLDER, Voices, code};
pub use wav::{RATES, Sound, WavFault};
