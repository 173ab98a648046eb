//! `sounds`: what a square needs for a voice of its own.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::settings::Language;
use serde::Serialize;
use voice::{Examined, FOLDER, Need, code, examine, sheet};

use crate::app::App;
use crate::args::LanguageArg;
use crate::failure::Failure;
use crate::output::{print, print_json, table};
use crate::words::words;

mod fault;

/// The voice of the calls: own recordings, in the square's own dialect.
#[derive(Debug, Subcommand)]
pub(crate) enum Sounds {
    /// The texts to be read aloud, one a file
    List(List),
    /// Look whether recordings can be used
    Check(Check),
}

/// The texts to be read aloud, one a file.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Language that is read
    #[arg(long, value_name = "LANGUAGE", default_value = "zh")]
    set: LanguageArg,
}

/// Looks whether recordings can be used.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Folder of WAV files [default: sounds/LANGUAGE in the data folder]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Language of the recordings [default: the folder's name, else zh]
    #[arg(long, value_name = "LANGUAGE")]
    set: Option<LanguageArg>,
}

impl Sounds {
    /// Does it.
    pub(crate) fn run(self, app: &App) -> Result<(), Failure> {
        match self {
            Self::List(list) => list.run(app),
            Self::Check(check) => check.run(app),
        }
    }
}

/// One line of the sheet, for a script.
#[derive(Debug, Serialize)]
struct Line {
    file: String,
    text: String,
    needed: bool,
}

impl List {
    fn run(self, app: &App) -> Result<(), Failure> {
        let texts = sheet(self.set.into());
        if app.json {
            let lines: Vec<Line> = texts
                .into_iter()
                .map(|text| Line {
                    needed: text.need.is_needed(),
                    file: text.file,
                    text: text.text,
                })
                .collect();
            return Ok(print_json(&lines)?);
        }
        let headings = [
            words!(app.language, "文件名", "file"),
            words!(app.language, "要念的话", "read aloud"),
            words!(app.language, "说明", "note"),
        ];
        // What everybody needs first; the sort keeps the order within.
        let mut texts = texts;
        texts.sort_by_key(|text| !text.need.is_needed());
        let rows: Vec<Vec<String>> = texts
            .into_iter()
            .map(|text| {
                let note = note(app.language, &text.file, text.need);
                vec![text.file, text.text, note]
            })
            .collect();
        Ok(print(&table(&headings, &rows))?)
    }
}

/// What a text is for, to whoever reads it aloud.
fn note(language: Language, file: &str, need: Need) -> String {
    match need {
        Need::Phrase => words!(language, "必录，每次叫号都用", "needed, in every call"),
        Need::Number if file == "n10_after_hundred.wav" => {
            words!(language, "必录，如一百“一十”", "needed, behind a hundred")
        }
        Need::Number => words!(language, "必录，数字", "needed, a number"),
        Need::Stem => words!(
            language,
            "必录，取号机断网时的号码",
            "needed, for kiosks without their hub"
        ),
        Need::Service => words!(
            language,
            "可选，项目名；别的项目用项目名作文件名",
            "if wanted: a service; others are files named after what they say"
        ),
        Need::Letter => words!(
            language,
            "可选，号台带字母时",
            "if wanted: a station's letter"
        ),
        Need::Chime => words!(
            language,
            "可选，提示音",
            "if wanted: the sound before a call"
        ),
    }
}

impl Check {
    fn run(self, app: &App) -> Result<(), Failure> {
        let by_name = self.folder.as_deref().and_then(of_name);
        let language = self
            .set
            .map(Language::from)
            .or(by_name)
            .unwrap_or(Language::Zh);
        let installed = || app.data_dir().join(FOLDER).join(code(language));
        let folder = self.folder.unwrap_or_else(installed);
        let examined = examine(language, &folder).map_err(|why| {
            let folder = folder.display();
            Failure::Wrong(words!(
                app.language,
                "读不了 {folder}：{why}",
                "{folder} cannot be read: {why}"
            ))
        })?;
        show(app, language, &folder, &examined)
    }
}

/// The language that a folder is named after.
fn of_name(folder: &Path) -> Option<Language> {
    let name = folder.file_name()?.to_str()?;
    hub::lang::by_code(name)
}

/// What was found, for a script.
#[derive(Debug, Serialize)]
struct Found<'a> {
    set: &'static str,
    folder: String,
    recordings: usize,
    findings: Vec<fault::Found<'a>>,
    own_texts: &'a [String],
    left_to_built_in: Vec<&'a str>,
}

fn show(app: &App, language: Language, folder: &Path, examined: &Examined) -> Result<(), Failure> {
    let findings = &examined.findings;
    if app.json {
        let left = examined.left_to_built_in.iter();
        print_json(&Found {
            set: code(language),
            folder: folder.display().to_string(),
            recordings: examined.recordings,
            findings: findings.iter().map(fault::found).collect(),
            own_texts: &examined.own_texts,
            left_to_built_in: left.map(|text| text.file.as_str()).collect(),
        })?;
    } else {
        let all = || words!(app.language, "全部", "all");
        let rows: Vec<Vec<String>> = findings
            .iter()
            .map(|finding| {
                let file = Some(finding.file.clone()).filter(|file| !file.is_empty());
                let what = fault::sentence(app.language, &finding.fault);
                vec![file.unwrap_or_else(all), what]
            })
            .collect();
        if !rows.is_empty() {
            let headings = [
                words!(app.language, "文件", "file"),
                words!(app.language, "问题", "fault"),
            ];
            print(&table(&headings, &rows))?;
        }
        print(&summary(app.language, examined))?;
    }
    let faults = findings.len();
    if faults == 0 {
        return Ok(());
    }
    Err(Failure::Wrong(words!(
        app.language,
        "有 {faults} 处要改。",
        "{faults} to be put right."
    )))
}

fn summary(language: Language, examined: &Examined) -> String {
    let count = examined.recordings;
    let mut lines = vec![words!(
        language,
        "共 {count} 段录音。",
        "{count} recordings."
    )];
    if !examined.own_texts.is_empty() {
        let texts = examined.own_texts.join(&words!(language, "、", ", "));
        lines.push(words!(
            language,
            "自己加的：{texts}。项目名与此相同时就会念出来。",
            "Your own: {texts}. Spoken where a service is called so."
        ));
    }
    let left = examined.left_to_built_in.len();
    if left > 0 {
        lines.push(words!(
            language,
            "没录的 {left} 段可选内容由自带的声音念。",
            "The built-in voice says the {left} that may be left out."
        ));
    }
    lines.join("\n")
}
