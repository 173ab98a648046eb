//! A square's own recordings: a folder of WAV files.
//!
//! A file is named as in the sheet (`n12.wav`), or after what it says (`修鞋子.wav`), which is how a
//! service gets a clip that the built-in set has not. A `clips.json` in the folder names texts as
//! the built-in sets do; then it alone counts.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::settings::Language;

use crate::set::{Clip, Speaker};
use crate::sheet::Listed;
use crate::voices::{CHIME, listed};
use crate::wav::Sound;

/// More files are not a set of clips but a folder that was named by mistake.
const FILES_MAX: usize = 1000;
/// A clip of ten seconds at the highest rate.
const CLIP_BYTES_MAX: u64 = 1_000_000;
const LIST: &str = "clips.json";

/// A recording that is left out.
#[derive(Debug)]
pub struct Unusable {
    /// The file or folder.
    pub path: PathBuf,
    /// Why, in words.
    pub why: String,
}

/// What a folder holds, by name.
pub(crate) struct Recordings {
    /// What each file says, in the order of the names; of a list also files that are not there.
    pub(crate) named: Vec<Listed>,
    /// Files whose names say nothing.
    pub(crate) unnamed: Vec<String>,
}

/// The speaker of a folder, if there is one, and what was left out.
pub(crate) fn speaker(language: Language, folder: &Path) -> (Option<Speaker>, Vec<Unusable>) {
    if !folder.is_dir() {
        return (None, Vec::new());
    }
    let unusable = |path: PathBuf, why: String| Unusable { path, why };
    let recordings = match recordings(language, folder) {
        Ok(recordings) => recordings,
        Err(why) => return (None, vec![unusable(folder.to_owned(), why)]),
    };
    let (mut speaker, mut left_out) = (Speaker::default(), Vec::new());
    for listed in recordings.named {
        let path = folder.join(&listed.file);
        match read(&path).and_then(|bytes| {
            let sound = Sound::read(&bytes).map_err(|fault| fault.to_string());
            sound.map(|_| bytes)
        }) {
            Ok(bytes) => {
                let clip = Arc::new(Clip::new(listed.file, bytes.into()));
                if listed.id == CHIME {
                    speaker.chime = Some(clip);
                } else {
                    speaker.by_text.insert(listed.text, clip);
                }
            }
            Err(why) => left_out.push(unusable(path, why)),
        }
    }
    (Some(speaker), left_out)
}

/// Which file says what.
pub(crate) fn recordings(language: Language, folder: &Path) -> Result<Recordings, String> {
    let files = wav_files(folder).map_err(|error| error.to_string())?;
    let list = folder.join(LIST);
    if list.is_file() {
        let text = fs::read_to_string(list).map_err(|error| error.to_string())?;
        let named: Vec<Listed> = serde_json::from_str(&text).map_err(|e| format!("{LIST}: {e}"))?;
        // A list comes from somebody else's folder: it names files beside it and no others.
        if let Some(outside) = named.iter().find(|n| n.file.contains(['/', '\\'])) {
            return Err(format!("{LIST}: {}", outside.file));
        }
        let is_named = |file: &String| named.iter().any(|listed| listed.file == *file);
        let unnamed = files.into_iter().filter(|file| !is_named(file)).collect();
        return Ok(Recordings { named, unnamed });
    }
    let known = listed(language);
    let (mut named, mut unnamed) = (Vec::new(), Vec::new());
    for file in files {
        let stem = Path::new(&file)
            .file_stem()
            .map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        let text = known
            .iter()
            .find(|listed| listed.id == stem)
            .map(|l| l.text.clone());
        match text.or_else(|| is_word(language, &stem).then(|| stem.clone())) {
            Some(text) => named.push(Listed {
                id: stem,
                text,
                file,
            }),
            None => unnamed.push(file),
        }
    }
    Ok(Recordings { named, unnamed })
}

/// Whether a name is what the file says, rather than a slip in an id.
fn is_word(language: Language, name: &str) -> bool {
    match language {
        Language::Zh => !name.is_ascii(),
        Language::En => {
            let is_in_words = |b: u8| b.is_ascii_alphabetic() || b == b' ' || b == b'-';
            name.contains(' ') && name.bytes().all(is_in_words)
        }
    }
}

/// The bytes of a recording.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > CLIP_BYTES_MAX {
        return Err(format!("{size} bytes"));
    }
    fs::read(path).map_err(|error| error.to_string())
}

fn wav_files(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)?.take(FILES_MAX) {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let is_wav = Path::new(&name)
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("wav"));
        if is_wav && entry.path().is_file() {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}
