//! `hubs`: which hubs are in this network.

use nearby::{Found, NearbyError};
use serde_json::json;

use crate::app::App;
use crate::failure::Failure;
use crate::output::{print, print_json, table};
use crate::words::words;

/// Lists them, by name.
pub(crate) async fn run(app: &App) -> Result<(), Failure> {
    let unable = |_: NearbyError| {
        Failure::Wrong(words!(
            app.language,
            "这台机器没法在网络里找主机（不支持组播）。请用 --hub 写明主机地址。",
            "This machine cannot look for hubs in its network (no multicast). Name the hub with --hub."
        ))
    };
    let hubs = nearby::look(nearby::LOOK_FOR).map_err(unable)?.all().await;
    if app.json {
        let hub = |hub: &Found| {
            let addresses: Vec<String> = hub.addresses().collect();
            json!({"name": hub.name, "site": hub.site, "addresses": addresses})
        };
        let hubs: Vec<_> = hubs.iter().map(hub).collect();
        return Ok(print_json(&json!({"hubs": hubs}))?);
    }
    if hubs.is_empty() {
        return Err(Failure::Wrong(words!(
            app.language,
            "在这个网络里没有找到主机。请检查主机是否已开、是否连着同一个网络，有没有用 --no-announce 启动。",
            "No hub is found in this network. See that it runs, is in the same network, and was not started with --no-announce."
        )));
    }
    let word = |zh: &str, en: &str| words!(app.language, "{zh}", "{en}");
    let headings = [
        word("名称", "name"),
        word("编号", "site"),
        word("地址", "address"),
    ];
    let row = |hub: &Found| {
        let addresses: Vec<String> = hub.addresses().collect();
        vec![hub.name.clone(), hub.site.clone(), addresses.join(" ")]
    };
    let rows: Vec<_> = hubs.iter().map(row).collect();
    Ok(print(&table(&headings, &rows))?)
}
