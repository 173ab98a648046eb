//! Which printer this machine has: `--printer`, `PAIHAO_PRINTER`, or `[printer]` of `paihao.toml`.

use std::{fmt, path::PathBuf};

use domain::settings::Language;
use serde::Deserialize;

use crate::{
    escpos::{Mode, Model},
    printer::{Printer, SlipPrinter},
    slip::Width,
    transport::{
        Link,
        device::Device,
        file::{Folder, Format},
        network::{Network, PORT},
        usb::Usb,
    },
};

/// Usual speed of a serial line.
const BAUD: u32 = 9600;

/// A printer, as it is configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterConfig {
    /// Where it is.
    pub place: Place,
    /// What it is like.
    pub model: Model,
    /// The large language on paper; without one it is the visitor's.
    pub lang: Option<Language>,
    /// The other language stands small under it.
    pub both: bool,
}

/// Where a printer is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// There is none.
    #[default]
    None,
    /// In the network: host and port.
    Network(String),
    /// Behind a device of the system.
    Device(PathBuf),
    /// On USB: vendor and product.
    Usb(u16, u16),
    /// Files in a folder.
    File(PathBuf, Format),
    /// Shared by Windows under a name.
    Windows(String),
    /// On a serial line: its name and speed.
    Serial(String, u32),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Network(address) => write!(f, "network:{address}"),
            Self::Device(path) => write!(f, "device:{}", path.display()),
            Self::Usb(vendor, product) => write!(f, "usb:{vendor:04x}:{product:04x}"),
            Self::File(path, _) => write!(f, "file:{}", path.display()),
            Self::Windows(name) => write!(f, "windows:{name}"),
            Self::Serial(path, baud) => write!(f, "serial:{path}@{baud}"),
        }
    }
}

/// Why a printer's configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The section is not what it should be.
    #[error("[printer] of paihao.toml is not understood: {0}")]
    Section(#[source] Box<toml::de::Error>),
    /// What was said on the command line is no printer.
    #[error(
        "{0:?} is no printer; write one such as network:192.168.1.50, device:/dev/usb/lp0, \
         usb:04b8:0202, file:slips, windows:NAME, serial:/dev/ttyS0@9600 or none, \
         with ,width=58 ,mode=text ,lang=zh|en ,both=no ,cut=no ,format=pdf behind it"
    )]
    NotAPrinter(String),
    /// The section names no place for its kind.
    #[error("[printer] of kind {kind:?} needs {needs} = …")]
    Missing {
        /// As it stands in the file.
        kind: String,
        /// The key that is not there.
        needs: &'static str,
    },
    /// This build cannot reach such a printer.
    #[error("this program was built without {0} printers")]
    NotBuilt(&'static str),
}

/// The section, as it stands in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    #[serde(default)]
    kind: String,
    address: Option<String>,
    path: Option<String>,
    name: Option<String>,
    vendor: Option<u16>,
    product: Option<u16>,
    baud: Option<u32>,
    width_mm: Option<u16>,
    mode: Option<String>,
    lang: Option<Language>,
    both: Option<bool>,
    cut: Option<bool>,
    format: Option<String>,
}

impl Default for PrinterConfig {
    fn default() -> Self {
        Self {
            place: Place::None,
            model: Model {
                width: Width::Mm80,
                mode: Mode::Raster,
                cuts: true,
            },
            lang: None,
            both: true,
        }
    }
}

impl PrinterConfig {
    /// What was said on the command line or in the environment (`said`), else what stands in the
    /// file (`section`, as TOML), else no printer.
    ///
    /// # Errors
    /// [`ConfigError`] in words for whoever starts the program.
    pub fn read(said: Option<&str>, section: Option<&str>) -> Result<Self, ConfigError> {
        match (said, section) {
            (Some(said), _) => Self::said(said),
            (None, Some(section)) => {
                let section = toml::from_str(section);
                Self::of(section.map_err(|error| ConfigError::Section(Box::new(error)))?)
            }
            (None, None) => Ok(Self::default()),
        }
    }

