//! A hub on a free port of this machine, with a clock that stands still until it is moved.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::{Moment, Role, SiteId};
use hub::Hub;
use hub::clock::ManualClock;
use hub::hub::Parts;
use hub::place::Place;
use hub::seams::{Seams, Store};
use hub::secrets::Secrets;
use paihao_tests::{Ask, Reply, Stream, Wire};
use serde::Serialize;
use serde_json::{Value, json};
use store::{MemoryStore, RedbOptions, RedbStore};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::check;

/// What every address of the sample site begins with.
pub(crate) const BASE: &str = "/api/v1/sites/square";

/// Everybody who can hold a credential of a site.
pub(crate) const ROLES: [Role; 7] = [
    Role::Display,
    Role::Kiosk,
    Role::Volunteer,
    Role::TeamLeader,
    Role::Organiser,
    Role::Technician,
    Role::District,
];

/// A Saturday morning on the sample site's square.
const MORNING: &str = "2026-03-07T09:00:00+08:00";
/// Only ever waited for in full by a test that fails.
const WITHIN: Duration = Duration::from_secs(20);

/// A hub that is served over TCP until it is dropped.
pub(crate) struct Bench {
    pub(crate) address: SocketAddr,
    hub: Hub,
    store: Arc<dyn Store>,
    clock: ManualClock,
    tokens: [(Role, String); ROLES.len()],
    technician: String,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Bench {
    /// A new hub with the sample site, in memory, on a Saturday morning.
    pub(crate) async fn in_memory() -> Self {
        Self::in_memory_at(MORNING).await
    }

    /// The same at a moment of one's choice.
    pub(crate) async fn in_memory_at(moment: &str) -> Self {
        Self::open(Arc::new(MemoryStore::new()), Secrets::passing(), moment).await
    }

    /// A hub on a folder, new or as it was left there.
    pub(crate) async fn on_disk(folder: &Path) -> Self {
        let options = RedbOptions::new(|| 0);
        let store = RedbStore::open(folder.join("store.redb"), &options).unwrap();
        let secrets = Secrets::open(&folder.join("keys")).unwrap();
        Self::open(Arc::new(store), secrets, MORNING).await
    }

    async fn open(store: Arc<dyn Store>, secrets: Secrets, moment: &str) -> Self {
        let clock = ManualClock::new(moment.parse().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seams = Seams::with_clock(Arc::new(clock.clone()));
        let place = Place::of(None, address);
        let parts = Parts {
            store: Arc::clone(&store),
            vault: Arc::new(MemoryStore::new()),
            seams,
            secrets,
            place,
            join: false,
        };
        let hub = Hub::open(parts).await.unwrap();
        if hub.sites().first().is_none() {
            hub::start::set_up_sample_site(&hub).await.unwrap();
        }
        let (stop, stopped) = oneshot::channel::<()>();
        let served = hub::server::serve(hub.clone(), listener, async {
            // Dropped or sent: both mean stop.
            let _ = stopped.await;
        });
        let serving = tokio::spawn(served);
        let site: SiteId = "square".parse().unwrap();
        let credential = |role, site| hub.local_credential(role, site).as_str().to_owned();
        let tokens = ROLES.map(|role| (role, credential(role, Some(site.clone()))));
        let technician = credential(Role::Technician, None);
        Self {
            address,
            hub,
            store,
            clock,
            tokens,
            technician,
            stop,
            serving,
        }
    }

    /// What a program of this role at the site sends.
    pub(crate) fn token(&self, role: Role) -> &str {
        &self
            .tokens
            .iter()
            .find(|(other, _)| *other == role)
            .unwrap()
            .1
    }

    /// What a technician of the whole hub sends.
    pub(crate) fn technician(&self) -> &str {
        &self.technician
    }

    /// A `GET` below the base, by this role.
    pub(crate) fn get(&self, path: &str, role: Role) -> Ask {
        Ask::get(format!("{BASE}{path}")).bearer(self.token(role))
    }

    /// A `POST` below the base, by this role.
    pub(crate) fn post(&self, path: &str, body: &impl Serialize, role: Role) -> Ask {
        Ask::post(format!("{BASE}/{path}"), body).bearer(self.token(role))
    }

    /// A `DELETE` below the base, by this role.
    pub(crate) fn delete(&self, path: &str, role: Role) -> Ask {
        Ask::new("DELETE", format!("{BASE}/{path}")).bearer(self.token(role))
    }

    /// A connection of one's own.
    pub(crate) async fn wire(&self) -> Wire {
        Wire::connect(self.address).await.unwrap()
    }

    /// Asks on a fresh connection.
    pub(crate) async fn ask(&self, ask: Ask) -> Reply {
        let row = format!("{} {}", ask.method(), ask.path());
        let mut wire = self.wire().await;
        let reply = tokio::time::timeout(WITHIN, wire.ask(&ask)).await;
        reply
            .unwrap_or_else(|_| panic!("{row}: no answer"))
            .unwrap_or_else(|error| {
                panic!("{row}: {error}");
            })
    }

    /// Follows server-sent messages.
    pub(crate) async fn follow(&self, ask: Ask) -> Stream {
        self.wire().await.follow(&ask).await.unwrap()
    }

    /// How much was recorded so far, in the site's log and in the register.
    pub(crate) async fn recorded(&self) -> u64 {
        let mut records = 0;
        for log in self.store.logs().await.unwrap() {
            records += self
                .store
                .newest(&log)
                .await
                .unwrap()
                .map_or(0, |newest| newest.position.0);
        }
        records
    }

    /// Grows with what is recorded.
    pub(crate) fn changes(&self) -> Changes {
        Changes(self.hub.sites().first().unwrap().changes())
    }

    /// Numbers given today.
    pub(crate) async fn issued(&self) -> usize {
        let stats = self.ask(self.get("/stats", Role::Organiser)).await.json();
        stats["issued"].as_u64().unwrap() as usize
    }

    /// A ticket as the holder of its link sees it.
    pub(crate) async fn held(&self, link: &str) -> Value {
        let reply = self.ask(Ask::get(format!("{BASE}/tickets/{link}"))).await;
        check::done("the holder looks", &reply, 200)
    }

    /// The path of a fresh link to a page.
    pub(crate) async fn link(&self, page: &str) -> String {
        let ask = self.post("links", &json!({"for": page}), Role::Organiser);
        let link = check::done("link", &self.ask(ask).await, 201);
        let url = link["url"].as_str().unwrap();
        url.strip_prefix(&format!("http://{}", self.address))
            .unwrap()
            .to_owned()
    }

    /// Opens a link and enters, as a browser does that runs no scripts.
    pub(crate) async fn enter(&self, link: &str) -> Reply {
        let page = self.ask(Ask::get(link)).await.text();
        let device = page
            .split("name=\"device\" value=\"")
            .nth(1)
            .unwrap_or_default();
        let device = device.split('"').next().unwrap();
        let form = Ask::new("POST", link)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("device={device}&name="));
        self.ask(form).await
    }

    /// Signs a browser in by a fresh link; answers what it sends from then on.
    pub(crate) async fn sign_in(&self, page: &str) -> String {
        let reply = self.enter(&self.link(page).await).await;
        let cookies = reply
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie");
        let cookies: Vec<&str> = cookies
            .map(|(_, value)| value.split(';').next().unwrap())
            .collect();
        assert!(!cookies.is_empty(), "{}: {}", reply.status, reply.text());
        cookies.join("; ")
    }

    /// Moves the clock on.
    pub(crate) fn set_clock(&self, moment: &str) {
        self.clock.set(moment.parse::<Moment>().unwrap());
    }

    /// Stops as a service manager would, and waits until everything is closed.
    pub(crate) async fn stop(self) {
        let Self {
            hub,
            store,
            stop,
            serving,
            ..
        } = self;
        drop((stop, hub, store));
        serving.await.unwrap();
    }
}

/// Grows when something is recorded.
pub(crate) struct Changes(watch::Receiver<u64>);

impl Changes {
    /// Waits for the next.
    pub(crate) async fn changed(&mut self) {
        tokio::time::timeout(WITHIN, self.0.changed())
            .await
            .unwrap()
            .unwrap();
    }
}
