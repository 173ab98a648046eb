//! "HH:MM" for times of day, as organisers write them.

use chrono::NaiveTime;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

const FORMAT: &str = "%H:%M";

fn parse<E: Error>(text: &str) -> Result<NaiveTime, E> {
    NaiveTime::parse_from_str(text, FORMAT).map_err(|_| {
        E::custom(format!(
            "{text:?} is not a time of day; write HH:MM, as in 08:30"
        ))
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde gives fields by reference"
)]
pub(super) fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&time.format(FORMAT).to_string())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
    parse(&String::deserialize(from)?)
}

pub(crate) mod option {
    use super::{Deserialize, Deserializer, FORMAT, NaiveTime, Serializer, parse};

    #[expect(clippy::ref_option, reason = "serde gives fields by reference")]
    pub(crate) fn serialize<S: Serializer>(
        time: &Option<NaiveTime>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => to.serialize_some(&time.format(FORMAT).to_string()),
            None => to.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<NaiveTime>, D::Error> {
        Option::<String>::deserialize(from)?
            .map(|text| parse(&text))
            .transpose()
    }
}
