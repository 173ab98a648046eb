//! Who asks the register, and what makes a request the same one as before.
//!
//! As at a site, a key counts within a site and its service day. It also counts for its sender
//! alone: the answers hold secrets, and nobody fetches another one's by guessing a key.

use chrono::NaiveDate;
use domain::{Actor, Moment, SiteId};
use store::{CommandId, Hash32};
use uuid::Uuid;

use crate::secrets::{Secrets, Token};

/// Within what a key means the same request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The hub, for what belongs to no site yet; as long as the register remembers keys.
    Hub,
    /// A site, on one of its local dates.
    Site(SiteId, NaiveDate),
}

/// Who asks the register, and whether it is a repeat.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Who.
    pub by: Actor,
    /// When.
    pub now: Moment,
    keyed: Option<Keyed>,
}

/// A request that came with a key. Both are made with the pepper: a stored digest gives no PIN
/// away, and once the pepper is another one, so that secrets come out differently, no request
/// counts as a repeat.
#[derive(Debug, Clone, Copy)]
struct Keyed {
    command: CommandId,
    digest: Hash32,
}

impl Asking {
    /// Somebody asks without a key.
    pub fn once(by: Actor, now: Moment) -> Self {
        Self {
            by,
            now,
            keyed: None,
        }
    }

    /// The same with a key. `request` is everything that makes it another request: what is asked,
    /// and all that it carries.
    #[must_use]
    pub fn with_key(self, secrets: &Secrets, scope: &Scope, key: &str, request: &str) -> Self {
        let (site, day) = match scope {
            Scope::Hub => ("", String::new()),
            Scope::Site(site, day) => (site.as_str(), day.to_string()),
        };
        let sender = self.by.id.as_deref().unwrap_or_default();
        let named = [site, day.as_str(), sender, key].map(str::as_bytes);
        let mut half = [0; 16];
        half.copy_from_slice(&secrets.digest("key", &named).0[..16]);
        let keyed = Keyed {
            command: CommandId(Uuid::from_bytes(half)),
            digest: secrets.digest("request", &[request.as_bytes()]),
        };
        Self {
            keyed: Some(keyed),
            ..self
        }
    }

    /// The secret to hand out: fresh, or the same for the same key and request.
    pub(super) fn secret(&self, secrets: &Secrets, purpose: &str) -> Token {
        match &self.keyed {
            None => Token::random(),
            Some(Keyed { command, digest }) => {
                secrets.derived(purpose, &[command.0.as_bytes(), &digest.0])
            }
        }
    }

    /// The command that the key stands for, and the digest of the request.
    pub(super) fn keyed(&self) -> Option<(CommandId, Hash32)> {
        self.keyed.map(|keyed| (keyed.command, keyed.digest))
    }
}
