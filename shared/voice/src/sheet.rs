//! What a speaker reads aloud, one text a clip.

use domain::settings::Language;
use serde::Deserialize;

use crate::voices::{CHIME, listed};

/// One line of a `clips.json`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) file: String,
}

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A word of every call.
    Phrase,
    /// A part of a number.
    Number,
    /// 甲 to 癸: before a number that a kiosk gave without its hub.
    Stem,
    /// The name of a service; only those of the square are worth recording.
    Service,
    /// A station with a letter.
    Letter,
    /// The sound before a call.
    Chime,
}

impl Need {
    /// Whether a set is incomplete without it. What else is missing the built-in voice says.
    pub fn is_needed(self) -> bool {
        match self {
            Self::Phrase | Self::Number | Self::Stem => true,
            Self::Service | Self::Letter | Self::Chime => false,
        }
    }
}

/// One text to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The name of its file.
    pub file: String,
    /// What is said.
    pub text: String,
    /// What for.
    pub need: Need,
}

/// All texts of a language, in the order in which they are best read.
pub fn sheet(language: Language) -> Vec<Text> {
    listed(language)
        .into_iter()
        .map(|listed| Text {
            need: need(language, &listed.id),
            file: listed.file,
            text: listed.text,
        })
        .collect()
}

fn need(language: Language, id: &str) -> Need {
    let phrases: &[&str] = match language {
        Language::Zh => &["qing", "dao", "hao", "haotai", "qujian"],
        Language::En => &["number", "hundred", "and", "come_to", "station", "collect"],
    };
    let is_number = id
        .strip_prefix('n')
        .is_some_and(|rest| rest.parse::<u32>().is_ok());
    match id {
        CHIME => Need::Chime,
        "n10_after_hundred" => Need::Number,
        id if phrases.contains(&id) => Need::Phrase,
        _ if is_number => Need::Number,
        id if id.starts_with("stem_") => Need::Stem,
        id if id.starts_with("letter_") => Need::Letter,
        _ => Need::Service,
    }
}
