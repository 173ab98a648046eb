//! Styles, scripts and icons, compiled in.
//!
//! An address names a file's content by a hash, so browsers keep it for a year
//! and a new release is seen at once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "../../assets/web/css"]
struct Styles;

#[derive(Embed)]
#[folder = "../../assets/web/js"]
struct Scripts;

/// What draws curves, as its makers publish it, with its licence.
#[derive(Embed)]
#[folder = "../../assets/web/uplot"]
struct Plotter;

#[derive(Embed)]
#[folder = "../../assets/icons"]
struct Icons;

/// Where all files hang.
pub(crate) const BASE: &str = "/assets";

/// Addresses by path; made once, since hashing is not free.
static ADDRESSES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let all = under::<Styles>("css")
        .chain(under::<Scripts>("js"))
        .chain(under::<Plotter>("uplot"))
        .chain(under::<Icons>("icons"));
    all.filter_map(|path| {
        let address = format!("{BASE}/{}/{path}", version(&find(&path)?));
        Some((path, address))
    })
    .collect()
});

fn under<F: Embed>(folder: &'static str) -> impl Iterator<Item = String> {
    F::iter().map(move |name| format!("{folder}/{name}"))
}

/// The address of a file, such as `css/base.css`; empty for one that is not there.
pub(crate) fn address(path: &str) -> &'static str {
    ADDRESSES.get(path).map_or("", String::as_str)
}

/// The file at `path`, if it exists.
pub(crate) fn find(path: &str) -> Option<EmbeddedFile> {
    let (folder, name) = path.rsplit_once('/')?;
    match folder {
        "css" => Styles::get(name),
        "js" => Scripts::get(name),
        "uplot" => Plotter::get(name),
        "icons" => Icons::get(name),
        _ => None,
    }
}

/// A style's own text, for a file that stands alone; empty for one that is not there.
pub(crate) fn style(path: &str) -> String {
    let data = find(path).map(|file| file.data);
    data.map_or_else(String::new, |bytes| {
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The first eight hex digits of the content's hash.
pub(crate) fn version(file: &EmbeddedFile) -> String {
    use std::fmt::Write as _;
    let digest = file.metadata.sha256_hash();
    digest[..4].iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// An icon to stand inside a page, without a name of its own: the words beside
/// it say the same. A service without a drawing gets the general one.
pub(crate) fn icon(name: &str) -> &'static str {
    ICONS
        .get(name)
        .or_else(|| ICONS.get("other"))
        .map_or("", String::as_str)
}

static ICONS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let inline = |path: Cow<'static, str>| {
        let file = Icons::get(&path)?;
        let drawing = String::from_utf8(file.data.into_owned()).ok()?;
        let name = path.strip_suffix(".svg")?.to_owned();
        Some((name, slim(&drawing)))
    };
    Icons::iter().filter_map(inline).collect()
});

/// Without what a page does not need: it sets the size by style.
fn slim(drawing: &str) -> String {
    let lines: String = drawing.lines().map(str::trim).collect();
    lines
        .replace(r#" xmlns="http://www.w3.org/2000/svg""#, "")
        .replacen(
            r#"<svg width="24" height="24""#,
            r#"<svg aria-hidden="true""#,
            1,
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_content_and_lead_to_the_file() {
        let address = address("css/base.css");
        let (version, path) = address
            .strip_prefix("/assets/")
            .and_then(|rest| rest.split_once('/'))
            .unwrap();
        assert_eq!(version.len(), 8);
        assert_eq!(path, "css/base.css");
        assert!(find(path).is_some());
        assert!(find("../Cargo.toml").is_none());
        assert!(find("templates/base.html").is_none());
    }

    #[test]
    fn every_service_has_a_drawing() {
        assert!(icon("haircut").starts_with(r#"<svg aria-hidden="true""#));
        assert_eq!(icon(""), icon("other"));
    }
}
