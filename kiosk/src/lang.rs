//! The two languages of a screen and texts that exist in both.

use serde::{Deserialize, Serialize};

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese, the default of every new kiosk.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Its own name in itself, as the language switch says it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Zh => "中文",
            Self::En => "English",
        }
    }

    /// The catalogue under `assets/lang` that holds this language. English is
    /// the language of the message ids and has none.
    pub fn catalogue(self) -> &'static str {
        match self {
            Self::Zh => "zh_CN",
            Self::En => "en",
        }
    }

    /// The one of two texts that is in this language.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

impl From<Lang> for domain::settings::Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Self::Zh,
            Lang::En => Self::En,
        }
    }
}

impl std::str::FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            other => Err(format!(
                "`{other}` is not a language of this screen: zh or en"
            )),
        }
    }
}

/// A text that an organiser gave in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Both {
    /// Both at once.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The text in `lang`, or in the other language if that one was left empty.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::Zh => (&self.zh, &self.en),
            Lang::En => (&self.en, &self.zh),
        };
        if first.is_empty() { second } else { first }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_translation_falls_back_to_the_other_language() {
        let name = Both::new("理发", "");
        assert_eq!(name.get(Lang::En), "理发");
        assert_eq!(Both::new("理发", "Haircut").get(Lang::En), "Haircut");
    }

    #[test]
    fn only_the_two_languages_are_accepted() {
        assert_eq!("zh".parse(), Ok(Lang::Zh));
        assert_eq!("en".parse(), Ok(Lang::En));
        assert!("fr".parse::<Lang>().is_err());
    }
}
