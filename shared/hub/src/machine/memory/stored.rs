//! The memory inside a snapshot: 40 bytes a key, sorted, as base64.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use domain::Moment;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use store::{CommandId, Position};
use uuid::Uuid;

use super::{Digest, Memory, Remembered};

/// Bytes of one key: command id, request, position.
const ENTRY_BYTES: usize = 16 + 16 + 8;

#[derive(Serialize, Deserialize)]
struct Stored {
    date: NaiveDate,
    newest_at: Option<Moment>,
    keys: String,
}

impl Serialize for Memory {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let sorted: BTreeMap<_, _> = self.keys.iter().collect();
        let mut bytes = Vec::with_capacity(sorted.len() * ENTRY_BYTES);
        for (id, Remembered { request, position }) in sorted {
            bytes.extend_from_slice(id.0.as_bytes());
            bytes.extend_from_slice(&request.0);
            bytes.extend_from_slice(&position.0.to_be_bytes());
        }
        let keys = STANDARD.encode(bytes);
        Stored {
            date: self.date,
            newest_at: self.newest_at,
            keys,
        }
        .serialize(to)
    }
}

impl<'de> Deserialize<'de> for Memory {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Stored {
            date,
            newest_at,
            keys,
        } = Stored::deserialize(from)?;
        let bytes = STANDARD.decode(keys).map_err(D::Error::custom)?;
        let (entries, rest) = bytes.as_chunks::<ENTRY_BYTES>();
        if !rest.is_empty() {
            return Err(D::Error::custom("keys do not fill whole entries"));
        }
        let keys: HashMap<_, _> = entries.iter().map(read).collect();
        Ok(Self {
            date,
            keys,
            newest_at,
        })
    }
}

fn read(entry: &[u8; ENTRY_BYTES]) -> (CommandId, Remembered) {
    let (mut id, mut request, mut position) = ([0; 16], [0; 16], [0; 8]);
    id.copy_from_slice(&entry[..16]);
    request.copy_from_slice(&entry[16..32]);
    position.copy_from_slice(&entry[32..]);
    let position = Position(u64::from_be_bytes(position));
    (
        CommandId(Uuid::from_bytes(id)),
        Remembered {
            request: Digest(request),
            position,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_reads_back_the_same() {
        let mut memory = Memory::default();
        let date = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
        for n in 0..5_u8 {
            let id = CommandId(Uuid::from_bytes([n; 16]));
            let position = Position(u64::from(n) + 1);
            memory.note(
                id,
                Some(Digest([n; 16])),
                position,
                Moment::UNIX_EPOCH,
                date,
            );
        }
        let json = serde_json::to_string(&memory).unwrap();
        assert_eq!(serde_json::from_str::<Memory>(&json).unwrap(), memory);
        let cut = json.replacen("AA", "", 1);
        assert!(serde_json::from_str::<Memory>(&cut).is_err());
    }
}
