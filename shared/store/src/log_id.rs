//! The name of a log.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The longest name of a log, in bytes. Names are keys and parts of file names and addresses.
pub const LOG_ID_BYTES_MAX: usize = 64;

/// The name of a log: a site's id, a kiosk's own series, or `_hub` for the hub's own register.
///
/// One to [`LOG_ID_BYTES_MAX`] ASCII letters, digits, `-`, `_` or `.`, not beginning with a dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LogId(Arc<str>);

/// Why a text cannot name a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogIdError {
    /// The text is empty.
    #[error("a log needs a name")]
    Empty,
    /// The text is longer than [`LOG_ID_BYTES_MAX`].
    #[error("the name of a log has at most {LOG_ID_BYTES_MAX} bytes, this one has {0}")]
    TooLong(usize),
    /// A character that is not allowed, or a dot at the beginning.
    #[error(
        "the name of a log is made of letters, digits, '-', '_' and '.', and does not begin with a dot: {0:?}"
    )]
    Character(char),
}

impl LogId {
    /// Checks a name and takes it over.
    ///
    /// # Errors
    /// [`LogIdError`] when the name is empty, too long or holds a character that is not allowed.
    pub fn new(name: impl AsRef<str>) -> Result<Self, LogIdError> {
        let name = name.as_ref();
        if name.is_empty() {
            return Err(LogIdError::Empty);
        }
        if name.len() > LOG_ID_BYTES_MAX {
            return Err(LogIdError::TooLong(name.len()));
        }
        if name.starts_with('.') {
            return Err(LogIdError::Character('.'));
        }
        let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        match name.chars().find(|c| !allowed(c)) {
            Some(c) => Err(LogIdError::Character(c)),
            None => Ok(Self(name.into())),
        }
    }

    /// The log in which a hub registers sites, tokens, sessions and pairings.
    #[must_use]
    pub fn hub() -> Self {
        Self("_hub".into())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for LogId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for LogId {
    type Error = LogIdError;

    fn try_from(name: String) -> Result<Self, LogIdError> {
        Self::new(name)
    }
}

impl std::str::FromStr for LogId {
    type Err = LogIdError;

    fn from_str(name: &str) -> Result<Self, LogIdError> {
        Self::new(name)
    }
}

impl From<LogId> for String {
    fn from(id: LogId) -> Self {
        id.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked() {
        let long = "x".repeat(LOG_ID_BYTES_MAX + 1);
        let rows = [
            ("square", Ok(())),
            ("_hub", Ok(())),
            ("kiosk-7.series_2", Ok(())),
            ("", Err(LogIdError::Empty)),
            (
                long.as_str(),
                Err(LogIdError::TooLong(LOG_ID_BYTES_MAX + 1)),
            ),
            ("..", Err(LogIdError::Character('.'))),
            ("a/b", Err(LogIdError::Character('/'))),
            ("广场", Err(LogIdError::Character('广'))),
        ];
        for (name, expected) in rows {
            assert_eq!(LogId::new(name).map(|_| ()), expected, "{name:?}");
        }
    }

    #[test]
    fn the_hub_log_has_a_valid_name() {
        assert_eq!(LogId::new("_hub"), Ok(LogId::hub()));
    }
}
