//! The hub without a window, and the command line that manages it.
//!
//! What it is: arguments in, one call of a hub or one look into its file, text or JSON out. What it
//! is not: it decides nothing about queues; whatever it does to a site is a command that the hub
//! accepts or refuses.
//!
//! Read [`run`] for the frame, `commands/` for one file per group of commands, `source.rs` for what
//! is read from a hub and what from its file.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

mod address_book;
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
    let (app, command) = match App::new(cli) {
        Ok(app) => app,
        Err((failure, language)) => return output::fail(&failure, language),
    };
    match run_command(&app, command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => output::fail(&failure, app.language),
    }
}

fn run_command(app: &App, command: args::Command) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime
        .map_err(Failure::Runtime)?
        .block_on(commands::run(app, command))
}
