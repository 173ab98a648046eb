//! The memory of keys: which commands of the day were done already, and where their answers stand.
//!
//! It is compact, because a busy day has ten thousands of keys: 16 bytes name the command, 16 the
//! request, 8 the record. The answer itself stays in the log.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use domain::Moment;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use store::{CommandId, Position};
use uuid::Uuid;

mod stored;

/// The digest of a request: half of its SHA-256, in JSON as hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(pub [u8; 16]);

impl Digest {
    /// The digest of what is asked for, which is all of a request that matters.
    pub fn of(command: &impl Serialize) -> Self {
        let mut hasher = Sha256::new();
        // Commands are plain data: writing them as JSON into a hasher does not fail.
        let written = serde_json::to_writer(HashWriter(&mut hasher), command);
        debug_assert!(written.is_ok());
        Self(half(hasher))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        let number = (text.len() == 32)
            .then(|| u128::from_str_radix(&text, 16).ok())
            .flatten();
        let number = number.ok_or_else(|| D::Error::custom("expected 32 hexadecimal digits"))?;
        Ok(Self(number.to_be_bytes()))
    }
}

/// What is remembered of a command that came with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remembered {
    /// The request that came with the key.
    pub request: Digest,
    /// Where its record stands.
    pub position: Position,
}

/// The keys of one local date, and the newest recorded moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Memory {
    /// The local date whose keys these are: they are forgotten when the next one begins.
    date: NaiveDate,
    keys: HashMap<CommandId, Remembered>,
    newest_at: Option<Moment>,
}

impl Memory {
    /// What is remembered of a command.
    pub fn find(&self, id: CommandId) -> Option<Remembered> {
        self.keys.get(&id).copied()
    }

    /// The newest moment that was recorded.
    pub fn newest_at(&self) -> Option<Moment> {
        self.newest_at
    }

    /// Takes a record on.
    pub fn note(
        &mut self,
        id: CommandId,
        request: Option<Digest>,
        position: Position,
        at: Moment,
        date: NaiveDate,
    ) {
        self.newest_at = Some(self.newest_at.map_or(at, |newest| newest.max(at)));
        if self.date != date {
            self.date = date;
            self.keys.clear();
        }
        if let Some(request) = request {
            self.keys.insert(id, Remembered { request, position });
        }
    }
}

/// The identity of a command that came with a key on a local date: the number of the day, then 12
/// bytes of a hash. So the ids of one day lie side by side in the store, as those of no key do.
pub(crate) fn command_id(date: NaiveDate, key: &str) -> CommandId {
    let mut hasher = Sha256::new();
    hasher.update(b"paihao.key.1\0");
    hasher.update(date.to_string());
    hasher.update([0]);
    hasher.update(key);
    let mut id = [0; 16];
    id[..4].copy_from_slice(&date.num_days_from_ce().to_be_bytes());
    id[4..].copy_from_slice(&half(hasher)[..12]);
    CommandId(Uuid::from_bytes(id))
}

/// The identity of what fell due as the record at `position`: several hubs that serve one site
/// record it once.
pub(super) fn due_id(position: Position) -> CommandId {
    let mut hasher = Sha256::new();
    hasher.update(b"paihao.due.1\0");
    hasher.update(position.0.to_be_bytes());
    CommandId(Uuid::from_bytes(half(hasher)))
}

/// SHA-256 of some bytes, as lower-case hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

fn half(hasher: Sha256) -> [u8; 16] {
    let whole: [u8; 32] = hasher.finalize().into();
    let mut half = [0; 16];
    half.copy_from_slice(&whole[..16]);
    half
}

struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::Command;

    use super::*;

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn a_key_names_another_command_on_another_day() {
        assert_eq!(command_id(date(7), "a"), command_id(date(7), "a"));
        assert_ne!(command_id(date(7), "a"), command_id(date(8), "a"));
        assert_ne!(command_id(date(7), "a"), command_id(date(7), "b"));
        assert!(
            command_id(date(7), "z").0 < command_id(date(8), "a").0,
            "days lie one after the other"
        );
        // The bytes are a promise: a hub of a later release must know the same keys.
        assert_eq!(
            command_id(date(7), "a").to_string(),
            "000b4962-fcfb-8c8c-7fc4-a74742534572"
        );
    }

    #[test]
    fn keys_are_forgotten_with_their_day() {
        let mut memory = Memory::default();
        let (id, request) = (command_id(date(7), "a"), Digest([1; 16]));
        memory.note(id, Some(request), Position(3), Moment::UNIX_EPOCH, date(7));
        assert_eq!(
            memory.find(id),
            Some(Remembered {
                request,
                position: Position(3)
            })
        );
        memory.note(
            due_id(Position(4)),
            None,
            Position(4),
            Moment::UNIX_EPOCH,
            date(8),
        );
        assert_eq!(memory.find(id), None);
    }

    #[test]
    fn different_requests_have_different_digests() {
        let open = |station: &str| Command::OpenStation {
            station: station.parse().unwrap(),
            seen: None,
        };
        assert_eq!(Digest::of(&open("1")), Digest::of(&open("1")));
        assert_ne!(Digest::of(&open("1")), Digest::of(&open("2")));
        assert_ne!(Digest::of(&open("1")), Digest::of(&Command::CloseDay));
    }
}
