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

/// Changes a token; a field that is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenPatch {
    /// What it is for; null for nothing.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "schema::given"
    )]
    #[schema(value_type = Option<String>)]
    pub label: Option<Option<String>>,
    /// The only station it may act at; null for every one.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "schema::given"
    )]
    #[schema(value_type = Option<String>)]
    pub station: Option<Option<StationId>>,
}

/// A token that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenAnswer {
    /// As it is listed.
    pub token: TokenView,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_tells_what_is_left_out_from_what_is_emptied() {
        let rows = [
            ("{}", TokenPatch::default()),
            (
                r#"{"label":null}"#,
                TokenPatch {
                    label: Some(None),
                    station: None,
                },
            ),
            (
                r#"{"label":"board","station":"1"}"#,
                TokenPatch {
                    label: Some(Some("board".to_owned())),
                    station: Some(Some("1".parse().unwrap())),
                },
            ),
        ];
        for (json, patch) in rows {
            assert_eq!(serde_json::from_str::<TokenPatch>(json).unwrap(), patch);
            assert_eq!(serde_json::to_string(&patch).unwrap(), json);
        }
    }
}
