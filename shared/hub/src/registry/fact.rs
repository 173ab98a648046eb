//! What is recorded about the hub itself.
//!
//! These facts are written to disk as JSON and read for years: variants and
//! fields are only ever added. Secrets stand here as fingerprints alone, and
//! nothing that a person typed about himself stands here at all: the names
//! under `label` are names of things, such as 东门 or "display program".

use std::fmt;

use domain::{Actor, Moment, Role, SiteId, SiteSettings, StationId};
use serde::{Deserialize, Serialize};
use store::Hash32;

use crate::secrets::{KeyPrints, SiteCode};

/// Names a token, session, link or kiosk in lists, and its holder in the facts of a site. No secret.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(String);

/// How many hexadecimal digits an id has: enough that two never meet in one hub.
const ID_DIGITS: usize = 16;

impl EntryId {
    /// The id that belongs to a fingerprint, behind the letter of its kind.
    pub fn of(kind: char, fingerprint: Hash32) -> Self {
        Self(format!("{kind}-{}", &fingerprint.to_string()[..ID_DIGITS]))
    }

    /// The id as it came from outside. Whether there is such an entry is for the register to say.
    pub fn from_outside(text: &str) -> Self {
        Self(text.chars().take(ID_DIGITS + 2).collect())
    }

    /// Whether it names a signed-in device.
    pub fn is_session(&self) -> bool {
        self.0.starts_with("s-")
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an entry allows: roles, on one site or all, at one station or any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// In what roles its holder may act.
    pub roles: Vec<Role>,
    /// The only site; none means every site of the hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    /// The only station a volunteer may act at; none means every station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<StationId>,
}

/// Something that happened to the hub.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum HubFact {
    /// A site belongs to this hub from now on.
    SiteRegistered {
        /// Its name, which is also the name of its log.
        site: SiteId,
        /// Names it in ticket links.
        code: SiteCode,
        /// What it is to be set up with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        settings: Option<Box<SiteSettings>>,
    },
    /// It took these settings on: they stand in its own log now.
    SiteSetUp {
        /// The site.
        site: SiteId,
    },
    /// This hub has nothing to do with the site any more. Its log stays where it is.
    SiteRemoved {
        /// The site.
        site: SiteId,
    },
    /// These keys lie beside the store from now on.
    KeysSeen {
        /// By which they are known again.
        prints: KeyPrints,
    },
    /// The staff PIN of a site is now this one.
    PinSet {
        /// The site.
        site: SiteId,
        /// argon2id, with salt; the pepper is elsewhere.
        hash: String,
    },
    /// A program may act.
    TokenAdded {
        /// Names it.
        token: EntryId,
        /// Of its secret.
        hash: Hash32,
        /// What it allows.
        grant: Grant,
        /// What it is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
    /// It is for something else now, or may act elsewhere.
    TokenChanged {
        /// Which.
        token: EntryId,
        /// What it allows.
        grant: Grant,
        /// What it is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
    /// It may not any more.
    TokenRevoked {
        /// Which.
        token: EntryId,
    },
    /// A link that signs one device in, once.
    LinkIssued {
        /// Names it.
        link: EntryId,
        /// Of its secret.
        hash: Hash32,
        /// What the device may do then.
        grant: Grant,
        /// Of no use from then on.
        expires_at: Moment,
    },
    /// The link was used.
    LinkUsed {
        /// Which.
        link: EntryId,
    },
    /// A device is signed in.
    SessionOpened {
        /// Names it.
        session: EntryId,
        /// Of its secret.
        hash: Hash32,
        /// What it may do.
        grant: Grant,
        /// Until when.
        expires_at: Moment,
    },
    /// A device came back after its session ended: the new one takes the old one's place.
    SessionRenewed {
        /// The session that it came back with.
        old: EntryId,
        /// Names the new one.
        session: EntryId,
        /// Of its secret.
        hash: Hash32,
        /// What it may do.
        grant: Grant,
        /// Until when.
        expires_at: Moment,
    },
    /// The device is signed out, with all sessions it ever had.
    SessionRevoked {
        /// Which.
        session: EntryId,
    },
    /// A kiosk may pair with a code.
    KioskAnnounced {
        /// Names it.
        kiosk: EntryId,
        /// Where it will stand.
        site: SiteId,
        /// What staff call it.
        label: String,
        /// Of the pairing code, with the pepper.
        code: Hash32,
        /// The code is of no use from then on.
        expires_at: Moment,
    },
    /// It paired; the code is used up.
    KioskPaired {
        /// Which.
        kiosk: EntryId,
        /// Of its credential.
        hash: Hash32,
    },
    /// Staff call it something else now.
    KioskRenamed {
        /// Which.
        kiosk: EntryId,
        /// What they call it.
        label: String,
    },
    /// It does not belong here any more.
    KioskRemoved {
        /// Which.
        kiosk: EntryId,
    },
}

/// One command to the hub, as it stands in the log: when, by whom, and what followed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct HubRecord {
    /// When.
    pub(super) at: Moment,
    /// By whom.
    pub(super) by: Actor,
    /// Of the request, when it came with a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) request: Option<Hash32>,
    /// What happened.
    pub(super) facts: Vec<HubFact>,
}
