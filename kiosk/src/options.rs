//! What can be said on the command line or through `PAIHAO_…`.

use std::{path::PathBuf, str::FromStr};

use clap::Parser;

use crate::lang::Lang;

/// The touchscreen of a service square, with the hub inside it.
#[derive(Clone, Debug, Parser)]
#[command(name = "paihao-kiosk", version)]
pub struct Options {
    /// The hub that this kiosk belongs to, or `auto` to look for it in the network; without it the
    /// hub runs inside
    #[arg(long, value_name = "URL|auto", env = "PAIHAO_HUB")]
    pub hub: Option<String>,
    /// The pairing code that the organiser gave, needed once with --hub
    #[arg(long, value_name = "CODE", env = "PAIHAO_PAIR", requires = "hub")]
    pub pair: Option<String>,
    /// Where everything is kept
    #[arg(long, value_name = "DIR", env = "PAIHAO_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Where the hub inside listens, such as 0.0.0.0:8080
    #[arg(long, value_name = "ADDR", env = "PAIHAO_LISTEN")]
    pub listen: Option<String>,
    /// Do not say in the network that the hub inside is here, for kiosks that look for it
    #[arg(long, conflicts_with = "hub")]
    pub no_announce: bool,
    /// Language of the idle screen
    #[arg(long, value_name = "zh|en", env = "PAIHAO_LANG")]
    pub lang: Option<Lang>,
    /// Size of the window in pixels
    #[arg(
        long,
        value_name = "WxH",
        env = "PAIHAO_SIZE",
        conflicts_with = "fullscreen"
    )]
    pub size: Option<Size>,
    /// Fill the screen, as an appliance does
    #[arg(long, env = "PAIHAO_FULLSCREEN")]
    pub fullscreen: bool,
    /// Pixels of the screen per millimetre; usually measured on the screen itself
    #[arg(long, value_name = "N", env = "PAIHAO_PX_PER_MM", value_parser = px_per_mm)]
    pub px_per_mm: Option<f32>,
    /// The slip printer, such as network:192.168.1.50,width=58 or device:/dev/usb/lp0
    /// [default: `[printer]` of paihao.toml]
    #[arg(long, value_name = "PRINTER", env = "PAIHAO_PRINTER")]
    pub printer: Option<String>,
    /// Where a memory stick is mounted, for a kiosk away from its hub
    /// [default: looked for below /run/paihao, /media, /run/media and /mnt]
    #[arg(long, value_name = "DIR", env = "PAIHAO_STICK", requires = "hub")]
    pub stick: Option<PathBuf>,
    /// A made-up morning at 60 times the speed, in memory
    #[arg(long, env = "PAIHAO_DEMO", conflicts_with = "hub")]
    pub demo: bool,
}

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Width, pixels.
    pub width: u32,
    /// Height, pixels.
    pub height: u32,
}

/// Smaller windows cannot hold a card; larger ones are no screen.
const SIDE: std::ops::RangeInclusive<u32> = 320..=16384;

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let side = |part: &str| part.parse().ok().filter(|side| SIDE.contains(side));
        text.split_once(['x', 'X', '×'])
            .and_then(|(width, height)| {
                Some(Self {
                    width: side(width)?,
                    height: side(height)?,
                })
            })
            .ok_or_else(|| format!("`{text}` is not a size; write for example 1280x800"))
    }
}

fn px_per_mm(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|value| (1.5..=20.0).contains(value))
        .ok_or_else(|| format!("`{text}` is not between 1.5 and 20 pixels per millimetre"))
}

/// Pixels per millimetre of the screens that kiosks have, by their short side in
/// pixels, until somebody holds a bank card against the glass: 10.1″ at 800,
/// 15.6″ at 1080 and beyond in proportion.
pub fn usual_px_per_mm(width: u32, height: u32) -> f32 {
    const SMALL: f32 = 5.9;
    const FULL_HD: f32 = 5.56;
    const FULL_HD_SHORT_SIDE: u32 = 1080;
    let short = width.min(height);
    match short {
        0..FULL_HD_SHORT_SIDE => SMALL,
        FULL_HD_SHORT_SIDE.. => FULL_HD * short as f32 / FULL_HD_SHORT_SIDE as f32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_numbers() {
        assert_eq!(
            "1280x800".parse(),
            Ok(Size {
                width: 1280,
                height: 800
            })
        );
        assert_eq!(
            "800×1280".parse(),
            Ok(Size {
                width: 800,
                height: 1280
            })
        );
        for bad in ["1280", "x", "0x800", "-1x5", "99999x99999", "1280x800x2"] {
            assert!(bad.parse::<Size>().is_err(), "{bad}");
        }
    }

    #[test]
    fn flags_are_read_and_contradictions_refused() {
        let parse = |line: &str| Options::try_parse_from(line.split(' '));
        let options = parse("paihao-kiosk --size 1920x1080 --lang en --px-per-mm 4.03").unwrap();
        assert_eq!(options.lang, Some(Lang::En));
        assert_eq!(options.px_per_mm, Some(4.03));
        for bad in [
            "paihao-kiosk --size 1x1",
            "paihao-kiosk --lang fr",
            "paihao-kiosk --px-per-mm 0",
            "paihao-kiosk --pair 123456",
            "paihao-kiosk --size 800x600 --fullscreen",
            "paihao-kiosk --demo --hub http://hub:8080",
            "paihao-kiosk --no-announce --hub auto",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_usual_screens_have_their_usual_scale() {
        assert!((usual_px_per_mm(1280, 800) - 5.9).abs() < 0.01);
        assert!((usual_px_per_mm(1080, 1920) - 5.56).abs() < 0.01);
        assert!((usual_px_per_mm(3840, 2160) - 11.12).abs() < 0.01);
    }
}
