use std::fs;

use tempfile::TempDir;

use super::*;
use crate::Need;
use crate::loudness::tests::tone;

/// A whole set of tones of half a second, then changed.
fn folder(language: Language) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for text in sheet(language) {
        if text.need.is_needed() {
            record(folder.path(), &text.file, 22_050, &tone(22_050, 0.5, -20.0));
        }
    }
    folder
}

fn record(folder: &Path, file: &str, rate: u32, samples: &[i16]) {
    let samples = samples.to_vec();
    let sound = Sound { rate, samples };
    fs::write(folder.join(file), sound.write().unwrap()).unwrap();
}

/// Whether a fault is the expected one.
type Is = fn(&Fault) -> bool;

fn findings(folder: &Path) -> Vec<(String, Fault)> {
    let examined = examine(Language::Zh, folder).unwrap();
    let each = examined.findings.into_iter();
    each.map(|finding| (finding.file, finding.fault)).collect()
}

#[test]
fn a_whole_set_is_found_good_and_the_rest_left_to_the_built_in_voice() {
    for (language, needed) in [(Language::Zh, 44), (Language::En, 44)] {
        let folder = folder(language);
        let examined = examine(language, folder.path()).unwrap();
        assert_eq!(examined.findings, []);
        assert_eq!(examined.recordings, needed, "{language:?}");
        let left: Vec<&str> = examined
            .left_to_built_in
            .iter()
            .map(|text| text.file.as_str())
            .collect();
        assert!(left.contains(&"chime.wav") && left.contains(&"haircut.wav"));
        assert_eq!(left.len(), sheet(language).len() - needed);
    }
}

#[test]
fn every_fault_is_named_with_its_file() {
    let rate = 22_050;
    let loud = |db| tone(rate, 0.5, db);
    let silence = |secs: f32| vec![0i16; (rate as f32 * secs) as usize];
    let rows: [(Vec<i16>, Is); 8] = [
        (loud(-26.0), |f| matches!(f, Fault::TooQuiet { .. })),
        (loud(-14.0), |f| matches!(f, Fault::TooLoud { .. })),
        (silence(0.5), |f| *f == Fault::Silent),
        (
            [silence(0.4), loud(-20.0)].concat(),
            |f| matches!(f, Fault::SilentStart { secs } if (secs - 0.4).abs() < 0.03),
        ),
        (
            [loud(-20.0), silence(0.6)].concat(),
            |f| matches!(f, Fault::SilentEnd { secs } if (secs - 0.6).abs() < 0.03),
        ),
        (
            tone(rate, 3.0, -20.0),
            |f| matches!(f, Fault::TooLong { secs } if (secs - 3.0).abs() < 0.01),
        ),
        ([loud(-20.0), vec![32_767; 5]].concat(), |f| {
            *f == Fault::Distorted
        }),
        (Vec::new(), |f| *f == Fault::Silent),
    ];
    for (samples, is) in rows {
        let folder = folder(Language::Zh);
        record(folder.path(), "n5.wav", rate, &samples);
        let found = findings(folder.path());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == "n5.wav" && is(&found[0].1), "{found:?}");
    }
}

#[test]
fn files_that_are_missing_too_many_or_of_another_form_are_named() {
    let folder = folder(Language::Zh);
    let at = |file: &str| folder.path().join(file);
    fs::remove_file(at("n100.wav")).unwrap();
    fs::copy(at("n10.wav"), at("n1000.wav")).unwrap();
    fs::copy(at("n10.wav"), at("修鞋子.wav")).unwrap();
    fs::write(at("n2.wav"), b"ID3 an MP3 with a new name").unwrap();
    fs::write(at("notes.txt"), b"").unwrap();
    let text = "一百".to_owned();
    let not_wav = |fault: &Fault| matches!(fault, Fault::Format(WavFault::NotWav(_)));
    let found = findings(folder.path());
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].0 == "n2.wav" && not_wav(&found[0].1));
    assert_eq!(found[1], ("n1000.wav".to_owned(), Fault::Superfluous));
    assert_eq!(found[2], ("n100.wav".to_owned(), Fault::Missing { text }));
    let examined = examine(Language::Zh, folder.path()).unwrap();
    assert_eq!(examined.own_texts, ["修鞋子"]);
}

#[test]
fn a_set_that_is_quiet_throughout_is_one_fault_not_fifty() {
    let folder = folder(Language::Zh);
    for text in sheet(Language::Zh).iter().filter(|t| t.need.is_needed()) {
        record(folder.path(), &text.file, 8_000, &tone(8_000, 0.5, -35.0));
    }
    let found = findings(folder.path());
    assert!(matches!(&found[..], [(file, Fault::SetTooQuiet { .. })] if file.is_empty()));
}

#[test]
fn a_list_names_texts_and_only_files_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let list = |text: &str| fs::write(folder.path().join("clips.json"), text).unwrap();
    list(r#"[{"id":"a","text":"一","file":"one.wav"}]"#);
    record(folder.path(), "one.wav", 8_000, &tone(8_000, 0.5, -20.0));
    record(folder.path(), "two.wav", 8_000, &tone(8_000, 0.5, -20.0));
    let found = findings(folder.path());
    assert_eq!(found[0], ("two.wav".to_owned(), Fault::Superfluous));
    assert!(!found.iter().any(|(file, _)| file == "n1.wav"));
    list(r#"[{"id":"a","text":"一","file":"../one.wav"}]"#);
    assert!(examine(Language::Zh, folder.path()).is_err());
    assert!(examine(Language::Zh, &folder.path().join("nowhere")).is_err());
}

#[test]
fn the_built_in_clips_are_even_within_a_decibel_and_pass_their_own_check() {
    for language in [Language::Zh, Language::En] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../assets/sounds")
            .join(crate::voices::code(language));
        let examined = examine(language, &folder).unwrap();
        assert_eq!(examined.findings, []);
        assert_eq!(examined.left_to_built_in, []);
        assert_eq!(examined.recordings, sheet(language).len());
        // A chime is loud once and dies away: the measure for words does not fit it.
        let words = sheet(language)
            .into_iter()
            .filter(|text| text.need != Need::Chime);
        for text in words {
            let sound = Sound::read(&fs::read(folder.join(&text.file)).unwrap()).unwrap();
            let db = loudness_db(&sound.samples, sound.rate).unwrap();
            assert!((db - LOUDNESS_DB).abs() <= 1.0, "{} {db}", text.file);
        }
    }
}
