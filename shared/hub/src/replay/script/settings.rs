//! The site of a first line: what is left out, or null, has its default.

use domain::{ServiceSettings, SiteSettings, StationSettings};
use serde::Serialize;
use serde_json::{Map, Value};

use super::read;

/// What stands before the count where a scenario names no prefix.
const PREFIXES: [(&str, &str); 2] = [("haircut", "理"), ("repair", "修")];

pub(super) fn site(given: Map<String, Value>) -> Result<SiteSettings, String> {
    filled(given, &SiteSettings::default())
}

pub(super) fn service(given: Value) -> Result<ServiceSettings, String> {
    let (id, given) = named(given, "service")?;
    let prefix = PREFIXES.iter().find(|(service, _)| *service == id);
    let defaults = ServiceSettings {
        prefix: prefix.map_or_else(String::new, |(_, prefix)| (*prefix).to_owned()),
        ..ServiceSettings::default()
    };
    filled(given, &defaults).map_err(|why| format!("service {id:?}: {why}"))
}

pub(super) fn station(given: Value) -> Result<StationSettings, String> {
    let (id, given) = named(given, "station")?;
    filled(given, &StationSettings::default()).map_err(|why| format!("station {id:?}: {why}"))
}

/// The fields of something that must have an id, and the id.
fn named(given: Value, what: &str) -> Result<(String, Map<String, Value>), String> {
    let Value::Object(fields) = given else {
        return Err(format!("a {what} is an object"));
    };
    match fields.get("id") {
        Some(Value::String(id)) => Ok((id.clone(), fields)),
        Some(Value::Null) | None => Err(format!("a {what} without \"id\"")),
        Some(_) => Err(format!("the \"id\" of a {what} is a text")),
    }
}

/// The defaults with what is given laid over them. A name that no setting has is not understood.
fn filled<T>(given: Map<String, Value>, defaults: &T) -> Result<T, String>
where
    T: Serialize + for<'de> serde::Deserialize<'de>,
{
    let mut all = match serde_json::to_value(defaults) {
        Ok(Value::Object(all)) => all,
        Ok(_) => Map::new(),
        Err(error) => return Err(error.to_string()),
    };
    for (name, mut value) in given {
        if let Value::Object(inner) = &mut value {
            inner.retain(|_, value| !value.is_null());
        }
        if !(value.is_null() && all.contains_key(&name)) {
            all.insert(name, value);
        }
    }
    read(Value::Object(all))
}
