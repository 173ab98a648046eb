//! Looking for hubs.

use std::net::Ipv4Addr;
use std::time::Duration;

use mdns_sd::{IfKind, Receiver, ResolvedService, ScopedIp, ServiceDaemon, ServiceEvent};
use tokio::time::Instant;

use crate::{Found, SERVICE};

/// Hubs answer within a second, and who was busy when it was asked again after one and three.
pub const LOOK_FOR: Duration = Duration::from_secs(4);

/// Why nothing can be said or heard in this network.
#[derive(Debug, thiserror::Error)]
#[error("this machine does not take part in multicast DNS")]
pub struct NearbyError(#[from] mdns_sd::Error);

/// Looks for hubs for so long. To be called inside a tokio runtime.
///
/// # Errors
/// [`NearbyError`].
pub fn look(within: Duration) -> Result<Looking, NearbyError> {
    let daemon = daemon()?;
    let heard = daemon.browse(SERVICE)?;
    Ok(Looking {
        daemon,
        heard,
        until: Instant::now() + within,
    })
}

/// Somebody who looks for hubs. Ends looking when it is dropped.
pub struct Looking {
    daemon: ServiceDaemon,
    heard: Receiver<ServiceEvent>,
    until: Instant,
}

impl Looking {
    /// The next hub that is heard of, or one that is known with something new; none when the time
    /// is over.
    pub async fn next(&mut self) -> Option<Found> {
        loop {
            let event = tokio::time::timeout_at(self.until, self.heard.recv_async()).await;
            if let ServiceEvent::ServiceResolved(service) = event.ok()?.ok()?
                && let Some(found) = found(&service)
            {
                return Some(found);
            }
        }
    }

    /// All that are heard of until the time is over, in the order of their names.
    pub async fn all(mut self) -> Vec<Found> {
        let mut hubs = Vec::new();
        while let Some(heard) = self.next().await {
            crate::note(&mut hubs, heard);
        }
        hubs
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        // Whether it ends in order is no matter: it only listened.
        let _ending = self.daemon.shutdown();
    }
}

/// Somebody who takes part in multicast DNS, by the addresses that stand in links.
pub(crate) fn daemon() -> Result<ServiceDaemon, NearbyError> {
    let daemon = ServiceDaemon::new()?;
    daemon.disable_interface(vec![IfKind::IPv6, IfKind::LoopbackV4])?;
    Ok(daemon)
}

fn found(service: &ResolvedService) -> Option<Found> {
    let addresses = service.addresses.iter().filter_map(address);
    Found::read(&service.fullname, service.port, addresses, |key| {
        service.get_property_val_str(key)
    })
}

fn address(ip: &ScopedIp) -> Option<Ipv4Addr> {
    match ip.to_ip_addr() {
        std::net::IpAddr::V4(ip) => Some(ip),
        std::net::IpAddr::V6(_) => None,
    }
}
