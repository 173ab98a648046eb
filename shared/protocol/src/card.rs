//! Convenience cards, as far as a line needs them.

use domain::ticket::Class;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::schema;

/// A card is good for a class.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCard {
    /// As printed on it. It is not kept, only what is computed from it.
    pub number: String,
    /// The class of tickets taken with it; priority when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Class>)]
    pub class: Option<Class>,
}

/// A card is not valid any more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeCard {
    /// As printed on it.
    pub number: String,
}

/// How many cards there are. Which ones is known to nobody but their holders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardsView {
    /// Cards that are valid.
    pub valid: u32,
    /// Cards that are not valid any more.
    pub revoked: u32,
}
