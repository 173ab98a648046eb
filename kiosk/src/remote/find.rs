//! Finding a hub in the same network: which one to pair with, and where it is when its address
//! changed.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use client::{Address, SiteClient, TcpConnector};
use nearby::{Found, LOOK_FOR, NearbyError};
use satellite::{Credential, Satellite};

use super::{RemoteError, pair, road::Road};

/// Between two looks at whether the hub is reached.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Pairs with the only hub of this network.
pub(super) async fn pair_with_only(
    code: &str,
    data_dir: &Path,
) -> Result<(Address, Credential), RemoteError> {
    let hub = only(nearby::look(LOOK_FOR)?.all().await)?;
    let mut refused = RemoteError::NoneNearby;
    for address in addresses(&hub) {
        match pair(&super::client(&address, TcpConnector), code, data_dir).await {
            Ok(credential) => return Ok((address, credential)),
            // It may have several, and not all lead there from here.
            Err(error @ RemoteError::Pair(_)) if error.is_unreachable() => refused = error,
            Err(error) => return Err(error),
        }
    }
    Err(refused)
}

/// What somebody is told who starts a kiosk that was never paired.
pub(super) async fn not_paired() -> RemoteError {
    match nearby::look(LOOK_FOR) {
        Ok(looking) => RemoteError::NotPairedYet(looking.all().await),
        Err(error) => error.into(),
    }
}

/// A kiosk that was never paired takes no hub by itself when there are several: it would be any.
fn only(hubs: Vec<Found>) -> Result<Found, RemoteError> {
    let mut hubs = hubs.into_iter();
    match (hubs.next(), hubs.as_slice()) {
        (None, _) => Err(RemoteError::NoneNearby),
        (Some(only), []) => Ok(only),
        (Some(first), rest) => Err(RemoteError::SeveralNearby([&[first], rest].concat())),
    }
}

/// Looks for the hub of the pairing whenever it is not reached, and turns the road to where it is,
/// for ever.
pub(super) async fn follow(
    satellite: Arc<Satellite<SiteClient>>,
    road: Road,
    credential: Credential,
    data_dir: PathBuf,
) {
    let mut are_links_old = false;
    loop {
        tokio::time::sleep(LOOK_AGAIN).await;
        if satellite.is_reached() {
            // What it prints while the hub is away leads to where the hub is found.
            if are_links_old && satellite.renew_links().await.is_ok() {
                are_links_old = false;
            }
            continue;
        }
        match home(&road).await {
            Ok(None) => {}
            Ok(Some(address)) => {
                tracing::warn!(%address, "the hub of this kiosk is found at another address");
                let moved = credential.clone().moved_to(&address);
                if let Err(error) = moved.save(&data_dir) {
                    tracing::warn!(%error, "the hub's address is not kept");
                }
                road.turn_to(address);
                are_links_old = true;
            }
            Err(error) => tracing::debug!(%error, "the hub is not looked for"),
        }
    }
}

/// Where the hub of the pairing is found, if that is not where the road leads.
async fn home(road: &Road) -> Result<Option<Address>, NearbyError> {
    let mut looking = nearby::look(LOOK_FOR)?;
    while let Some(found) = looking.next().await {
        for address in addresses(&found) {
            if address != road.address() && road.is_home(&address).await.unwrap_or_default() {
                return Ok(Some(address));
            }
        }
    }
    Ok(None)
}

fn addresses(hub: &Found) -> impl Iterator<Item = Address> {
    hub.addresses().filter_map(|address| address.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub(name: &str) -> Found {
        Found {
            listed: name.to_owned(),
            name: name.to_owned(),
            site: "square".to_owned(),
            at: vec!["192.168.1.20:8080".parse().unwrap()],
        }
    }

    #[test]
    fn one_hub_is_taken_and_of_several_none() {
        assert_eq!(only(vec![hub("a")]).unwrap(), hub("a"));
        assert!(matches!(only(Vec::new()), Err(RemoteError::NoneNearby)));
        match only(vec![hub("a"), hub("b")]) {
            Err(RemoteError::SeveralNearby(hubs)) => assert_eq!(hubs, [hub("a"), hub("b")]),
            other => panic!("{other:?}"),
        }
    }
}
