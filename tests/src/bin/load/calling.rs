//! Stations that call, start and finish while clients go on taking tickets.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use paihao_tests::Wire;
use serde_json::json;

use crate::hub::{Hub, timed};
use crate::issuing::{Done, PHASE_MAX, issue};

const STATIONS: u32 = 8;
const CALLS_OF_STATION: u32 = 60;
const ISSUING_MEANWHILE: u32 = 8;

/// Stations call, start and finish while clients go on taking tickets; the calls are timed.
pub(crate) async fn call_while_issuing(hub: &Arc<Hub>) -> Result<(Done, Done)> {
    let mut stations = Vec::new();
    for station in 11..11 + STATIONS {
        stations.push(Station::open(hub, station).await?);
    }
    let began = Instant::now();
    let calling: Vec<_> = stations
        .into_iter()
        .map(|station| tokio::spawn(station.call_on(Arc::clone(hub), began)))
        .collect();
    let issued = issue(hub, "meanwhile", ISSUING_MEANWHILE, CALLS_OF_STATION * 2).await?;
    // The clients may go on for longer; until the last station was done is what counts.
    let (mut done, mut whole) = (Vec::new(), Duration::ZERO);
    for station in calling {
        let (calls, ended) = station.await??;
        done.extend(calls);
        whole = whole.max(ended);
    }
    Ok((Done { done, whole }, issued))
}

struct Station {
    id: u32,
    wire: Wire,
}

impl Station {
    async fn open(hub: &Hub, id: u32) -> Result<Self> {
        let mut wire = hub.wire().await?;
        let fields = json!({"id": id.to_string(), "services": ["haircut"]});
        let added = wire
            .ask(&hub.post("stations", &fields, &format!("add-{id}")))
            .await?;
        ensure!(added.status < 300, "no station: {}", added.text());
        let mut station = Self { id, wire };
        station.say(hub, "open", "open").await?;
        Ok(station)
    }

    /// Calls until enough were called; also answers when it was done.
    async fn call_on(
        mut self,
        hub: Arc<Hub>,
        began: Instant,
    ) -> Result<(Vec<(u32, Duration)>, Duration)> {
        let mut done = Vec::new();
        while done.len() < CALLS_OF_STATION as usize && began.elapsed() < PHASE_MAX {
            let path = format!("stations/{}/call-next", self.id);
            let key = format!("call-{}-{}", self.id, done.len());
            let ask = hub.post(&path, &json!({"finish": !done.is_empty()}), &key);
            done.push(timed(&mut self.wire, &ask, 200).await?);
            self.say(&hub, "start", &format!("start-{}", done.len()))
                .await?;
        }
        Ok((done, began.elapsed()))
    }

    async fn say(&mut self, hub: &Hub, verb: &str, key: &str) -> Result<()> {
        let path = format!("stations/{}/{verb}", self.id);
        let ask = hub.post(&path, &json!({}), &format!("{}-{key}", self.id));
        let reply = self.wire.ask(&ask).await?;
        ensure!(reply.status == 200, "{verb}: {}", reply.text());
        Ok(())
    }
}
