//! The hub as one value: its sites, its register, its secrets, and what it counts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use domain::{Actor, Command, Moment, Role, SiteId, SiteSettings};
use store::{Hash32, Log, Vault};
use tokio::sync::{Mutex as TaskMutex, watch};
use voice::Voices;

use crate::access::{SiteRef, Sites};
use crate::alarm::{Alarm, Fault};
use crate::clock::Clock;
use crate::engine::{self, StartError};
use crate::limits::{Limits, PinTries};
use crate::metrics::Metrics;
use crate::people::{self, People};
use crate::place::Place;
use crate::problem::Trouble;
use crate::registry::{Asking, EntryId, Grant, Registry, RegistryError};
use crate::seams::{Seams, Store};
use crate::secrets::{Secrets, SiteCode, Token};

mod kiosks;

pub(crate) use kiosks::NamedKiosk;

/// A hub. Clones are cheap and share it.
#[derive(Clone)]
pub struct Hub(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    /// Keeps the log of every site and the register.
    store: Arc<dyn Store>,
    /// Clock, ids, spawner.
    seams: Seams,
    /// The keys beside the store.
    pub(crate) secrets: Arc<Secrets>,
    /// Who may act.
    pub(crate) registry: Registry,
    /// What people said of themselves.
    people: People,
    /// One engine per site.
    pub(crate) sites: Sites,
    /// Held while a site is added or removed: two who ask for the same one at once must not open
    /// it twice.
    adding: TaskMutex<()>,
    /// What addresses to print.
    pub(crate) place: Place,
    /// Phones may take numbers during this run.
    pub(crate) join: bool,
    /// What boards speak with; the built-in voices unless told otherwise.
    voices: OnceLock<Arc<Voices>>,
    /// Credentials of this process alone, by fingerprint: they end with it.
    local: RwLock<BTreeMap<Hash32, (EntryId, Grant)>>,
    /// How volunteers named themselves. In memory alone: a name is a person's data, and the
    /// register is a log that nothing leaves.
    names: Mutex<BTreeMap<EntryId, String>>,
    /// Who asks how often.
    pub(crate) limits: Limits,
    /// Wrong PINs.
    pub(crate) pin_tries: PinTries,
    /// What is counted for operators.
    pub(crate) metrics: Metrics,
    /// Tells when the hub cannot go on.
    alarm: Alarm,
    /// True once the hub stops: live streams end, so that the rest can.
    closing: watch::Sender<bool>,
}

/// What a hub is opened with.
pub struct Parts {
    /// Keeps everything but what must be forgotten.
    pub store: Arc<dyn Store>,
    /// Keeps what people say of themselves, until it is erased.
    pub vault: Arc<dyn Vault>,
    /// Clock, ids, spawner.
    pub seams: Seams,
    /// The keys.
    pub secrets: Secrets,
    /// What addresses to print.
    pub place: Place,
    /// Phones may take numbers during this run, whatever the settings say.
    pub join: bool,
}

