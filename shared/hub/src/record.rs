//! What a site's log holds: one record for each command that was done.
//!
//! The JSON is a promise: fields are only added. `{"at":…,"by":{…},"request":…,"facts":[…],
//! "answer":{…}}`. The key of a request is not stored: the record's command id is made from it.

use domain::{Actor, Fact, Moment, Stamp};
use protocol::Answer;
use serde::{Deserialize, Serialize};

use crate::machine::Digest;

/// The body of a record as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordBody {
    /// When, and by whom.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The digest of the request, if it came with a key: the same key with another request is
    /// noticed by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Digest>,
    /// What happened, in this order; never empty.
    pub facts: Vec<Fact>,
    /// What was answered; none for what fell due by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// The part of a record that makes the state. Reading it leaves the answer alone, which is most of
/// the bytes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RecordFacts {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// The digest of the request.
    #[serde(default)]
    pub request: Option<Digest>,
    /// What happened.
    pub facts: Vec<Fact>,
}

/// The part of a record that tells when it was written.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct RecordMoment {
    /// When.
    pub at: Moment,
}

/// The part of a record that a repeated request is answered with.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RecordAnswer {
    /// What was answered the first time.
    #[serde(default)]
    pub answer: Option<Answer>,
}

/// The part of a record that tells whether a request is the one that it was recorded for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RecordRequest {
    /// The digest of the request, if it came with a key.
    #[serde(default)]
    pub request: Option<Digest>,
}

impl RecordFacts {
    /// When and by whom.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            at: self.at,
            by: self.by.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Role;

    use super::*;

    #[test]
    fn the_bytes_of_a_record_stay_as_they_are() {
        let body = RecordBody {
            stamp: Stamp {
                at: Moment::UNIX_EPOCH,
                by: Actor::named(Role::Kiosk, "k1"),
            },
            request: Some(Digest([7; 16])),
            facts: vec![Fact::StationOpened {
                station: "1".parse().unwrap(),
            }],
            answer: Some(Answer::Removed),
        };
        let json = serde_json::to_string(&body).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"at":"1970-01-01T00:00:00Z","by":{"role":"kiosk","id":"k1"},"#,
                r#""request":"07070707070707070707070707070707","#,
                r#""facts":[{"fact":"station_opened","station":"1"}],"#,
                r#""answer":{"kind":"removed"}}"#,
            )
        );
        assert_eq!(serde_json::from_str::<RecordBody>(&json).unwrap(), body);
        let facts: RecordFacts = serde_json::from_str(&json).unwrap();
        assert_eq!((facts.stamp(), facts.facts), (body.stamp, body.facts));
        let answer: RecordAnswer = serde_json::from_str(&json).unwrap();
        assert_eq!(answer.answer, body.answer);
    }
}
