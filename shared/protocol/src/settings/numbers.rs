//! Whole numbers that no field can hold: a value out of range as the domain says it, not a fault of
//! the JSON.

use domain::Refusal;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The largest numbers of the types that settings hold.
const LARGEST: [u64; 3] = [u32::MAX as u64, u16::MAX as u64, u8::MAX as u64];

/// Why `fields` are not settings, if that is a whole number which its field cannot hold. `check`
/// knows the ranges.
pub(super) fn out_of_range<T: DeserializeOwned>(
    fields: &Map<String, Value>,
    patched: &Map<String, Value>,
    check: impl Fn(&T) -> Result<(), Refusal>,
) -> Option<Refusal> {
    let mut value = Value::Object(fields.clone());
    let mut fault = read::<T>(&value).err()?;
    for (at, field) in whole_numbers(patched) {
        let with = |number: u64| {
            let mut tried = value.clone();
            if let Some(found) = tried.pointer_mut(&at) {
                *found = number.into();
            }
            tried
        };
        // Zero fits every whole number. If it does not help, the fault is elsewhere.
        let next = read::<T>(&with(0)).err();
        if next.as_ref() == Some(&fault) {
            continue;
        }
        let fits = |number: &u64| read::<T>(&with(*number)).err() == next;
        let largest = LARGEST.into_iter().find(fits)?;
        let tried = with(largest);
        let Some(further) = next else {
            let settings = read::<T>(&tried).ok()?;
            let allowed = format!("0 to {largest}");
            let any = Refusal::ValueOutOfRange { field, allowed };
            return Some(check(&settings).err().unwrap_or(any));
        };
        // Another number behind it cannot be held either.
        (value, fault) = (tried, further);
    }
    None
}

fn read<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_json::from_value(value.clone()).map_err(|error| error.to_string())
}

/// Where whole numbers stand, as pointers and as the names of fields.
fn whole_numbers(fields: &Map<String, Value>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, value) in fields {
        collect(value, format!("/{name}"), name.clone(), &mut found);
    }
    found
}

fn collect(value: &Value, at: String, field: String, found: &mut Vec<(String, String)>) {
    match value {
        Value::Number(number) => {
            let is_whole = number.as_f64().is_some_and(|number| number.fract() == 0.0);
            if is_whole {
                found.push((at, field));
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                collect(value, format!("{at}/{index}"), field.clone(), found);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                collect(
                    value,
                    format!("{at}/{name}"),
                    format!("{field}.{name}"),
                    found,
                );
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}
