use std::sync::Mutex;

use domain::{Role, SiteId};
use store::{LogId, MemoryStore, Position};

use super::*;
use crate::secrets::{Secrets, fingerprint};

/// A register over a store in memory, with a clock moved by hand.
struct Bench {
    store: Arc<MemoryStore>,
    now: Arc<Mutex<Moment>>,
    secrets: Secrets,
    registry: Registry,
}

impl Bench {
    async fn new() -> Self {
        let store = Arc::new(MemoryStore::new());
        let now = Arc::new(Mutex::new(
            "2026-03-07T01:00:00Z".parse::<Moment>().unwrap(),
        ));
        let registry = Self::open(&store, &now).await;
        Self {
            store,
            now,
            secrets: Secrets::passing(),
            registry,
        }
    }

    async fn open(store: &Arc<MemoryStore>, now: &Arc<Mutex<Moment>>) -> Registry {
        let log: Arc<dyn Log> = Arc::clone(store) as Arc<dyn Log>;
        let now = Arc::clone(now);
        Registry::open(log, Arc::new(move || *now.lock().unwrap()))
            .await
            .unwrap()
    }

    fn now(&self) -> Moment {
        *self.now.lock().unwrap()
    }

    fn pass(&self, minutes: i64) {
        *self.now.lock().unwrap() += chrono::TimeDelta::minutes(minutes);
    }

    fn asking(&self, key: Option<&str>, request: &str) -> Asking {
        let (key, request) = (key.map(str::to_owned), request.to_owned());
        Asking {
            by: Actor::named(Role::Organiser, "s-1"),
            key,
            request,
            now: self.now(),
        }
    }

    async fn link(&self, minutes: i64) -> String {
        let until = self.now() + chrono::TimeDelta::minutes(minutes);
        let asking = self.asking(None, "");
        let link = self
            .registry
            .issue_link(&self.secrets, asking, desk(), until)
            .await
            .unwrap();
        link.as_str().to_owned()
    }

    async fn use_link(&self, link: &str, device: &str) -> Result<(), HubRefusal> {
        let by = Actor::of(Role::Resident);
        match self
            .registry
            .use_link(&self.secrets, by, link, device)
            .await
        {
            Ok(_) => Ok(()),
            Err(RegistryError::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other}"),
        }
    }

    fn dump(&self) -> String {
        futures_util::FutureExt::now_or_never(self.store.read(&LogId::hub(), Position::FIRST, 1000))
            .unwrap()
            .unwrap()
            .iter()
            .map(|record| record.to_json() + "\n")
            .collect()
    }
}

fn square() -> SiteId {
    SiteId::new("square").unwrap()
}

fn desk() -> Grant {
    Grant {
        roles: vec![Role::Volunteer],
        site: Some(square()),
        station: Some("1".parse().unwrap()),
    }
}

#[tokio::test]
async fn a_link_signs_one_device_in_and_no_second() {
    let bench = Bench::new().await;
    let link = bench.link(2).await;
    assert_eq!(bench.use_link(&link, "phone").await, Ok(()));
    assert_eq!(
        bench.use_link(&link, "phone").await,
        Ok(()),
        "its answer may have been lost"
    );
    assert_eq!(
        bench.use_link(&link, "other").await,
        Err(HubRefusal::LinkUsed)
    );
    assert_eq!(
        bench.use_link("nothing", "phone").await,
        Err(HubRefusal::LinkUnknown)
    );
    assert_eq!(bench.registry.state().sessions.len(), 1);
}

#[tokio::test]
async fn two_devices_that_race_for_a_link_do_not_both_get_in() {
    let bench = Bench::new().await;
    let link = bench.link(2).await;
    let (one, two) = tokio::join!(bench.use_link(&link, "one"), bench.use_link(&link, "two"));
    assert_ne!(one.is_ok(), two.is_ok());
}

#[tokio::test]
async fn an_old_link_is_of_no_use() {
    let bench = Bench::new().await;
    let link = bench.link(2).await;
    bench.pass(2);
    assert_eq!(
        bench.use_link(&link, "phone").await,
        Err(HubRefusal::LinkExpired)
    );
}

