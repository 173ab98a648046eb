//! The way to a hub whose address may change: whoever answers shows that it is the hub of this
//! kiosk's pairing before the first word with the credential is said.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use client::{Address, Connect, Pending, Stream, TcpConnector};
use satellite::Credential;
use uuid::Uuid;

/// A hub that showed who it is, and was reached ever since, is believed for so long. No network
/// gives an address to another machine so soon without a failed try in between.
const BELIEVED: Duration = Duration::from_mins(1);

/// Opens connections to wherever the hub is now. Clones share the way.
#[derive(Clone)]
pub(super) struct Road {
    credential: Credential,
    way: Arc<Mutex<Way>>,
}

struct Way {
    address: Address,
    /// When it was last shown that this is the hub; none since a try failed.
    shown: Option<Instant>,
}

impl Road {
    /// The way to the hub of a pairing that was at `address` when it was last seen.
    pub(super) fn new(credential: Credential, address: Address) -> Self {
        let shown = None;
        Self {
            credential,
            way: Arc::new(Mutex::new(Way { address, shown })),
        }
    }

    /// Where it leads now.
    pub(super) fn address(&self) -> Address {
        self.way(|way| way.address.clone())
    }

    /// Leads there from now on.
    pub(super) fn turn_to(&self, address: Address) {
        let shown = Some(Instant::now());
        self.way(|way| *way = Way { address, shown });
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
        // Taken, so that a try that fails or is given up leaves nothing to be believed.
        let (address, shown) = self.way(|way| (way.address.clone(), way.shown.take()));
        let shown = match shown {
            Some(at) if at.elapsed() < BELIEVED => at,
            Some(_) | None => {
                if !self.is_home(&address).await.map_err(io::Error::other)? {
                    let stranger = format!("what answers at {address} is not this kiosk's hub");
                    tracing::warn!("{stranger}");
                    return Err(io::Error::other(stranger));
                }
                Instant::now()
            }
        };
        let stream = TcpConnector.connect(&address).await?;
        self.way(|way| {
            if way.address == address {
                way.shown = Some(shown);
            }
        });
        Ok(stream)
    }

    fn way<R>(&self, with: impl FnOnce(&mut Way) -> R) -> R {
        with(&mut self.way.lock().unwrap_or_else(PoisonError::into_inner))
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
