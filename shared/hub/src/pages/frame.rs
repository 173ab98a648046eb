//! What every page shares: its language, the site's name, addresses.

use domain::Site;
use domain::settings::Language;

use crate::files;
use crate::lang::{Words, code};

/// The surroundings of a page.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Shown at the top.
    pub(super) site_name: String,
    /// Before the path of pages of a site: empty, or `/s/square`.
    pub(super) prefix: String,
    /// The site's start page.
    pub(super) home: String,
    /// The page's own path.
    pub(super) here: String,
    /// What the page was asked for, to be kept when the language is switched: `date=2026-03-07`.
    pub(super) asked: String,
    /// The switch, each language in its own words.
    pub(super) languages: Vec<LanguageLink>,
}

/// One side of the language switch.
#[derive(Debug, Clone)]
pub(super) struct LanguageLink {
    /// As `?lang=` wants it.
    pub(super) code: &'static str,
    /// As HTML wants it.
    pub(super) tag: &'static str,
    /// In its own words.
    pub(super) name: &'static str,
    /// Whether the page is in it.
    pub(super) current: bool,
}

impl Frame {
    /// The frame of a page of `site` at `here`.
    pub(super) fn new(site: &Site, words: Words, prefix: &str, here: &str) -> Self {
        let languages = &site.settings.languages;
        Self {
            site_name: site.settings.name.get(words.0).to_owned(),
            prefix: prefix.to_owned(),
            home: if prefix.is_empty() { "/" } else { prefix }.to_owned(),
            here: here.to_owned(),
            asked: String::new(),
            languages: if languages.len() < 2 {
                Vec::new()
            } else {
                languages.iter().map(|l| link(*l, words)).collect()
            },
        }
    }

    /// The frame of a page that belongs to no site, in both languages.
    pub(super) fn without_site(words: Words, here: &str) -> Self {
        Self {
            site_name: words.say("Paihao").to_owned(),
            prefix: String::new(),
            home: "/".to_owned(),
            here: here.to_owned(),
            asked: String::new(),
            languages: [Language::Zh, Language::En]
                .map(|l| link(l, words))
                .to_vec(),
        }
    }

    /// The address of a style or script.
    #[expect(
        clippy::unused_self,
        reason = "templates reach functions through the frame"
    )]
    pub(super) fn asset(&self, path: &str) -> &'static str {
        files::address(path)
    }

    /// A drawing to stand in the page.
    #[expect(
        clippy::unused_self,
        reason = "templates reach functions through the frame"
    )]
    pub(super) fn icon(&self, name: &str) -> &'static str {
        files::icon(name)
    }
}

fn link(language: Language, words: Words) -> LanguageLink {
    LanguageLink {
        code: code(language),
        tag: Words(language).tag(),
        name: match language {
            Language::Zh => "中文",
            Language::En => "English",
        },
        current: language == words.0,
    }
}
