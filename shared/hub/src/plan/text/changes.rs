//! What would change if a day were set up as an earlier one, line by line.

use domain::settings::Slots;
use domain::{Policy, StationId};
use protocol::{SetUpChange, SetUpLike, SetUpThing};
use serde_json::Value;

use crate::date_text::short;
use crate::lang::Words;
use crate::set_up::SERVICE_FIELDS;

/// The changes in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// One line for each service and station that would change.
    pub lines: Vec<String>,
    /// What stays because it was not there; empty for nothing.
    pub left: String,
    /// Who has to be done first; empty for nobody.
    pub busy: String,
}

/// A line for each service and station: "3 号台：加上维修", "理发：开始时间 9:00 → 8:30".
pub fn changes(like: &SetUpLike, words: Words) -> Changes {
    let line = |change: &SetUpChange| {
        let subject = subject(like, change.what, &change.id, words);
        words.fill("{0}: {1}", [&subject, &told(like, change, words)])
    };
    let left = like.left.iter();
    let left: Vec<String> = left
        .map(|one| subject(like, one.what, &one.id, words))
        .collect();
    let busy: Vec<String> = like
        .busy
        .iter()
        .map(|id| words.fill("Station {0}", [StationId::as_str(id)]))
        .collect();
    Changes {
        lines: like.changes.iter().map(line).collect(),
        left: if left.is_empty() {
            String::new()
        } else {
            let left = left.join(words.say(", "));
            words.fill("Was not there that day and stays as it is: {0}.", [&left])
        },
        busy: if busy.is_empty() {
            String::new()
        } else {
            let busy = busy.join(words.say(", "));
            words.fill(
                "Somebody is called or served at: {0}. It can be done once they are free.",
                [&busy],
            )
        },
    }
}

fn subject(like: &SetUpLike, what: SetUpThing, id: &str, words: Words) -> String {
    match what {
        SetUpThing::Service => service_name(like, id, words),
        SetUpThing::Station => words.fill("Station {0}", [id]),
    }
}

fn service_name(like: &SetUpLike, id: &str, words: Words) -> String {
    let name = like.names.get(id).map(|name| name.get(words.0));
    name.filter(|name| !name.is_empty())
        .unwrap_or(id)
        .to_owned()
}

fn told(like: &SetUpLike, change: &SetUpChange, words: Words) -> String {
    let then = |field: &str| change.after.get(field).cloned().unwrap_or_default();
    match (change.what, change.is_new) {
        (SetUpThing::Service, true) => {
            let opens = match then("opens").as_str() {
                None => words.say("no opening time").to_owned(),
                Some(time) => words.fill("opens at {0}", [short(time)]),
            };
            let closes = match then("closes").as_str() {
                None => words.say("no closing time").to_owned(),
                Some(time) => words.fill("closes at {0}", [short(time)]),
            };
            words.fill(
                "is not there now and is set up again, {0}, {1}, {2} minutes each",
                [
                    &opens,
                    &closes,
                    &value_text("minutes", &then("minutes"), words),
                ],
            )
        }
        (SetUpThing::Station, true) => {
            let services = names(like, &then("services"), words).join(words.say(", "));
            words.fill("is not there now and is set up again for {0}", [&services])
        }
        (SetUpThing::Service, false) => {
            let fields = SERVICE_FIELDS.into_iter().filter_map(|field| {
                let after = change.after.get(field)?;
                let before = change.before.get(field).cloned().unwrap_or_default();
                let [before, after] = [&before, after].map(|value| value_text(field, value, words));
                let word = field_word(field, words).unwrap_or(field);
                Some(format!("{word} {before} → {after}"))
            });
            fields.collect::<Vec<_>>().join(words.say("; "))
        }
        (SetUpThing::Station, false) => {
            let before = change.before.get("services").cloned().unwrap_or_default();
            services_told(like, &before, &then("services"), words)
        }
    }
}

/// "加上维修；去掉理发".
fn services_told(like: &SetUpLike, before: &Value, after: &Value, words: Words) -> String {
    let [before, after] = [before, after].map(|ids| names(like, ids, words));
    let without = |all: &[String], others: &[String]| {
        let mut all = all.to_vec();
        all.retain(|one| !others.contains(one));
        all.join(words.say(", "))
    };
    let (added, dropped) = (without(&after, &before), without(&before, &after));
    let mut parts = Vec::new();
    if !added.is_empty() {
        parts.push(words.fill("adds {0}", [&added]));
    }
    if !dropped.is_empty() {
        parts.push(words.fill("drops {0}", [&dropped]));
    }
    if parts.is_empty() {
        let order = after.join(words.say(", "));
        parts.push(words.fill("services in the order {0}", [&order]));
    }
    parts.join(words.say("; "))
}

fn names(like: &SetUpLike, ids: &Value, words: Words) -> Vec<String> {
    let ids = ids.as_array().map(Vec::as_slice).unwrap_or_default();
    ids.iter()
        .filter_map(Value::as_str)
        .map(|id| service_name(like, id, words))
        .collect()
}

/// Every one of [`SERVICE_FIELDS`] has its word.
fn field_word(field: &str, words: Words) -> Option<&'static str> {
    Some(match field {
        "issue_from" => words.say("numbers from"),
        "opens" => words.say("opens"),
        "closes" => words.say("closes"),
        "minutes" => words.say("minutes each"),
        "cap" => words.say("numbers a day"),
        "policy" => words.say("order of calls"),
        "slots" => words.say("appointments"),
        _ => return None,
    })
}

fn value_text(field: &str, value: &Value, words: Words) -> String {
    match (field, value) {
        ("issue_from", Value::Null) => words.say("an hour before it opens").to_owned(),
        ("slots", Value::Null) => words.say("none").to_owned(),
        ("opens" | "closes", Value::Null) => words.say("not set").to_owned(),
        (_, Value::Null) => words.say("no limit").to_owned(),
        ("policy", policy) => serde_json::from_value(policy.clone())
            .map_or_else(|_| policy.to_string(), |policy| policy_text(policy, words)),
        ("slots", slots) => serde_json::from_value(slots.clone())
            .map_or_else(|_| slots.to_string(), |slots| slots_text(&slots, words)),
        (_, Value::String(text)) => short(text).to_owned(),
        (_, other) => other.to_string(),
    }
}

/// Shorter than what residents read of it.
fn policy_text(policy: Policy, words: Words) -> String {
    match policy {
        Policy::Arrival => words.say("as they come").to_owned(),
        Policy::Share { every } => {
            words.fill("one of {0} to priority at most", [&every.to_string()])
        }
        Policy::First { run } => words.fill(
            "priority first, then one other after {0}",
            [&run.to_string()],
        ),
    }
}

fn slots_text(slots: &Slots, words: Words) -> String {
    let (from, to) = (slots.from.format("%-H:%M"), slots.to.format("%-H:%M"));
    let hours = format!("{from}–{to}");
    let [each, every, ahead] =
        [slots.capacity, slots.minutes, slots.days_ahead].map(|number| number.to_string());
    words.fill(
        "{0}, {1} every {2} minutes, up to {3} days ahead",
        [&hours, &each, &every, &ahead],
    )
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    #[test]
    fn whatever_belongs_to_a_day_has_a_word() {
        for field in SERVICE_FIELDS {
            for language in [Language::Zh, Language::En] {
                assert!(field_word(field, Words(language)).is_some(), "{field}");
            }
        }
    }
}
