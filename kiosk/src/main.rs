//! Wires options, hub, window and terminal together.

use std::{process::ExitCode, sync::Arc};

use clap::Parser;
use client::SiteClient;
use hub::{
    config::{Config, Flags},
    start::Running,
};
use paihao_kiosk::{
    lang::Lang,
    one_box::{OneBox, announcement},
    options::Options,
    remote, say,
    settings::Settings,
    speech::Calls,
    window::{self, Setup},
    worker::HubPort,
};
use paper::PrinterConfig;
use tokio::runtime::Runtime;
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

/// Something needed is not there; a service manager tries again.
const UNAVAILABLE: u8 = 69;
const USAGE: u8 = 2;
const FAILED: u8 = 1;

/// Why the program ends, as a sentence and an exit code.
struct Stop {
    sentence: String,
    code: u8,
}

impl Stop {
    fn new(code: u8, sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            code,
        }
    }

    /// The error with what lies beneath it, on one line.
    fn because(code: u8, error: impl Into<anyhow::Error>) -> Self {
        Self::new(code, format!("{:#}", error.into()))
    }
}

fn main() -> ExitCode {
    let options = Options::parse();
    // PAIHAO_LOG chooses how much, as for paihao-admin.
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .with_env_var("PAIHAO_LOG")
        .from_env_lossy();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .finish();
    // Not `init`, which would also carry the records of the `log` crate: the window system
    // writes some while the thread's storage is torn down, and that aborts the program.
    // It fails only where a subscriber is set already, and there is one place that sets it.
    let _set_once = tracing::subscriber::set_global_default(subscriber);
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::trouble(&stop.sentence);
            ExitCode::from(stop.code)
        }
    }
}

fn run(options: &Options) -> Result<(), Stop> {
    let lang = options.lang.unwrap_or_default();
    let has_display = window::has_display();
    if !has_display && (options.fullscreen || options.hub.is_some()) {
        return Err(Stop::new(UNAVAILABLE, say::no_display(lang, false)));
    }
    let config = Config::load(
        Flags {
            data_dir: options.data_dir.clone(),
            listen: options.listen.clone(),
            empty: false,
            demo: options.demo,
            no_announce: options.no_announce,
            join: !has_display,
        },
        |name| std::env::var_os(name),
    )
    .map_err(|error| Stop::because(USAGE, error))?;
    let printer = PrinterConfig::read(options.printer.as_deref(), config.printer.as_deref())
        .and_then(|printer| printer.open().map(|_| printer))
        .map_err(|error| Stop::because(USAGE, error))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Stop::because(FAILED, error))?;
    match &options.hub {
        Some(hub) => satellite(options, &config, hub, printer, &runtime),
        None => one_box(options, config, printer, &runtime, has_display),
    }
}

fn satellite(
    options: &Options,
    config: &Config,
    hub: &str,
    printer: PrinterConfig,
    runtime: &Runtime,
) -> Result<(), Stop> {
    let lang = options.lang.unwrap_or_default();
    let connecting = remote::connect(hub, options.pair.as_deref(), &config.data_dir);
    let remote = runtime
        .block_on(connecting)
        .map_err(|error| Stop::new(error.exit_code(), error.said(lang)))?;
    let setup = Setup {
        addresses: vec![remote.address],
        calls: Some(calls(remote.site, Some(config))),
        printer,
        ..setup(options, Some(config))
    };
    let port = remote.port.with_stick(options.stick.clone());
    open(setup, port, runtime)
}

