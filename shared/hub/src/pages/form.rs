//! Forms of the settings pages: fields, what was typed, and what was wrong with it.

use std::ops::RangeInclusive;

use domain::Refusal;

use super::settings::preview::Preview;
use crate::lang::Words;

mod body;
mod filled;

pub(super) use body::FormBody;
pub(super) use filled::{Filled, Wrong, not_within};

/// A form as it is shown.
#[derive(Default)]
pub(super) struct Form {
    pub(super) heading: String,
    pub(super) action: String,
    pub(super) groups: Vec<Group>,
    /// What is wrong with the whole; empty if nothing is.
    pub(super) wrong: String,
    /// Where the thing is removed; empty for what cannot be.
    pub(super) remove: String,
    pub(super) remove_sure: String,
    /// Whether what it would do can be looked at before it is saved.
    pub(super) has_preview: bool,
    /// What it would do, once that was asked.
    pub(super) preview: Option<Preview>,
}

/// Fields that belong together.
pub(super) struct Group {
    pub(super) legend: &'static str,
    pub(super) fields: Vec<Field>,
}

/// One field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) help: &'static str,
    pub(super) wrong: String,
    pub(super) input: Input,
}

/// How it is filled in.
pub(super) enum Input {
    /// On one line; `kind` as HTML calls it, and a number's limits, if it has any.
    Line {
        kind: &'static str,
        value: String,
        limits: Option<(u32, u32)>,
    },
    /// One of several.
    One { options: Vec<Opt> },
    /// Any of several.
    Many { options: Vec<Opt> },
}

/// One choice.
pub(super) struct Opt {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

impl Field {
    /// A field on one line.
    pub(super) fn line(
        name: &'static str,
        label: &'static str,
        kind: &'static str,
        value: impl ToString,
    ) -> Self {
        let input = Input::Line {
            kind,
            value: value.to_string(),
            limits: None,
        };
        Self {
            name,
            label,
            help: "",
            wrong: String::new(),
            input,
        }
    }

    /// One of several.
    pub(super) fn one(name: &'static str, label: &'static str, options: Vec<Opt>) -> Self {
        let input = Input::One { options };
        Self {
            name,
            label,
            help: "",
            wrong: String::new(),
            input,
        }
    }

    /// Any of several.
    pub(super) fn many(name: &'static str, label: &'static str, options: Vec<Opt>) -> Self {
        let input = Input::Many { options };
        Self {
            name,
            label,
            help: "",
            wrong: String::new(),
            input,
        }
    }

    /// A number of these.
    #[must_use]
    pub(super) fn within(mut self, allowed: RangeInclusive<u32>) -> Self {
        if let Input::Line { limits, .. } = &mut self.input {
            *limits = Some(allowed.into_inner());
        }
        self
    }

    /// With a sentence below it.
    #[must_use]
    pub(super) fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }
}

/// A choice.
pub(super) fn option(value: &str, label: &str, is_chosen: bool) -> Opt {
    Opt {
        value: value.to_owned(),
        label: label.to_owned(),
        is_chosen,
    }
}

impl Form {
    /// Says what is wrong beside its field, or above the form if it has no field here.
    #[must_use]
    pub(super) fn with_wrong(mut self, wrong: Option<Wrong>) -> Self {
        let Some(Wrong { field, why }) = wrong else {
            return self;
        };
        let mut fields = self.groups.iter_mut().flat_map(|group| &mut group.fields);
        match fields.find(|known| known.name == field) {
            Some(known) => known.wrong = why,
            None => self.wrong = why,
        }
        self
    }

    /// Shows what was typed instead of what is set, so that nothing has to be typed again.
    #[must_use]
    pub(super) fn filled(mut self, typed: &Filled) -> Self {
        for field in self.groups.iter_mut().flat_map(|group| &mut group.fields) {
            let name = field.name;
            match &mut field.input {
                Input::Line { value, .. } => typed.text(name).clone_into(value),
                Input::One { options } | Input::Many { options } => {
                    for option in options {
                        option.is_chosen = typed.all(name).any(|chosen| chosen == option.value);
                    }
                }
            }
        }
        self
    }
}

