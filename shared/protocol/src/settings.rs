//! Settings as organisers change them: any subset of the fields.
//!
//! `POST` takes the fields that differ from the defaults, `PATCH` those that differ from what is
//! set; `null` empties a field that may be empty. What the fields mean and which values they take
//! is the domain's to say.

use domain::{ServiceSettings, SiteSettings, StationSettings};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{PartialSchema, ToSchema};

use crate::schema::{ServiceFields, SiteFields, StationFields};

/// Why settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PatchError {
    /// A new service or station needs an id.
    #[error("the field id is missing")]
    MissingId,
    /// A field is unknown or has the wrong type.
    #[error("{0}")]
    Field(#[from] serde_json::Error),
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
            /// [`PatchError::Field`] naming an unknown field or a wrong type. Ranges are checked
            /// by the settings' own `check`.
            pub fn apply(&self, settings: &$settings) -> Result<$settings, PatchError> {
                merge(settings, &self.0)
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
) -> Result<T, PatchError> {
    let mut value = serde_json::to_value(settings)?;
    if let Value::Object(fields) = &mut value {
        for (name, new) in patch {
            fields.insert(name.clone(), new.clone());
        }
    }
    Ok(serde_json::from_value(value)?)
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
