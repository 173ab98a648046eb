//! `tag --item N`: the two-part tag of a thing.

use std::path::PathBuf;

use clap::Args;
use paper::{SLIP_DPI, Slip, TagSlip, Tongues};
use protocol::{ItemView, ServiceList, SiteView};

use super::{At, print_at, site_url, write};
use crate::app::App;
use crate::failure::Failure;

/// The two-part tag of a thing that was left to be repaired.
#[derive(Debug, Args)]
pub(crate) struct Tag {
    /// The number of the thing, as the desk shows it
    #[arg(long, value_name = "N")]
    item: String,
    /// Write it to a .png or .pdf instead of printing it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    at: At,
}

impl Tag {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        let sites = app.client().sites().await?;
        let site = app.site_of(&sites)?;
        let digits = self.item.trim_start_matches('件');
        let item = site.item(digits).await?.item;
        let view = site.show().await?.site;
        let services = site.services().await?;
        let config = app.printer(self.at.printer.as_deref())?;
        let lang = config.lang.unwrap_or(view.language);
        let tongues = if config.both {
            Tongues::both(lang)
        } else {
            Tongues::only(lang)
        };
        let base = site_url(app, &sites, view.id.as_str());
        let slip = Slip::Tag(Box::new(slip(&item, &view, &services, &base, tongues)));
        match &self.out {
            Some(path) => write(&slip.pages(config.model.width), SLIP_DPI, path),
            None => print_at(app, &self.at, &slip),
        }
    }
}

fn slip(
    item: &ItemView,
    site: &SiteView,
    services: &ServiceList,
    base: &str,
    tongues: Tongues,
) -> TagSlip {
    let mut known = services.services.iter();
    let service = known.find(|service| service.id == item.service);
    let digits = item.number.trim_start_matches('件');
    TagSlip {
        tongues,
        site: site.name.clone(),
        service: service
            .map(|service| service.name.clone())
            .unwrap_or_default(),
        number: item.number.clone(),
        kind: item.kind,
        ticket: item.ticket_number.clone(),
        received_at: item.received_at.0.naive_local(),
        // A volunteer's phone finds the thing with it.
        url: format!("{base}/desk/items?find={digits}"),
    }
}
