//! What is printed: `poster`, `tag`, `printer`.

mod poster;
mod printer;
mod tag;

pub(crate) use poster::Poster;
pub(crate) use printer::Printer;
pub(crate) use tag::Tag;

use std::fs;
use std::path::Path;

use hub::address_book;
use paper::{ConfigError, Page, PrintError, Slip};
use protocol::SiteList;

use crate::app::App;
use crate::failure::Failure;
use crate::words::words;

/// What a machine's file says of its printer.
pub(crate) const SECTION: &str = r#"In paihao.toml:
  [printer]
  kind = "network"            # or device, usb, file, windows, serial, none
  address = "192.168.1.50"    # network; device, file and serial: path; windows: name;
                              # usb: vendor and product; serial also: baud
  width_mm = 80               # or 58
  mode = "raster"             # or text: the printer's own characters in GB 18030
  lang = "zh"                 # the large language; without it the visitor's
  both = true                 # the other language small under it
  cut = true                  # it has a knife
  format = "png"              # of files: or pdf, escpos"#;

/// Which printer, instead of this machine's own.
#[derive(Debug, clap::Args)]
pub(crate) struct At {
    /// The printer, such as network:192.168.1.50,width=58 or device:/dev/usb/lp0
    /// [default: `[printer]` of paihao.toml]
    #[arg(long, env = "PAIHAO_PRINTER", value_name = "PRINTER")]
    printer: Option<String>,
}

/// Prints a slip and waits until it is done.
fn print_at(app: &App, at: &At, slip: &Slip) -> Result<(), Failure> {
    let config = app.printer(at.printer.as_deref())?;
    let printer = config.open().map_err(|error| usage(&error))?;
    let Some(printer) = printer else {
        return Err(Failure::Usage(words!(
            app.language,
            "这台机器没有配置打印机。请用 --printer 指明，或写进 paihao.toml 的 [printer]。",
            "This machine has no printer. Name one with --printer, or in [printer] of paihao.toml."
        )));
    };
    // This program does nothing else meanwhile, so that it may wait here.
    printer
        .print(slip)
        .map_err(|error| not_printed(app, &error))
}

fn usage(error: &ConfigError) -> Failure {
    Failure::Usage(error.to_string())
}

fn not_printed(app: &App, error: &PrintError) -> Failure {
    let state = error.state().words(app.language);
    let cause = crate::failure::with_causes(error);
    Failure::Wrong(words!(
        app.language,
        "没有印好。{state}。（{cause}）",
        "Not printed. {state}. ({cause})"
    ))
}

/// Writes pages as PNG or PDF, as the file's name says.
fn write(pages: &[Page], dpi: f32, path: &Path) -> Result<(), Failure> {
    let file = |source| Failure::File {
        path: path.to_owned(),
        source,
    };
    let ending = path.extension().and_then(|ending| ending.to_str());
    let bytes = match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("pdf") => paper::pdf(pages, dpi),
        Some("png") => paper::png(pages, dpi).map_err(file)?,
        _ => {
            let path = path.display();
            return Err(Failure::Usage(format!("{path}: .pdf / .png")));
        }
    };
    fs::write(path, bytes).map_err(file)
}

/// Where phones find the site: the hub's address in its network, and the site's path.
fn site_url(app: &App, sites: &SiteList, site: &str) -> String {
    let noted = || address_book::newest(app.data_dir()).ok().flatten();
    let here = app.hub_is_here().then(noted).flatten();
    let base = here.unwrap_or_else(|| app.hub().to_string());
    let base = base.trim_end_matches('/');
    let is_first = sites
        .sites
        .first()
        .is_some_and(|first| first.id.as_str() == site);
    if is_first {
        base.to_owned()
    } else {
        format!("{base}/s/{site}")
    }
}

#[cfg(test)]
mod tests {
    use paper::{Place, PrinterConfig};

    use super::SECTION;

    #[test]
    fn the_section_that_help_shows_is_understood() {
        let (_, section) = SECTION.split_once("[printer]\n").unwrap();
        let config = PrinterConfig::read(None, Some(section)).unwrap();
        assert_eq!(config.place, Place::Network("192.168.1.50:9100".into()));
    }
}
