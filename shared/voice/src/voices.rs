//! All sets of clips: those compiled in, and what a square recorded itself.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use domain::settings::Language;
use rust_embed::{Embed, EmbeddedFile};

use crate::own::{self, Unusable};
use crate::set::{Clip, Set, Speaker};
use crate::sheet::Listed;

#[derive(Embed)]
#[folder = "../../assets/sounds/zh"]
struct Mandarin;

#[derive(Embed)]
#[folder = "../../assets/sounds/en"]
struct English;

/// The folder of own recordings in the data folder; below it one named after each language.
pub const FOLDER: &str = "sounds";

/// What folders and addresses call a language.
pub fn code(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh",
        Language::En => "en",
    }
}

/// The sets of both languages.
#[derive(Debug)]
pub struct Voices {
    zh: Set,
    en: Set,
}

impl Voices {
    /// The voices that are compiled in.
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: LazyLock<Arc<Voices>> = LazyLock::new(|| {
            Arc::new(Voices {
                zh: Set::new(Language::Zh, vec![built_in(Language::Zh)]),
                en: Set::new(Language::En, vec![built_in(Language::En)]),
            })
        });
        Arc::clone(&BUILT_IN)
    }

    /// The recordings in `sounds/zh` and `sounds/en` of a data folder before the built-in voices,
    /// and what of them cannot be used.
    pub fn with_own(data_dir: &Path) -> (Arc<Self>, Vec<Unusable>) {
        let mut unusable = Vec::new();
        let mut set = |language| {
            let folder = data_dir.join(FOLDER).join(code(language));
            let (speaker, left_out) = own::speaker(language, &folder);
            unusable.extend(left_out);
            let speakers = speaker.into_iter().chain([built_in(language)]);
            Set::new(language, speakers.collect())
        };
        let (zh, en) = (set(Language::Zh), set(Language::En));
        (Arc::new(Self { zh, en }), unusable)
    }

    /// The set of a language.
    pub fn of(&self, language: Language) -> &Set {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// The list of the built-in clips.
pub(crate) fn listed(language: Language) -> Vec<Listed> {
    let list = file(language, "clips.json");
    list.and_then(|file| serde_json::from_slice(&file.data).ok())
        .unwrap_or_default()
}

fn built_in(language: Language) -> Speaker {
    let mut speaker = Speaker::default();
    for listed in listed(language) {
        let Some(file) = file(language, &listed.file) else {
            continue;
        };
        let clip = Arc::new(Clip::new(listed.file, file.data));
        if listed.id == CHIME {
            speaker.chime = Some(clip);
        } else {
            speaker.by_text.insert(listed.text, clip);
        }
    }
    speaker
}

/// The clip that is no word.
pub(crate) const CHIME: &str = "chime";

fn file(language: Language, name: &str) -> Option<EmbeddedFile> {
    match language {
        Language::Zh => Mandarin::get(name),
        Language::En => English::get(name),
    }
}

#[cfg(test)]
mod tests;
