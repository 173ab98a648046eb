//! Tickets, appointments and items go by the names a scenario gives them, in its lines and in the
//! answers.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

/// The names of a run. Once given, a name stays with its thing; one that
/// got none goes by its number, which another day may give again.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_name: BTreeMap<String, Uuid>,
    by_id: BTreeMap<Uuid, String>,
}

impl Names {
    /// What has that name.
    pub(super) fn find(&self, name: &str) -> Option<Uuid> {
        self.by_name.get(name).copied()
    }

    /// The name of it.
    pub(super) fn of(&self, id: Uuid) -> Option<&str> {
        self.by_id.get(&id).map(String::as_str)
    }

    /// Whether a name is nobody's yet, or its own.
    pub(super) fn is_free(&self, name: &str, id: Uuid) -> bool {
        self.find(name).is_none_or(|known| known == id)
    }

    /// Names it with a name that [is free](Self::is_free); it keeps the first name it got
    /// for answers.
    pub(super) fn give(&mut self, name: &str, id: Uuid) {
        self.by_name.insert(name.to_owned(), id);
        self.by_id.entry(id).or_insert_with(|| name.to_owned());
    }

    /// Lets a ticket or an item without a name go by its number.
    pub(super) fn number(&mut self, number: String, id: Uuid) {
        self.by_name.insert(number.clone(), id);
        self.by_id.entry(id).or_insert(number);
    }

    /// Puts names for ids: the `id` of a ticket's view becomes `as`, any other mention just the name.
    pub(super) fn spoken(&self, value: Value) -> Value {
        match value {
            Value::Object(fields) => {
                // Only the view of a ticket or an item tells a number beside the id, and only that of
                // an appointment when it was booked.
                let is_named = ["number", "booked_at"]
                    .iter()
                    .any(|f| fields.contains_key(*f));
                let spoken = fields.into_iter().map(|(field, value)| {
                    let field = if is_named && field == "id" {
                        "as".to_owned()
                    } else {
                        field
                    };
                    (field, self.spoken(value))
                });
                Value::Object(spoken.collect())
            }
            Value::Array(items) => items.into_iter().map(|item| self.spoken(item)).collect(),
            Value::String(text) => match self.of_text(&text) {
                Some(name) => Value::String(name.to_owned()),
                None => Value::String(text),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => value,
        }
    }

    fn of_text(&self, text: &str) -> Option<&str> {
        self.of(Uuid::try_parse(text).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn answers_speak_of_names() {
        let mut names = Names::default();
        names.give("t1", id(1));
        names.number("理002".to_owned(), id(2));
        let answer = json!({
            "station": {"id": "1", "ticket": {"id": id(1), "number": "理001"}},
            "serving": id(2),
            "missing": {"what": "ticket", "id": id(1)},
            "list": [id(1), 7, null],
            "other": id(3),
        });
        let spoken = json!({
            "station": {"id": "1", "ticket": {"as": "t1", "number": "理001"}},
            "serving": "理002",
            "missing": {"what": "ticket", "id": "t1"},
            "list": ["t1", 7, null],
            "other": id(3),
        });
        assert_eq!(names.spoken(answer), spoken);
    }

    #[test]
    fn a_name_stays_with_its_ticket() {
        let mut names = Names::default();
        names.give("t1", id(1));
        assert!(names.is_free("t1", id(1)) && names.is_free("t2", id(2)));
        assert!(!names.is_free("t1", id(2)));
        names.give("again", id(1));
        assert_eq!(
            (names.find("again"), names.of(id(1))),
            (Some(id(1)), Some("t1"))
        );
    }

    #[test]
    fn a_number_may_be_given_again_on_another_day() {
        let mut names = Names::default();
        names.number("理001".to_owned(), id(1));
        names.number("理001".to_owned(), id(2));
        assert_eq!(names.find("理001"), Some(id(2)));
    }
}
