//! Hubs on this machine, for the tests of this module.

use client::{Address, TcpConnector};
use hub::{config::Config, start::Running};
use protocol::NewKiosk;
use satellite::Credential;
use uuid::Uuid;

/// A hub in a folder of its own.
pub(super) struct TestHub {
    pub(super) running: Running,
    pub(super) address: Address,
    _folder: tempfile::TempDir,
}

pub(super) async fn hub() -> TestHub {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        data_dir: folder.path().to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        public_url: None,
        empty: false,
        demo: false,
        announce: false,
        join: false,
        printer: None,
    };
    let running = hub::start::start(config).await.unwrap();
    TestHub {
        address: running.listens_at.to_string().parse().unwrap(),
        running,
        _folder: folder,
    }
}

/// A kiosk's pairing with it.
pub(super) async fn paired(hub: &TestHub) -> Credential {
    let key = || client::Key::new(&Uuid::new_v4().to_string());
    let client = super::client(&hub.address, TcpConnector);
    let organiser = hub.running.first_start.as_ref().unwrap().organiser.clone();
    let site = client.with_token(Some(organiser.as_str())).site("square");
    let added = site.add_kiosk(&NewKiosk::default(), &key()).await.unwrap();
    Credential::pair(&client, &added.pairing.code, &key())
        .await
        .unwrap()
}
