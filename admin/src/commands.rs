//! One file per group of commands: what can be typed, and what it does.

use clap::CommandFactory;

use crate::app::App;
use crate::args::{Cli, Command};
use crate::failure::Failure;
use crate::output;

pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod forecast_score;
pub(crate) mod hubs;
pub(crate) mod kiosk;
pub(crate) mod link;
pub(crate) mod plan;
pub(crate) mod print;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod serve;
pub(crate) mod service;
pub(crate) mod site;
pub(crate) mod sounds;
pub(crate) mod station;
pub(crate) mod status;
pub(crate) mod sync;
pub(crate) mod token;
pub(crate) mod verify;

/// Does what was typed.
pub(crate) async fn run(app: &App, command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(serve) => serve.run(app).await,
        Command::Site(site) => site.run(app).await,
        Command::Service(service) => service.run(app).await,
        Command::Station(station) => station.run(app).await,
        Command::Token(token) => token.run(app).await,
        Command::Kiosk(kiosk) => kiosk.run(app).await,
        Command::Hubs => hubs::run(app).await,
        Command::Sync(sync) => sync.run(app).await,
        Command::Link(link) => link.run(app).await,
        Command::Poster(poster) => poster.run(app).await,
        Command::Tag(tag) => tag.run(app).await,
        Command::Printer(printer) => printer.run(app),
        Command::Status(status) => status.run(app).await,
        Command::CallNext(call) => call.run(app).await,
        Command::Report(report) => report.run(app).await,
        Command::Export(export) => export.run(app).await,
        Command::ForecastScore(score) => score.run(app),
        Command::Plan(plan) => plan.run(app).await,
        Command::Verify => verify::run(app),
        Command::Doctor(doctor) => doctor.run(app).await,
        Command::Replay(replay) => replay.run(app),
        Command::Sounds(sounds) => sounds.run(app),
        Command::Completions { shell } => completions(shell),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "paihao-admin", &mut script);
    Ok(output::print_bytes(&script)?)
}
