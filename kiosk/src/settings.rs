//! What this screen remembers about itself between starts: `kiosk.json` in the
//! data folder. Nothing about the site is here.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{lang::Lang, speech::Volume};

/// Limits of what can be a screen: a phone of 20 px/mm, a wall of 1 px/mm.
const PX_PER_MM_MIN: f32 = 1.5;
const PX_PER_MM_MAX: f32 = 20.0;
/// One press of − or +. On a bank card 86 mm wide a step moves the edge by about half a millimetre.
const PX_PER_MM_STEP: f32 = 1.006;

/// The screen's own settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Pixels per millimetre, once somebody measured it.
    pub px_per_mm: Option<f32>,
    /// The language an idle screen shows.
    pub lang: Lang,
    /// Whether an idle screen keeps its controls in the lower half.
    pub low_position: bool,
    /// Whether the screen stands in the sun: deeper colours on white.
    pub sunlight: bool,
    /// Whether nothing moves on the screen.
    pub still: bool,
    /// Whether visitors are offered to take a number with a convenience card.
    pub cards: bool,
    /// Whether the screen speaks the calls of its site, and how loud.
    pub voice: Volume,
    /// Whether the first-run page has been walked through.
    pub first_run_done: bool,
}

impl Settings {
    /// Reads them; a missing or unreadable file gives the defaults, because a
    /// kiosk that shows numbers at a wrong size is better than none.
    pub fn load(data_dir: &Path) -> Self {
        let path = file(data_dir);
        match std::fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).unwrap_or_else(|error| {
                tracing::warn!(path = %path.display(), %error, "screen settings are not readable; starting with the defaults");
                Self::default()
            }),
            Err(_) => Self::default(),
        }
    }

    /// Writes them beside, then renames, so that a power cut leaves the old or the new file.
    ///
    /// # Errors
    /// What the file system says.
    pub fn save(&self, data_dir: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(data_dir)?;
        let path = file(data_dir);
        let fresh = path.with_extension("json.new");
        std::fs::write(&fresh, serde_json::to_vec_pretty(self)?)?;
        std::fs::rename(fresh, path)
    }

    /// One press of − or + on the ruler, from the scale in use.
    pub fn nudge(&mut self, in_use: f32, larger: bool) {
        let moved = if larger {
            in_use * PX_PER_MM_STEP
        } else {
            in_use / PX_PER_MM_STEP
        };
        self.px_per_mm = Some(moved.clamp(PX_PER_MM_MIN, PX_PER_MM_MAX));
    }
}

fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("kiosk.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_is_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut settings = Settings {
            lang: Lang::En,
            low_position: true,
            voice: Volume::Middle,
            ..Settings::default()
        };
        settings.nudge(5.9, true);
        settings.save(dir.path()).unwrap();
        assert_eq!(Settings::load(dir.path()), settings);
    }

    #[test]
    fn a_broken_or_missing_file_gives_the_defaults() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Settings::load(dir.path()), Settings::default());
        std::fs::write(dir.path().join("kiosk.json"), "{").unwrap();
        assert_eq!(Settings::load(dir.path()), Settings::default());
    }

    #[test]
    fn a_file_of_a_later_release_keeps_what_is_known() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(
            dir.path().join("kiosk.json"),
            r#"{"lang":"en","new_thing":1}"#,
        )
        .unwrap();
        assert_eq!(Settings::load(dir.path()).lang, Lang::En);
    }

    #[test]
    fn the_ruler_stays_within_what_can_be_a_screen() {
        let mut settings = Settings::default();
        for _ in 0..2000 {
            let now = settings.px_per_mm.unwrap_or(5.9);
            settings.nudge(now, true);
        }
        assert_eq!(settings.px_per_mm, Some(PX_PER_MM_MAX));
    }
}
