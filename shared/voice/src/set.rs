//! The clips of one language, and which of them make up a sentence.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use domain::settings::Language;
use sha2::{Digest, Sha256};

use crate::sentence::{Part, Spoken, of_call, of_ready};

/// One recorded piece of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Clip {
    /// The file's name, such as `n1.wav`.
    pub file: String,
    /// The first hex digits of the hash of what is in it.
    pub version: String,
    /// The file.
    pub bytes: Cow<'static, [u8]>,
}

impl Clip {
    pub(crate) fn new(file: String, bytes: Cow<'static, [u8]>) -> Self {
        let digest = Sha256::digest(&bytes);
        let version = digest[..4].iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Self {
            file,
            version,
            bytes,
        }
    }
}

/// The clips of one speaker, by the texts they say.
#[derive(Debug, Default)]
pub(crate) struct Speaker {
    pub(crate) by_text: BTreeMap<String, Arc<Clip>>,
    pub(crate) chime: Option<Arc<Clip>>,
}

/// The clips of one language: a square's own recordings first, the built-in ones for what they lack.
#[derive(Debug)]
pub struct Set {
    language: Language,
    speakers: Vec<Speaker>,
}

impl Set {
    pub(crate) fn new(language: Language, speakers: Vec<Speaker>) -> Self {
        Self { language, speakers }
    }

    /// The clips of a call, to be played one after the other.
    pub fn call(&self, call: Spoken) -> Vec<&Arc<Clip>> {
        self.say(&of_call(self.language, call))
    }

    /// The clips for a thing that is ready to be collected.
    pub fn ready(&self, number: u32) -> Vec<&Arc<Clip>> {
        self.say(&of_ready(self.language, number))
    }

    /// The sound before a call.
    pub fn chime(&self) -> Option<&Arc<Clip>> {
        self.speakers
            .iter()
            .find_map(|speaker| speaker.chime.as_ref())
    }

    /// The clip with this name and content.
    pub fn find(&self, file: &str, version: &str) -> Option<&Arc<Clip>> {
        self.speakers
            .iter()
            .flat_map(|speaker| speaker.by_text.values().chain(&speaker.chime))
            .find(|clip| clip.file == file && clip.version == version)
    }

    fn say(&self, parts: &[Part]) -> Vec<&Arc<Clip>> {
        parts
            .iter()
            .filter_map(|part| self.part(part))
            .flatten()
            .collect()
    }

    /// A part in the best way that one speaker has whole: two voices in one word are worse than
    /// another voice.
    fn part(&self, part: &Part) -> Option<Vec<&Arc<Clip>>> {
        part.iter()
            .find_map(|way| self.speakers.iter().find_map(|speaker| speaker.cut(way)))
    }
}

impl Speaker {
    /// The clips of one text, from left to right the longest that fits, or none if a part of it
    /// has no clip.
    fn cut(&self, text: &str) -> Option<Vec<&Arc<Clip>>> {
        let mut clips = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let fits = self
                .by_text
                .iter()
                .filter(|(text, _)| starts_with_word(rest, text));
            let (text, clip) = fits.max_by_key(|(text, _)| text.len())?;
            clips.push(clip);
            rest = rest[text.len()..].trim_start();
        }
        Some(clips)
    }
}

/// Case aside; "six" does not begin "sixteen".
fn starts_with_word(rest: &str, text: &str) -> bool {
    let Some(head) = rest.get(..text.len()) else {
        return false;
    };
    let next = rest[text.len()..].chars().next();
    let ends_inside = text.is_ascii() && next.is_some_and(|c| c.is_ascii_alphanumeric());
    head.eq_ignore_ascii_case(text) && !ends_inside
}
