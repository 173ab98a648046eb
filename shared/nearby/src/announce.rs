//! Saying that a hub is there.

use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use mdns_sd::{IfKind, ServiceDaemon, ServiceInfo};

use crate::card::Card;
use crate::{NearbyError, SERVICE};

/// A site that was renamed is listed under its new name so much later at most.
const NAME_AGAIN: Duration = Duration::from_secs(10);
/// Whoever ends says good-bye, which is a matter of one packet.
const GOODBYE: Duration = Duration::from_millis(500);

/// Says that a hub listens at `listens_at`, until this future is dropped. `called` answers the id of
/// its first site and that site's name, and is asked again and again, as a site may be renamed. A
/// hub that only its own machine reaches is not announced, nor is one without a site. Where nothing
/// can be said, the hub is found by its address all the same. To be called inside a tokio runtime.
pub async fn keep_saying<Site: Display>(
    listens_at: SocketAddr,
    called: impl Fn() -> Option<(Site, String)>,
) {
    let Some(reach) = Reach::of(listens_at) else {
        return;
    };
    let card = || called().map(|(site, name)| Card::new(&site.to_string(), &name));
    if let Err(error) = keep_announcing(reach, card).await {
        tracing::warn!(%error, "kiosks have to be told the address of this hub");
    }
}

async fn keep_announcing(reach: Reach, card: impl Fn() -> Option<Card>) -> Result<(), NearbyError> {
    let mut announcement = Announcement::new(reach)?;
    loop {
        announcement.say(card())?;
        tokio::time::sleep(NAME_AGAIN).await;
    }
}

/// From where a hub can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reach {
    /// The only address; none for all that this machine has and will have.
    only: Option<IpAddr>,
    port: u16,
}

impl Reach {
    /// None for a hub that nobody else reaches, or not by the addresses that are said here.
    fn of(listens_at: SocketAddr) -> Option<Self> {
        let (ip, port) = (listens_at.ip().to_canonical(), listens_at.port());
        let only = (!ip.is_unspecified()).then_some(ip);
        let is_said = only.is_none_or(|ip| ip.is_ipv4() && !ip.is_loopback());
        is_said.then_some(Self { only, port })
    }
}

struct Announcement {
    daemon: ServiceDaemon,
    reach: Reach,
    /// The name of this machine in the answers. Another one's answers to its own name stay its own.
    host: String,
    said: Option<(Card, String)>,
}

impl Announcement {
    fn new(reach: Reach) -> Result<Self, NearbyError> {
        let daemon = crate::look::daemon()?;
        Ok(Self {
            daemon,
            reach,
            host: format!("paihao-{:08x}.local.", fastrand::u32(..)),
            said: None,
        })
    }

    /// Says this from now on, unless it is said already.
    fn say(&mut self, card: Option<Card>) -> Result<(), NearbyError> {
        if self.said.as_ref().map(|(said, _)| said) == card.as_ref() {
            return Ok(());
        }
        if let Some((_, listed)) = self.said.take() {
            self.daemon.unregister(&listed)?;
        }
        if let Some(card) = card {
            let service = self.service(&card)?;
            let listed = service.get_fullname().to_owned();
            self.daemon.register(service)?;
            tracing::debug!(%listed, "the hub says that it is there");
            self.said = Some((card, listed));
        }
        Ok(())
    }

    fn service(&self, card: &Card) -> Result<ServiceInfo, NearbyError> {
        let (name, records) = (card.instance(), card.records());
        let (host, port) = (&*self.host, self.reach.port);
        Ok(match self.reach.only {
            Some(ip) => {
                let mut service = ServiceInfo::new(SERVICE, name, host, ip, port, &records[..])?;
                service.set_interfaces(vec![IfKind::Addr(ip)]);
                service
            }
            None => {
                ServiceInfo::new(SERVICE, name, host, (), port, &records[..])?.enable_addr_auto()
            }
        })
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        if let Ok(ended) = self.daemon.shutdown() {
            // Without it the hub is listed a while longer, until its answers are too old.
            let _said = ended.recv_timeout(GOODBYE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_that_only_its_own_machine_reaches_is_not_announced() {
        let reach = |text: &str| Reach::of(text.parse().unwrap());
        assert_eq!(reach("127.0.0.1:8080"), None);
        assert_eq!(reach("[::1]:8080"), None);
        assert_eq!(reach("[::ffff:127.0.0.1]:8080"), None);
        let everywhere = Some(Reach {
            only: None,
            port: 8080,
        });
        assert_eq!(reach("0.0.0.0:8080"), everywhere);
        assert_eq!(reach("[::]:8080"), everywhere);
        let only = reach("192.168.1.20:80").unwrap().only;
        assert_eq!(only, Some([192, 168, 1, 20].into()));
    }

    #[tokio::test]
    async fn nothing_is_begun_for_it() {
        let nobody = || -> Option<(&str, String)> { unreachable!("nobody asks what it is called") };
        keep_saying("127.0.0.1:1".parse().unwrap(), nobody).await;
    }
}
