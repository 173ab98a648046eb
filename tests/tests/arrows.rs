//! Which of our crates may know which: the arrows of the README's code map, read from the manifests.

use std::{collections::BTreeSet, fs, path::Path};

const CRATES: [(&str, &str, &[&str]); 13] = [
    ("shared/domain", "domain", &[]),
    ("shared/forecast", "forecast", &["domain"]),
    ("shared/protocol", "protocol", &["domain"]),
    ("shared/store", "store", &["protocol"]),
    ("shared/client", "client", &["protocol"]),
    ("shared/voice", "voice", &["domain"]),
    ("shared/paper", "paper", &["domain"]),
    ("shared/nearby", "nearby", &[]),
    (
        "shared/satellite",
        "satellite",
        &["client", "store", "protocol", "domain"],
    ),
    (
        "shared/hub",
        "hub",
        &["store", "forecast", "voice", "protocol", "domain"],
    ),
    (
        "kiosk",
        "kiosk",
        &[
            "satellite",
            "client",
            "paper",
            "nearby",
            "hub",
            "store",
            "voice",
            "protocol",
            "domain",
        ],
    ),
    (
        "admin",
        "admin",
        &[
            "hub",
            "satellite",
            "client",
            "paper",
            "nearby",
            "store",
            "forecast",
            "voice",
            "protocol",
            "domain",
        ],
    ),
    (
        "tests",
        "tests",
        &[
            "hub",
            "satellite",
            "client",
            "paper",
            "store",
            "forecast",
            "voice",
            "protocol",
            "domain",
        ],
    ),
];

#[test]
fn the_crates_know_only_what_the_code_map_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let ours: BTreeSet<&str> = CRATES.iter().map(|(_, name, _)| *name).collect();
    for (folder, name, may_know) in CRATES {
        let text = fs::read_to_string(root.join(folder).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(toml::Value::Table(dependencies)) = manifest.get(table) else {
                continue;
            };
            for known in dependencies.keys() {
                assert!(
                    !ours.contains(known.as_str()) || may_know.contains(&known.as_str()),
                    "{name} must not know {known} ({folder}/Cargo.toml, [{table}])"
                );
            }
        }
    }
}
