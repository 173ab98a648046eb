//! One request.

use std::fmt::Write as _;
use std::net::SocketAddr;

use serde::Serialize;

use super::header;

/// A request, put together piece by piece. Nothing is checked: tests send wrong ones too.
#[derive(Debug, Clone)]
pub struct Ask {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Ask {
    /// A request of any method.
    pub fn new(method: &str, path: impl Into<String>) -> Self {
        Self {
            method: method.to_owned(),
            path: path.into(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// A `GET`.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    /// A `POST` with a JSON body.
    pub fn post(path: impl Into<String>, body: &impl Serialize) -> Self {
        Self::new("POST", path).json(body)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Says who asks.
    #[must_use]
    pub fn bearer(self, secret: &str) -> Self {
        self.header("authorization", format!("Bearer {secret}"))
    }

    /// Names the request, so that its repeat counts once.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(self, body: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(body).unwrap_or_default();
        self.header("content-type", "application/json").body(bytes)
    }

    /// Sets a body as it is.
    #[must_use]
    pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Some(bytes.into());
        self
    }

    /// The method.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path, with its question mark if it has one.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn body_bytes(&self) -> &[u8] {
        self.body.as_deref().unwrap_or_default()
    }

    pub(super) fn wants_no_body(&self) -> bool {
        self.method == "HEAD"
    }

    pub(super) fn write_head(&self, address: SocketAddr, head: &mut String) {
        // Writing to a String does not fail.
        let _ = write!(head, "{} {} HTTP/1.1\r\n", self.method, self.path);
        header(head, "host", address);
        for (name, value) in &self.headers {
            header(head, name, value);
        }
        if let Some(body) = &self.body {
            header(head, "content-length", body.len());
        }
        head.push_str("\r\n");
    }
}
