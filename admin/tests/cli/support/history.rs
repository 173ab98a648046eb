//! A data folder with days that are over: made by a hub inside the test, whose clock is moved by hand.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use client::{Client, Key, SiteClient, TcpConnector, TokioTimer};
use domain::{Role, SiteId};
use hub::clock::ManualClock;
use hub::seams::Seams;
use hub::secrets::Secrets;
use hub::start::{KEYS_FOLDER, STORE_FILE};
use hub::{Hub, HubParts, Place as Addresses};
use protocol::{IssueTicket, Seen};
use store::{Random, RedbOptions, RedbStore};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::Place;

/// A hub with the sample site while its days are made.
pub(crate) struct History {
    site: SiteClient,
    clock: ManualClock,
    keys: u32,
}

impl Place {
    /// Makes days in this place's data folder; nobody serves it meanwhile.
    pub(crate) fn past(&self, days: impl AsyncFnOnce(&mut History)) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        let folder = self.data();
        std::fs::create_dir_all(&folder).unwrap();
        runtime.block_on(async {
            let clock = ManualClock::new("2026-03-07T00:00:00Z".parse().unwrap());
            let store = RedbStore::open(folder.join(STORE_FILE), &RedbOptions::new(|| 0)).unwrap();
            let keys = folder.join(KEYS_FOLDER);
            let parts = HubParts {
                store: Arc::new(store.clone()),
                secrets: Secrets::open(&keys).unwrap(),
                vault: Arc::new(store.vault(&keys, Random::system()).unwrap()),
                seams: Seams::with_clock(Arc::new(clock.clone())),
                place: Addresses::public("http://hub.example"),
                join: false,
            };
            let hub = Hub::open(parts).await.unwrap();
            hub::start::set_up_sample_site(&hub).await.unwrap();
            let id = SiteId::new("square").unwrap();
            let organiser = hub.local_credential(Role::Organiser, Some(id));
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = format!("http://{}", listener.local_addr().unwrap());
            let client = Client::new(address.parse().unwrap(), TcpConnector, TokioTimer);
            let client = client.with_token(Some(organiser.as_str()));
            let (stop, stopped) = oneshot::channel::<()>();
            let serving = tokio::spawn(hub::server::serve(hub, listener, async move {
                let _ = stopped.await;
            }));
            let mut history = History {
                site: client.site("square"),
                clock,
                keys: 0,
            };
            days(&mut history).await;
            drop(history);
            drop(stop);
            serving.await.unwrap();
            store.close().await.unwrap();
        });
    }
}

impl History {
    fn key(&mut self) -> Key {
        self.keys += 1;
        Key::new(&format!("past-{}", self.keys))
    }

    /// So many come for a haircut, four minutes apart, and are served at three stations in turn;
    /// then the day is closed.
    pub(crate) async fn day(&mut self, nine: &str, people: usize) {
        let nine: DateTime<Utc> = nine.parse().unwrap();
        let request = IssueTicket {
            service: "haircut".parse().unwrap(),
            visit: None,
            class: None,
            card: None,
            carried_from: None,
            ticket: None,
        };
        for nth in 0..people {
            let comes = nine + TimeDelta::minutes(4 * nth as i64);
            self.clock.set(comes);
            let (seen, station) = (Seen::default(), (1 + nth % 3).to_string());
            let (one, two, three, four) = (self.key(), self.key(), self.key(), self.key());
            self.site.issue(&request, &one).await.unwrap();
            let next = protocol::CallNext::default();
            self.site.call_next(&station, &next, &two).await.unwrap();
            self.site.start(&station, &seen, &three).await.unwrap();
            self.clock.set(comes + TimeDelta::minutes(3));
            self.site.finish(&station, &seen, &four).await.unwrap();
        }
        let key = self.key();
        self.site.close_day(&key).await.unwrap();
    }
}
