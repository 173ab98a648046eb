//! Where this hub is found: the addresses that stand in QR codes and on the first-run page.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The addresses of a hub, best first. Never taken from a request: what a kiosk prints must not
/// depend on who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    bases: Vec<String>,
    is_public: bool,
}

impl Place {
    /// One address, as the organiser set it.
    pub fn public(url: &str) -> Self {
        Self {
            bases: vec![url.trim_end_matches('/').to_owned()],
            is_public: true,
        }
    }

    /// The addresses at which a hub that listens at `listen` is found: the public one first, then
    /// those of this machine in its network.
    pub fn of(public_url: Option<&str>, listen: SocketAddr) -> Self {
        let mut bases: Vec<String> = public_url.map(ToOwned::to_owned).into_iter().collect();
        let port = listen.port();
        if listen.ip().is_unspecified() {
            bases.extend(lan_addresses().into_iter().map(|ip| base(ip, port)));
            if bases.is_empty() {
                bases.push(base(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
            }
        } else {
            bases.push(base(listen.ip(), port));
        }
        Self {
            bases,
            is_public: public_url.is_some(),
        }
    }

    /// The address that is printed.
    pub fn first(&self) -> &str {
        &self.bases[0]
    }

    /// All of them, best first.
    pub fn all(&self) -> &[String] {
        &self.bases
    }

    /// Whether the printed address is one that the organiser set, which phones reach from anywhere;
    /// the others need this machine's own network.
    pub fn is_public(&self) -> bool {
        self.is_public
    }

    /// Whether the printed address is reached through TLS, so that cookies can be kept to it.
    pub fn is_secure(&self) -> bool {
        self.first().starts_with("https://")
    }
}

fn base(ip: IpAddr, port: u16) -> String {
    let address = SocketAddr::new(ip, port);
    if port == 80 {
        let text = address.to_string();
        format!("http://{}", text.trim_end_matches(":80"))
    } else {
        format!("http://{address}")
    }
}

/// This machine's IPv4 addresses in its networks, private ones first: they are short enough for a
/// QR, and phones on the same Wi-Fi reach them.
fn lan_addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let mut addresses: Vec<Ipv4Addr> = interfaces
        .into_iter()
        .filter(|interface| !interface.is_loopback() && !is_inner(&interface.name))
        .filter_map(|interface| match interface.ip() {
            IpAddr::V4(ip) if !ip.is_link_local() => Some(ip),
            IpAddr::V4(_) | IpAddr::V6(_) => None,
        })
        .collect();
    addresses.sort_by_key(|ip| (!ip.is_private(), *ip));
    addresses.dedup();
    addresses.into_iter().map(IpAddr::V4).collect()
}

/// Networks inside the machine, which no phone reaches.
fn is_inner(interface: &str) -> bool {
    ["docker", "veth", "br-", "virbr", "vmnet", "vboxnet"]
        .iter()
        .any(|p| interface.starts_with(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_address_comes_first_and_the_port_is_named_when_it_matters() {
        let listen = |text: &str| text.parse::<SocketAddr>().unwrap();
        let place = Place::of(Some("https://queue.example"), listen("192.168.1.20:8080"));
        assert_eq!(
            place.all(),
            ["https://queue.example", "http://192.168.1.20:8080"]
        );
        assert!(place.is_secure());
        assert_eq!(
            Place::of(None, listen("192.168.1.20:80")).first(),
            "http://192.168.1.20"
        );
        assert_eq!(
            Place::of(None, listen("[::1]:8080")).first(),
            "http://[::1]:8080"
        );
        assert!(!Place::of(None, listen("0.0.0.0:8080")).all().is_empty());
    }
}
