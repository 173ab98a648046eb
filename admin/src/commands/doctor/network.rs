//! The hub's port, and the addresses that stand in QR codes.

use std::net::TcpListener;

use chrono::Utc;
use client::{Address, Client};
use hub::address_book;
use hub::config::Config;
use hub::place::Place;
use protocol::LocalTime;

use super::Finding;
use crate::app::App;
use crate::words::words;

/// Who answers where a hub is looked for.
pub(super) enum Seen {
    /// A hub.
    Hub {
        /// Where.
        at: String,
        /// Its time; none if it has no site yet.
        now: Option<LocalTime>,
    },
    /// Something else.
    Other,
    /// Nobody.
    Nobody,
}

impl Seen {
    /// Whether a hub answers.
    pub(super) fn is_hub(&self) -> bool {
        match self {
            Self::Hub { .. } => true,
            Self::Other | Self::Nobody => false,
        }
    }

    /// The hub's time, if it told.
    pub(super) fn now(&self) -> Option<&LocalTime> {
        match self {
            Self::Hub { now, .. } => now.as_ref(),
            Self::Other | Self::Nobody => None,
        }
    }
}

/// Looks for the hub, where this program would and where the one of this folder noted that it runs.
pub(super) async fn look(app: &App) -> Seen {
    let usual = seen(&app.client(), app.hub().to_string()).await;
    if usual.is_hub() || app.hub_was_named() {
        return usual;
    }
    let Some((noted, address)) = noted(app) else {
        return usual;
    };
    match seen(&app.client_of(&address), noted).await {
        elsewhere @ Seen::Hub { .. } => elsewhere,
        Seen::Other | Seen::Nobody => usual,
    }
}

async fn seen(client: &Client, at: String) -> Seen {
    match client.sites().await {
        Ok(sites) => Seen::Hub {
            at,
            now: sites.sites.first().map(|site| site.now),
        },
        // It answers as a hub does.
        Err(client::Error::Problem(_) | client::Error::NotUnderstood { .. }) => {
            Seen::Hub { at, now: None }
        }
        Err(client::Error::NotAHub { .. }) => Seen::Other,
        Err(client::Error::Unreachable { .. } | client::Error::UnknownOutcome { .. }) => {
            Seen::Nobody
        }
    }
}

/// Where the hub of this folder ran last.
fn noted(app: &App) -> Option<(String, Address)> {
    let noted = address_book::newest(app.data_dir()).ok().flatten()?;
    let address = noted.parse().ok()?;
    Some((noted, address))
}

/// Whether the hub answers, or could listen.
pub(super) fn port(app: &App, config: &Config, seen: &Seen) -> Finding {
    let (listen, hub) = (config.listen, app.hub());
    match seen {
        Seen::Hub { at, .. } => {
            return Finding::ok(
                "port",
                words!(app.language, "主机在 {at} 应答", "A hub answers at {at}"),
            );
        }
        Seen::Other => {
            return Finding::bad(
                "port",
                words!(
                    app.language,
                    "{hub} 上是别的程序。请停掉它，或用 --listen 换一个端口。",
                    "Another program answers at {hub}. Stop it, or choose another port with --listen."
                ),
            );
        }
        Seen::Nobody => {}
    }
    match TcpListener::bind(listen) {
        Ok(_) => Finding::ok(
            "port",
            words!(
                app.language,
                "{listen} 空闲，{hub} 没有主机应答",
                "{listen} is free; no hub answers at {hub}"
            ),
        ),
        Err(error) => Finding::bad(
            "port",
            words!(
                app.language,
                "无法在 {listen} 上监听（{error}）。请换一个端口，或停掉占用它的程序。",
                "Nothing can listen at {listen} ({error}). Choose another port, or stop the program that holds it."
            ),
        ),
    }
}

/// Where phones find the hub, and whether that changed since it last ran.
pub(super) fn addresses(
    app: &App,
    config: &Config,
    seen: &Seen,
    listen_was_named: bool,
) -> Vec<Finding> {
    let noted = noted(app);
    let running = noted
        .as_ref()
        .filter(|_| seen.is_hub() && app.hub_is_here());
    let addresses = if let Some((address, _)) = running {
        // It may have been told to listen elsewhere than this doctor; it noted where.
        vec![address.clone()]
    } else {
        let mut listen = config.listen;
        if let (Some((_, last)), false) = (&noted, listen_was_named) {
            // With which port it is started next time is not known: as the last time.
            listen.set_port(last.port());
        }
        let place = Place::of(config.public_url.as_deref(), listen);
        place.all().to_vec()
    };
    let Some(first) = addresses.first() else {
        return Vec::new();
    };
    let is_local = first.contains("://127.") || first.contains("://[::1]");
    let reach = if is_local {
        Finding::warn(
            "address",
            words!(
                app.language,
                "只有本机能打开 {first}，手机打不开。请连上网络，或在 paihao.toml 里设置 public_url。",
                "Only this machine reaches {first}; phones do not. Join a network, or set public_url in paihao.toml."
            ),
        )
    } else {
        let all = addresses.join("  ");
        Finding::ok(
            "address",
            words!(
                app.language,
                "二维码中的地址：{all}",
                "Address in QR codes: {all}"
            ),
        )
    };
    let mut findings = vec![reach];
    findings.extend(moved(app, first));
    findings
}

fn moved(app: &App, first: &str) -> Option<Finding> {
    // A file that cannot be read is told by the check of the data folder.
    let from = address_book::moved(app.data_dir(), first, Utc::now())
        .ok()
        .flatten()?
        .from;
    Some(Finding::warn(
        "address_moved",
        words!(
            app.language,
            "地址从 {from} 变成了 {first}：以前印出的二维码打不开了。请在路由器上固定本机地址，或重新打印海报。",
            "The address changed from {from} to {first}: QR codes printed earlier lead nowhere. Fix this machine's address in the router, or print the posters again."
        ),
    ))
}
