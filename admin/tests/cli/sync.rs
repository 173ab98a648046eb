//! Numbers of a kiosk whose cable was cut all morning, brought home on a stick.

use std::sync::Arc;
use std::time::SystemTime;

use client::{Client, Key, TcpConnector, TokioTimer};
use satellite::{Alone, Asked, Credential, Given, STORE_FILE, Satellite, Seams, Wanted};
use serde_json::Value;
use store::{RedbOptions, RedbStore};
use uuid::Uuid;

use crate::support::Place;

fn client(url: &str) -> Client {
    Client::new(url.parse().unwrap(), TcpConnector, TokioTimer)
}

fn seams() -> Seams {
    Seams {
        clock: Arc::new(|| SystemTime::now().into()),
        fresh_id: Arc::new(|| Uuid::from_bytes(hub::secrets::random())),
    }
}

fn haircut() -> Wanted {
    Wanted {
        what: Asked::Line {
            service: "haircut".parse().unwrap(),
            card: None,
            carried_from: None,
        },
        visit: None,
        alone: Some(Alone {
            service: "haircut".parse().unwrap(),
            prefix: "理".into(),
            skip_digits: Vec::new(),
            hours: (None, None),
            time_zone: "Asia/Shanghai".parse().unwrap(),
        }),
    }
}

/// Pairs a kiosk, cuts its cable and takes numbers there.
async fn morning_without_cable(hub: &str, code: &str, folder: &std::path::Path) -> Vec<String> {
    let client = client(hub);
    let credential = Credential::pair(&client, code, &Key::new("k"))
        .await
        .unwrap();
    credential.save(folder).unwrap();
    let log = RedbStore::open(folder.join(STORE_FILE), &RedbOptions::new(|| 0)).unwrap();
    let log: Arc<dyn store::Log> = Arc::new(log);
    let open = |site| Satellite::open(site, Arc::clone(&log), Some(folder.into()), seams());
    let paired = open(credential.site_of(&client)).await.unwrap();
    paired.sync().await.unwrap();
    drop(paired);
    // Nobody listens on port 9 of this machine.
    let nobody = self::client("http://127.0.0.1:9");
    let cut = open(credential.site_of(&nobody)).await.unwrap();
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let ticket = domain::TicketId(Uuid::from_bytes(hub::secrets::random()));
        match cut.issue(&haircut(), ticket).await.unwrap() {
            Given::Own(own) => numbers.push(own.number.to_string()),
            Given::ByHub(issued) => panic!("{issued:?}"),
        }
    }
    numbers
}

#[test]
fn numbers_come_home_on_a_stick_and_only_once() {
    let (office, square) = (Place::new(), Place::new());
    let hub = office.serve(&[]);
    let added: Value = hub.run(&["kiosk", "add", "东门", "--json"]).json();
    let code = added["pairing"]["code"].as_str().unwrap();
    std::fs::create_dir_all(square.data()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let numbers = runtime.block_on(morning_without_cable(hub.url(), code, &square.data()));
    drop(runtime);
    assert_eq!(numbers, ["理甲01", "理甲02", "理甲03"]);

    let status = square.run(&["sync", "status", "--json"]).json();
    assert_eq!(
        (&status["stem"], &status["written"]),
        (&"甲".into(), &3.into())
    );
    let stick = square.path().join("stick.jsonl");
    let stick = stick.to_str().unwrap();
    assert_eq!(square.run(&["sync", "export", stick]).code, 0);
    for _ in 0..2 {
        let brought = hub.run(&["sync", "import", stick, "--json"]).json();
        assert_eq!(
            (&brought["read"], &brought["position"]),
            (&3.into(), &3.into())
        );
    }
    let now = hub.run(&["status", "--json"]).json().to_string();
    assert!(now.contains("haircut"), "{now}");
    let series = hub.run(&["sync", "status", "--json"]).json();
    assert_eq!(series["series"][0]["position"], 3);

    // By network nothing is missing then, and no file is no file of ours.
    let now = square.run(&["sync", "now"]);
    assert_eq!(now.code, 0, "{}", now.err);
    assert!(now.err.contains('3'), "{}", now.err);
    std::fs::write(stick, "[]\n").unwrap();
    hub.run(&["sync", "import", stick]).failed(1);
    office.run(&["sync", "export", stick]).failed(1);
}
