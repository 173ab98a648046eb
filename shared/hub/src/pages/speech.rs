//! The addresses of clips, as the board's script plays them.

use domain::settings::Language;
use voice::{Clip, FOLDER, Set, Spoken, Voices, code};

use crate::files::BASE;

/// The addresses of the clips of a call.
pub(super) fn clips(language: Language, set: &Set, call: Spoken) -> String {
    let clips = set.call(call);
    let addresses = clips.iter().map(|clip| address(language, clip));
    addresses.collect::<Vec<_>>().join(" ")
}

/// The addresses of the clips for a thing that is ready.
pub(super) fn ready_clips(language: Language, set: &Set, number: u32) -> String {
    let clips = set.ready(number);
    let addresses = clips.iter().map(|clip| address(language, clip));
    addresses.collect::<Vec<_>>().join(" ")
}

/// The address of the sound before a call.
pub(super) fn chime(language: Language, set: &Set) -> String {
    set.chime()
        .map_or_else(String::new, |clip| address(language, clip))
}

/// The clip at an address: `sounds/zh/n1.wav` with its version.
pub(super) fn find<'a>(voices: &'a Voices, path: &str, version: &str) -> Option<&'a Clip> {
    let (folder, file) = path
        .strip_prefix(FOLDER)?
        .strip_prefix('/')?
        .split_once('/')?;
    let language = [Language::Zh, Language::En]
        .into_iter()
        .find(|language| code(*language) == folder)?;
    let clip = voices.of(language).find(file, version)?;
    Some(clip)
}

/// Names content by its hash, as the addresses of all files do. A recording may be named after
/// what it says, so whatever is no plain letter or digit is written as its bytes.
fn address(language: Language, clip: &Clip) -> String {
    use std::fmt::Write as _;
    let mut address = format!("{BASE}/{}/{FOLDER}/{}/", clip.version, code(language));
    for byte in clip.file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_content_and_lead_to_the_clip() {
        let voices = Voices::built_in();
        let addresses = ready_clips(Language::Zh, voices.of(Language::Zh), 23);
        let all: Vec<&str> = addresses.split(' ').collect();
        assert_eq!(all.len(), 5);
        for address in all {
            let rest = address.strip_prefix("/assets/").unwrap();
            let (version, path) = rest.split_once('/').unwrap();
            let clip = find(&voices, path, version).unwrap();
            assert!(path.ends_with(&clip.file));
            assert!(find(&voices, path, "00000000").is_none());
        }
        assert!(find(&voices, "sounds/fr/n1.wav", "x").is_none());
        assert!(find(&voices, "css/base.css", "x").is_none());
    }

    #[test]
    fn a_recording_named_after_its_words_has_an_address_without_blanks() {
        let clip = Clip {
            file: "修 鞋.wav".to_owned(),
            version: "0123abcd".to_owned(),
            bytes: b"".as_slice().into(),
        };
        assert_eq!(
            address(Language::Zh, &clip),
            "/assets/0123abcd/sounds/zh/%E4%BF%AE%20%E9%9E%8B.wav"
        );
    }
}
