//! Settings as organisers change them: any subset of the fields.
//!
//! `POST` takes the fields that differ from the defaults, `PATCH` those that differ from what is
//! set; `null` empties a field that may be empty. What the fields mean and which values they take
//! is the domain's to say.

use domain::{Refusal, ServiceSettings, SiteSettings, StationSettings};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{PartialSchema, ToSchema};

use crate::schema::{ServiceFields, SiteFields, StationFields};

mod numbers;

/// Why settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PatchError {
    /// A new service or station needs an id.
    #[error("the field id is missing")]
    MissingId,
    /// A field is unknown or has the wrong type.
    #[error("{0}")]
    Field(#[from] serde_json::Error),
    /// A whole number that its field cannot hold.
    #[error("{0}")]
    OutOfRange(Refusal),
}

macro_rules! patch {
    ($(#[$doc:meta])* $name:ident of $settings:ident as $fields:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Map<String, Value>);

        impl $name {
            /// The settings with these fields changed.
            ///
            /// # Errors
            /// [`PatchError::Field`] naming an unknown field or a wrong type,
            /// [`PatchError::OutOfRange`] for a number that its field cannot hold. Other ranges are
            /// checked by the settings' own `check`.
            pub fn apply(&self, settings: &$settings) -> Result<$settings, PatchError> {
                merge(settings, &self.0, $settings::check)
            }

            /// The defaults with these fields changed.
            ///
            /// # Errors
            /// As [`Self::apply`], and [`PatchError::MissingId`].
            pub fn create(&self) -> Result<$settings, PatchError> {
                if !self.0.contains_key("id") {
                    return Err(PatchError::MissingId);
                }
                self.apply(&$settings::default())
            }
        }

        impl PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $fields::schema()
            }
        }

        impl ToSchema for $name {
            fn schemas(
                schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>,
            ) {
                $fields::schemas(schemas);
            }
        }
    };
}

patch! {
    /// Fields of a site.
    SitePatch of SiteSettings as SiteFields
}
patch! {
    /// Fields of a service.
    ServicePatch of ServiceSettings as ServiceFields
}
patch! {
    /// Fields of a station.
    StationPatch of StationSettings as StationFields
}

fn merge<T: Serialize + DeserializeOwned>(
    settings: &T,
    patch: &Map<String, Value>,
    check: fn(&T) -> Result<(), Refusal>,
) -> Result<T, PatchError> {
    let mut fields = match serde_json::to_value(settings)? {
        Value::Object(fields) => fields,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    };
    fields.extend(patch.iter().map(|(name, new)| (name.clone(), new.clone())));
    serde_json::from_value(Value::Object(fields.clone())).map_err(|error| {
        match numbers::out_of_range(&fields, patch, check) {
            Some(refusal) => PatchError::OutOfRange(refusal),
            None => PatchError::Field(error),
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn service(value: Value) -> ServicePatch {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_patch_changes_what_it_names_and_null_empties() {
        let base = service(json!({"id": "haircut", "closes": "11:30", "minutes": 15}));
        let base = base.create().unwrap();
        assert_eq!((base.minutes, base.closes.is_some()), (15, true));
        let changed = service(json!({"closes": null, "policy": "arrival"}))
            .apply(&base)
            .unwrap();
        assert_eq!(changed.closes, None);
        assert_eq!(changed.minutes, 15);
        assert_eq!(changed.policy, domain::Policy::Arrival);
    }

    #[test]
    fn numbers_that_a_field_cannot_hold_are_out_of_its_range() {
        let rows = [
            (json!({"minutes": -1}), "minutes", "1 to 480"),
            (json!({"minutes": 70_000}), "minutes", "1 to 480"),
            (json!({"minutes": 1e20}), "minutes", "1 to 480"),
            (json!({"cap": -1}), "cap", "0 to 100000"),
            (
                json!({"cap": 5, "carry_over": 5, "reinstate_after": -2}),
                "reinstate_after",
                "0 to 100",
            ),
            (
                json!({"policy": {"share": {"every": 256}}}),
                "policy.share.every",
                "2 to 20",
            ),
            (
                json!({"skip_digits": [4, 300]}),
                "skip_digits",
                "up to 5 digits 0 to 9",
            ),
            (json!({"carry_over": -1}), "carry_over", "0 to 65535"),
        ];
        for (patch, named, range) in rows {
            let error = service(patch.clone()).apply(&ServiceSettings::default());
            let Err(PatchError::OutOfRange(Refusal::ValueOutOfRange { field, allowed })) = error
            else {
                panic!("{patch}: {error:?}")
            };
            assert_eq!(
                (field.as_str(), allowed.as_str()),
                (named, range),
                "{patch}"
            );
        }
        for patch in [
            json!({"minutes": "5"}),
            json!({"minutes": 1.5}),
            json!({"minutes": -1, "unknown": 1}),
            json!({"minutes": -1, "cap": "many"}),
        ] {
            let error = service(patch.clone()).apply(&ServiceSettings::default());
            assert!(
                matches!(error, Err(PatchError::Field(_))),
                "{patch}: {error:?}"
            );
        }
    }

    #[test]
    fn unknown_fields_wrong_types_and_a_missing_id_are_named() {
        let rows = [
            (json!({"minutes": 5}), "id"),
            (json!({"id": "a", "minute": 5}), "minute"),
            (json!({"id": "a", "closes": "25:00"}), "25:00"),
            (json!({"id": "理发"}), "理发"),
        ];
        for (value, named) in rows {
            let error = service(value).create().unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
