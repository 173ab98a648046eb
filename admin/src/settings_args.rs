//! Settings as options, turned into the fields that a hub changes.

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

mod service;
mod site;
mod station;

pub(crate) use service::ServiceArgs;
pub(crate) use site::SiteArgs;
pub(crate) use station::StationArgs;

/// The name in both languages.
#[derive(Debug, Args)]
pub(crate) struct NameArgs {
    /// Name in Chinese
    #[arg(long, value_name = "TEXT")]
    name_zh: Option<String>,
    /// Name in English
    #[arg(long, value_name = "TEXT")]
    name_en: Option<String>,
}

impl NameArgs {
    /// Puts the name into `fields`; the language that was not given stays as in `now`.
    fn put(&self, fields: &mut Map<String, Value>, now: Option<&domain::settings::LocalText>) {
        if self.name_zh.is_none() && self.name_en.is_none() {
            return;
        }
        let or_now = |new: &Option<String>, old: Option<&String>| {
            new.as_ref().or(old).cloned().unwrap_or_default()
        };
        let zh = or_now(&self.name_zh, now.map(|name| &name.zh));
        let en = or_now(&self.name_en, now.map(|name| &name.en));
        fields.insert("name".to_owned(), json!({"zh": zh, "en": en}));
    }
}

fn put<T: Into<Value>>(fields: &mut Map<String, Value>, name: &str, value: Option<T>) {
    if let Some(value) = value {
        fields.insert(name.to_owned(), value.into());
    }
}

/// The word of an option's value, as the hub writes it.
fn word(value: impl ValueEnum) -> String {
    value
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}
