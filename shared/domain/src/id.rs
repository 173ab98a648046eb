//! Names of things. Sites, services and stations are named by people, tickets
//! and visits by random ids that come in from outside.

use std::fmt;
use std::sync::Arc;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// Longest name of a site, service or station, in bytes: it stands in addresses.
pub const NAME_BYTES_MAX: usize = 32;

/// A text that cannot name a site, service or station.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a name: 1 to 32 letters a–z, A–Z, digits, '-' or '_'")]
pub struct BadName(pub String);

fn check_name(text: &str) -> Result<(), BadName> {
    let fits = (1..=NAME_BYTES_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if fits {
        Ok(())
    } else {
        Err(BadName(text.chars().take(NAME_BYTES_MAX).collect()))
    }
}

/// Reads a name where it stands in its text: years of rows are read at once, and each has two.
struct NameVisitor<N>(fn(&str) -> Result<N, BadName>);

impl<N> Visitor<'_> for NameVisitor<N> {
    type Value = N;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<N, E> {
        let Self(check) = self;
        check(text).map_err(E::custom)
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks the text and makes it a name.
            ///
            /// # Errors
            /// [`BadName`] if it is empty, too long or holds other characters.
            pub fn new(text: &str) -> Result<Self, BadName> {
                check_name(text).map(|()| Self(text.into()))
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadName;
            fn from_str(text: &str) -> Result<Self, BadName> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(NameVisitor(Self::new))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    };
}

named! {
    /// A square, such as `square`.
    SiteId
}
named! {
    /// What people queue for, such as `haircut`.
    ServiceId
}
named! {
    /// Where a volunteer serves, such as `1`.
    StationId
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

numbered! {
    /// One ticket. Given by whoever issues it; never shown to residents.
    TicketId
}
numbered! {
    /// One person's tickets of a day.
    VisitId
}

numbered! {
    /// One appointment.
    AppointmentId
}
numbered! {
    /// One thing left to be repaired.
    ItemId
}
numbered! {
    /// Under which a person's data is kept beside the log.
    SubjectId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_addresses() {
        for good in ["1", "haircut", "a-b_C9", &"x".repeat(32)] {
            assert!(ServiceId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "理发", "a/b", "a.b", &"x".repeat(33)] {
            assert!(ServiceId::new(bad).is_err(), "{bad}");
        }
    }
}
