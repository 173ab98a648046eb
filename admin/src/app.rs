//! What every command starts from: where the hub is, who asks, in which language.

use std::path::PathBuf;
use std::time::Duration;

use client::{Address, Client, Limits, SiteClient, TcpConnector, TokioTimer};
use domain::settings::Language;
use hub::config::{Config, Flags};
use hub::start::{ADMIN_TOKEN_FILE, STORE_FILE};
use paper::PrinterConfig;
use protocol::SiteList;

use crate::args::{Cli, Command, Global};
use crate::failure::Failure;
use crate::words::{language_of, tag};

/// The port when a hub was told to choose one itself.
const USUAL_PORT: u16 = 8080;

/// One run of the program.
pub(crate) struct App {
    /// Of everything that is printed.
    pub(crate) language: Language,
    /// Whether listings are JSON.
    pub(crate) json: bool,
    global: Global,
    hub: Address,
    data_dir: PathBuf,
    printer: Option<String>,
}

impl App {
    /// Puts options, environment and file together.
    pub(crate) fn new(cli: Cli) -> Result<(Self, Command), (Failure, Language)> {
        let Cli { global, command } = cli;
        let from_env = || language_of(|name| std::env::var(name).ok());
        let language = global.lang.map_or_else(from_env, Language::from);
        let app = Self::with(global, language).map_err(|failure| (failure, language))?;
        Ok((app, command))
    }

    fn with(global: Global, language: Language) -> Result<Self, Failure> {
        let config = load_config(Flags {
            data_dir: global.data_dir.clone(),
            ..Flags::default()
        })?;
        let usual = || {
            let port = Some(config.listen.port())
                .filter(|port| *port != 0)
                .unwrap_or(USUAL_PORT);
            format!("http://127.0.0.1:{port}")
        };
        let hub = global.hub.clone().unwrap_or_else(usual);
        let hub = hub
            .parse::<Address>()
            .map_err(|error| Failure::Usage(error.to_string()))?;
        Ok(Self {
            language,
            json: global.json,
            global,
            hub,
            data_dir: config.data_dir,
            printer: config.printer,
        })
    }

    /// Where the hub is looked for.
    pub(crate) fn hub(&self) -> &Address {
        &self.hub
    }

    /// Where the hub's data lies, if the hub is on this machine.
    pub(crate) fn data_dir(&self) -> &std::path::Path {
        &self.data_dir
    }

    /// The store of a hub on this machine.
    pub(crate) fn store_path(&self) -> PathBuf {
        self.data_dir.join(STORE_FILE)
    }

    /// What was said with `--data-dir`.
    pub(crate) fn data_dir_flag(&self) -> Option<PathBuf> {
        self.global.data_dir.clone()
    }

    /// What was said with `--site`.
    pub(crate) fn site_flag(&self) -> Option<&str> {
        self.global.site.as_deref()
    }

    /// The printer that was named, or this machine's.
    pub(crate) fn printer(&self, said: Option<&str>) -> Result<PrinterConfig, Failure> {
        PrinterConfig::read(said, self.printer.as_deref())
            .map_err(|error| Failure::Usage(error.to_string()))
    }

    /// Whether the hub's address was said, rather than guessed.
    pub(crate) fn hub_was_named(&self) -> bool {
        self.global.hub.is_some()
    }

    /// A client of the hub.
    pub(crate) fn client(&self) -> Client {
        self.client_of(&self.hub)
    }

    /// A client of the hub at another address.
    pub(crate) fn client_of(&self, hub: &Address) -> Client {
        let limits = Limits {
            connect: Duration::from_secs(2),
            ..Limits::default()
        };
        let token = self.token();
        Client::new(hub.clone(), TcpConnector, TokioTimer)
            .with_limits(limits)
            .with_language(tag(self.language))
            .with_token(token.as_deref())
    }

    /// The hub's site that was named, or its first one.
    pub(crate) async fn site(&self) -> Result<SiteClient, Failure> {
        let client = self.client();
        if let Some(site) = self.site_flag() {
            return Ok(client.site(site));
        }
        self.site_of(&client.sites().await?)
    }

    /// The site that was named, or the first of those that the hub has.
    pub(crate) fn site_of(&self, sites: &SiteList) -> Result<SiteClient, Failure> {
        let first = || sites.sites.first().map(|first| first.id.as_str());
        let site = self.site_flag().or_else(first);
        let site = site.ok_or_else(|| Failure::Wrong(self.no_site()))?;
        Ok(self.client().site(site))
    }

    /// Whether the hub is on this machine, so that its files can be read instead.
    pub(crate) fn hub_is_here(&self) -> bool {
        let host = self.hub.host();
        host == "localhost"
            || host
                .parse()
                .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
    }

    /// What to say when a hub has no site yet.
    pub(crate) fn no_site(&self) -> String {
        crate::words::words!(
            self.language,
            "这台主机还没有站点。请用 paihao-admin site add 添加。",
            "This hub has no site yet. Add one with paihao-admin site add."
        )
    }

    /// The token that was given, else the one the hub left on this machine.
    fn token(&self) -> Option<String> {
        let from_file = || {
            let text = std::fs::read_to_string(self.data_dir.join(ADMIN_TOKEN_FILE)).ok()?;
            Some(text.trim().to_owned()).filter(|token| !token.is_empty())
        };
        self.global
            .token
            .clone()
            .or_else(|| self.hub_is_here().then(from_file).flatten())
    }
}

/// The configuration of this machine with these flags.
pub(crate) fn load_config(flags: Flags) -> Result<Config, Failure> {
    Ok(Config::load(flags, |name| std::env::var_os(name))?)
}
