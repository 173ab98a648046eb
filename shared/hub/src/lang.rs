//! Texts for people, in their language.
//!
//! The code holds every text in English, which is also the text's key; the
//! translations stand in `assets/lang`, in the form that translators' tools
//! read. A text without a translation is shown in English; a test finds it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::settings::Language;

mod po;
#[cfg(test)]
mod tests;

const ZH_CN: &str = include_str!("../../../assets/lang/zh_CN/LC_MESSAGES/paihao-hub.po");

static CHINESE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| po::read(ZH_CN));

/// The texts of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub Language);

impl Words {
    /// The text in this language.
    pub fn say(self, text: &'static str) -> &'static str {
        match self.0 {
            Language::En => text,
            Language::Zh => CHINESE.get(text).map_or(text, String::as_str),
        }
    }

    /// The text in this language with `{0}`, `{1}` … replaced by `values`.
    pub fn fill<const N: usize>(self, text: &'static str, values: [&str; N]) -> String {
        let mut filled = String::new();
        let mut rest = self.say(text);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((place, after)) = after.split_once('}') else {
                break;
            };
            let value = place.parse::<usize>().ok().and_then(|n| values.get(n));
            filled.push_str(value.copied().unwrap_or_default());
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// The language as HTML names it.
    pub fn tag(self) -> &'static str {
        match self.0 {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }
}

/// What a cookie and `?lang=` call a language.
pub fn code(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh",
        Language::En => "en",
    }
}

/// The language called `zh` or `en`, with or without a region.
pub fn by_code(text: &str) -> Option<Language> {
    let main = text.split(['-', '_']).next().unwrap_or_default();
    [Language::Zh, Language::En]
        .into_iter()
        .find(|language| main.eq_ignore_ascii_case(code(*language)))
}
