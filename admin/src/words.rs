//! Texts in both languages.

use domain::settings::Language;

/// Formats the sentence of the language: `words!(language, "中文 {x}", "English {x}")`.
macro_rules! words {
    ($language:expr, $zh:literal, $en:literal $(,)?) => {
        match $language {
            ::domain::settings::Language::Zh => format!($zh),
            ::domain::settings::Language::En => format!($en),
        }
    };
}

pub(crate) use words;

/// The language of an environment: the first variable that says something decides, as for other
/// programs.
pub(crate) fn language_of(env: impl Fn(&str) -> Option<String>) -> Language {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(env);
    let first = said.into_iter().find(|value| !value.is_empty());
    if first.is_some_and(|value| value.starts_with("zh")) {
        Language::Zh
    } else {
        Language::En
    }
}

/// The tag that a hub is asked with.
pub(crate) fn tag(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh",
        Language::En => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_says_something_decides() {
        for (env, expected) in [
            (&[("LANG", "zh_CN.UTF-8")][..], Language::Zh),
            (&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")], Language::En),
            (&[("LC_ALL", ""), ("LANG", "zh_TW")], Language::Zh),
            (&[], Language::En),
        ] {
            let read = |name: &str| {
                env.iter()
                    .find(|(other, _)| *other == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(language_of(read), expected, "{env:?}");
        }
    }
}
