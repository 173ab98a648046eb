//! Reads a gettext catalogue (`.po`): as much of the format as our own files
//! use, which is `msgid`, `msgstr`, texts over several lines, and comments.
//!
//! Plural forms and contexts do not occur: a text that depends on a number is
//! several texts.

use std::collections::BTreeMap;

/// The translations by their English text. Entries without a translation, and
/// the header, are left out.
pub(super) fn read(file: &str) -> BTreeMap<String, String> {
    let mut catalogue = BTreeMap::new();
    let mut entry = Entry::default();
    for line in file.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("msgid ") {
            std::mem::take(&mut entry).put_into(&mut catalogue);
            entry.id = unquote(text);
        } else if let Some(text) = line.strip_prefix("msgstr ") {
            entry.in_translation = true;
            entry.translation = unquote(text);
        } else if line.starts_with('"') {
            entry.current().push_str(&unquote(line));
        }
    }
    entry.put_into(&mut catalogue);
    catalogue
}

#[derive(Default)]
struct Entry {
    id: String,
    translation: String,
    in_translation: bool,
}

impl Entry {
    fn current(&mut self) -> &mut String {
        if self.in_translation {
            &mut self.translation
        } else {
            &mut self.id
        }
    }

    fn put_into(self, catalogue: &mut BTreeMap<String, String>) {
        if !self.id.is_empty() && !self.translation.is_empty() {
            catalogue.insert(self.id, self.translation);
        }
    }
}

fn unquote(text: &str) -> String {
    let inner = text.trim().trim_start_matches('"');
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut plain = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match (c, c == '\\') {
            (_, true) => match characters.next() {
                Some('n') => plain.push('\n'),
                Some('t') => plain.push('\t'),
                Some(other) => plain.push(other),
                None => {}
            },
            (c, false) => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn texts_over_several_lines_and_escapes_are_read() {
        let file = r#"
msgid ""
msgstr "Language: zh_CN\n"

# A comment.
#: where/it/is.rs
msgid "Say \"yes\" "
"or no"
msgstr "说“是”"
"或“不”\n"

msgid "Not yet"
msgstr ""
"#;
        let read = read(file);
        assert_eq!(read.len(), 1);
        assert_eq!(read["Say \"yes\" or no"], "说“是”或“不”\n");
    }
}
