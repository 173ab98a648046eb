//! Sites that are added to a hub, also when it is cut off in the middle.

use std::pin::pin;
use std::sync::Arc;

use domain::{Actor, Role, SiteSettings};
use futures_util::StreamExt as _;
use hub::clock::ManualClock;
use hub::registry::Asking;
use hub::seams::Seams;
use hub::secrets::Secrets;
use hub::{Hub, HubParts, Place};
use store::MemoryStore;
use tower::ServiceExt as _;

use crate::bench::{Bench, SITE, request};

async fn open(store: &Arc<MemoryStore>) -> Hub {
    let clock = ManualClock::new("2026-03-07T01:00:00Z".parse().unwrap());
    let parts = HubParts {
        store: Arc::clone(store) as Arc<dyn hub::seams::Store>,
        vault: Arc::clone(store) as Arc<dyn store::Vault>,
        seams: Seams::with_clock(Arc::new(clock)),
        secrets: Secrets::passing(),
        place: Place::public("http://hub.example"),
        join: false,
    };
    Hub::open(parts).await.unwrap()
}

/// A hub that lost power between the register and the site's own log used to keep the site with
/// the settings every site begins with, and to refuse the request when it was repeated.
#[tokio::test]
async fn a_site_that_was_cut_off_is_set_up_at_the_next_start() {
    let store = Arc::new(MemoryStore::new());
    let hub = open(&store).await;
    let mut settings = SiteSettings::default();
    settings.name.zh = "东广场".to_owned();
    let asking = Asking::once(Actor::of(Role::Technician), hub.sign_in_time());
    hub.registry()
        .register_site(asking, settings)
        .await
        .unwrap();
    drop(hub);
    for _start in 0..2 {
        let site = open(&store).await.sites().first().unwrap();
        assert_eq!(site.view().name.zh, "东广场");
        assert_eq!(site.read(|published| published.position().0), 1, "set once");
    }
}

#[tokio::test]
async fn two_who_add_the_same_site_at_once_open_it_once() {
    let bench = Bench::new().await;
    let technician = bench.everywhere().await;
    let body = r#"{"id":"b","name":{"zh":"乙"}}"#;
    let add = |key: &'static str| {
        let mut request = request("POST", "/api/v1/sites", Some(&technician), body);
        request
            .headers_mut()
            .insert("idempotency-key", key.parse().unwrap());
        bench.send(request)
    };
    let (one, same, other) = tokio::join!(add("k"), add("k"), add("l"));
    assert_eq!(one.done(201), same.done(201));
    other.problem("another request", 409, "site_exists");
    let sites = bench.get("/api/v1/sites", None).await.done(200);
    assert_eq!(sites["sites"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_site_is_removed_with_all_who_could_act_there_and_comes_back_with_its_code() {
    let bench = Bench::new().await;
    let technician = bench.everywhere().await;
    let b = "/api/v1/sites/b";
    let remove = |path: &str, token: &str| bench.send(request("DELETE", path, Some(token), ""));
    let last = remove(SITE, &technician).await;
    last.problem("the last one", 409, "last_site");
    let body = r#"{"id":"b","name":{"zh":"乙"}}"#;
    let add = || bench.post("/api/v1/sites", Some(&technician), body);
    add().await.done(201);
    let code = bench.hub.sites().find("b").unwrap().code();
    let own = bench
        .post(
            &format!("{b}/tokens"),
            Some(&technician),
            r#"{"role":"organiser"}"#,
        )
        .await
        .done(201);
    let own = own["secret"].as_str().unwrap();
    remove(b, own)
        .await
        .problem("an organiser", 403, "not_allowed");
    let live = request("GET", &format!("{b}/live?topic=board"), None, "");
    let live = hub::server::app(&bench.hub).oneshot(live).await.unwrap();
    let mut live = pin!(live.into_body().into_data_stream());
    assert!(live.next().await.is_some());
    assert_eq!(remove(b, &technician).await.status, 204);
    assert!(live.next().await.is_none(), "a stream of it goes on");
    bench
        .get(b, None)
        .await
        .problem("removed", 404, "not_found");
    assert_eq!(bench.get("/s/b/board", None).await.status, 404);
    remove(b, &technician)
        .await
        .problem("removed before", 404, "not_found");
    add().await.done(201);
    assert_eq!(bench.hub.sites().find("b").unwrap().code(), code);
    bench.get(&format!("{b}/queue"), Some(own)).await.problem(
        "of the site before",
        401,
        "not_signed_in",
    );
}
