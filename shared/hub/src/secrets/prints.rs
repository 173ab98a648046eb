//! By which a hub knows its keys again.
//!
//! A key that was lost is made anew without a word being possible at that moment: a fresh hub looks
//! the same. So the register keeps a print of each, and whoever starts the hub is told when one is
//! not what it was.

use domain::settings::Language;
use serde::{Deserialize, Serialize};
use store::Hash32;

use super::{LINK_KEY_FILE, PEPPER_FILE, Secrets, mac};

/// One of the keys beside the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// Makes ticket links.
    Link,
    /// Goes into PINs and short codes.
    Pepper,
}

impl Key {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Link, Self::Pepper];

    /// Its file in the folder of the keys.
    pub fn file(self) -> &'static str {
        match self {
            Self::Link => LINK_KEY_FILE,
            Self::Pepper => PEPPER_FILE,
        }
    }

    /// What it means that it is another one than at the last start, and what to do.
    pub fn warning(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Link, Language::Zh) => {
                "注意：keys/link.key 和上次启动时不一样（丢失或被换过）。用原来那个文件印出的号票，二维码打不开了；号码仍然有效。有备份就放回原文件，再重新启动。"
            }
            (Self::Link, Language::En) => {
                "Note: keys/link.key is not the one of the last start (it was lost or replaced). QR codes on tickets printed with the other one lead nowhere; the numbers still count. If there is a backup, put the file back and start again."
            }
            (Self::Pepper, Language::Zh) => {
                "注意：keys/pepper.key 和上次启动时不一样（丢失或被换过）。以前的工作人员密码和没用过的配对码都无效了。有备份就放回原文件，再重新启动；没有就在管理页重新设置密码。"
            }
            (Self::Pepper, Language::En) => {
                "Note: keys/pepper.key is not the one of the last start (it was lost or replaced). The staff PIN and pairing codes given before are of no use. If there is a backup, put the file back and start again; otherwise set a new PIN in the dashboard."
            }
        }
    }
}

/// A print of each key. Says nothing about the keys themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPrints {
    link: Hash32,
    pepper: Hash32,
}

impl KeyPrints {
    /// The keys that are not what they were.
    pub fn changed_since(&self, before: &Self) -> Vec<Key> {
        let keys = [
            (Key::Link, self.link != before.link),
            (Key::Pepper, self.pepper != before.pepper),
        ];
        let changed = keys.into_iter().filter(|(_, is_other)| *is_other);
        changed.map(|(key, _)| key).collect()
    }
}

impl Secrets {
    /// The prints of these keys.
    pub fn prints(&self) -> KeyPrints {
        let print = |key| Hash32(mac(key, &[b"paihao", b"print"]));
        KeyPrints {
            link: print(&self.link_key),
            pepper: print(&self.pepper),
        }
    }
}
