//! What is asked for: a command as it stands, or a change of settings that says only what differs.
//!
//! Such a change becomes a command on the state that it meets when its turn comes. What its sender
//! saw may be older: of two who change different fields at once, both get what they asked for.

use std::borrow::Cow;

use domain::refusal::{NotAllowed, Thing};
use domain::{Command, Refusal, ServiceId, Site, StationId};
use protocol::{PatchError, ServicePatch, SitePatch, StationPatch};
use serde::Serialize;

/// What is asked for. Its JSON is what a repeat is known by; a command's is the command's own.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Wish {
    /// As it stands.
    Command(Command),
    /// To be decided on the settings as they are then.
    Change(Change),
}

/// A change of settings.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Fields of the site.
    Site {
        /// What differs.
        patch: SitePatch,
    },
    /// A new service; one that is there already must be the same.
    AddService {
        /// What differs from the defaults.
        patch: ServicePatch,
    },
    /// Fields of a service.
    Service {
        /// Which.
        service: ServiceId,
        /// What differs.
        patch: ServicePatch,
    },
    /// A new station; one that is there already must be the same.
    AddStation {
        /// What differs from the defaults.
        patch: StationPatch,
    },
    /// Fields of a station.
    Station {
        /// Which.
        station: StationId,
        /// What differs.
        patch: StationPatch,
    },
}

/// Why nothing follows from a wish.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    /// The rules refuse it.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Something of that name is there already, with other settings.
    #[error("{what:?} {id:?} exists")]
    Exists {
        /// What kind of thing.
        what: Thing,
        /// Its name.
        id: String,
    },
    /// The change names an unknown field or a wrong type.
    #[error("malformed: {reason}")]
    Malformed {
        /// What is wrong, for programmers.
        reason: String,
    },
}

impl From<Command> for Wish {
    fn from(command: Command) -> Self {
        Self::Command(command)
    }
}

impl From<Change> for Wish {
    fn from(change: Change) -> Self {
        Self::Change(change)
    }
}

impl From<PatchError> for Rejection {
    fn from(error: PatchError) -> Self {
        match error {
            PatchError::OutOfRange(refusal) => Self::Refused(refusal),
            PatchError::MissingId | PatchError::Field(_) => Self::Malformed {
                reason: error.to_string(),
            },
        }
    }
}

impl Wish {
    /// The command that it is on this state.
    ///
    /// # Errors
    /// [`Rejection`].
    pub(super) fn on(&self, site: &Site) -> Result<Cow<'_, Command>, Rejection> {
        match self {
            Self::Command(command) => Ok(Cow::Borrowed(command)),
            Self::Change(change) => change.on(site).map(Cow::Owned),
        }
    }
}

impl Change {
    fn on(&self, site: &Site) -> Result<Command, Rejection> {
        match self {
            Self::Site { patch } => {
                let settings = patch.apply(&site.settings)?;
                same_id(&settings.id, &site.settings.id)?;
                Ok(Command::SetSite { settings })
            }
            Self::AddService { patch } => {
                let settings = patch.create()?;
                let known = site.service(&settings.id).map(|known| &known.settings);
                new_or_same(Thing::Service, settings.id.as_str(), known, &settings)?;
                Ok(Command::SetService { settings })
            }
            Self::Service { service, patch } => {
                let settings = patch.apply(&site.known_service(service)?.settings)?;
                same_id(&settings.id, service)?;
                Ok(Command::SetService { settings })
            }
            Self::AddStation { patch } => {
                let settings = patch.create()?;
                let known = site.station(&settings.id).map(|known| &known.settings);
                new_or_same(Thing::Station, settings.id.as_str(), known, &settings)?;
                Ok(Command::SetStation { settings })
            }
            Self::Station { station, patch } => {
                let settings = patch.apply(&site.known_station(station)?.settings)?;
                same_id(&settings.id, station)?;
                Ok(Command::SetStation { settings })
            }
        }
    }
}

fn same_id<T: PartialEq>(asked: &T, known: &T) -> Result<(), Refusal> {
    if asked == known {
        return Ok(());
    }
    let why = NotAllowed::IdFixed;
    Err(Refusal::NotAllowed { why })
}

fn new_or_same<T: PartialEq>(
    what: Thing,
    id: &str,
    known: Option<&T>,
    asked: &T,
) -> Result<(), Rejection> {
    if known.is_none_or(|known| known == asked) {
        return Ok(());
    }
    let id = id.to_owned();
    Err(Rejection::Exists { what, id })
}