#[tokio::test]
async fn a_repeated_request_hands_out_the_same_secret_and_records_nothing() {
    let bench = Bench::new().await;
    let add = |key, request| {
        let asking = bench.asking(key, request);
        bench
            .registry
            .add_token(&bench.secrets, asking, desk(), None)
    };
    let (id, first) = add(Some("k1"), "desk 1").await.unwrap();
    let (again, repeated) = add(Some("k1"), "desk 1").await.unwrap();
    assert_eq!((&again, &repeated), (&id, &first));
    let refused = add(Some("k1"), "desk 2").await.unwrap_err();
    assert!(
        matches!(refused, RegistryError::Refused(HubRefusal::KeyReused)),
        "{refused}"
    );
    let (_, other) = add(None, "desk 1").await.unwrap();
    assert_ne!(other, first);
    assert_eq!(bench.registry.state().tokens.len(), 2);
}

#[tokio::test]
async fn a_pairing_code_pairs_one_kiosk_within_ten_minutes() {
    let bench = Bench::new().await;
    let announce = || {
        let asking = bench.asking(None, "");
        bench
            .registry
            .announce_kiosk(&bench.secrets, asking, square(), "东门".to_owned())
    };
    let pair = |code: String, key: &'static str| {
        let bench = &bench;
        async move {
            let asking = bench.asking(Some(key), &code);
            bench
                .registry
                .pair_kiosk(&bench.secrets, asking, &code)
                .await
        }
    };
    let (kiosk, code, _) = announce().await.unwrap();
    let (paired, credential) = pair(code.clone(), "a").await.unwrap();
    assert_eq!(paired, kiosk);
    assert_eq!(
        pair(code.clone(), "a").await.unwrap().1,
        credential,
        "a repeat"
    );
    assert!(pair(code, "b").await.is_err(), "used up");

    let (_, late, _) = announce().await.unwrap();
    bench.pass(PAIRING_MINUTES);
    assert!(pair(late, "c").await.is_err(), "too late");

    let by = Actor::of(Role::Organiser);
    bench
        .registry
        .remove_kiosk(by, square(), kiosk)
        .await
        .unwrap();
    assert_eq!(
        bench.registry.state().holder(&credential.fingerprint()),
        None
    );
}

#[tokio::test]
async fn what_was_registered_is_there_after_a_restart_and_holds_no_secret() {
    let bench = Bench::new().await;
    let by = Actor::of(Role::Technician);
    let code = bench
        .registry
        .register_site(by.clone(), &square())
        .await
        .unwrap();
    let link = bench.link(30).await;
    bench.use_link(&link, "phone").await.unwrap();
    let (_, token) = bench
        .registry
        .add_token(&bench.secrets, bench.asking(Some("k"), "r"), desk(), None)
        .await
        .unwrap();

    let again = Bench::open(&bench.store, &bench.now).await;
    let state = again.state();
    assert_eq!(state.code_of(&square()), Some(code));
    assert_eq!(state.sessions.len(), 1);
    assert!(state.holder(&fingerprint(token.as_str())).is_some());
    for secret in [link.as_str(), token.as_str()] {
        assert!(!bench.dump().contains(secret));
    }
}

#[tokio::test]
async fn one_register_sees_what_another_one_wrote() {
    let bench = Bench::new().await;
    let other = Bench::open(&bench.store, &bench.now).await;
    let by = Actor::of(Role::Technician);
    bench
        .registry
        .register_site(by.clone(), &square())
        .await
        .unwrap();
    // The other one decides on its old state first, meets the conflict and decides again.
    let refused = other.register_site(by, &square()).await.unwrap_err();
    assert!(
        matches!(
            refused,
            RegistryError::Refused(HubRefusal::SiteExists { .. })
        ),
        "{refused}"
    );
}

#[tokio::test]
async fn ended_sessions_are_forgotten_after_two_weeks() {
    let bench = Bench::new().await;
    let link = bench.link(2).await;
    bench.use_link(&link, "phone").await.unwrap();
    bench.pass((state::KEPT_DAYS + 1) * 24 * 60);
    bench.link(2).await;
    let state = bench.registry.state();
    assert_eq!((state.sessions.len(), state.links.len()), (0, 1));
}
