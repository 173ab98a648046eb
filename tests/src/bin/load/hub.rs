//! The hub that is measured, as its clients see it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use paihao_tests::{Ask, Reply, Wire};
use serde_json::Value;

const BASE: &str = "/api/v1/sites/square";

/// Where to ask, and as whom.
pub(crate) struct Hub {
    address: SocketAddr,
    token: String,
}

impl Hub {
    pub(crate) fn new(address: SocketAddr, token: String) -> Self {
        Self { address, token }
    }

    /// A connection of one's own.
    pub(crate) async fn wire(&self) -> Result<Wire> {
        Ok(Wire::connect(self.address).await?)
    }

    /// A command with its key, as our own clients always send it.
    pub(crate) fn post(&self, path: &str, body: &Value, key: &str) -> Ask {
        Ask::post(format!("{BASE}/{path}"), body)
            .bearer(&self.token)
            .key(key)
    }

    /// Numbers given so far.
    pub(crate) async fn issued(&self) -> Result<usize> {
        let ask = Ask::get(format!("{BASE}/stats")).bearer(&self.token);
        let reply = self.wire().await?.ask(&ask).await?;
        Ok(reply.json()["issued"].as_u64().context("no stats")? as usize)
    }
}

/// One request: the count of the number in its answer, and how long it took.
pub(crate) async fn timed(wire: &mut Wire, ask: &Ask, status: u16) -> Result<(u32, Duration)> {
    let began = Instant::now();
    let reply = wire.ask(ask).await?;
    let took = began.elapsed();
    ensure!(reply.status == status, "{}: {}", reply.status, reply.text());
    Ok((count_in(&reply)?, took))
}

/// The count in `"number":"理012"`.
fn count_in(reply: &Reply) -> Result<u32> {
    let json = reply.json();
    let number = json["ticket"]["number"].as_str().context("no number")?;
    Ok(number
        .trim_start_matches(|c: char| !c.is_ascii_digit())
        .parse()?)
}
