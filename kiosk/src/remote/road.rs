//! The way to a hub whose address may change: on every new connection, whoever answers shows first
//! that it is the hub of this kiosk's pairing. An address may belong to another machine from one
//! moment to the next, and the credential is said to nobody else. Connections are kept, so it is
//! asked seldom.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use client::{Address, Connect, Pending, Stream, TcpConnector};
use satellite::Credential;
use uuid::Uuid;

/// Opens connections to wherever the hub is now. Clones share the way.
#[derive(Clone)]
pub(super) struct Road {
    credential: Credential,
    address: Arc<Mutex<Address>>,
}

impl Road {
    /// The way to the hub of a pairing that was at `address` when it was last seen.
    pub(super) fn new(credential: Credential, address: Address) -> Self {
        Self {
            credential,
            address: Arc::new(Mutex::new(address)),
        }
    }

    /// Where it leads now.
    pub(super) fn address(&self) -> Address {
        self.way().clone()
    }

    /// Leads there from now on.
    pub(super) fn turn_to(&self, address: Address) {
        *self.way() = address;
    }

    /// Whether the hub of this pairing answers at `address`.
    ///
    /// # Errors
    /// Nobody answers there.
    pub(super) async fn is_home(&self, address: &Address) -> Result<bool, client::Error> {
        let client = super::client(address, TcpConnector);
        self.credential.is_with(&client, Uuid::new_v4()).await
    }

    async fn open(&self) -> io::Result<Box<dyn Stream>> {
        let address = self.address();
        if !self.is_home(&address).await.map_err(io::Error::other)? {
            let stranger = format!("what answers at {address} is not this kiosk's hub");
            tracing::warn!("{stranger}");
            return Err(io::Error::other(stranger));
        }
        TcpConnector.connect(&address).await
    }

    fn way(&self) -> MutexGuard<'_, Address> {
        self.address.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connect for Road {
    fn connect(&self, _where_it_was_once: &Address) -> Pending<io::Result<Box<dyn Stream>>> {
        let road = self.clone();
        Box::pin(async move { road.open().await })
    }
}

#[cfg(test)]
mod tests {
    use tokio::{io::AsyncReadExt as _, net::TcpListener};

    use super::*;
    use crate::remote::fixture::{hub, paired};

    #[tokio::test]
    async fn a_hub_is_known_again_at_another_address() {
        let (mine, other) = (hub().await, hub().await);
        let credential = paired(&mine).await;
        let road = Road::new(credential, other.address.clone());
        assert!(!road.is_home(&other.address).await.unwrap());
        assert!(road.open().await.is_err(), "a hub of somebody else");
        assert!(road.is_home(&mine.address).await.unwrap());
        road.turn_to(mine.address.clone());
        assert!(road.open().await.is_ok());
        road.turn_to(other.address.clone());
        assert!(road.open().await.is_err(), "believed once is not for ever");
    }

    #[tokio::test]
    async fn a_stranger_hears_no_credential() {
        let mine = hub().await;
        let stranger = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address: Address = stranger.local_addr().unwrap().to_string().parse().unwrap();
        let credential = paired(&mine).await;
        let road = Road::new(credential.clone(), address.clone());
        let site = credential.site_of(&super::super::client(&address, road));
        let asking = tokio::spawn(async move { site.services().await });
        let mut heard = Vec::new();
        let (mut connection, _) = stranger.accept().await.unwrap();
        while !heard.ends_with(b"}") {
            assert_ne!(connection.read_buf(&mut heard).await.unwrap(), 0);
        }
        drop(connection);
        assert!(asking.await.unwrap().is_err());
        let heard = String::from_utf8(heard).unwrap().to_lowercase();
        assert!(heard.starts_with("post /api/v1/prove "), "{heard}");
        assert!(!heard.contains("bearer"), "{heard}");
    }
}
