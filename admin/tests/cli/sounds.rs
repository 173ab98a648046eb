//! `sounds`: the sheet to be read aloud, and what is found in a folder of recordings.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::Place;

fn built_in(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../assets/sounds")
        .join(language)
}

#[test]
fn the_sheet_names_a_file_for_each_text() {
    let place = Place::new();
    let sheet = place.run(&["sounds", "list", "--json"]).json();
    let needed = |line: &&serde_json::Value| line["needed"] == true;
    let lines = sheet.as_array().unwrap();
    assert_eq!(lines.iter().filter(needed).count(), 44);
    let hundred = lines
        .iter()
        .find(|line| line["file"] == "n100.wav")
        .unwrap();
    assert_eq!(hundred["text"], "一百");
    let shown = place.run(&["sounds", "list", "--lang", "zh"]);
    assert!(shown.out.starts_with("文件名"), "{}", shown.out);
    let at = |file: &str| shown.out.find(file).unwrap();
    assert!(at("qing.wav") < at("n1.wav") && at("stem_gui.wav") < at("haircut.wav"));
    let english = place.run(&["sounds", "list", "--set", "en"]);
    assert!(english.out.contains("please come to"), "{}", english.out);
}

#[test]
fn recordings_are_examined_and_the_exit_code_tells() {
    let place = Place::new();
    for (language, folder) in [("zh", built_in("zh")), ("en", built_in("en"))] {
        let good = place.run(&["sounds", "check", folder.to_str().unwrap(), "--json"]);
        let found = good.json();
        assert_eq!(found["set"], language);
        assert_eq!(found["findings"], serde_json::json!([]));
    }
    let own = place.data().join("sounds/zh");
    fs::create_dir_all(&own).unwrap();
    for entry in fs::read_dir(built_in("zh")).unwrap() {
        let entry = entry.unwrap();
        let is_clip = entry.path().extension().is_some_and(|end| end == "wav");
        if is_clip {
            fs::copy(entry.path(), own.join(entry.file_name())).unwrap();
        }
    }
    assert_eq!(place.run(&["sounds", "check"]).code, 0);
    fs::remove_file(own.join("n7.wav")).unwrap();
    fs::write(own.join("n8.wav"), b"ID3").unwrap();
    fs::copy(own.join("n9.wav"), own.join("n99.wav")).unwrap();
    let bad = place.run(&["sounds", "check", "--lang", "zh"]);
    for (file, fault) in [
        ("n7.wav", "没有录：七"),
        ("n8.wav", "不是完整的 WAV 文件"),
        ("n99.wav", "多余"),
    ] {
        let line = bad.out.lines().find(|line| line.starts_with(file));
        assert!(line.is_some_and(|line| line.contains(fault)), "{}", bad.out);
    }
    assert!(bad.failed(1).contains("有 3 处要改"));
    let bad = place.run(&["sounds", "check", "--json"]);
    assert_eq!(bad.code, 1);
    let found: serde_json::Value = serde_json::from_str(&bad.out).unwrap();
    let faults: Vec<&str> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["fault"].as_str().unwrap())
        .collect();
    assert_eq!(faults, ["format", "superfluous", "missing"]);
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let place = Place::new();
    let said = place.run(&["sounds", "check", "nowhere"]);
    assert!(said.failed(1).contains("nowhere"));
}
