//! What a hub says of itself in its network, as text records, and what is understood of them.

use std::net::{Ipv4Addr, SocketAddrV4};

/// The form of what is said. Another one is not understood and left out.
const FORM: &str = "1";
/// Keys of the text records. Names are promises: other releases read them.
const FORM_KEY: &str = "v";
const SITE_KEY: &str = "site";
const NAME_KEY: &str = "name";
/// A name in DNS has at most so many bytes in one part.
const LABEL_BYTES_MAX: usize = 63;
/// A text record has at most 255 bytes, its key included.
const NAME_BYTES_MAX: usize = 240;

/// A hub's card: what a person needs to choose it, and nothing that opens anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Card {
    site: String,
    name: String,
}

impl Card {
    /// The card of a hub whose first site has this id, and this name in its own language.
    pub(crate) fn new(site: &str, name: &str) -> Self {
        let name = name.trim();
        Self {
            site: site.to_owned(),
            name: cut(if name.is_empty() { site } else { name }, NAME_BYTES_MAX).to_owned(),
        }
    }

    /// What the hub is listed under.
    pub(crate) fn instance(&self) -> &str {
        cut(&self.name, LABEL_BYTES_MAX)
    }

    /// Its text records.
    pub(crate) fn records(&self) -> [(&'static str, &str); 3] {
        [
            (FORM_KEY, FORM),
            (SITE_KEY, &self.site),
            (NAME_KEY, &self.name),
        ]
    }
}

/// A hub that was heard of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is listed under: one hub, one name.
    pub listed: String,
    /// The name of its first site.
    pub name: String,
    /// The id of its first site.
    pub site: String,
    /// Where it is, lowest address first; at least one.
    pub at: Vec<SocketAddrV4>,
}

impl Found {
    /// What was heard of the hub that is listed under this name. `record` gives the text behind a
    /// key. None for what this release does not understand, and for a hub without an address.
    pub(crate) fn read<'a>(
        listed: &str,
        port: u16,
        addresses: impl IntoIterator<Item = Ipv4Addr>,
        record: impl Fn(&str) -> Option<&'a str>,
    ) -> Option<Self> {
        let is_known = record(FORM_KEY) == Some(FORM);
        let site = record(SITE_KEY).filter(|site| !site.is_empty())?;
        let mut at: Vec<_> = addresses
            .into_iter()
            .filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
            .map(|ip| SocketAddrV4::new(ip, port))
            .collect();
        at.sort_unstable();
        (is_known && port != 0 && !at.is_empty()).then(|| Self {
            listed: listed.to_owned(),
            name: shown(record(NAME_KEY).unwrap_or(site)),
            site: shown(site),
            at,
        })
    }

    /// Its first address, as a hub's is written.
    pub fn address(&self) -> String {
        self.at.first().copied().map(url).unwrap_or_default()
    }

    /// All of them.
    pub fn addresses(&self) -> impl Iterator<Item = String> {
        self.at.iter().copied().map(url)
    }
}

/// Takes what was heard into a list of hubs, each once: what was heard last counts. The list stays
/// in the order of names.
pub fn note(hubs: &mut Vec<Found>, heard: Found) {
    hubs.retain(|known| known.listed != heard.listed);
    hubs.push(heard);
    hubs.sort_by(|one, other| (&one.name, &one.at).cmp(&(&other.name, &other.at)));
}

fn url(at: SocketAddrV4) -> String {
    format!("http://{at}")
}

/// Anybody may say anything in a network: what goes to a terminal has no control characters.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// The beginning of a text, whole characters of at most so many bytes.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Ipv4Addr = Ipv4Addr::new(192, 168, 1, 20);

    fn heard(records: &[(&str, &str)], port: u16, addresses: &[Ipv4Addr]) -> Option<Found> {
        let record = |key: &str| {
            let found = records.iter().find(|(other, _)| *other == key);
            found.map(|(_, text)| *text)
        };
        Found::read("a", port, addresses.iter().copied(), record)
    }

    #[test]
    fn what_is_said_is_heard() {
        let card = Card::new("square", " 清园里便民服务日 ");
        let found = heard(&card.records(), 8080, &[HERE]).unwrap();
        assert_eq!(found.name, "清园里便民服务日");
        assert_eq!(found.site, "square");
        assert_eq!(found.address(), "http://192.168.1.20:8080");
        assert_eq!(Card::new("square", "").instance(), "square");
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let card = Card::new("square", &"便民".repeat(60));
        assert_eq!(card.instance(), "便民".repeat(10) + "便");
        let longest = card.records().map(|(key, text)| key.len() + 1 + text.len());
        assert!(longest.into_iter().all(|bytes| bytes <= 255), "{longest:?}");
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let [form, site, name] = Card::new("square", "便民")
            .records()
            .map(|(k, t)| (k, t.to_owned()));
        let (form, site, name) = ((form.0, &*form.1), (site.0, &*site.1), (name.0, &*name.1));
        let whole = [form, site, name];
        for records in [&[("v", "2"), site, name][..], &[site, name], &[form, name]] {
            assert_eq!(heard(records, 8080, &[HERE]), None, "{records:?}");
        }
        assert_eq!(heard(&whole, 0, &[HERE]), None);
        assert_eq!(heard(&whole, 8080, &[]), None);
        assert_eq!(heard(&whole, 8080, &[Ipv4Addr::LOCALHOST]), None);
        let evil = heard(&[form, site, ("name", "便\u{1b}[2J民\n")], 1, &[HERE]).unwrap();
        assert_eq!(evil.name, "便[2J民");
    }

    #[test]
    fn a_hub_that_says_something_new_is_still_one_hub() {
        let hub = |listed: &str, last: u8| Found {
            listed: listed.to_owned(),
            name: listed.to_owned(),
            site: "square".to_owned(),
            at: vec![SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, last), 8080)],
        };
        let mut hubs = Vec::new();
        for heard in [hub("b", 1), hub("a", 2), hub("b", 3)] {
            note(&mut hubs, heard);
        }
        assert_eq!(hubs, [hub("a", 2), hub("b", 3)]);
    }
}
