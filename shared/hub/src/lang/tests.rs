use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;

#[test]
fn every_text_has_a_translation_and_none_is_unused() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut used = BTreeSet::new();
    for folder in [
        "src/pages",
        "src/plan",
        "src/report",
        "../../assets/web/templates",
    ] {
        collect(&here.join(folder), &mut used);
    }
    for file in ["src/date_text.rs", "src/report.rs", "src/tables.rs"] {
        let source = fs::read_to_string(here.join(file)).unwrap();
        collect_from(&source, &mut used);
    }
    let translated: BTreeSet<String> = CHINESE.keys().cloned().collect();
    let missing: Vec<_> = used.difference(&translated).collect();
    let unused: Vec<_> = translated.difference(&used).collect();
    assert!(missing.is_empty(), "without a translation: {missing:#?}");
    assert!(
        unused.is_empty(),
        "translated but nowhere used: {unused:#?}"
    );
}

#[test]
fn translations_hold_the_same_places() {
    for (english, chinese) in &*CHINESE {
        for place in ["{0}", "{1}", "{2}", "{3}"] {
            assert_eq!(
                english.contains(place),
                chinese.contains(place),
                "{english}"
            );
        }
    }
}

#[test]
fn places_are_filled_in_the_order_of_the_language() {
    let words = Words(Language::En);
    assert_eq!(words.fill("{1} before {0}", ["a", "b"]), "b before a");
    assert_eq!(words.fill("{0} of {9}", ["a"]), "a of ");
}

/// Texts that stand as `say("…")` or `fill("…"` in source or templates.
fn collect(folder: &Path, used: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, used);
        } else {
            collect_from(&fs::read_to_string(&path).unwrap(), used);
        }
    }
}

fn collect_from(source: &str, used: &mut BTreeSet<String>) {
    for call in ["say(", "fill("] {
        for (at, _) in source.match_indices(call) {
            let before = source[..at].chars().next_back();
            let argument = source[at + call.len()..].trim_start();
            if before.is_some_and(|c| c == '_' || c.is_alphanumeric()) {
                continue;
            }
            if let Some(text) = argument.strip_prefix('"') {
                used.insert(literal(text));
            }
        }
    }
}

fn literal(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => return plain,
            '\\' => match characters.next() {
                // A line break behind a backslash joins the lines.
                Some('\n') => {
                    let rest = characters.as_str().trim_start();
                    characters = rest.chars();
                }
                Some(escaped) => plain.push(escaped),
                None => {}
            },
            other => plain.push(other),
        }
    }
    panic!("a text without an end");
}
