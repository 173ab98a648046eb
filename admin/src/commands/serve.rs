//! `serve`: the hub without a window.

use clap::Args;
use hub::config::Flags;
use hub::start::{FirstStart, Running, start};
use protocol::LinkPage;
use serde_json::{Value, json};

use crate::app::{App, load_config};
use crate::failure::Failure;
use crate::output::{note, print, print_json};
use crate::words::words;

/// Runs the hub until it is told to stop.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen at [default: 0.0.0.0:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Make no sample site on the first start
    #[arg(long)]
    empty: bool,
    /// Play a made-up morning at sixty times the speed, in memory
    #[arg(long)]
    demo: bool,
    /// Do not say in the network that this hub is here, for kiosks that look for it
    #[arg(long)]
    no_announce: bool,
}

impl Serve {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        let config = load_config(Flags {
            data_dir: app.data_dir_flag(),
            listen: self.listen,
            empty: self.empty,
            demo: self.demo,
            no_announce: self.no_announce,
            join: false,
        })?;
        let is_announced = config.announce;
        let running = start(config).await?;
        for warning in running.warnings(app.language) {
            note(&warning);
        }
        if app.json {
            print_json(&ready(&running))?;
        } else {
            print(&greeting(app, &running))?;
        }
        if is_announced {
            let hub = running.hub.clone();
            tokio::spawn(nearby::keep_saying(running.listens_at, move || {
                hub.called()
            }));
        }
        running.stopped().await?;
        Ok(())
    }
}

fn ready(running: &Running) -> Value {
    let first_start = running.first_start.as_ref().map(|first| {
        let link =
            |(page, url): &(LinkPage, String)| (page.name().to_owned(), Value::from(url.as_str()));
        let links: serde_json::Map<_, _> = first.links.iter().map(link).collect();
        json!({"pin": first.pin.as_str(), "links": links})
    });
    let site = running.site.as_ref().map(ToString::to_string);
    json!({"addresses": running.addresses, "site": site, "first_start": first_start})
}

fn greeting(app: &App, running: &Running) -> String {
    let addresses = running.addresses.join("\n  ");
    let mut text = words!(
        app.language,
        "排号主机已启动，按 Ctrl-C 停止。\n  {addresses}\n",
        "The hub runs; Ctrl-C stops it.\n  {addresses}\n"
    );
    if let Some(first) = &running.first_start {
        text.push_str(&first_words(app, first));
    }
    if running.site.is_none() {
        text.push_str(&app.no_site());
        text.push('\n');
    }
    text
}

fn first_words(app: &App, first: &FirstStart) -> String {
    let pin = first.pin.as_str();
    let mut text = words!(
        app.language,
        "第一次启动。工作人员密码（请抄下）：{pin}\n以下链接各能用一次，30 分钟内有效；以后用 paihao-admin link 取新的：\n",
        "First start. Staff PIN (write it down): {pin}\nEach of these links works once, within 30 minutes; later ones come from paihao-admin link:\n"
    );
    for (page, url) in &first.links {
        let page = match page {
            LinkPage::Desk => words!(app.language, "工作台", "desk"),
            LinkPage::Board => words!(app.language, "叫号屏", "board"),
            LinkPage::Dashboard => words!(app.language, "总览", "dashboard"),
        };
        text.extend(["  ", &page, "  ", url, "\n"]);
    }
    text
}
