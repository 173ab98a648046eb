use protocol::LinkPage;
use store::{Body, CommandId, Log as _, LogId, NewRecord, Position};

use super::*;

fn config(folder: &Path) -> Config {
    Config {
        data_dir: folder.to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        public_url: None,
        empty: false,
        demo: false,
        announce: false,
        join: false,
        printer: None,
    }
}

#[tokio::test]
async fn the_first_start_makes_the_sample_site_once() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(config(folder.path())).await.unwrap();
    let first = running.first_start.as_ref().unwrap();
    assert_eq!(first.pin.as_str().len(), 6);
    let pages: Vec<LinkPage> = first.links.iter().map(|(page, _)| *page).collect();
    assert_eq!(
        pages,
        [LinkPage::Desk, LinkPage::Board, LinkPage::Dashboard]
    );
    let stations = running.hub.sites().first().unwrap().stations().stations;
    let offered: Vec<String> = stations
        .iter()
        .map(|s| format!("{}:{}", s.id, s.services[0]))
        .collect();
    assert_eq!(
        offered,
        [
            "1:haircut",
            "2:haircut",
            "3:haircut",
            "4:repair",
            "5:repair"
        ]
    );
    let token = std::fs::read_to_string(folder.path().join(ADMIN_TOKEN_FILE)).unwrap();
    running.stop().await.unwrap();

    let again = start(config(folder.path())).await.unwrap();
    assert!(again.first_start.is_none());
    assert_eq!(
        std::fs::read_to_string(folder.path().join(ADMIN_TOKEN_FILE)).unwrap(),
        token
    );
    assert_eq!(again.hub.sites().all().len(), 1);
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_hub_on_the_same_folder_is_told_so_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(config(folder.path())).await.unwrap();
    let error = start(config(folder.path())).await.err().unwrap();
    assert!(
        matches!(error, StartError::Store(OpenError::InUse { .. })),
        "{error}"
    );
    assert!(error.to_string().contains("in use"), "{error}");
    running.stop().await.unwrap();
}

#[tokio::test]
async fn an_empty_hub_has_no_site_and_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(Config {
        empty: true,
        ..config(folder.path())
    })
    .await
    .unwrap();
    assert!(running.site.is_none() && running.first_start.is_none());
    assert!(folder.path().join(ADMIN_TOKEN_FILE).exists());
    running.stop().await.unwrap();
}

/// A hub whose link key was gone made a new one without a word, and no printed code led anywhere.
#[tokio::test]
async fn keys_that_were_lost_are_missed_once_and_the_hub_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join(KEYS_FOLDER);
    let changed = async || {
        let running = start(config(folder.path())).await.unwrap();
        let changed = running.changed_keys.clone();
        let known = running.hub.registry().state().keys.clone().unwrap();
        running.stop().await.unwrap();
        (changed, known.changed.into_keys().collect::<Vec<_>>())
    };
    assert_eq!(changed().await, (vec![], vec![]), "a first start");
    assert_eq!(changed().await, (vec![], vec![]));
    let backup = std::fs::read(keys.join(Key::Link.file())).unwrap();
    std::fs::remove_file(keys.join(Key::Link.file())).unwrap();
    assert_eq!(changed().await, (vec![Key::Link], vec![Key::Link]));
    assert_eq!(changed().await, (vec![], vec![Key::Link]), "told once");
    std::fs::write(keys.join(Key::Link.file()), backup).unwrap();
    std::fs::remove_file(keys.join(Key::Pepper.file())).unwrap();
    let both = vec![Key::Link, Key::Pepper];
    assert_eq!(changed().await, (both.clone(), both));
}

#[cfg(unix)]
#[tokio::test]
async fn only_a_folder_that_the_hub_made_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let theirs = tempfile::tempdir().unwrap();
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(theirs.path(), open).unwrap();
    let ours = theirs.path().join("data");
    for (folder, expected) in [(ours.as_path(), 0o700), (theirs.path(), 0o755)] {
        start(config(folder)).await.unwrap().stop().await.unwrap();
        assert_eq!(mode(folder), expected);
        assert_eq!(mode(&folder.join(KEYS_FOLDER)), 0o700);
    }
}

#[tokio::test]
async fn a_lost_admin_token_is_replaced_and_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(ADMIN_TOKEN_FILE);
    start(config(folder.path()))
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    let running = start(config(folder.path())).await.unwrap();
    assert!(path.exists());
    assert_eq!(running.hub.registry().state().tokens.len(), 1);
    running.stop().await.unwrap();
}

