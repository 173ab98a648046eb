//! Whole numbers in the bodies of commands.

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::Number;

/// A whole number, or the nearest one that fits: too large or too small is for the domain to say,
/// which knows the range, and no fault of the JSON. The ends of the type are never allowed values.
pub(crate) fn nearest<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u16>, D::Error> {
    let Some(number) = Option::<Number>::deserialize(from)? else {
        return Ok(None);
    };
    let whole = number.as_f64().filter(|number| number.fract() == 0.0);
    let whole = whole.ok_or_else(|| D::Error::custom(format!("{number} is no whole number")))?;
    // A conversion from a float ends at the limits of the type.
    Ok(Some(whole as u16))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::Pause;

    #[test]
    fn a_number_that_does_not_fit_becomes_the_nearest_one() {
        let rows = [
            (json!({"minutes": 15}), Some(15)),
            (json!({"minutes": 70_000}), Some(u16::MAX)),
            (json!({"minutes": -1}), Some(0)),
            (json!({"minutes": null}), None),
            (json!({}), None),
        ];
        for (body, minutes) in rows {
            let pause: Pause = serde_json::from_value(body.clone()).unwrap();
            assert_eq!(pause.minutes, minutes, "{body}");
        }
        for body in [json!({"minutes": 1.5}), json!({"minutes": "15"})] {
            assert!(serde_json::from_value::<Pause>(body).is_err());
        }
    }
}
