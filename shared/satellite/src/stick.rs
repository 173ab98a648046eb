//! What a kiosk wrote down, as a file on a stick: one line of JSON about the list, then one for each
//! entry.

use std::fmt::Write as _;
use std::sync::Arc;

use protocol::satellite::ENTRIES_MAX;
use protocol::{ImportRequest, ImportedSync, SeriesEntry};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::outbox::Unsent;
use crate::{Grant, Outbox, OutboxError, StickError};

/// Entries that are read at once.
const PART: usize = 1_000;

/// A list on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Stick {
    about: About,
    entries: Vec<SeriesEntry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct About {
    kiosk: String,
    device: Uuid,
    stem: domain::Stem,
    offset_ms: i64,
    first: u64,
    before: Arc<str>,
}

impl Stick {
    /// What a series wrote down.
    pub fn of(grant: &Grant, unsent: Unsent) -> Self {
        Self {
            about: About {
                kiosk: grant.kiosk.clone(),
                device: grant.device,
                stem: grant.stem,
                offset_ms: grant.contact.offset_ms,
                first: unsent.first,
                before: unsent.before,
            },
            entries: unsent.entries,
        }
    }

    /// All that a kiosk wrote down since its series began.
    ///
    /// # Errors
    /// [`OutboxError`] when its disk cannot be read.
    pub async fn all(grant: &Grant, outbox: &Outbox) -> Result<Self, OutboxError> {
        let mut all = outbox.entries(1, PART).await?;
        while (all.entries.len() as u64) < outbox.newest().await {
            let next = all.entries.len() as u64 + 1;
            let part = outbox.entries(next, PART).await?;
            if part.entries.is_empty() {
                break;
            }
            all.entries.extend(part.entries);
        }
        Ok(Self::of(grant, all))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`StickError`], with the line.
    pub fn read(text: &str) -> Result<Self, StickError> {
        let mut lines = (1..).zip(text.lines());
        let (line, first) = lines.next().ok_or(StickError::Empty)?;
        let bad = |line| move |source| StickError::Line { line, source };
        let about = serde_json::from_str(first).map_err(bad(line))?;
        let entries = lines.map(|(line, text)| serde_json::from_str(text).map_err(bad(line)));
        Ok(Self {
            about,
            entries: entries.collect::<Result<_, _>>()?,
        })
    }

    /// The file.
    ///
    /// # Errors
    /// What serde says of a value that has no JSON form; there is none.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string(&self.about)?;
        text.push('\n');
        for entry in &self.entries {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", serde_json::to_string(entry)?);
        }
        Ok(text)
    }

    /// What a file of it is called on a stick: the same for the same kiosk's list, and short enough
    /// to be read from a screen.
    pub fn file_name(&self) -> String {
        let device = self.about.device.simple().to_string();
        format!("paihao-{}.jsonl", &device[..8])
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The stem of the numbers in it.
    pub fn stem(&self) -> domain::Stem {
        self.about.stem
    }

    /// The messages that bring it to the hub, in their order.
    pub fn messages(&self) -> Vec<ImportRequest> {
        let mut before = self.about.before.clone();
        let mut first = self.about.first;
        let mut messages = Vec::new();
        for entries in self.entries.chunks(ENTRIES_MAX) {
            messages.push(ImportRequest {
                kiosk: self.about.kiosk.clone(),
                sync: ImportedSync {
                    device: self.about.device,
                    offset_ms: self.about.offset_ms,
                    first,
                    before,
                    entries: entries.to_vec(),
                },
            });
            first += entries.len() as u64;
            before = entries
                .last()
                .map(|entry| entry.hash.clone())
                .unwrap_or_default();
        }
        messages
    }
}
