//! Why there is no hub to talk to, in words for whoever starts the program.

use nearby::{Found, NearbyError};
use satellite::{CredentialError, SyncError};

use crate::lang::Lang;

/// Why there is no hub to talk to.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// `--hub` is no address.
    #[error(transparent)]
    Address(#[from] client::BadAddress),
    /// Never paired with this hub.
    #[error(
        "this kiosk is not paired with {0}; run `paihao-admin kiosk pair` on the hub's machine and start again with --pair CODE"
    )]
    NotPaired(String),
    /// Never paired with any; these are near.
    #[error("this kiosk is not paired yet")]
    NotPairedYet(Vec<Found>),
    /// No hub answers in this network.
    #[error("no hub is found in this network")]
    NoneNearby,
    /// Several do, and this kiosk belongs to none of them yet.
    #[error("several hubs are found in this network")]
    SeveralNearby(Vec<Found>),
    /// Hubs cannot be looked for.
    #[error("hubs cannot be looked for")]
    Nearby(#[from] NearbyError),
    /// The hub did not take the code or did not answer.
    #[error("pairing did not work")]
    Pair(#[from] client::Error),
    /// The pairing could not be kept or read back.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// The kiosk's own numbers cannot be read.
    #[error("the kiosk's own numbers cannot be read")]
    Store(#[from] store::OpenError),
    /// The same, entry by entry.
    #[error("the kiosk's own numbers cannot be read")]
    Satellite(#[from] SyncError),
}

impl RemoteError {
    /// The exit code of contract: 2 for what was typed wrong, 69 for what is not there.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Address(_)
            | Self::NotPaired(_)
            | Self::NotPairedYet(_)
            | Self::SeveralNearby(_) => 2,
            Self::NoneNearby | Self::Nearby(_) | Self::Store(_) | Self::Satellite(_) => 69,
            Self::Pair(_) if self.is_unreachable() => 69,
            Self::Pair(_) | Self::Credential(_) => 1,
        }
    }

    /// Whether nobody answered, rather than somebody said no.
    pub(super) fn is_unreachable(&self) -> bool {
        matches!(self, Self::Pair(error) if error.is_unreachable())
    }

    /// The sentence for the terminal, and what to do. What lies beneath it follows.
    pub fn said(self, lang: Lang) -> String {
        let by_address = lang.pick(
            "，或用 --hub 写明主机地址，例如 --hub http://192.168.1.20:8080",
            ", or name the hub's address, such as --hub http://192.168.1.20:8080",
        );
        match self {
            Self::NoneNearby => format!(
                "{}{by_address}{}",
                lang.pick(
                    "在这个网络里没有找到排号主机。请检查主机是否已开、是否和这台机器连着同一个网络",
                    "No hub is found in this network. See that it runs and is in the same network as this machine"
                ),
                lang.pick("。", ".")
            ),
            Self::SeveralNearby(hubs) => format!(
                "{}\n{}",
                lang.pick(
                    "这个网络里有好几台排号主机，请用 --hub 写明是哪一台：",
                    "There are several hubs in this network; say which one with --hub:"
                ),
                listed(lang, &hubs)
            ),
            Self::NotPairedYet(hubs) => {
                let how = lang.pick(
                    "这台取号机还没有配对。请在主机上运行 paihao-admin kiosk pair，再加上 --pair 配对码 重新启动。",
                    "This kiosk is not paired yet. Run paihao-admin kiosk pair on the hub's machine and start again with --pair CODE.",
                );
                if hubs.is_empty() {
                    return how.to_owned();
                }
                let near = lang.pick("附近的主机：", "Hubs near here:");
                format!("{how}\n{near}\n{}", listed(lang, &hubs))
            }
            other @ (Self::Address(_)
            | Self::NotPaired(_)
            | Self::Nearby(_)
            | Self::Pair(_)
            | Self::Credential(_)
            | Self::Store(_)
            | Self::Satellite(_)) => format!("{:#}", anyhow::Error::from(other)),
        }
    }
}

/// One line for each hub: its name and where it is.
fn listed(lang: Lang, hubs: &[Found]) -> String {
    let line = |hub: &Found| {
        let addresses: Vec<String> = hub.addresses().collect();
        let between = lang.pick("、", ", ");
        format!("  {}  {}", hub.name, addresses.join(between))
    };
    hubs.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_hubs_are_listed_with_their_addresses() {
        let hub = |name: &str, at: &str| Found {
            listed: name.to_owned(),
            name: name.to_owned(),
            site: "square".to_owned(),
            at: vec![at.parse().unwrap()],
        };
        let hubs = vec![
            hub("清园里", "192.168.1.20:8080"),
            hub("东街", "192.168.1.21:8080"),
        ];
        for lang in [Lang::Zh, Lang::En] {
            let error = RemoteError::SeveralNearby(hubs.clone());
            assert_eq!(error.exit_code(), 2);
            let said = error.said(lang);
            assert!(said.contains("--hub"), "{said}");
            assert!(
                said.ends_with(
                    "  清园里  http://192.168.1.20:8080\n  东街  http://192.168.1.21:8080"
                )
            );
        }
        assert_eq!(RemoteError::NoneNearby.exit_code(), 69);
        let nobody = RemoteError::NotPairedYet(Vec::new()).said(Lang::Zh);
        assert_eq!(nobody.lines().count(), 1, "{nobody}");
    }
}
