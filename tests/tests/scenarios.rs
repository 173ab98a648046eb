//! Every scenario in `tests/scenarios` gives the answers written down beside it.
//!
//! `PAIHAO_BLESS=1 cargo test -p paihao-tests --test scenarios` writes the answers anew. Then
//! `by_the_book.py` and a reader must agree with them; see `tests/scenarios/README.md`.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

use hub::replay::replay;
use serde_json::Value;

fn scenarios() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".jsonl") && !name.ends_with(".out.jsonl")
        })
        .collect();
    files.sort();
    files
}

fn answers(scenario: &Path) -> String {
    let mut output = Vec::new();
    if let Err(error) = replay(fs::read(scenario).unwrap().as_slice(), &mut output, false) {
        panic!("{}: {error}", scenario.display());
    }
    String::from_utf8(output).unwrap()
}

#[test]
fn every_scenario_gives_the_answers_written_down() {
    let scenarios = scenarios();
    assert!(
        scenarios.len() >= 24,
        "only {} scenarios were found",
        scenarios.len()
    );
    let mut wrong = Vec::new();
    for scenario in &scenarios {
        let expected = scenario.with_extension("out.jsonl");
        let given = answers(scenario);
        if std::env::var_os("PAIHAO_BLESS").is_some() {
            fs::write(&expected, &given).unwrap();
            continue;
        }
        wrong.extend(differences(
            scenario,
            &fs::read_to_string(&expected).unwrap(),
            &given,
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Lines are compared as JSON: the order of fields says nothing.
fn differences(scenario: &Path, expected: &str, given: &str) -> Vec<String> {
    let name = scenario
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let parsed = |text: &str| -> Vec<Value> {
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let (expected, given) = (parsed(expected), parsed(given));
    let mut wrong = Vec::new();
    if expected.len() != given.len() {
        wrong.push(format!(
            "{name}: {} answers instead of {}",
            given.len(),
            expected.len()
        ));
    }
    for (line, (expected, given)) in expected.iter().zip(&given).enumerate() {
        if expected != given {
            wrong.push(format!(
                "{name}:{}\n  expected {expected}\n  given    {given}",
                line + 1
            ));
        }
    }
    wrong
}

#[test]
fn an_explained_run_gives_the_same_answers_with_reasons_beside_the_calls() {
    for scenario in scenarios() {
        let mut output = Vec::new();
        replay(fs::read(&scenario).unwrap().as_slice(), &mut output, true).unwrap();
        let explained = String::from_utf8(output).unwrap();
        for (plain, explained) in answers(&scenario).lines().zip(explained.lines()) {
            let plain: Value = serde_json::from_str(plain).unwrap();
            let mut explained: Value = serde_json::from_str(explained).unwrap();
            if let Some(reasons) = explained
                .as_object_mut()
                .and_then(|line| line.remove("explain"))
            {
                assert!(
                    reasons["why"].is_string(),
                    "{}: {reasons}",
                    scenario.display()
                );
            }
            assert_eq!(plain, explained, "{}", scenario.display());
        }
    }
}