    /// `network:192.168.1.50,width=58`.
    fn said(said: &str) -> Result<Self, ConfigError> {
        let wrong = || ConfigError::NotAPrinter(said.to_owned());
        let mut parts = said.split(',').map(str::trim);
        let place = parts.next().unwrap_or_default();
        let (kind, place) = place.split_once(':').unwrap_or((place, ""));
        let mut section = Section {
            kind: kind.to_owned(),
            ..Section::default()
        };
        let place = (!place.is_empty()).then(|| place.to_owned());
        match kind {
            "network" => section.address = place,
            "device" | "file" => section.path = place,
            "windows" => section.name = place,
            "usb" => {
                let place = place.unwrap_or_default();
                let (vendor, product) = place.split_once(':').ok_or_else(wrong)?;
                let hex = |text| u16::from_str_radix(text, 16).map_err(|_| wrong());
                (section.vendor, section.product) = (Some(hex(vendor)?), Some(hex(product)?));
            }
            "serial" => {
                let place = place.unwrap_or_default();
                let (path, baud) = place.split_once('@').unwrap_or((&place, "9600"));
                section.path = (!path.is_empty()).then(|| path.to_owned());
                section.baud = Some(baud.parse().map_err(|_| wrong())?);
            }
            "none" if place.is_none() => {}
            _ => return Err(wrong()),
        }
        for option in parts {
            let (key, value) = option.split_once('=').ok_or_else(wrong)?;
            let yes = || match value {
                "yes" => Ok(true),
                "no" => Ok(false),
                _ => Err(wrong()),
            };
            match key {
                "width" => section.width_mm = Some(value.parse().map_err(|_| wrong())?),
                "mode" => section.mode = Some(value.to_owned()),
                "format" => section.format = Some(value.to_owned()),
                "both" => section.both = Some(yes()?),
                "cut" => section.cut = Some(yes()?),
                "lang" => {
                    section.lang = Some(match value {
                        "zh" => Language::Zh,
                        "en" => Language::En,
                        _ => return Err(wrong()),
                    });
                }
                _ => return Err(wrong()),
            }
        }
        Self::of(section).map_err(|_| wrong())
    }

    fn of(section: Section) -> Result<Self, ConfigError> {
        let usual = Self::default();
        let wrong = |what: &str| ConfigError::NotAPrinter(what.to_owned());
        Ok(Self {
            model: Model {
                width: match section.width_mm {
                    None => usual.model.width,
                    Some(58) => Width::Mm58,
                    Some(80) => Width::Mm80,
                    Some(other) => return Err(wrong(&format!("width_mm = {other}"))),
                },
                mode: match section.mode.as_deref() {
                    None | Some("raster") => Mode::Raster,
                    Some("text") => Mode::Text,
                    Some(other) => return Err(wrong(&format!("mode = {other}"))),
                },
                cuts: section.cut.unwrap_or(true),
            },
            lang: section.lang,
            both: section.both.unwrap_or(true),
            place: place(section)?,
        })
    }

    /// The printer; `None` where there is none.
    ///
    /// # Errors
    /// This build cannot reach it.
    pub fn open(&self) -> Result<Option<Box<dyn Printer>>, ConfigError> {
        let slips = |link: Box<dyn Link>| -> Option<Box<dyn Printer>> {
            let printer = SlipPrinter::new(self.place.to_string(), link, self.model);
            Some(Box::new(printer))
        };
        Ok(match &self.place {
            Place::None => None,
            Place::Network(address) => slips(Box::new(Network {
                address: address.clone(),
            })),
            Place::Device(path) => slips(Box::new(Device { path: path.clone() })),
            Place::Usb(vendor, product) => slips(Box::new(Usb {
                vendor: *vendor,
                product: *product,
            })),
            Place::File(path, format) => Some(Box::new(Folder {
                path: path.clone(),
                format: *format,
                model: self.model,
            })),
            #[cfg(windows)]
            Place::Windows(name) => slips(Box::new(crate::transport::windows::Share {
                name: name.clone(),
            })),
            #[cfg(not(windows))]
            Place::Windows(_) => return Err(ConfigError::NotBuilt("windows")),
            #[cfg(feature = "serial")]
            Place::Serial(path, baud) => slips(Box::new(crate::transport::serial::Serial {
                path: path.clone(),
                baud: *baud,
            })),
            #[cfg(not(feature = "serial"))]
            Place::Serial(..) => return Err(ConfigError::NotBuilt("serial")),
        })
    }
}

