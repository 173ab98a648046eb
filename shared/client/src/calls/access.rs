//! Who may come in: links, tokens, kiosks.

use protocol::{
    KioskAdded, KioskAnswer, KioskList, KioskPatch, LinkAnswer, NewKiosk, NewLink, NewToken,
    SetPin, SignIn, TokenAdded, TokenAnswer, TokenList, TokenPatch,
};

use super::SiteClient;
use crate::{Error, Key};

impl SiteClient {
    /// A fresh link to a page, usable once.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn link(&self, request: &NewLink, key: &Key) -> Result<LinkAnswer, Error> {
        self.client
            .ask(self.post(&["links"], key).json(request))
            .await
    }

    /// All tokens, without their secrets.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn tokens(&self) -> Result<TokenList, Error> {
        self.client.ask(self.get(&["tokens"])).await
    }

    /// A new token; its secret is in this answer and nowhere else.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn add_token(&self, request: &NewToken, key: &Key) -> Result<TokenAdded, Error> {
        self.client
            .ask(self.post(&["tokens"], key).json(request))
            .await
    }

    /// Changes what a token is for, or where it may act.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn set_token(&self, token: &str, changes: &TokenPatch) -> Result<TokenAnswer, Error> {
        self.client
            .ask(self.patch(&["tokens", token]).json(changes))
            .await
    }

    /// Takes a token back.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn remove_token(&self, token: &str) -> Result<(), Error> {
        self.client.ask(self.delete(&["tokens", token])).await
    }

    /// All kiosks.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn kiosks(&self) -> Result<KioskList, Error> {
        self.client.ask(self.get(&["kiosks"])).await
    }

    /// Announces a kiosk; the answer holds the code to type there.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn add_kiosk(&self, request: &NewKiosk, key: &Key) -> Result<KioskAdded, Error> {
        self.client
            .ask(self.post(&["kiosks"], key).json(request))
            .await
    }

    /// Changes what staff call a kiosk.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn set_kiosk(&self, kiosk: &str, changes: &KioskPatch) -> Result<KioskAnswer, Error> {
        self.client
            .ask(self.patch(&["kiosks", kiosk]).json(changes))
            .await
    }

    /// Takes a kiosk's credential back.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn remove_kiosk(&self, kiosk: &str) -> Result<(), Error> {
        self.client.ask(self.delete(&["kiosks", kiosk])).await
    }

    /// Whether this is the staff PIN; asked by a kiosk.
    ///
    /// # Errors
    /// [`Error`]; a wrong PIN is a problem that tells how many tries are left.
    pub async fn check_pin(&self, request: &SignIn, key: &Key) -> Result<(), Error> {
        self.client
            .ask(self.post(&["pin", "check"], key).json(request))
            .await
    }

    /// Sets the staff PIN.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn set_pin(&self, request: &SetPin, key: &Key) -> Result<(), Error> {
        self.client
            .ask(self.post(&["pin"], key).json(request))
            .await
    }
}