/// A refused value in words. `None` for a refusal that is about something else.
pub(super) fn out_of_range(refusal: &Refusal, words: Words) -> Option<Wrong> {
    let Refusal::ValueOutOfRange { field, allowed } = refusal else {
        return None;
    };
    let why = match (field.as_str(), allowed.split_once(" to ")) {
        ("name", _) => words.say("At most 40 characters.").to_owned(),
        ("prefix", _) => words
            .say("At most three letters or characters, no digits.")
            .to_owned(),
        ("wifi.name", _) => words
            .say("The name of a network has 1 to 32 bytes, about ten Chinese characters.")
            .to_owned(),
        ("wifi.password", _) => words
            .say("A password has 8 to 63 characters; leave it empty for an open network.")
            .to_owned(),
        ("slots.to", _) => words
            .say("There must be room for at least one appointment.")
            .to_owned(),
        ("closes", _) => words.say("It must be later than the start.").to_owned(),
        ("skip_digits", _) => words.say("At most five digits.").to_owned(),
        ("language" | "languages", _) => words
            .say("Offer at least one language, and start in one of them.")
            .to_owned(),
        (_, Some((low, high))) => not_within(low, high, words),
        (_, None) => words.say("This value is not possible.").to_owned(),
    };
    let field = match field.as_str() {
        "name" => "name_zh",
        "wifi.name" => "wifi_name",
        "wifi.password" => "wifi_password",
        "slots.minutes" => "slots_minutes",
        "slots.capacity" => "slots_capacity",
        "slots.days_ahead" => "slots_days_ahead",
        "slots.to" => "slots_to",
        "policy.share.every" | "policy.first.run" => "policy_number",
        other => other,
    };
    Some(Wrong {
        field: field.to_owned(),
        why,
    })
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    const EN: Words = Words(Language::En);

    #[test]
    fn what_was_typed_stays_and_the_wrong_field_says_why() {
        let typed = Filled::read("minutes=abc&skip=4&skip=7".as_bytes());
        let options = vec![option("4", "4", false), option("5", "5", true)];
        let form = Form {
            groups: vec![Group {
                legend: "",
                fields: vec![
                    Field::line("minutes", "", "number", 10),
                    Field::many("skip", "", options),
                ],
            }],
            ..Form::default()
        };
        let wrong = typed.number::<u16>("minutes", EN).unwrap_err();
        let form = form.filled(&typed).with_wrong(Some(wrong));
        let fields = &form.groups[0].fields;
        assert!(matches!(&fields[0].input, Input::Line { value, .. } if value == "abc"));
        assert_eq!(fields[0].wrong, "Please enter a whole number.");
        let Input::Many { options } = &fields[1].input else {
            panic!("changed its kind")
        };
        assert_eq!(
            options.iter().map(|o| o.is_chosen).collect::<Vec<_>>(),
            [true, false]
        );
    }

    #[test]
    fn times_are_read_as_browsers_send_them() {
        let read = |text: &str| Filled(vec![("t".to_owned(), text.to_owned())]).time("t", EN);
        assert_eq!(read("08:30"), read("08:30:00"));
        assert_eq!(read(" "), Ok(None));
        assert!(read("25:00").is_err());
        assert!(read("八点").is_err());
    }

    #[test]
    fn ranges_are_said_in_words() {
        let refusal = |field: &str, allowed: &str| Refusal::ValueOutOfRange {
            field: field.to_owned(),
            allowed: allowed.to_owned(),
        };
        let wrong = out_of_range(&refusal("minutes", "1 to 480"), EN).unwrap();
        assert_eq!(wrong.why, "From 1 to 480.");
        assert_eq!(
            out_of_range(&refusal("policy.first.run", "1 to 20"), EN)
                .unwrap()
                .field,
            "policy_number"
        );
    }
}
