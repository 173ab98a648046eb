//! A real hub, and kiosks on real data behind cables.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use client::{Client, Key, SiteClient, TcpConnector, TokioTimer};
use domain::{Role, TicketId};
use hub::clock::{Clock as _, SystemClock};
use hub::seams::Seams as HubSeams;
use hub::secrets::Secrets;
use hub::{Hub, HubParts, Place};
use protocol::{NewKiosk, SeriesEntryKind};
use satellite::{Alone, Asked, Given, Grant, Satellite, Seams, Wanted};
use store::MemoryStore;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::cable::{Cable, Line, Weather};
use crate::disk::Disk;

/// The hub and what belongs to it.
pub(crate) struct Square {
    pub(crate) hub: Hub,
    address: SocketAddr,
    /// The site as its organiser.
    pub(crate) organiser: SiteClient,
}

impl Square {
    pub(crate) async fn open() -> Self {
        let store = Arc::new(MemoryStore::new());
        let parts = HubParts {
            store: Arc::clone(&store) as Arc<dyn hub::seams::Store>,
            vault: store,
            seams: HubSeams::with_clock(Arc::new(SystemClock)),
            secrets: Secrets::passing(),
            place: Place::public("http://hub.example"),
            join: false,
        };
        let hub = Hub::open(parts).await.unwrap();
        hub::start::set_up_sample_site(&hub).await.unwrap();
        let site = hub.sites().first().unwrap();
        let token = hub.local_credential(Role::Organiser, Some(site.id().clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = hub::server::serve(hub.clone(), listener, std::future::pending());
        tokio::spawn(serving);
        let organiser = client(address)
            .with_token(Some(token.as_str()))
            .site("square");
        Self {
            hub,
            address,
            organiser,
        }
    }

    /// Announces and pairs a kiosk.
    pub(crate) async fn kiosk(&self, name: &str, seed: u64) -> Kiosk {
        let new = NewKiosk {
            name: name.to_owned(),
        };
        let added = self.organiser.add_kiosk(&new, &fresh_key()).await.unwrap();
        let client = client(self.address);
        let paired = client
            .pair(&added.pairing.code, &fresh_key())
            .await
            .unwrap();
        let site = client
            .with_token(Some(&paired.credential))
            .site(&paired.site);
        let killed = Arc::new(Notify::new());
        Kiosk {
            site,
            line: Line::new(seed),
            disk: Disk::new(seed ^ 0xd15c, 0, Arc::clone(&killed)),
            killed,
            grant: None,
            running: None,
            papers: Vec::new(),
            kills: 0,
        }
    }

    /// The numbers that the hub has, each with its ticket and whether its paper is there.
    pub(crate) fn numbers(&self) -> Vec<(TicketId, String, bool)> {
        self.hub.sites().first().unwrap().read(|published| {
            let tickets = published.site.tickets.values();
            tickets
                .map(|t| (t.id, t.number.to_string(), t.confirmed))
                .collect()
        })
    }
}

fn client(address: SocketAddr) -> Client {
    let address = format!("http://{address}").parse().unwrap();
    Client::new(address, TcpConnector, TokioTimer)
}

/// What somebody went away with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paper {
    pub(crate) ticket: TicketId,
    pub(crate) number: String,
    pub(crate) token: String,
}

/// A kiosk: its data outlives it.
pub(crate) struct Kiosk {
    site: SiteClient,
    pub(crate) line: Arc<Mutex<Line>>,
    pub(crate) disk: Disk,
    killed: Arc<Notify>,
    grant: Option<Grant>,
    running: Option<Arc<Satellite<Cable>>>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) kills: u32,
}

impl Kiosk {
    pub(crate) fn weather(&self, weather: Weather) {
        self.line.lock().unwrap().weather = weather;
    }

    /// The running program; started again after it was killed.
    pub(crate) async fn program(&mut self) -> Arc<Satellite<Cable>> {
        if let Some(running) = &self.running {
            return Arc::clone(running);
        }
        let line = Arc::clone(&self.line);
        let cable = Cable::new(self.site.clone(), line, Arc::clone(&self.killed));
        let seams = Seams {
            clock: Arc::new(|| SystemClock.now()),
            fresh_id: Arc::new(fresh),
        };
        let log = Arc::new(self.disk.clone());
        let opened = Satellite::with(cable, log, None, self.grant.clone(), seams).await;
        let running = Arc::new(opened.unwrap());
        self.running = Some(Arc::clone(&running));
        running
    }

    /// Somebody touches a service; whatever happens to the kiosk meanwhile.
    pub(crate) async fn touch(&mut self, service: &str) -> Option<Paper> {
        let program = self.program().await;
        let wanted = Wanted {
            what: Asked::Line {
                service: service.parse().unwrap(),
                card: None,
                carried_from: None,
            },
            visit: None,
            alone: Some(Alone {
                service: service.parse().unwrap(),
                prefix: if service == "haircut" { "理" } else { "修" }.into(),
                skip_digits: Vec::new(),
                hours: (None, None),
                time_zone: "Asia/Shanghai".parse().unwrap(),
            }),
        };
        let ticket = TicketId(fresh());
        let given = tokio::select! {
            given = program.issue(&wanted, ticket) => Some(given.unwrap()),
            () = self.killed.notified() => None,
        };
        let paper = match given {
            None => {
                self.die().await;
                return None;
            }
            Some(Given::ByHub(issued)) => Paper {
                ticket,
                number: issued.ticket.number,
                token: issued.token.unwrap(),
            },
            Some(Given::Own(own)) => Paper {
                ticket,
                number: own.number.to_string(),
                token: own.token,
            },
        };
        self.papers.push(paper.clone());
        Some(paper)
    }

    /// One round of bringing.
    pub(crate) async fn sync(&mut self) -> bool {
        let program = self.program().await;
        let synced = tokio::select! {
            synced = program.sync() => Some(synced.is_ok()),
            () = self.killed.notified() => None,
        };
        self.grant = program.grant().await;
        if synced.is_none() {
            self.die().await;
        }
        synced.unwrap_or_default()
    }

    /// `kill -9`: what is not on the disk is gone.
    pub(crate) async fn die(&mut self) {
        if let Some(running) = self.running.take() {
            // A series that was given is in a file before it is used.
            self.grant = running.grant().await;
            self.kills += 1;
        }
    }

    /// The tickets that this kiosk's disk names.
    pub(crate) async fn written_down(&self) -> BTreeSet<TicketId> {
        let entries = self.disk.all().await;
        let named = entries.iter().map(|record| {
            let entry: protocol::SeriesEntry = record.body.parse().unwrap();
            match entry.what {
                SeriesEntryKind::Issued(own) => own.ticket,
                SeriesEntryKind::Shown { ticket }
                | SeriesEntryKind::Cancelled { ticket }
                | SeriesEntryKind::Brought { ticket, .. } => ticket,
            }
        });
        named.collect()
    }
}

/// An id that nobody had before.
pub(crate) fn fresh() -> Uuid {
    Uuid::from_u128(fastrand::u128(..))
}

/// The key of one intention.
pub(crate) fn fresh_key() -> Key {
    Key::new(&fresh().to_string())
}
