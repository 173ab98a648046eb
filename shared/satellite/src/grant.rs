//! The series that the hub gave this kiosk, and what makes its links.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Stem, TicketId};
use protocol::{SeriesAnswer, own_link};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Contact, CredentialError, files};

/// The file's name in the kiosk's data folder.
const FILE: &str = "series.json";
/// Characters of a link behind the address.
const LINK_CHARS: usize = 26;

/// A kiosk's series.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Names the kiosk's data, and the log of what it wrote down.
    pub device: Uuid,
    /// Stands in its numbers.
    pub stem: Stem,
    /// The kiosk, as the hub names it.
    pub kiosk: String,
    /// Makes the links of its tickets. In no log and on no screen.
    link_key: String,
    link_base: String,
    /// What was known of the hub's clock.
    #[serde(default)]
    pub contact: Contact,
}

impl Grant {
    /// What the hub answered to `device`.
    pub(crate) fn new(device: Uuid, answer: SeriesAnswer) -> Self {
        Self {
            device,
            stem: answer.stem,
            kiosk: answer.kiosk,
            link_key: answer.link_key,
            link_base: answer.link_base,
            contact: Contact::default(),
        }
    }

    /// The same series with links that lead to where the hub says it is found now.
    pub(crate) fn with_links_of(&mut self, answer: SeriesAnswer) {
        self.link_key = answer.link_key;
        self.link_base = answer.link_base;
    }

    /// The series kept in `folder`; none before the first.
    ///
    /// # Errors
    /// [`CredentialError`].
    pub fn load(folder: &Path) -> Result<Option<Self>, CredentialError> {
        files::load(folder, FILE)
    }

    /// Keeps the series in `folder`.
    ///
    /// # Errors
    /// [`CredentialError`].
    pub fn save(&self, folder: &Path) -> Result<(), CredentialError> {
        files::save(folder, FILE, self)
    }

    /// The address of a ticket's page, as the hub would make it.
    pub fn url(&self, ticket: TicketId) -> String {
        let key = URL_SAFE_NO_PAD.decode(&self.link_key).unwrap_or_default();
        let secret = own_link::secret(&key, ticket).to_be_bytes();
        format!("{}{}", self.link_base, URL_SAFE_NO_PAD.encode(secret))
    }

    /// The part of it that names the ticket.
    pub fn token(&self, ticket: TicketId) -> String {
        let url = self.url(ticket);
        let from = url.len().saturating_sub(LINK_CHARS);
        url.get(from..).unwrap_or_default().to_owned()
    }
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Grant")
            .field("device", &self.device)
            .field("stem", &self.stem)
            .field("kiosk", &self.kiosk)
            .finish_non_exhaustive()
    }
}
