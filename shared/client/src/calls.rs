//! What can be asked of a hub, call by call.

use protocol::{HubProof, KioskPaired, PairKiosk, ProveHub, SiteList};

use crate::call::{Call, Key};
use crate::{Client, Error};

mod access;
mod appointment;
mod item;
mod plan;
mod satellite;
mod settings;
mod station;
mod ticket;
mod watch;

const BASE: [&str; 2] = ["api", "v1"];

/// The calls of one site.
#[derive(Clone)]
pub struct SiteClient {
    client: Client,
    site: String,
}

impl Client {
    /// The calls of the site with this id.
    pub fn site(&self, site: &str) -> SiteClient {
        SiteClient {
            client: self.clone(),
            site: site.to_owned(),
        }
    }

    /// The hub's sites, the one shown at `/` first.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn sites(&self) -> Result<SiteList, Error> {
        self.ask(Call::get(&[BASE[0], BASE[1], "sites"])).await
    }

    /// Makes this device a kiosk of the site that gave the code.
    ///
    /// # Errors
    /// [`Error`]; a code that is wrong, used or too old is a problem.
    pub async fn pair(&self, code: &str, key: &Key) -> Result<KioskPaired, Error> {
        let request = PairKiosk {
            code: code.to_owned(),
        };
        self.ask(Call::post(&[BASE[0], BASE[1], "pair"], key).json(&request))
            .await
    }

    /// What the hub answers to be known again by a kiosk; asked without a token.
    ///
    /// # Errors
    /// [`Error`]; a hub that does not know the kiosk says so as a problem.
    pub async fn prove(&self, request: &ProveHub, key: &Key) -> Result<HubProof, Error> {
        self.ask(Call::post(&[BASE[0], BASE[1], "prove"], key).json(request))
            .await
    }
}

impl SiteClient {
    /// The site's id.
    pub fn id(&self) -> &str {
        &self.site
    }

    /// The hub's client, for calls outside the site.
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn path<'a>(&'a self, rest: &[&'a str]) -> Vec<&'a str> {
        let mut path = vec![BASE[0], BASE[1], "sites", &self.site];
        path.extend_from_slice(rest);
        path
    }

    fn get(&self, rest: &[&str]) -> Call {
        Call::get(&self.path(rest))
    }

    fn post(&self, rest: &[&str], key: &Key) -> Call {
        Call::post(&self.path(rest), key)
    }
}
