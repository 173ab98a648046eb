//! Which language a reader asked for.

use domain::settings::Language;
use http::{HeaderMap, header};

/// The best of our languages that `Accept-Language` names; `None` when it names none of them.
pub fn accepted(headers: &HeaderMap) -> Option<Language> {
    let value = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(Language, f32)> = None;
    for range in value.split(',').take(20) {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let language = match tag.split('-').next() {
            Some("zh") => Language::Zh,
            Some("en") => Language::En,
            Some(_) | None => continue,
        };
        let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok());
        let quality = quality.unwrap_or(1.0);
        if quality > 0.0 && best.is_none_or(|(_, other)| quality > other) {
            best = Some((language, quality));
        }
    }
    best.map(|(language, _)| language)
}

/// The tag of a language, for headers and pages.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh-CN",
        Language::En => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_known_language_wins() {
        let rows = [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Language::Zh)),
            ("en-GB,en;q=0.9", Some(Language::En)),
            ("fr, en;q=0.3, zh;q=0.4", Some(Language::Zh)),
            ("en;q=0, zh;q=0.1", Some(Language::Zh)),
            ("fr", None),
            ("", None),
            ("*", None),
            (";;;q=,zh", Some(Language::Zh)),
        ];
        for (value, expected) in rows {
            let headers = [(header::ACCEPT_LANGUAGE, value.parse().unwrap())]
                .into_iter()
                .collect();
            assert_eq!(accepted(&headers), expected, "{value:?}");
        }
        assert_eq!(accepted(&HeaderMap::new()), None);
    }
}
