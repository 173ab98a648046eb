//! The hub without a window, and the command line that manages it.
//!
//! What it is: arguments in, one call of a hub or one look into its file, text or JSON out. What it
//! is not: it decides nothing about queues; whatever it does to a site is a command that the hub
//! accepts or refuses.
//!
//! Read [`run`] for the frame, `commands/` for one file per group of commands, `source.rs` for what
//! is read from a hub and what from its file.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;

mod app;
mod args;
mod commands;
mod failure;
mod hub_call;
mod output;
mod settings_args;
mod site_file;
mod source;
mod words;

use app::App;
use args::Cli;
use failure::Failure;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// Exit code of a usage error, as every clap program has it.
const USAGE: u8 = 2;

/// Runs one command and answers its exit code: 0 done, 1 refused or found wrong, 2 usage,
/// 69 hub or store not reachable.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Whoever closed the output does not read the help either.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { 0 });
        }
    };
    warn_on_stderr();
    let (app, command) = match App::new(cli) {
        Ok(app) => app,
        Err((failure, language)) => return output::fail(&failure, language),
    };
    match run_command(&app, command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => output::fail(&failure, app.language),
    }
}

/// What happens in the hub or the store beside the answer, for whoever looks after the machine;
/// PAIHAO_LOG chooses how much.
fn warn_on_stderr() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .with_env_var("PAIHAO_LOG")
        .from_env_lossy();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

fn run_command(app: &App, command: args::Command) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime
        .map_err(Failure::Runtime)?
        .block_on(commands::run(app, command))
}
