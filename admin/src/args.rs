//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::settings::Language;

use crate::commands::{
    doctor, export, forecast_score, kiosk, link, plan, print, replay, report, serve, service, site,
    sounds, station, status, sync, token,
};

/// Runs a queue hub and manages its sites.
///
/// Options win over the environment (PAIHAO_…), which wins over paihao.toml.
#[derive(Debug, Parser)]
#[command(name = "paihao-admin", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str =
    "Exit codes: 0 done, 1 refused or found wrong, 2 usage, 69 hub or store not reachable.";

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Address of the hub [default: http://127.0.0.1 and the port it listens on, usually 8080]
    #[arg(long, global = true, env = "PAIHAO_HUB", value_name = "URL")]
    pub(crate) hub: Option<String>,
    /// Folder with the hub's store, keys and admin.token
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Token of an organiser or technician [default: DATA/admin.token on the hub's machine]
    #[arg(
        long,
        global = true,
        env = "PAIHAO_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    pub(crate) token: Option<String>,
    /// The site [default: the hub's first one]
    #[arg(long, global = true, env = "PAIHAO_SITE", value_name = "SITE")]
    pub(crate) site: Option<String>,
    /// Print JSON instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Language of what is printed [default: from LANG]
    #[arg(long, global = true, env = "PAIHAO_LANG", value_name = "LANGUAGE")]
    pub(crate) lang: Option<LanguageArg>,
}

/// A language, as it is typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LanguageArg {
    /// Chinese
    Zh,
    /// English
    En,
}

impl From<LanguageArg> for Language {
    fn from(language: LanguageArg) -> Self {
        match language {
            LanguageArg::Zh => Self::Zh,
            LanguageArg::En => Self::En,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the hub
    Serve(serve::Serve),
    /// Sites: the squares of this hub
    #[command(subcommand)]
    Site(site::Site),
    /// Services: what people queue for
    #[command(subcommand)]
    Service(service::Service),
    /// Stations: where volunteers serve
    #[command(subcommand)]
    Station(station::Station),
    /// Tokens for programs
    #[command(subcommand)]
    Token(token::Token),
    /// Kiosks: touchscreens away from the hub
    #[command(subcommand)]
    Kiosk(kiosk::Kiosk),
    /// The hubs in this network, as kiosks with --hub auto find them
    Hubs,
    /// Numbers that kiosks gave while the network was gone, by network or on a stick
    #[command(subcommand)]
    Sync(sync::Sync),
    /// A fresh link that signs a device in, once
    #[command(subcommand)]
    Link(link::Link),
    /// A poster with the site's code, or numbers on paper for a day without power
    Poster(print::Poster),
    /// The two-part tag of a thing that was left to be repaired
    Tag(print::Tag),
    /// The slip printer of this machine
    #[command(subcommand, after_help = print::SECTION)]
    Printer(print::Printer),
    /// How it stands now
    Status(status::Status),
    /// Call the next number to a station
    CallNext(station::CallNext),
    /// The figures of a service day on one page
    Report(report::Report),
    /// The tickets of service days as a table
    Export(export::Export),
    /// How good the forecast of waits would have been over a log of earlier days
    ForecastScore(forecast_score::ForecastScore),
    /// How many stations a coming day needs, and setting it up like an earlier one
    Plan(plan::Plan),
    /// Check every record of the store and replay it
    Verify,
    /// Check this machine and say what to do
    Doctor(doctor::Doctor),
    /// Run a scenario on a site of its own, without a hub
    Replay(replay::Replay),
    /// The voice of the calls: own recordings
    #[command(subcommand)]
    Sounds(sounds::Sounds),
    /// Completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_fit_each_other() {
        Cli::command().debug_assert();
    }
}
