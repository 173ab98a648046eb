//! The form of one service.

use chrono::NaiveTime;
use domain::settings::{AtRisk, Colour, LocalText, TITLE_CHARS_MAX};
use domain::{Policy, ServiceId, ServiceSettings};

use crate::lang::Words;
use crate::pages::form::{Field, Filled, Form, Group, Wrong, option, out_of_range};

mod booking;

/// Drawings for services, as they lie among the icons.
const ICONS: [&str; 11] = [
    "haircut",
    "repair",
    "clinic",
    "blood_pressure",
    "sharpen",
    "tailor",
    "glasses",
    "shoe",
    "key",
    "consult",
    "other",
];

/// The form for a service; for a new one with a field for its id.
pub(in crate::pages) fn form(settings: &ServiceSettings, is_new: bool, words: Words) -> Form {
    let mut name = vec![
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
    if is_new {
        let id = Field::line("id", words.say("Short name for addresses"), "text", "");
        name.push(id.help(
            words.say("Letters a–z, digits and hyphens, such as haircut. It never changes."),
        ));
    }
    Form {
        heading: if is_new {
            words.say("Add a service").to_owned()
        } else {
            settings.title(words.0).to_owned()
        },
        groups: vec![
            Group {
                legend: words.say("Name"),
                fields: name,
            },
            Group {
                legend: words.say("Look"),
                fields: look(settings, words),
            },
            Group {
                legend: words.say("Hours"),
                fields: hours(settings, words),
            },
            Group {
                legend: words.say("Rules"),
                fields: rules(settings, words),
            },
            Group {
                legend: words.say("Appointments"),
                fields: booking::appointments(settings, words),
            },
            Group {
                legend: words.say("Numbers of earlier days that were not served"),
                fields: booking::earlier_days(settings, words),
            },
        ],
        has_preview: !is_new,
        ..Form::default()
    }
}

fn look(settings: &ServiceSettings, words: Words) -> Vec<Field> {
    let prefix = Field::line(
        "prefix",
        words.say("Word before the number"),
        "text",
        &settings.prefix,
    );
    let icons = ICONS
        .iter()
        .map(|icon| option(icon, icon_name(icon, words), settings.icon == *icon));
    let colours = [
        (Colour::Cinnabar, "cinnabar", words.say("Cinnabar red")),
        (Colour::Indigo, "indigo", words.say("Indigo blue")),
        (Colour::Pine, "pine", words.say("Pine green")),
        (Colour::Plum, "plum", words.say("Plum violet")),
    ];
    let colours =
        colours.map(|(colour, value, label)| option(value, label, settings.colour == colour));
    let digits = (0..=9u8).map(|digit| {
        let text = digit.to_string();
        option(&text, &text, settings.skip_digits.contains(&digit))
    });
    vec![
        prefix.help(words.say("One word that a resident can read, such as 理; a letter will do.")),
        Field::one("icon", words.say("Drawing"), icons.collect()),
        Field::one("colour", words.say("Colour"), colours.into()),
        Field::many(
            "skip_digits",
            words.say("Digits that no number holds"),
            digits.collect(),
        ),
    ]
}

fn icon_name(icon: &str, words: Words) -> &'static str {
    match icon {
        "haircut" => words.say("Scissors and comb"),
        "repair" => words.say("Screwdriver"),
        "clinic" => words.say("Stethoscope"),
        "blood_pressure" => words.say("Blood pressure"),
        "sharpen" => words.say("Knife"),
        "tailor" => words.say("Needle and thread"),
        "glasses" => words.say("Glasses"),
        "shoe" => words.say("Shoe"),
        "key" => words.say("Key"),
        "consult" => words.say("Advice"),
        _ => words.say("Other"),
    }
}

fn hours(settings: &ServiceSettings, words: Words) -> Vec<Field> {
    let time = |name, label, value: Option<NaiveTime>| {
        let text = value.map_or_else(String::new, |t| t.format("%H:%M").to_string());
        Field::line(name, label, "time", text)
    };
    vec![
        time("issue_from", words.say("Numbers from"), settings.issue_from)
            .help(words.say("Empty: an hour before serving starts.")),
        time("opens", words.say("Serving starts"), settings.opens)
            .help(words.say("Empty: always open.")),
        time("closes", words.say("Numbers until"), settings.closes)
            .help(words.say("Whoever waits then is still served.")),
    ]
}

