//! The default way to run: the hub inside this process, asked over the loopback
//! address like any other, so that nothing works here that would not work apart.

use std::{net::SocketAddr, time::Duration};

use client::{Address, Client, Limits, SiteClient, TcpConnector, TokioTimer};
use hub::start::Running;
use protocol::LinkPage;

use crate::{
    lang::Lang,
    site_now::{FirstStart, LinkKind},
    worker::http::HttpPort,
};

/// Loopback answers at once or the disk hangs; the worker asks again by itself.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// What the window needs of the hub inside.
pub struct OneBox {
    /// How it is asked; `None` on a hub without a site.
    pub port: Option<HttpPort>,
    /// Where phones reach it.
    pub addresses: Vec<String>,
    /// For the first-run page of a fresh data folder.
    pub first_start: Option<FirstStart>,
}

impl OneBox {
    /// Takes what it needs from a hub that runs.
    ///
    /// # Errors
    /// The loopback address is not understood, which would be a fault of this program.
    pub fn of(running: &Running) -> Result<Self, client::BadAddress> {
        let address: Address = format!("http://{}", loopback(running.listens_at)).parse()?;
        let limits = Limits {
            connect: ANSWER_WITHIN,
            answer: ANSWER_WITHIN,
            ..Limits::default()
        };
        let client = Client::new(address, TcpConnector, TokioTimer).with_limits(limits);
        let site = |token: &str| -> Option<SiteClient> {
            let site = running.site.as_ref()?;
            Some(client.with_token(Some(token)).site(site.as_str()))
        };
        let first = running.first_start.as_ref();
        let organiser = first.and_then(|first| site(first.organiser.as_str()));
        let kiosk = running
            .kiosk
            .as_ref()
            .and_then(|token| site(token.as_str()));
        Ok(Self {
            port: kiosk.map(|kiosk| HttpPort::new(kiosk, organiser)),
            addresses: running.addresses.clone(),
            first_start: first.map(first_start),
        })
    }
}

/// What the terminal says once the hub runs: where it is, and on a first start how to get in.
pub fn announcement(lang: Lang, one_box: &OneBox) -> Vec<String> {
    let mut lines: Vec<String> = one_box
        .addresses
        .iter()
        .map(|address| format!("{}{address}", lang.pick("地址：", "Address: ")))
        .collect();
    let Some(first) = &one_box.first_start else {
        return lines;
    };
    lines.push(format!(
        "{}{}",
        lang.pick("工作人员密码：", "Staff PIN: "),
        first.pin
    ));
    lines.push(
        lang.pick(
            "下面的链接 30 分钟内有效，各用一次：",
            "These links work once each within 30 minutes:",
        )
        .into(),
    );
    for (kind, url) in &first.links {
        let name = match kind {
            LinkKind::Desk { .. } => lang.pick("叫号台", "Desk"),
            LinkKind::Board => lang.pick("大屏", "Board"),
            LinkKind::Dashboard => lang.pick("管理页", "Dashboard"),
        };
        lines.push(format!("  {name}{}{url}", lang.pick("：", ": ")));
    }
    lines
}

fn first_start(first: &hub::start::FirstStart) -> FirstStart {
    let kind = |page: &LinkPage| match page {
        LinkPage::Desk => LinkKind::Desk { station: None },
        LinkPage::Board => LinkKind::Board,
        LinkPage::Dashboard => LinkKind::Dashboard,
    };
    FirstStart {
        pin: first.pin.as_str().to_owned(),
        links: first
            .links
            .iter()
            .map(|(page, url)| (kind(page), url.clone()))
            .collect(),
    }
}

/// A hub that listens everywhere is asked on loopback, any other where it listens.
fn loopback(listens_at: SocketAddr) -> SocketAddr {
    let mut address = listens_at;
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

#[cfg(test)]
mod tests;
