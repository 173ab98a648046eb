//! The form of the site itself.

use domain::SiteSettings;
use domain::settings::{Language, LocalText, Wifi};

use super::language_name;
use crate::lang::{Words, by_code, code};
use crate::pages::form::{Field, Filled, Form, Group, Wrong, option, out_of_range};

/// The form.
pub(in crate::pages) fn form(settings: &SiteSettings, words: Words) -> Form {
    let both = [Language::Zh, Language::En];
    let start = both.map(|l| option(code(l), language_name(l), settings.language == l));
    let offered = both.map(|l| option(code(l), language_name(l), settings.languages.contains(&l)));
    let join = option(
        "yes",
        words.say("Phones may take numbers"),
        settings.join_from_phones,
    );
    let book = option(
        "yes",
        words.say("Phones may book"),
        settings.book_from_phones,
    );
    let name = vec![
        Field::line(
            "name_zh",
            words.say("Name in Chinese"),
            "text",
            &settings.name.zh,
        ),
        Field::line(
            "name_en",
            words.say("Name in English"),
            "text",
            &settings.name.en,
        ),
    ];
    let languages = vec![
        Field::one("language", words.say("Screens start in"), start.into()),
        Field::many("languages", words.say("Languages offered"), offered.into()),
    ];
    let rules = vec![
        Field::many(
            "join_from_phones",
            words.say("Numbers by phone"),
            vec![join],
        )
        .help(words.say("At /join; whoever has the address takes a number from anywhere.")),
        Field::many(
            "book_from_phones",
            words.say("Appointments by phone"),
            vec![book],
        )
        .help(words.say("At /book; only services that have times for appointments.")),
        Field::line(
            "recall_limit",
            words.say("Calls before a no-show is proposed"),
            "number",
            settings.recall_limit,
        ),
        Field::line(
            "issue_undo_secs",
            words.say("Seconds to give a number back at the kiosk"),
            "number",
            settings.issue_undo_secs,
        ),
        Field::line(
            "retention_days",
            words.say("Days until personal data is erased"),
            "number",
            settings.retention_days,
        ),
    ];
    Form {
        heading: words.say("The site").to_owned(),
        groups: vec![
            Group {
                legend: words.say("Name"),
                fields: name,
            },
            Group {
                legend: words.say("Languages"),
                fields: languages,
            },
            Group {
                legend: words.say("Rules"),
                fields: rules,
            },
            Group {
                legend: words.say("Wi-Fi for visitors"),
                fields: wifi(settings, words),
            },
        ],
        ..Form::default()
    }
}

fn wifi(settings: &SiteSettings, words: Words) -> Vec<Field> {
    let wifi = settings.wifi.clone().unwrap_or_default();
    vec![
        Field::line(
            "wifi_name",
            words.say("Name of the network"),
            "text",
            wifi.name,
        )
        .help(words.say(
            "Kiosks show it as a code, so that phones can join. Empty if any network will do.",
        )),
        Field::line(
            "wifi_password",
            words.say("Password of the network"),
            "text",
            wifi.password,
        )
        .help(words.say("Everybody on the square can read it. Empty for an open network.")),
    ]
}

/// The settings that a filled form asks for, on top of those before.
///
/// # Errors
/// [`Wrong`] naming the field.
pub(in crate::pages) fn read(
    typed: &Filled,
    before: &SiteSettings,
    words: Words,
) -> Result<SiteSettings, Wrong> {
    let settings = SiteSettings {
        name: LocalText::new(typed.text("name_zh"), typed.text("name_en")),
        language: by_code(typed.text("language")).unwrap_or(before.language),
        languages: typed.all("languages").filter_map(by_code).collect(),
        join_from_phones: typed.text("join_from_phones") == "yes",
        book_from_phones: typed.text("book_from_phones") == "yes",
        recall_limit: typed.number("recall_limit", words)?,
        issue_undo_secs: typed.number("issue_undo_secs", words)?,
        retention_days: typed.number("retention_days", words)?,
        wifi: read_wifi(typed),
        ..before.clone()
    };
    match settings.check() {
        Ok(()) => Ok(settings),
        Err(refusal) => Err(out_of_range(&refusal, words).unwrap_or_else(|| Wrong {
            field: String::new(),
            why: words.say("This value is not possible.").to_owned(),
        })),
    }
}

/// Both fields empty: no network. A password without a name is told, not dropped.
fn read_wifi(typed: &Filled) -> Option<Wifi> {
    let wifi = Wifi {
        name: typed.text("wifi_name").to_owned(),
        password: typed.text("wifi_password").to_owned(),
    };
    (wifi != Wifi::default()).then_some(wifi)
}
