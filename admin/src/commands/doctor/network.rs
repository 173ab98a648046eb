//! The hub's port, and the addresses that stand in QR codes.

use std::net::TcpListener;

use chrono::Utc;
use hub::config::Config;
use hub::place::Place;
use protocol::LocalTime;

use super::Finding;
use crate::address_book;
use crate::app::App;
use crate::words::words;

/// The hub's time, if one answers.
pub(super) async fn hub_now(app: &App) -> Option<LocalTime> {
    let sites = app.client().sites().await.ok()?.sites;
    sites.first().map(|site| site.now)
}

/// Whether the hub answers, or could listen.
pub(super) async fn port(app: &App, config: &Config, hub_answers: bool) -> Finding {
    let (listen, hub) = (config.listen, app.hub());
    if hub_answers {
        return Finding::ok(
            "port",
            words!(app.language, "主机在 {hub} 应答", "A hub answers at {hub}"),
        );
    }
    if let Err(client::Error::NotAHub { .. }) = app.client().sites().await {
        return Finding::bad(
            "port",
            words!(
                app.language,
                "{hub} 上是别的程序。请停掉它，或用 --listen 换一个端口。",
                "Another program answers at {hub}. Stop it, or choose another port with --listen."
            ),
        );
    }
    match TcpListener::bind(listen) {
        Ok(_) => Finding::ok(
            "port",
            words!(
                app.language,
                "{listen} 空闲，主机没有运行",
                "{listen} is free; no hub runs"
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
pub(super) fn addresses(app: &App, config: &Config, hub_answers: bool) -> Vec<Finding> {
    let place = Place::of(config.public_url.as_deref(), config.listen);
    // A running hub may have been told to listen elsewhere than this doctor; it noted where.
    let noted = || address_book::newest(app.data_dir()).ok().flatten();
    let running = (hub_answers && app.hub_is_here()).then(noted).flatten();
    let addresses = running.map_or_else(|| place.all().to_vec(), |address| vec![address]);
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
