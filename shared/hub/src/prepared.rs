//! What many look at: each view of a site as JSON, made once after a change however many ask.
//!
//! A tag stands for what a view says. What only tells when it was looked at is left out of it, so
//! that a change elsewhere on the square, or none at all, is no news.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::value::RawValue;

use crate::problem::Trouble;

/// Fields of a view that change though it says the same.
const PASSING: [&str; 2] = ["version", "at"];

/// A view that is the same for all who may see it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// The board.
    Board,
    /// The services.
    Services,
    /// The stations, as anybody sees them.
    Stations,
    /// The stations, as staff see them.
    StaffStations,
    /// The line of one service, or of all.
    Queue(Option<String>),
    /// The dashboard.
    Dashboard,
}

/// A view as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The view.
    pub json: String,
    /// Stands for what it says.
    pub tag: u64,
}

impl Prepared {
    /// A view, ready to be sent.
    ///
    /// # Errors
    /// `internal` for a view that is no JSON; there is none.
    pub fn of<T: Serialize>(view: &T) -> Result<Self, Trouble> {
        let json = serde_json::to_string(view).map_err(|_| Trouble::Internal)?;
        let tag = tag(&json);
        Ok(Self { json, tag })
    }
}

/// A view on its way to one who asked: however many do, there is one copy of it.
pub struct Sent(pub Arc<Prepared>);

impl AsRef<[u8]> for Sent {
    fn as_ref(&self) -> &[u8] {
        self.0.json.as_bytes()
    }
}

/// Stands for what a view says. Its fields are looked at as text: a long line has a thousand
/// tickets, and a tree of them would take longer than writing them.
fn tag(json: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    match serde_json::from_str::<BTreeMap<Cow<'_, str>, &RawValue>>(json) {
        Ok(mut fields) => {
            fields.retain(|name, _| !PASSING.contains(&&**name));
            for (name, value) in fields {
                (name, value.get()).hash(&mut hasher);
            }
        }
        // A list or a single value has no fields that pass.
        Err(_) => json.hash(&mut hasher),
    }
    hasher.finish()
}

/// What a view was made from. Some of it passes by itself, such as the hours of a service, and that
/// it does by the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Basis {
    /// The version of the published state.
    pub version: u64,
    /// The second in which it was looked at.
    pub second: i64,
}

/// Empty while a view is made for the first time; whoever comes meanwhile waits for it.
type Cell = Arc<Mutex<Option<(Basis, Arc<Prepared>)>>>;

/// The newest of each view of one site.
#[derive(Debug, Default)]
pub struct PreparedViews(Mutex<BTreeMap<Shown, Cell>>);

impl PreparedViews {
    /// The view that was made from `basis` or from something newer, or else a new one.
    ///
    /// # Errors
    /// Those of `view`.
    pub fn get<T: Serialize>(
        &self,
        shown: Shown,
        basis: Basis,
        view: impl FnOnce() -> Result<T, Trouble>,
    ) -> Result<Arc<Prepared>, Trouble> {
        let cell = self.cell(&shown);
        let mut kept = cell.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((made_from, prepared)) = &*kept
            && *made_from >= basis
        {
            return Ok(Arc::clone(prepared));
        }
        match view().and_then(|view| Prepared::of(&view)) {
            Ok(prepared) => {
                let prepared = Arc::new(prepared);
                *kept = Some((basis, Arc::clone(&prepared)));
                Ok(prepared)
            }
            Err(trouble) => {
                // Asking for what is not there leaves nothing behind.
                self.0
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .remove(&shown);
                Err(trouble)
            }
        }
    }

    fn cell(&self, shown: &Shown) -> Cell {
        let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(cells.entry(shown.clone()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn basis(version: u64, second: i64) -> Basis {
        Basis { version, second }
    }

    #[test]
    fn a_view_is_made_once_for_each_change_and_second() {
        let views = PreparedViews::default();
        let mut made = 0;
        let mut look = |version, second| {
            let view = || {
                made += 1;
                Ok(json!({"made": made}))
            };
            let prepared = views.get(Shown::Board, basis(version, second), view);
            prepared.unwrap().json.clone()
        };
        let looks = [(1, 1), (1, 1), (2, 1), (1, 1), (2, 1), (2, 2)];
        let seen = looks.map(|(version, second)| look(version, second));
        let made = [1, 1, 2, 2, 2, 3].map(|n| json!({"made": n}).to_string());
        assert_eq!(seen, made);
    }

    #[test]
    fn a_tag_stands_for_what_is_said_and_not_for_when() {
        let tag = |view: Value| Prepared::of(&view).unwrap().tag;
        let first = tag(json!({"version": 1, "at": "09:00", "lines": [{"at": 1}]}));
        assert_eq!(
            tag(json!({"version": 2, "at": "09:01", "lines": [{"at": 1}]})),
            first
        );
        assert_ne!(
            tag(json!({"version": 1, "at": "09:00", "lines": [{"at": 2}]})),
            first
        );
    }

    #[test]
    fn what_is_not_there_is_not_kept() {
        let views = PreparedViews::default();
        let queue = || Shown::Queue(Some("a".to_owned()));
        let missing = || Err::<Value, _>(Trouble::NoSuchAddress);
        assert!(views.get(queue(), basis(1, 1), missing).is_err());
        assert!(views.0.lock().unwrap().is_empty());
        assert!(views.get(queue(), basis(1, 1), || Ok(json!({}))).is_ok());
    }
}
