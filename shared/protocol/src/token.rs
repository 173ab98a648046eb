//! Tokens for programs, as `Authorization: Bearer …`.

use domain::{Role, StationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LocalTime, schema};

/// Asks for a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it allows.
    #[schema(value_type = schema::Role)]
    pub role: Role,
    /// The only station it may act at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub station: Option<StationId>,
    /// What it is for, so that the list can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// A token as it is listed: never the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenView {
    /// Names it, for removing it.
    pub id: String,
    /// What it allows.
    #[schema(value_type = Vec<schema::Role>)]
    pub roles: Vec<Role>,
    /// The only station it may act at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub station: Option<StationId>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Since when.
    pub created_at: LocalTime,
}

/// A new token. The secret is shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenAdded {
    /// As it is listed.
    pub token: TokenView,
    /// What the program sends.
    pub secret: String,
}

/// All tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenList {
    /// Oldest first.
    pub tokens: Vec<TokenView>,
}
