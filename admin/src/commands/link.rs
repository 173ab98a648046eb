//! `link desk|board|dashboard`: an address to open once, and its QR in the terminal.

use clap::Subcommand;
use domain::StationId;
use protocol::{LinkPage, NewLink};
use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

use crate::app::App;
use crate::failure::Failure;
use crate::hub_call;
use crate::output::{note, print, print_json};
use crate::words::words;

/// Where the link leads.
#[derive(Debug, Subcommand)]
pub(crate) enum Link {
    /// A volunteer's desk
    Desk {
        /// Its station; without one the volunteer chooses
        #[arg(long, value_name = "STATION")]
        station: Option<StationId>,
    },
    /// A board
    Board,
    /// The organiser's dashboard
    Dashboard,
}

impl Link {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        let (page, station) = match self {
            Self::Desk { station } => (LinkPage::Desk, station),
            Self::Board => (LinkPage::Board, None),
            Self::Dashboard => (LinkPage::Dashboard, None),
        };
        let (site, request) = (
            app.site().await?,
            NewLink {
                page,
                station,
                pin: None,
            },
        );
        let link = hub_call::once(async |key| site.link(&request, key).await).await?;
        if app.json {
            return Ok(print_json(&link)?);
        }
        let until = link.expires_at.0.format("%H:%M");
        note(&words!(
            app.language,
            "请用那台设备扫码或打开网址，只能用一次，{until} 前有效：",
            "Scan this with the device, or open the address there; once, before {until}:"
        ));
        let mut text = String::new();
        for url in std::iter::once(&link.url).chain(&link.also) {
            text.push_str(url);
            text.push('\n');
        }
        if let Some(picture) = qr(&link.url) {
            text.push_str(&picture);
        }
        Ok(print(&text)?)
    }
}

/// The address as a QR of half blocks; none if it is too long for one.
pub(crate) fn qr(url: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(url, EcLevel::L).ok()?;
    // Terminals are dark as a rule: the light modules are drawn.
    let mut picture = code.render::<Dense1x2>();
    let (dark, light) = (Dense1x2::Light, Dense1x2::Dark);
    Some(
        picture
            .dark_color(dark)
            .light_color(light)
            .quiet_zone(true)
            .build(),
    )
}