fn rules(settings: &ServiceSettings, words: Words) -> Vec<Field> {
    let (policy, number) = match settings.policy {
        Policy::Arrival => ("arrival", 3),
        Policy::Share { every } => ("share", every),
        Policy::First { run } => ("first", run),
    };
    let policies = [
        ("arrival", words.say("First come, first served")),
        (
            "share",
            words.say("Of every N calls at most one to priority out of turn"),
        ),
        (
            "first",
            words.say("Priority first, after N of them somebody else"),
        ),
    ];
    let policies = policies.map(|(value, label)| option(value, label, value == policy));
    let at_risk = [
        ("warn", words.say("Say so before the touch"), AtRisk::Warn),
        ("refuse", words.say("Give no number"), AtRisk::Refuse),
    ];
    let at_risk =
        at_risk.map(|(value, label, risk)| option(value, label, settings.at_risk == risk));
    let cap = settings.cap.map_or_else(String::new, |cap| cap.to_string());
    let percent = (settings.at_risk_below * 100.0).round();
    vec![
        Field::line(
            "minutes",
            words.say("Usual minutes for one person"),
            "number",
            settings.minutes,
        ),
        Field::line("cap", words.say("Most numbers a day"), "number", cap)
            .help(words.say("Empty: no limit. 0: no numbers.")),
        Field::one("policy", words.say("Who is called next"), policies.into()),
        Field::line(
            "policy_number",
            words.say("N of that rule"),
            "number",
            number,
        ),
        Field::many(
            "takes_items",
            words.say("Repairs"),
            vec![option(
                "yes",
                words.say("People bring things along"),
                settings.takes_items,
            )],
        )
        .help(words.say("The number's page then asks what was brought.")),
        Field::line(
            "reinstate_after",
            words.say("Calls to wait after coming back late"),
            "number",
            settings.reinstate_after,
        ),
        Field::one(
            "at_risk",
            words.say("Probably not served before closing"),
            at_risk.into(),
        ),
        Field::line(
            "at_risk_below",
            words.say("Probably means a chance below, in percent"),
            "number",
            percent,
        ),
    ]
}

/// The settings that a filled form asks for, on top of those before.
///
/// # Errors
/// [`Wrong`] naming the field.
pub(in crate::pages) fn read(
    typed: &Filled,
    before: &ServiceSettings,
    words: Words,
) -> Result<ServiceSettings, Wrong> {
    let number = typed.number::<u8>("policy_number", words);
    let percent: u8 = typed.number("at_risk_below", words)?;
    let settings = ServiceSettings {
        name: LocalText::new(typed.text("name_zh"), typed.text("name_en")),
        prefix: typed.text("prefix").to_owned(),
        icon: typed.text("icon").to_owned(),
        colour: match typed.text("colour") {
            "indigo" => Colour::Indigo,
            "pine" => Colour::Pine,
            "plum" => Colour::Plum,
            _ => Colour::Cinnabar,
        },
        minutes: typed.number("minutes", words)?,
        policy: match typed.text("policy") {
            "arrival" => Policy::Arrival,
            "first" => Policy::First { run: number? },
            _ => Policy::Share { every: number? },
        },
        cap: typed.maybe("cap", words)?,
        issue_from: typed.time("issue_from", words)?,
        opens: typed.time("opens", words)?,
        closes: typed.time("closes", words)?,
        at_risk: match typed.text("at_risk") {
            "refuse" => AtRisk::Refuse,
            _ => AtRisk::Warn,
        },
        at_risk_below: f64::from(percent) / 100.0,
        reinstate_after: typed.number("reinstate_after", words)?,
        takes_items: typed.text("takes_items") == "yes",
        skip_digits: typed
            .all("skip_digits")
            .filter_map(|d| d.parse().ok())
            .collect(),
        ..before.clone()
    };
    let settings = booking::read(typed, settings, words)?;
    check(&settings, words)?;
    Ok(settings)
}

/// The id of a new service.
///
/// # Errors
/// [`Wrong`] for a text that cannot stand in addresses.
pub(in crate::pages) fn read_id(typed: &Filled, words: Words) -> Result<ServiceId, Wrong> {
    ServiceId::new(typed.text("id")).map_err(|_| bad_id(words))
}

/// What is wrong with a name for addresses.
pub(super) fn bad_id(words: Words) -> Wrong {
    Wrong {
        field: "id".to_owned(),
        why: words
            .say("Only letters a–z, digits and hyphens, at most 32.")
            .to_owned(),
    }
}

fn check(settings: &ServiceSettings, words: Words) -> Result<(), Wrong> {
    if settings.name.zh.is_empty() && settings.name.en.is_empty() {
        return Err(Wrong {
            field: "name_zh".to_owned(),
            why: words.say("Please enter a name.").to_owned(),
        });
    }
    if settings
        .name
        .zh
        .chars()
        .count()
        .max(settings.name.en.chars().count())
        > TITLE_CHARS_MAX
    {
        let why = words.say("At most 40 characters.").to_owned();
        return Err(Wrong {
            field: "name_zh".to_owned(),
            why,
        });
    }
    settings.check().map_err(|refusal| {
        out_of_range(&refusal, words).unwrap_or_else(|| Wrong {
            field: String::new(),
            why: words.say("This value is not possible.").to_owned(),
        })
    })
}

#[cfg(test)]
mod tests;
