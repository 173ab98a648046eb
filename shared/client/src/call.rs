//! One request, before it is sent.

use std::fmt::Write;

use bytes::Bytes;
use http::Method;
use serde::Serialize;

/// Names one intention, so that asking again does nothing twice. Chosen by the caller: the same
/// intention carries the same key however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    /// Takes a key over. Characters that no header may hold are left out.
    pub fn new(text: &str) -> Self {
        Self(text.chars().filter(char::is_ascii_graphic).collect())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Path and query, escaped.
    pub(crate) path: String,
    pub(crate) body: Bytes,
    pub(crate) key: Option<Key>,
    /// The answer that is known already; the hub says 304 if it still holds.
    pub(crate) known: Option<String>,
    pub(crate) accept: &'static str,
    pub(crate) last_id: Option<String>,
}

impl Call {
    pub(crate) fn new(method: Method, segments: &[&str]) -> Self {
        let mut path = String::new();
        for segment in segments {
            path.push('/');
            escape_into(&mut path, segment);
        }
        Self {
            method,
            path,
            body: Bytes::new(),
            key: None,
            known: None,
            accept: "application/json",
            last_id: None,
        }
    }

    pub(crate) fn get(segments: &[&str]) -> Self {
        Self::new(Method::GET, segments)
    }

    pub(crate) fn post(segments: &[&str], key: &Key) -> Self {
        Self {
            key: Some(key.clone()),
            ..Self::new(Method::POST, segments)
        }
    }

    /// Adds `name=value` to the query, if there is a value.
    pub(crate) fn query(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.path
                .push(if self.path.contains('?') { '&' } else { '?' });
            self.path.push_str(name);
            self.path.push('=');
            escape_into(&mut self.path, value);
        }
        self
    }

    /// Sends `body` as JSON.
    pub(crate) fn json(mut self, body: &impl Serialize) -> Self {
        // Our own request types are plain structs with text keys: they have a JSON form.
        self.body = serde_json::to_vec(body)
            .expect("a request has a JSON form")
            .into();
        self
    }

    /// Whether sending it twice does nothing twice.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.key.is_some() || self.method.is_safe()
    }
}

/// Percent-encodes everything that is not unreserved in RFC 3986.
fn escape_into(path: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            path.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(path, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_place_in_the_path() {
        let call = Call::get(&["stations", "1/../x?y", "理"])
            .query("a", Some("b&c"))
            .query("d", None);
        assert_eq!(call.path, "/stations/1%2F..%2Fx%3Fy/%E7%90%86?a=b%26c");
    }

    #[test]
    fn a_key_fits_a_header() {
        assert_eq!(Key::new("a b\r\nX: 1 理").as_str(), "abX:1");
    }

    #[test]
    fn only_safe_and_keyed_calls_may_be_sent_twice() {
        assert!(Call::get(&["queue"]).is_repeatable());
        assert!(Call::post(&["tickets"], &Key::new("k")).is_repeatable());
        assert!(!Call::new(Method::DELETE, &["tokens", "a"]).is_repeatable());
    }
}
