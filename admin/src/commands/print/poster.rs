//! `poster`: the sheet to hang up, and numbers to cut out.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::Args;
use domain::ServiceId;
use domain::settings::Wifi;
use paper::{NumberSheet, SHEET_DPI};
use protocol::{ServiceView, SiteView};

use super::{site_url, write};
use crate::app::App;
use crate::failure::Failure;
use crate::output::note;
use crate::words::words;

/// More numbers of one service no day has.
const NUMBERS_MAX: u32 = 999;

/// A poster with the site's code, or numbers on paper for a day without power.
#[derive(Debug, Args)]
pub(crate) struct Poster {
    /// The file to write: .pdf, or .png (of numbers only the first sheet)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Numbers to cut out instead of the poster
    #[arg(long, value_name = "FROM-TO", value_parser = numbers)]
    numbers: Option<RangeInclusive<u32>>,
    /// Whose numbers; without it, of all services
    #[arg(long, value_name = "SERVICE", requires = "numbers")]
    service: Option<ServiceId>,
    /// What the code leads to instead of the hub's address in its network
    #[arg(long, value_name = "URL", conflicts_with = "numbers")]
    url: Option<String>,
}

impl Poster {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        let sites = app.client().sites().await?;
        let site = app.site_of(&sites)?;
        let view = site.show().await?.site;
        let services = site.services().await?.services;
        let pages = if let Some(numbers) = &self.numbers {
            self.sheets(app, &view, &services, numbers)?
        } else {
            let wifi = site.wifi().await?.wifi;
            let url = site_url(app, &sites, view.id.as_str());
            vec![self.poster(&view, &services, &url, wifi).page()]
        };
        let written = if self.out.extension().is_some_and(|ending| ending == "png") {
            &pages[..pages.len().min(1)]
        } else {
            &pages
        };
        write(written, SHEET_DPI, &self.out)?;
        let (path, count) = (self.out.display(), written.len());
        note(&words!(
            app.language,
            "写好了 {path}，共 {count} 页 A4。",
            "{path} is written, {count} pages of A4."
        ));
        Ok(())
    }

    fn poster(
        &self,
        site: &SiteView,
        services: &[ServiceView],
        url: &str,
        wifi: Option<Wifi>,
    ) -> paper::Poster {
        let usual = if site.join_from_phones {
            format!("{url}/join")
        } else {
            url.to_owned()
        };
        paper::Poster {
            site: site.name.clone(),
            services: services
                .iter()
                .map(|service| service.name.clone())
                .collect(),
            url: self.url.clone().unwrap_or(usual),
            joins: site.join_from_phones,
            wifi,
        }
    }

    fn sheets(
        &self,
        app: &App,
        site: &SiteView,
        services: &[ServiceView],
        numbers: &RangeInclusive<u32>,
    ) -> Result<Vec<paper::Page>, Failure> {
        let is_wanted = |service: &&ServiceView| {
            let wanted = self.service.as_ref();
            wanted.is_none_or(|wanted| *wanted == service.id)
        };
        let pages: Vec<_> = services
            .iter()
            .filter(is_wanted)
            .flat_map(|service| {
                let sheet = NumberSheet {
                    site: site.name.clone(),
                    service: service.name.clone(),
                    prefix: service.prefix.clone(),
                    numbers: numbers.clone(),
                };
                sheet.pages()
            })
            .collect();
        if pages.is_empty() {
            return Err(Failure::Wrong(words!(
                app.language,
                "没有这项服务。请用 paihao-admin service list 查看。",
                "There is no such service. Look with paihao-admin service list."
            )));
        }
        Ok(pages)
    }
}

/// `1-100`.
fn numbers(text: &str) -> Result<RangeInclusive<u32>, String> {
    let side = |part: &str| part.trim().parse().ok();
    text.split_once('-')
        .and_then(|(from, to)| Some(side(from)?..=side(to)?))
        .filter(|range| {
            (1..=NUMBERS_MAX).contains(range.start())
                && range.start() <= range.end()
                && *range.end() <= NUMBERS_MAX
        })
        .ok_or_else(|| format!("`{text}` is not a range from 1 to {NUMBERS_MAX}, such as 1-100"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_goes_up_and_stays_within_a_day() {
        assert_eq!(numbers("1-100"), Ok(1..=100));
        assert_eq!(numbers("7 - 7"), Ok(7..=7));
        for bad in ["", "5", "0-3", "9-1", "1-1000", "a-b", "-1-3"] {
            assert!(numbers(bad).is_err(), "{bad}");
        }
    }
}