fn one_box(
    options: &Options,
    config: Config,
    printer: PrinterConfig,
    runtime: &Runtime,
    has_display: bool,
) -> Result<(), Stop> {
    let kept = (!options.demo).then_some(&config);
    let setup = setup(options, kept);
    let lang = setup.settings.lang;
    let running = runtime
        .block_on(hub::start::start(config.clone()))
        .map_err(|error| Stop::because(UNAVAILABLE, error))?;
    let inside = OneBox::of(&running).map_err(|error| Stop::because(FAILED, error))?;
    for warning in running.warnings(lang.into()) {
        say::trouble(&warning);
    }
    for line in announcement(lang, &inside) {
        say::line(&line);
    }
    if config.announce {
        let hub = running.hub.clone();
        runtime.spawn(nearby::keep_saying(running.listens_at, move || {
            hub.called()
        }));
    }
    if !has_display {
        say::trouble(&say::no_display(lang, true));
        return runtime.block_on(until_stopped(running));
    }
    let Some(port) = inside.port else {
        return runtime.block_on(until_stopped(running));
    };
    // A demonstration starts where visitors do.
    let first_start = inside.first_start.filter(|_| !options.demo);
    let setup = Setup {
        calls: Some(calls(port.site().clone(), kept)),
        first_start,
        addresses: inside.addresses,
        printer,
        ..setup
    };
    let watched = running.hub.clone();
    runtime.spawn(async move {
        // Without its hub a one box does nothing; started again it reads what is there.
        let _told_below = watched.failed().await;
        close_window();
    });
    match open(setup, port, runtime) {
        Ok(()) => runtime
            .block_on(running.stop())
            .map_err(|fault| Stop::because(UNAVAILABLE, fault)),
        Err(stop) if options.fullscreen => {
            // There is no window: that is what is said, whatever else is wrong.
            let _fault = runtime.block_on(running.stop());
            Err(stop)
        }
        Err(_) => without_window(lang, config, running, runtime),
    }
}

/// The hub alone, until it is told to stop or cannot go on.
async fn until_stopped(running: Running) -> Result<(), Stop> {
    let stopped = running.stopped().await;
    stopped.map_err(|fault| Stop::because(UNAVAILABLE, fault))
}

/// A display was named but does not open: the hub starts again as one that phones may join.
fn without_window(
    lang: Lang,
    config: Config,
    running: Running,
    runtime: &Runtime,
) -> Result<(), Stop> {
    say::trouble(&say::no_display(lang, true));
    runtime.block_on(async {
        let stopped = running.stop().await;
        stopped.map_err(|fault| Stop::because(UNAVAILABLE, fault))?;
        let again = hub::start::start(Config {
            join: true,
            ..config
        })
        .await;
        until_stopped(again.map_err(|error| Stop::because(UNAVAILABLE, error))?).await
    })
}

/// The window's part of the options; settings are kept where `kept` says.
fn setup(options: &Options, kept: Option<&Config>) -> Setup {
    let mut settings =
        kept.map_or_else(Settings::default, |config| Settings::load(&config.data_dir));
    if let Some(lang) = options.lang {
        settings.lang = lang;
    }
    Setup {
        settings,
        data_dir: kept.map(|config| config.data_dir.clone()),
        first_start: None,
        addresses: Vec::new(),
        calls: None,
        size: options.size,
        fullscreen: options.fullscreen,
        px_per_mm: options.px_per_mm,
        printer: PrinterConfig::default(),
    }
}

/// The calls that may be spoken, with own recordings if they are kept where `kept` says.
fn calls(site: SiteClient, kept: Option<&Config>) -> Calls {
    Calls {
        site,
        data_dir: kept.map(|config| config.data_dir.clone()),
    }
}

fn open(setup: Setup, port: impl HubPort, runtime: &Runtime) -> Result<(), Stop> {
    runtime.spawn(close_when_told());
    window::run(setup, Arc::new(port), runtime.handle())
        .map_err(|error| Stop::because(UNAVAILABLE, error))
}

/// Ctrl-C and SIGTERM close the window, so that the store is closed in order.
async fn close_when_told() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
    close_window();
}

fn close_window() {
    if let Err(error) = slint::quit_event_loop() {
        tracing::error!(%error, "the window does not close");
    }
}
