//! Measures a hub and its disk in one run and prints the figures as JSON.
//!
//! What it is: a load from the same machine against the release build of `paihao-admin serve`,
//! with the disk's own rate measured between the phases, because disks of hosts have good and bad
//! minutes: only ratios of one run mean something. What it is not: a test. It never fails because
//! a figure is low; it says so.
//!
//! Read `phases.rs` for what is measured, `goals.rs` for what it should be.

use std::io::Write as _;
use std::path::PathBuf;

use ::hub::config::{Config, Flags};
use anyhow::{Context as _, Result};
use clap::Parser;
use serde_json::json;

mod calling;
mod disk;
mod figures;
mod goals;
mod group_commit;
mod hub;
mod issuing;
mod phases;
mod surroundings;

use surroundings::Surroundings;

/// Measures durable tickets per second beside what the disk and the store can do.
#[derive(Parser)]
struct Options {
    /// A folder on the disk to measure, by default where a hub keeps its data; a new one is made in
    /// it and removed again.
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// Tickets that each of the 64 clients takes.
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    tickets: u32,
}

/// Where a hub of this machine keeps its data.
fn usual_folder() -> Result<PathBuf> {
    Ok(Config::load(Flags::default(), |name| std::env::var_os(name))?.data_dir)
}

fn main() -> Result<()> {
    let options = Options::parse();
    let parent = match options.data_dir {
        Some(folder) => folder,
        None => usual_folder()?,
    };
    std::fs::create_dir_all(&parent)
        .with_context(|| format!("{} cannot be made", parent.display()))?;
    let surroundings = Surroundings::of(&parent);
    for warning in surroundings.warnings() {
        writeln!(std::io::stderr(), "load: {warning}")?;
    }
    let folder = tempfile::tempdir_in(&parent)
        .with_context(|| format!("no folder can be made in {}", parent.display()))?;
    // One thread: what is left of the machine belongs to the hub.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let measured = runtime.block_on(phases::run(folder.path(), options.tickets))?;
    let report = json!({
        "folder": parent,
        "surroundings": surroundings,
        "cpus": std::thread::available_parallelism().map_or(0, usize::from),
        "figures": measured,
        "goals": goals::judge(&measured),
    });
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &report)?;
    Ok(writeln!(out)?)
}
