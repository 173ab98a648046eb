//! What came back from a form, read field by field.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::NaiveTime;

use crate::lang::Words;

/// A field that was filled in wrongly, and why, in words.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::pages) struct Wrong {
    pub(in crate::pages) field: String,
    pub(in crate::pages) why: String,
}

/// What is said of a number that is too small or too large.
pub(in crate::pages) fn not_within(low: &str, high: &str, words: Words) -> String {
    words.fill("From {0} to {1}.", [low, high])
}

/// What was typed into a form.
pub(in crate::pages) struct Filled(pub(super) Vec<(String, String)>);

impl Filled {
    /// Reads a form's body.
    pub(in crate::pages) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// What was typed into a field, without blanks around it; empty for one that is missing.
    pub(in crate::pages) fn text(&self, field: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value.trim())
    }

    /// Everything that was ticked.
    pub(in crate::pages) fn all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(name, _)| name == field)
            .map(|(_, value)| value.as_str())
    }

    /// The query that fills in the same but for these fields.
    pub(in crate::pages) fn without(&self, fields: &[&str]) -> String {
        let kept = self.0.iter();
        let kept = kept.filter(|(name, _)| !fields.contains(&name.as_str()));
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }

    /// A number.
    ///
    /// # Errors
    /// [`Wrong`] for anything else.
    pub(in crate::pages) fn number<N: FromStr>(
        &self,
        field: &str,
        words: Words,
    ) -> Result<N, Wrong> {
        self.text(field).parse().map_err(|_| Wrong {
            field: field.to_owned(),
            why: words.say("Please enter a whole number.").to_owned(),
        })
    }

    /// A number, or nothing.
    ///
    /// # Errors
    /// [`Wrong`] for anything else.
    pub(in crate::pages) fn maybe<N: FromStr>(
        &self,
        field: &str,
        words: Words,
    ) -> Result<Option<N>, Wrong> {
        if self.text(field).is_empty() {
            return Ok(None);
        }
        self.number(field, words).map(Some)
    }

    /// A number of these, or nothing.
    ///
    /// # Errors
    /// [`Wrong`] for anything else.
    pub(in crate::pages) fn maybe_within<N: FromStr + PartialOrd + Display>(
        &self,
        field: &str,
        allowed: &RangeInclusive<N>,
        words: Words,
    ) -> Result<Option<N>, Wrong> {
        let typed = self.maybe(field, words)?;
        if typed.as_ref().is_none_or(|number| allowed.contains(number)) {
            return Ok(typed);
        }
        let [low, high] = [allowed.start(), allowed.end()].map(ToString::to_string);
        Err(Wrong {
            field: field.to_owned(),
            why: not_within(&low, &high, words),
        })
    }

    /// A time of day, or nothing.
    ///
    /// # Errors
    /// [`Wrong`] for anything else.
    pub(in crate::pages) fn time(
        &self,
        field: &str,
        words: Words,
    ) -> Result<Option<NaiveTime>, Wrong> {
        let text = self.text(field);
        if text.is_empty() {
            return Ok(None);
        }
        // Some browsers add seconds.
        let parsed = NaiveTime::parse_from_str(text.get(..5).unwrap_or(text), "%H:%M");
        parsed.map(Some).map_err(|_| Wrong {
            field: field.to_owned(),
            why: words.say("Please enter a time such as 08:30.").to_owned(),
        })
    }
}