#[tokio::test]
async fn a_site_that_was_set_up_by_hand_keeps_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(Config {
        empty: true,
        ..config(folder.path())
    })
    .await
    .unwrap();
    let mut own = domain::SiteSettings::default();
    own.name.zh = "自己的广场".to_owned();
    let by = domain::Actor::of(Role::Technician);
    let asking = crate::registry::Asking::once(by, running.hub.sign_in_time());
    running.hub.add_site(asking, own).await.unwrap();
    running.stop().await.unwrap();

    let again = start(config(folder.path())).await.unwrap();
    assert!(again.first_start.is_some(), "its PIN is new");
    let site = again.hub.sites().first().unwrap();
    assert_eq!(
        (site.view().name.zh.as_str(), site.services().services.len()),
        ("自己的广场", 0)
    );
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_demonstration_leaves_nothing_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().join("data");
    let running = start(Config {
        demo: true,
        ..config(&data_dir)
    })
    .await
    .unwrap();
    assert!(running.kiosk.is_some() && running.hub.joins_by_phone());
    running.stop().await.unwrap();
    assert!(!data_dir.exists());
}

/// A failed commit was latched in the store alone: the hub went on, answered everything with "busy"
/// and ended with success when it was told to.
#[tokio::test]
async fn a_store_that_fails_ends_the_hub_with_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(config(folder.path())).await.unwrap();
    let failing = failed_store(&folder.path().join("other.redb")).await;
    let watched = running.hub.clone();
    let beside = tokio::spawn(async move { watched.failed().await });
    watch(&failing, running.hub.alarm().clone());
    let fault = running.stopped().await.unwrap_err();
    assert!(matches!(fault, Fault::Store(_)), "{fault}");
    assert!(fault.to_string().contains("start it again"), "{fault}");
    assert!(matches!(beside.await.unwrap(), Fault::Store(_)));
}

/// A store whose file lost its content under its hands, which stands for a disk that fails.
async fn failed_store(path: &Path) -> RedbStore {
    let options = RedbOptions::new(|| 0).cache_bytes(0);
    let (store, log) = (
        RedbStore::open(path, &options).unwrap(),
        LogId::new("square").unwrap(),
    );
    let record = |n: u128| NewRecord {
        command_id: CommandId(uuid::Uuid::from_u128(n)),
        body: Body::of(&n.to_string()).unwrap(),
    };
    let many = (0..900).map(record).collect();
    store.append(&log, Position::START, many).await.unwrap();
    std::fs::write(path, "").unwrap();
    let failed = store.append(&log, Position(900), vec![record(900)]).await;
    assert!(failed.is_err());
    store
}

#[tokio::test]
async fn a_server_that_ends_by_itself_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(config(folder.path())).await.unwrap();
    running.serving.abort();
    let fault = running.stopped().await.unwrap_err();
    assert!(matches!(fault, Fault::Server), "{fault}");
    start(config(folder.path()))
        .await
        .expect("its file is free")
        .stop()
        .await
        .unwrap();
}

/// What a browser gets from a running hub: the head, and the bytes of the body.
async fn fetch(running: &Running, path: &str) -> (String, Vec<u8>) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(running.listens_at)
        .await
        .unwrap();
    let host = running.listens_at;
    let ask = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Language: zh\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let body = answer.split_off(end.unwrap() + 4);
    (String::from_utf8(answer).unwrap(), body)
}

#[tokio::test]
async fn own_recordings_in_the_data_folder_are_served_in_place_of_the_built_in_voice() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("sounds/zh");
    std::fs::create_dir_all(&own).unwrap();
    let sound = voice::Sound {
        rate: 8_000,
        samples: vec![1_000; 800],
    };
    let recorded = sound.write().unwrap();
    std::fs::write(own.join("chime.wav"), &recorded).unwrap();
    let running = start(config(folder.path())).await.unwrap();
    let (_, board) = fetch(&running, "/board?lang=zh").await;
    let board = String::from_utf8_lossy(&board).into_owned();
    let (_, rest) = board.split_once("data-chime=\"").unwrap();
    let (chime, _) = rest.split_once('"').unwrap();
    let (head, body) = fetch(&running, chime).await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains("immutable"), "{head}");
    assert!(body == recorded, "another chime at {chime}");
    let built_in = voice::Voices::built_in();
    let other = built_in.of(Language::En).chime().unwrap();
    let path = format!("/assets/{}/sounds/en/chime.wav", other.version);
    let (_, body) = fetch(&running, &path).await;
    assert!(body == other.bytes.as_ref(), "{path}");
    let (head, _) = fetch(&running, "/assets/00000000/sounds/zh/chime.wav").await;
    assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    running.stop().await.unwrap();
}
