//! Whether recordings can be used: what is missing, what sounds wrong.

use std::path::Path;

use domain::settings::Language;

use crate::loudness::{loudness_db, silent_ends};
use crate::own::{read, recordings};
use crate::sheet::{Text, sheet};
use crate::voices::CHIME;
use crate::wav::{Sound, WavFault};

/// Clips differ from the middle of their set by no more; more sounds shouted or swallowed.
const EVEN_DB: f32 = 3.0;
/// The built-in voices' loudness, and how far a set may be from it: phones and loudspeakers have
/// a volume of their own, but not without end.
const LOUDNESS_DB: f32 = -19.0;
const SET_DB: f32 = 6.0;
/// Silence before and after a word, seconds: numbers made of three clips must not fall apart.
const START_SECS_MAX: f32 = 0.15;
const END_SECS_MAX: f32 = 0.35;
/// The longest word, seconds, and the longest chime.
const WORD_SECS_MAX: f32 = 2.5;
const CHIME_SECS_MAX: f32 = 4.0;
/// So many samples in a row at full scale are a cut-off wave.
const CUT_OFF: usize = 3;
const FULL_SCALE: u16 = 32_700;

/// What is wrong with one file.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Nobody recorded it.
    Missing {
        /// What it says.
        text: String,
    },
    /// Its name says nothing.
    Superfluous,
    /// It cannot be opened.
    Unreadable(String),
    /// Not a sound that can be used.
    Format(WavFault),
    /// Nothing is heard.
    Silent,
    /// Quieter than the others.
    TooQuiet {
        /// Its loudness, dB.
        db: f32,
        /// That of the others.
        others: f32,
    },
    /// Louder than the others.
    TooLoud {
        /// Its loudness, dB.
        db: f32,
        /// That of the others.
        others: f32,
    },
    /// Cut off by the microphone.
    Distorted,
    /// Silence at the beginning.
    SilentStart {
        /// Seconds.
        secs: f32,
    },
    /// Silence at the end.
    SilentEnd {
        /// Seconds.
        secs: f32,
    },
    /// Longer than a word.
    TooLong {
        /// Seconds.
        secs: f32,
    },
    /// All of the set, quieter than can be made good.
    SetTooQuiet {
        /// Its loudness, dB.
        db: f32,
    },
    /// All of the set.
    SetTooLoud {
        /// Its loudness, dB.
        db: f32,
    },
}

/// A fault and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The file; empty for all of them.
    pub file: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What a folder of recordings is like.
#[derive(Debug, Default)]
pub struct Examined {
    /// Files that say something.
    pub recordings: usize,
    /// What is wrong; empty for a set that can be used.
    pub findings: Vec<Finding>,
    /// Texts of the square's own, such as a service that the built-in set does not name.
    pub own_texts: Vec<String>,
    /// What may be missing and is: the built-in voice says it.
    pub left_to_built_in: Vec<Text>,
}

/// Examines the recordings of a folder.
///
/// # Errors
/// The folder cannot be read, in words.
pub fn examine(language: Language, folder: &Path) -> Result<Examined, String> {
    let recordings = recordings(language, folder)?;
    let sheet = sheet(language);
    let mut examined = Examined::default();
    let mut found = |file: &str, fault| {
        examined.findings.push(Finding {
            file: file.to_owned(),
            fault,
        });
    };
    let mut loudness = Vec::new();
    for named in &recordings.named {
        let path = folder.join(&named.file);
        if !path.is_file() {
            let text = named.text.clone();
            found(&named.file, Fault::Missing { text });
            continue;
        }
        match read(&path).map(|bytes| Sound::read(&bytes)) {
            Err(why) => found(&named.file, Fault::Unreadable(why)),
            Ok(Err(fault)) => found(&named.file, Fault::Format(fault)),
            Ok(Ok(sound)) => {
                let is_chime = named.id == CHIME;
                for fault in faults(&sound, is_chime) {
                    found(&named.file, fault);
                }
                let db = loudness_db(&sound.samples, sound.rate).filter(|_| !is_chime);
                loudness.extend(db.map(|db| (named.file.as_str(), db)));
            }
        }
    }
    for finding in uneven(&loudness) {
        examined.findings.push(finding);
    }
    for file in recordings.unnamed {
        let fault = Fault::Superfluous;
        examined.findings.push(Finding { file, fault });
    }
    let says = |text: &str| recordings.named.iter().any(|named| named.text == text);
    for wanted in sheet.iter().filter(|wanted| !says(&wanted.text)) {
        if wanted.need.is_needed() {
            let text = wanted.text.clone();
            examined.findings.push(Finding {
                file: wanted.file.clone(),
                fault: Fault::Missing { text },
            });
        } else {
            examined.left_to_built_in.push(wanted.clone());
        }
    }
    let is_known = |text: &str| sheet.iter().any(|wanted| wanted.text == text);
    let texts = recordings.named.iter().map(|named| &named.text);
    examined.own_texts = texts.filter(|text| !is_known(text)).cloned().collect();
    examined.recordings = recordings.named.len();
    Ok(examined)
}

/// What is wrong with a sound by itself.
fn faults(sound: &Sound, is_chime: bool) -> Vec<Fault> {
    let Some((start, end)) = silent_ends(&sound.samples, sound.rate) else {
        return vec![Fault::Silent];
    };
    let longest = if is_chime {
        CHIME_SECS_MAX
    } else {
        WORD_SECS_MAX
    };
    let secs = sound.seconds();
    let mut faults = Vec::new();
    if secs > longest {
        faults.push(Fault::TooLong { secs });
    }
    if start > START_SECS_MAX {
        faults.push(Fault::SilentStart { secs: start });
    }
    // A chime dies away.
    if end > END_SECS_MAX && !is_chime {
        faults.push(Fault::SilentEnd { secs: end });
    }
    let is_cut_off = |run: &[i16]| run.iter().all(|s| s.unsigned_abs() >= FULL_SCALE);
    if sound.samples.windows(CUT_OFF).any(is_cut_off) {
        faults.push(Fault::Distorted);
    }
    faults
}

/// Who is louder or quieter than the others, and whether all are.
fn uneven(loudness: &[(&str, f32)]) -> Vec<Finding> {
    let mut levels: Vec<f32> = loudness.iter().map(|(_, db)| *db).collect();
    levels.sort_by(f32::total_cmp);
    let Some(&others) = levels.get(levels.len() / 2) else {
        return Vec::new();
    };
    let finding = |file: &str, fault| Finding {
        file: file.to_owned(),
        fault,
    };
    let mut findings = Vec::new();
    if others < LOUDNESS_DB - SET_DB {
        findings.push(finding("", Fault::SetTooQuiet { db: others }));
    }
    if others > LOUDNESS_DB + SET_DB {
        findings.push(finding("", Fault::SetTooLoud { db: others }));
    }
    for (file, db) in loudness {
        if *db < others - EVEN_DB {
            findings.push(finding(file, Fault::TooQuiet { db: *db, others }));
        }
        if *db > others + EVEN_DB {
            findings.push(finding(file, Fault::TooLoud { db: *db, others }));
        }
    }
    findings
}

#[cfg(test)]
mod tests;
