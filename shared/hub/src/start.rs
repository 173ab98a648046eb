//! How a hub comes to be on a machine: the store, the keys, the first site, the address.
//!
//! Every step of the first start can be repeated: a hub that lost power in the middle of it does
//! the rest the next time.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::serve::{Listener, ListenerExt as _};
use domain::settings::Language;
use domain::{Role, SiteId};
use store::{MemoryStore, OpenError, RedbOptions, RedbStore};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::address_book::Moved;
use crate::alarm::{Alarm, Fault};
use crate::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::hub::{Hub, HubError, Parts};
use crate::people;
use crate::place::Place;
use crate::problem::Trouble;
use crate::registry::RegistryError;
use crate::seams::{Seams, Store};
use crate::secrets::{Key, SecretFileError, Secrets, Token};
use crate::{address_book, demo, server};

mod first;
mod keys;

pub use first::{FirstStart, set_up_sample_site};

/// The store's file in the data folder.
pub const STORE_FILE: &str = "paihao.redb";
/// The folder of the keys in the data folder.
pub const KEYS_FOLDER: &str = "keys";
/// The file in the data folder with which tools on this machine may do everything.
pub const ADMIN_TOKEN_FILE: &str = "admin.token";

/// A hub that runs.
pub struct Running {
    /// The hub.
    pub hub: Hub,
    /// Where it is found, best first: `http://192.168.1.20:8080`.
    pub addresses: Vec<String>,
    /// Where it listens.
    pub listens_at: SocketAddr,
    /// The change of address that codes printed lately suffer from, if there was one.
    pub moved: Option<Moved>,
    /// What the first start made; none on later ones.
    pub first_start: Option<FirstStart>,
    /// Keys that are not those of the last start: what was printed or set with them is lost.
    pub changed_keys: Vec<Key>,
    /// The site shown at `/`; none on a hub without one.
    pub site: Option<SiteId>,
    /// What a kiosk in the same process sends as `Authorization: Bearer …`; ends with it.
    pub kiosk: Option<Token>,
    /// Closed at the end, so that the next program finds the file free; none in a demonstration.
    store: Option<RedbStore>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

/// Why a hub did not start, in words for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be used.
    #[error("cannot use the data folder {}; choose another one with --data-dir", path.display())]
    DataFolder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The keys cannot be read.
    #[error(transparent)]
    Keys(#[from] SecretFileError),
    /// The folder of persons' keys cannot be used.
    #[error("cannot use the keys of persons' data")]
    Vault(#[from] store::VaultError),
    /// The address is taken, or not this machine's.
    #[error("cannot listen at {address}; stop what uses it, or choose another one with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A log cannot be read or written.
    #[error(transparent)]
    Hub(#[from] HubError),
    /// The register cannot be written.
    #[error("the register of the hub: {0}")]
    Register(#[from] RegistryError),
    /// The sample site could not be set up.
    #[error("the sample site could not be set up: {0}")]
    SetUp(#[source] Trouble),
}

/// Starts a hub and serves it. To be called inside a tokio runtime.
///
/// # Errors
/// [`StartError`], a sentence for whoever started it.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let (listen, failed) = (config.listen, |source| StartError::Listen {
        address: config.listen,
        source,
    });
    server::open_files::raise_limit();
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let listens_at = listener.local_addr().map_err(failed)?;
    let place = Place::of(config.public_url.as_deref(), listens_at);
    let (hub, store) = if config.demo {
        (demo_hub(place).await?, None)
    } else {
        let (hub, store) = stored_hub(&config, place).await?;
        watch(&store, hub.alarm().clone());
        (hub, Some(store))
    };
    let changed_keys = if config.demo {
        Vec::new()
    } else {
        keys::check(&hub).await?
    };
    let first_start = first::prepare(&hub, &config).await?;
    tokio::spawn(people::sweep(hub.clone()));
    if config.demo {
        tokio::spawn(demo::play(hub.clone()));
    }
    let site = hub.sites().first().map(|site| site.id().clone());
    let kiosk = site
        .as_ref()
        .map(|site| hub.local_credential(Role::Kiosk, Some(site.clone())));
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(server::serve(hub.clone(), at_once(listener), async move {
        let _told_or_dropped = stopped.await;
    }));
    let addresses = hub.place().all().to_vec();
    let moved = (!config.demo).then(|| note_address(&config.data_dir, hub.place().first()));
    Ok(Running {
        hub,
        addresses,
        listens_at,
        moved: moved.flatten(),
        first_start,
        changed_keys,
        site,
        kiosk,
        store,
        stop,
        serving,
    })
}

/// Raises the alarm when a write was not confirmed. Nothing is answered with "yes" from then on, and
/// only a start from what is on the disk changes that.
fn watch(store: &RedbStore, alarm: Alarm) {
    let failed = store.failed();
    tokio::spawn(async move { alarm.raise(Fault::Store(failed.await)) });
}

/// Notes where this hub runs, and tells of codes that were printed for another address. A hub runs
/// without that file too.
fn note_address(folder: &Path, address: &str) -> Option<Moved> {
    let now = SystemClock.now();
    let moved = address_book::moved(folder, address, now);
    let noted = address_book::note(folder, address, now);
    if let Err(error) = &noted {
        tracing::warn!(folder = %folder.display(), %error, "the address cannot be noted");
    }
    moved.ok().flatten()
}

/// Small answers and live messages leave at once instead of waiting for more to send.
fn at_once(listener: TcpListener) -> impl Listener {
    listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    })
}

