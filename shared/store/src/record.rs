//! Records: what a log holds, and the bytes in which it is kept.
//!
//! The bytes are a promise. A record is one line of JSON,
//! `{"position":1,"command":"…","previous":"…","hash":"…","body":…}`; its hash is the SHA-256 of
//!
//! | bytes | what |
//! |---|---|
//! | 16 | the text `paihao.record.1` and a zero byte |
//! | 2 + n | length of the log's name (big-endian), the name |
//! | 8 | position (big-endian) |
//! | 16 | command id |
//! | 32 | hash of the record before; zeros for the first |
//! | 8 + n | length of the body (big-endian), the body as it was given |
//!
//! Every part has a fixed length or its length before it, so no two records share an input.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Hash32, LogId, Position};

const HASH_DOMAIN: &[u8; 16] = b"paihao.record.1\0";

/// The identity of a command; repeated when the command is, unique within a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandId(pub Uuid);

impl std::fmt::Display for CommandId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A JSON value that the store keeps byte by byte and never looks into.
///
/// It is one line: line breaks between JSON tokens become spaces, so that a log can be written as
/// one record per line.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Body(Box<RawValue>);

/// The given text or value is not JSON.
#[derive(Debug, thiserror::Error)]
#[error("the body of a record must be JSON")]
pub struct BodyError(#[from] serde_json::Error);

impl Body {
    /// Takes JSON text over.
    ///
    /// # Errors
    /// [`BodyError`] when the text is not one JSON value.
    pub fn from_json(mut json: String) -> Result<Self, BodyError> {
        if json.contains(['\n', '\r']) {
            // Inside a JSON string a line break is always escaped, so this changes no value.
            json = json.replace(['\n', '\r'], " ");
        }
        Ok(Self(RawValue::from_string(json)?))
    }

    /// Writes a value as JSON.
    ///
    /// # Errors
    /// [`BodyError`] when the value cannot be expressed in JSON.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, BodyError> {
        Self::from_json(serde_json::to_string(value)?)
    }

    /// Reads the body as a value of the caller's type.
    ///
    /// # Errors
    /// What `serde_json` says when the body does not fit the type.
    pub fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.json())
    }

    /// The JSON text.
    #[must_use]
    pub fn json(&self) -> &str {
        self.0.get()
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl Eq for Body {}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.json())
    }
}

/// What a caller brings to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// The command that led to this record.
    pub command_id: CommandId,
    /// What it is about: opaque to the store.
    pub body: Body,
}

/// What a log holds: a body with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where the record stands, counted from 1 without gaps.
    pub position: Position,
    /// The command that led to it.
    #[serde(rename = "command")]
    pub command_id: CommandId,
    /// The hash of the record before, [`Hash32::ZERO`] for the first.
    pub previous: Hash32,
    /// The hash of this record.
    pub hash: Hash32,
    /// What it is about.
    pub body: Body,
}

impl Record {
    /// Links a new record behind the one with hash `previous`.
    #[must_use]
    pub fn link(log: &LogId, position: Position, previous: Hash32, new: NewRecord) -> Self {
        let NewRecord { command_id, body } = new;
        let hash = record_hash(log, position, command_id, previous, &body);
        Self {
            position,
            command_id,
            previous,
            hash,
            body,
        }
    }

    /// The hash that this record must have in `log`, computed from its parts.
    #[must_use]
    pub fn expected_hash(&self, log: &LogId) -> Hash32 {
        record_hash(
            log,
            self.position,
            self.command_id,
            self.previous,
            &self.body,
        )
    }

    /// The record as one line of JSON, without a line break: the bytes in the store and in dumps.
    #[must_use]
    pub fn to_json(&self) -> String {
        format!(
            r#"{{"position":{},"command":"{}","previous":"{}","hash":"{}","body":{}}}"#,
            self.position,
            self.command_id,
            self.previous,
            self.hash,
            self.body.json()
        )
    }

    /// Reads what [`Record::to_json`] wrote. Says nothing about the chain.
    ///
    /// # Errors
    /// What `serde_json` says when the text is not a record.
    pub fn from_json(json: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json)
    }
}

fn record_hash(
    log: &LogId,
    position: Position,
    command_id: CommandId,
    previous: Hash32,
    body: &Body,
) -> Hash32 {
    let name = log.as_str().as_bytes();
    let body = body.json().as_bytes();
    let mut hasher = Sha256::new();
    hasher.update(HASH_DOMAIN);
    hasher.update((name.len() as u16).to_be_bytes());
    hasher.update(name);
    hasher.update(position.0.to_be_bytes());
    hasher.update(command_id.0.as_bytes());
    hasher.update(previous.0);
    hasher.update((body.len() as u64).to_be_bytes());
    hasher.update(body);
    Hash32(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first() -> Record {
        let new = NewRecord {
            command_id: CommandId(Uuid::from_u128(7)),
            body: Body::of(&serde_json::json!({"fact": "号"})).unwrap(),
        };
        Record::link(
            &LogId::new("square").unwrap(),
            Position::FIRST,
            Hash32::ZERO,
            new,
        )
    }

    #[test]
    fn the_bytes_of_a_record_stay_as_they_are() {
        let expected = concat!(
            r#"{"position":1,"command":"00000000-0000-0000-0000-000000000007","#,
            r#""previous":"0000000000000000000000000000000000000000000000000000000000000000","#,
            r#""hash":"21b56528f902f4603fca0a18967e86b43ab5bb6c2925e6a2eff1362d8225e9f5","#,
            r#""body":{"fact":"号"}}"#,
        );
        assert_eq!(first().to_json(), expected);
        assert_eq!(Record::from_json(expected.as_bytes()).unwrap(), first());
    }

    #[test]
    fn the_serde_form_is_the_stored_form() {
        assert_eq!(serde_json::to_string(&first()).unwrap(), first().to_json());
    }

    #[test]
    fn a_body_keeps_its_bytes_but_fits_one_line() {
        let body = Body::from_json("{ \"a\":\n 1.10 }".to_owned()).unwrap();
        assert_eq!(body.json(), "{ \"a\":  1.10 }");
        assert!(Body::from_json("{".to_owned()).is_err());
        assert!(Body::from_json("1 2".to_owned()).is_err());
    }

    #[test]
    fn every_part_of_a_record_is_under_its_hash() {
        let log = LogId::new("square").unwrap();
        let other = LogId::new("squarf").unwrap();
        let good = first();
        let changes: [fn(&mut Record); 4] = [
            |r| r.position = Position(2),
            |r| r.command_id = CommandId(Uuid::from_u128(8)),
            |r| r.previous = Hash32([1; 32]),
            |r| r.body = Body::from_json("{}".to_owned()).unwrap(),
        ];
        assert_eq!(good.expected_hash(&log), good.hash);
        assert_ne!(good.expected_hash(&other), good.hash);
        for change in changes {
            let mut bad = good.clone();
            change(&mut bad);
            assert_ne!(bad.expected_hash(&log), good.hash, "{bad:?}");
        }
    }
}
