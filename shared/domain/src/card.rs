//! Convenience cards, as far as the line needs them: which class a card gives.
//!
//! A card's number is a person's. Here it is only a key that whoever runs the
//! site made of it; the number itself never comes in.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ticket::Class;

/// Stands for a card's number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardKey(pub Arc<str>);

impl fmt::Debug for CardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardKey(…)")
    }
}

/// What a card is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The class of tickets taken with it.
    pub class: Class,
    /// Whether it is not valid any more.
    pub is_revoked: bool,
}