async fn stored_hub(config: &Config, place: Place) -> Result<(Hub, RedbStore), StartError> {
    make_private(&config.data_dir)?;
    let options = RedbOptions::new(|| {
        u64::try_from(SystemClock.now().timestamp_millis()).unwrap_or_default()
    });
    let path = config.data_dir.join(STORE_FILE);
    // Opening checks every page of the file: that is work, and belongs off the tasks.
    let opened = tokio::task::spawn_blocking(move || RedbStore::open(&path, &options)).await;
    let store = match opened {
        Ok(opened) => opened?,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    };
    let secrets = Secrets::open(&config.data_dir.join(KEYS_FOLDER))?;
    let vault = store.vault(&config.data_dir.join(KEYS_FOLDER), store::Random::system())?;
    let shared: Arc<dyn Store> = Arc::new(store.clone());
    let parts = Parts {
        store: shared,
        vault: Arc::new(vault),
        seams: Seams::system(),
        secrets,
        place,
        join: config.join,
    };
    let hub = Hub::open(parts).await?;
    hub.speak_with(own_voices(&config.data_dir));
    Ok((hub, store))
}

/// The square's own recordings, if there are any; what cannot be used of them is told.
fn own_voices(data_dir: &Path) -> Arc<voice::Voices> {
    let (voices, unusable) = voice::Voices::with_own(data_dir);
    for recording in unusable {
        let (path, why) = (recording.path.display(), recording.why);
        tracing::warn!(%path, %why, "a recording is not used; look with paihao-admin sounds check");
    }
    voices
}

async fn demo_hub(place: Place) -> Result<Hub, StartError> {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let seams = Seams {
        clock: Arc::new(demo::FastClock::at_a_morning(SystemClock.now())),
        ..Seams::system()
    };
    let parts = Parts {
        store,
        vault: Arc::new(MemoryStore::new()),
        seams,
        secrets: Secrets::passing(),
        place,
        join: true,
    };
    Ok(Hub::open(parts).await?)
}

/// Makes the data folder if it is not there, for its owner alone. One that is there is somebody's:
/// who may look into it stays as it is, and the secrets lie in a folder of their own.
fn make_private(folder: &Path) -> Result<(), StartError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
        .create(folder)
        .map_err(|source| StartError::DataFolder {
            path: folder.into(),
            source,
        })
}

impl Running {
    /// Runs until the system says to stop (Ctrl-C, or SIGTERM), then lets requests finish.
    ///
    /// # Errors
    /// [`Fault`] when it could not go on, or ended by itself: it has to be started again.
    pub async fn stopped(mut self) -> Result<(), Fault> {
        tokio::select! {
            () = told_to_stop() => {}
            fault = self.hub.failed() => self.hub.alarm().raise(fault),
            // Nobody told it to.
            _ended = &mut self.serving => {
                self.hub.alarm().raise(Fault::Server);
                let fault = self.hub.fault().unwrap_or(Fault::Server);
                close(self.store).await;
                return Err(fault);
            }
        }
        self.stop().await
    }

    /// What whoever starts the hub should know: codes and PINs given earlier that no longer work.
    pub fn warnings(&self, language: Language) -> Vec<String> {
        let moved = self.moved.as_ref().zip(self.addresses.first());
        let moved = moved.map(|(moved, address)| moved.warning(address, language));
        let keys = self.changed_keys.iter();
        let keys = keys.map(|key| key.warning(language).to_owned());
        moved.into_iter().chain(keys).collect()
    }

    /// Stops now, lets requests finish and closes the store.
    ///
    /// # Errors
    /// [`Fault`] when it could not have gone on.
    pub async fn stop(self) -> Result<(), Fault> {
        let Self {
            hub,
            store,
            stop,
            serving,
            ..
        } = self;
        let _gone = stop.send(());
        let _ended = serving.await;
        let fault = hub.fault();
        close(store).await;
        fault.map_or(Ok(()), Err)
    }
}

async fn close(store: Option<RedbStore>) {
    if let Some(store) = store
        && let Err(error) = store.close().await
    {
        tracing::warn!(%error, "the store did not close in order");
    }
}

async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

#[cfg(test)]
mod tests;