fn place(section: Section) -> Result<Place, ConfigError> {
    let kind = section.kind;
    let missing = |needs| ConfigError::Missing {
        kind: kind.clone(),
        needs,
    };
    Ok(match kind.as_str() {
        "" | "none" => Place::None,
        "network" => {
            let address = section.address.ok_or_else(|| missing("address"))?;
            Place::Network(if address.contains(':') {
                address
            } else {
                format!("{address}:{PORT}")
            })
        }
        "device" => Place::Device(section.path.ok_or_else(|| missing("path"))?.into()),
        "usb" => Place::Usb(
            section.vendor.ok_or_else(|| missing("vendor"))?,
            section.product.ok_or_else(|| missing("product"))?,
        ),
        "file" => {
            let format = match section.format.as_deref() {
                None | Some("png") => Format::Png,
                Some("pdf") => Format::Pdf,
                Some("escpos") => Format::EscPos,
                Some(other) => return Err(ConfigError::NotAPrinter(format!("format = {other}"))),
            };
            Place::File(section.path.ok_or_else(|| missing("path"))?.into(), format)
        }
        "windows" => Place::Windows(section.name.ok_or_else(|| missing("name"))?),
        "serial" => Place::Serial(
            section.path.ok_or_else(|| missing("path"))?,
            section.baud.unwrap_or(BAUD),
        ),
        _ => return Err(ConfigError::NotAPrinter(kind)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Result<PrinterConfig, ConfigError> {
        PrinterConfig::read(Some(text), Some("kind = \"file\"\npath = \"elsewhere\""))
    }

    #[test]
    fn what_is_said_wins_over_the_file_and_nothing_means_none() {
        let file = "kind = \"network\"\naddress = \"10.0.0.9\"\nwidth_mm = 58\nlang = \"en\"\nboth = false";
        let config = PrinterConfig::read(None, Some(file)).unwrap();
        assert_eq!(config.place, Place::Network("10.0.0.9:9100".into()));
        assert_eq!(config.model.width, Width::Mm58);
        assert_eq!((config.lang, config.both), (Some(Language::En), false));
        assert_eq!(said("none").unwrap().place, Place::None);
        let nothing = PrinterConfig::read(None, None).unwrap();
        assert_eq!(nothing.place, Place::None);
        assert!(nothing.open().unwrap().is_none());
    }

    #[test]
    fn every_kind_is_said_in_one_word_and_says_itself_again() {
        for (text, place, again) in [
            (
                "network:10.0.0.9:9101",
                Place::Network("10.0.0.9:9101".into()),
                "network:10.0.0.9:9101",
            ),
            (
                "device:/dev/usb/lp0",
                Place::Device("/dev/usb/lp0".into()),
                "device:/dev/usb/lp0",
            ),
            ("usb:04b8:0202", Place::Usb(0x04b8, 0x0202), "usb:04b8:0202"),
            (
                "file:slips,format=pdf",
                Place::File("slips".into(), Format::Pdf),
                "file:slips",
            ),
            (
                "windows:POS58",
                Place::Windows("POS58".into()),
                "windows:POS58",
            ),
            (
                "serial:/dev/ttyS0",
                Place::Serial("/dev/ttyS0".into(), 9600),
                "serial:/dev/ttyS0@9600",
            ),
        ] {
            let config = said(text).unwrap();
            assert_eq!(config.place, place);
            assert_eq!(config.place.to_string(), again);
        }
        let config = said("network:h,width=58,mode=text,lang=en,both=no,cut=no").unwrap();
        assert_eq!((config.lang, config.both), (Some(Language::En), false));
        assert_eq!(config.model.mode, Mode::Text);
        assert!(!config.model.cuts);
    }

    #[test]
    fn mistakes_are_named() {
        for wrong in [
            "",
            "paper",
            "network",
            "network:",
            "usb:1",
            "usb:x:y",
            "serial:/dev/x@fast",
            "none:x",
            "network:h,width=70",
            "network:h,colour",
            "network:h,both=maybe",
        ] {
            let error = said(wrong).unwrap_err();
            assert!(
                matches!(error, ConfigError::NotAPrinter(_)),
                "{wrong}: {error}"
            );
        }
        for (section, says) in [
            ("kind = \"network\"", "address"),
            ("kind = \"file\"", "path"),
            ("kind = \"paper\"", "paper"),
            ("kind = \"none\"\nwidth = 58", "width"),
            ("kind = \"none\"\nwidth_mm = 70", "70"),
        ] {
            let error = PrinterConfig::read(None, Some(section)).unwrap_err();
            assert!(error.to_string().contains(says), "{section}: {error}");
        }
    }
}