/// Why a hub could not be opened, or a site not added.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The register could not be read or written.
    #[error("the register of the hub: {0}")]
    Register(#[from] RegistryError),
    /// A site's log could not be read.
    #[error("site {site} could not be opened")]
    Site {
        /// Which.
        site: SiteId,
        /// Why.
        #[source]
        source: StartError,
    },
    /// A new site did not take its settings.
    #[error("the site could not be set up: {0}")]
    SetUp(#[source] Trouble),
}

impl Hub {
    /// Opens the register and every site in it.
    ///
    /// # Errors
    /// [`HubError`] naming what could not be read.
    pub async fn open(parts: Parts) -> Result<Self, HubError> {
        let Parts {
            store,
            vault,
            seams,
            secrets,
            place,
            join,
        } = parts;
        let clock = Arc::clone(&seams.sign_in_clock);
        let log: Arc<dyn Log> = Arc::clone(&store) as Arc<dyn Log>;
        let registry = Registry::open(log, Arc::new(move || clock.now())).await?;
        let hub = Self(Arc::new(Inner {
            store,
            seams,
            secrets: Arc::new(secrets),
            registry,
            people: People::new(vault),
            sites: Sites::default(),
            adding: TaskMutex::default(),
            place,
            join,
            voices: OnceLock::new(),
            local: RwLock::default(),
            names: Mutex::default(),
            limits: Limits::default(),
            pin_tries: PinTries::default(),
            metrics: Metrics::default(),
            alarm: Alarm::default(),
            closing: watch::Sender::new(false),
        }));
        for (id, code) in &hub.registry().state().sites {
            let site = hub.open_site(id, *code).await?;
            if let Err(error) = hub.set_up(&site).await {
                // With the settings that every site begins with it can still be used.
                tracing::error!(site = %id, %error, "a site is not set up yet");
            }
            hub.0.sites.add(site);
        }
        Ok(hub)
    }

    async fn open_site(&self, site: &SiteId, code: SiteCode) -> Result<SiteRef, HubError> {
        let secrets = Arc::clone(&self.0.secrets);
        let setup = engine::Setup {
            site: site.clone(),
            store: Arc::clone(&self.0.store),
            seams: self.0.seams.clone(),
            token_maker: Arc::new(move |ticket, satellite| {
                secrets.ticket_secret(ticket, satellite)
            }),
            alarm: self.0.alarm.clone(),
        };
        let started = engine::start(setup).await;
        let engine = started.map_err(|source| HubError::Site {
            site: site.clone(),
            source,
        })?;
        Ok(SiteRef::new(site.clone(), code, engine))
    }

    /// Gives a site the settings it was registered with, unless it has them: what was cut off
    /// between the register and the site's own log is done here, at a repeat or the next start.
    async fn set_up(&self, site: &SiteRef) -> Result<(), HubError> {
        let Some(settings) = self.0.registry.state().unset.get(site.id()).cloned() else {
            return Ok(());
        };
        let set = site.submit_as_hub(Command::SetSite { settings }).await;
        set.map_err(HubError::SetUp)?;
        let (registry, by) = (&self.0.registry, Actor::of(Role::Hub));
        Ok(registry.site_set_up(by, site.id().clone()).await?)
    }

    /// The time by which links, sessions and wrong PINs are counted: in a demonstration another one
    /// than that of the square, which is [`Self::clock`]'s.
    pub fn sign_in_time(&self) -> Moment {
        self.0.seams.sign_in_clock.now()
    }

    /// The clock, for those who must wait.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.seams.clock
    }

    /// The sites, to be read by anybody. What may be done goes through the handles of `access`.
    pub fn sites(&self) -> &Sites {
        &self.0.sites
    }

    /// The first site, and its name in its own language: what this hub is called.
    pub fn called(&self) -> Option<(SiteId, String)> {
        let site = self.sites().first()?;
        let name = site.read(|published| {
            let settings = &published.site.settings;
            settings.name.get(settings.language).to_owned()
        });
        Some((site.id().clone(), name))
    }

    /// What addresses to print.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// What boards speak with.
    pub fn voices(&self) -> &Voices {
        self.0.voices.get_or_init(Voices::built_in)
    }

    /// Lets boards speak with these voices; once, before the hub is asked for any.
    pub(crate) fn speak_with(&self, voices: Arc<Voices>) {
        // A second call would find the first one's clips on pages already.
        let _first_stays = self.0.voices.set(voices);
    }

    /// Who may act.
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// What people said of themselves.
    pub(crate) fn people(&self) -> &People {
        &self.0.people
    }

    /// Erases now what people said of themselves longer ago than their site keeps it; a running hub
    /// does it every hour.
    ///
    /// # Errors
    /// [`Trouble`] when it could not be erased; the next time it is tried again.
    pub async fn erase_due_people(&self) -> Result<(), Trouble> {
        for site in self.sites().all() {
            people::sweep_site(self, &site).await?;
        }
        Ok(())
    }

    /// The keys beside the store.
    pub fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }

    /// Whether phones may take numbers during this run, whatever the settings say.
    pub fn joins_by_phone(&self) -> bool {
        self.0.join
    }

    /// Registers a site and opens it with these settings. A repeat with the same key does what is
    /// left of it. Answers when the site was registered.
    ///
    /// # Errors
    /// [`HubError`]; a site of that name is refused by the register.
    pub(crate) async fn add_site(
        &self,
        asking: Asking,
        settings: SiteSettings,
    ) -> Result<Moment, HubError> {
        let _alone = self.0.adding.lock().await;
        let site = settings.id.clone();
        let registered = self.0.registry.register_site(asking, settings).await?;
        let (code, at) = registered;
        match self.0.sites.find(site.as_str()) {
            Ok(opened) => self.set_up(&opened).await?,
            Err(_not_yet) => {
                let opened = self.open_site(&site, code).await?;
                self.set_up(&opened).await?;
                self.0.sites.add(opened);
            }
        }
        Ok(at)
    }

    /// Has the register forget a site, and serves it no more. Its log stays in the store; added
    /// again, the site goes on where it was.
    ///
    /// # Errors
    /// [`RegistryError`]; the last site is not removed.
    pub(crate) async fn remove_site(&self, by: Actor, site: &SiteId) -> Result<(), RegistryError> {
        let _alone = self.0.adding.lock().await;
        self.0.registry.remove_site(by, site.clone()).await?;
        self.0.sites.remove(site);
        Ok(())
    }

    /// Gives a credential that ends with this process, such as the kiosk's in the same one.
    /// `site` is the only one it is for; none means every site.
    pub fn local_credential(&self, role: Role, site: Option<SiteId>) -> Token {
        let token = Token::random();
        let id = EntryId::of('p', token.fingerprint());
        let grant = Grant {
            roles: vec![role],
            site,
            station: None,
        };
        let mut local = self.0.local.write().unwrap_or_else(PoisonError::into_inner);
        local.insert(token.fingerprint(), (id, grant));
        token
    }

    /// What a secret allows now; `None` for an unknown, ended or revoked one.
    pub(crate) fn grant_of(&self, fingerprint: &Hash32) -> Option<(EntryId, Grant)> {
        let local = self.0.local.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = local.get(fingerprint) {
            return Some(found.clone());
        }
        drop(local);
        let state = self.0.registry.state();
        let id = state.holder(fingerprint)?;
        let grant = if let Some(token) = state.tokens.get(id) {
            token.grant.clone()
        } else if let Some(session) = state.sessions.get(id) {
            (session.expires_at > self.sign_in_time()).then(|| session.grant.clone())?
        } else if let Some(kiosk) = state.kiosks.get(id) {
            Grant {
                roles: vec![Role::Kiosk],
                site: Some(kiosk.site.clone()),
                station: None,
            }
        } else {
            return None;
        };
        Some((id.clone(), grant))
    }

    /// Tells when the hub cannot go on; whoever runs it looks at [`Self::failed`].
    pub fn alarm(&self) -> &Alarm {
        &self.0.alarm
    }

    /// Why the hub cannot go on, if it cannot.
    pub fn fault(&self) -> Option<Fault> {
        let registry = self.0.registry.has_ended().then_some(Fault::Register);
        self.0.alarm.fault().or(registry)
    }

    /// Waits until the hub cannot go on. It has to be started again then.
    pub async fn failed(&self) -> Fault {
        tokio::select! {
            fault = self.0.alarm.raised() => fault,
            () = self.0.registry.ended() => Fault::Register,
        }
    }

    /// Turns true when the hub stops.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    /// Ends what would never end by itself.
    pub(crate) fn close(&self) {
        self.0.closing.send_replace(true);
    }

    /// How a volunteer named himself on a device.
    pub fn name_of(&self, session: &EntryId) -> Option<String> {
        let names = self.0.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(session).cloned()
    }

    /// Remembers how a volunteer named himself; an empty name is none.
    pub(crate) fn set_name(&self, session: &EntryId, name: &str) {
        const NAME_CHARS_MAX: usize = 40;
        let name: String = name
            .trim()
            .chars()
            .filter(|c| !c.is_control())
            .take(NAME_CHARS_MAX)
            .collect();
        let mut names = self.0.names.lock().unwrap_or_else(PoisonError::into_inner);
        let state = self.0.registry.state();
        names.retain(|id, _| state.sessions.contains_key(id));
        if !name.is_empty() {
            names.insert(session.clone(), name);
        }
    }
}
