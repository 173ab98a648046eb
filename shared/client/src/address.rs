//! Where a hub is.

use std::fmt;
use std::str::FromStr;

use http::Uri;

/// The port a hub listens on unless it was told otherwise.
const HUB_PORT: u16 = 8080;
/// The port that an address with a scheme but without a port means, as in a browser.
const HTTP_PORT: u16 = 80;

/// The address of a hub, such as `http://192.168.1.5:8080`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    host: String,
    port: u16,
}

/// A text that is not the address of a hub.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// Not an address at all.
    #[error("{0:?} is not the address of a hub; write it like http://192.168.1.5:8080")]
    NotAnAddress(String),
    /// A hub without its own certificate cannot be asked over https.
    #[error("{0:?}: this release talks to a hub by http only")]
    Scheme(String),
}

impl Address {
    /// The host without brackets: a name or an IP address.
    pub fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Host and port as they stand in a request's `Host`.
    pub(crate) fn authority(&self) -> String {
        if self.port == HTTP_PORT {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.authority())
    }
}

impl FromStr for Address {
    type Err = BadAddress;

    /// Takes `http://host[:port]` with or without a slash at the end, and `host[:port]` as people
    /// type it, which then means the hub's usual port.
    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let not_an_address = || BadAddress::NotAnAddress(text.to_owned());
        let (rest, default_port) = match text.split_once("://") {
            Some(("http", rest)) => (rest, HTTP_PORT),
            Some((_, _)) => return Err(BadAddress::Scheme(text.to_owned())),
            None => (text, HUB_PORT),
        };
        let uri: Uri = format!("http://{rest}")
            .parse()
            .map_err(|_| not_an_address())?;
        let authority = uri.authority().ok_or_else(not_an_address)?;
        if !matches!(uri.path(), "" | "/")
            || uri.query().is_some()
            || authority.as_str().contains('@')
        {
            return Err(not_an_address());
        }
        let host = authority.host().to_ascii_lowercase();
        let port_is_missing = authority.as_str() == authority.host();
        let port = authority
            .port_u16()
            .or(port_is_missing.then_some(default_port));
        match port {
            Some(port) if port != 0 && !host.is_empty() => Ok(Self { host, port }),
            Some(_) | None => Err(not_an_address()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for (text, expected) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            ("HUB.local", "http://hub.local:8080"),
            ("http://hub.local", "http://hub.local"),
            ("192.168.1.5:9000", "http://192.168.1.5:9000"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), expected, "{text}");
            assert_eq!(
                address.to_string().parse::<Address>(),
                Ok(address),
                "{text}"
            );
        }
        assert_eq!("[::1]:1".parse::<Address>().unwrap().host(), "::1");
    }

    #[test]
    fn what_is_not_an_address_says_how_to_write_one() {
        for text in [
            "",
            "http://",
            "a b",
            "http://h/x",
            "http://h?q",
            "h:0",
            "h:99999",
            "u@h",
            "http://:80",
        ] {
            let error = text.parse::<Address>().unwrap_err();
            assert_eq!(error, BadAddress::NotAnAddress(text.to_owned()));
            assert!(
                error.to_string().contains("http://192.168.1.5:8080"),
                "{error}"
            );
        }
        assert!(matches!(
            "https://hub".parse::<Address>(),
            Err(BadAddress::Scheme(_))
        ));
    }
}
