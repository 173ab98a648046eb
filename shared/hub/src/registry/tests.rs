use std::sync::Mutex;

use domain::{Role, SiteId};
use store::{LogId, MemoryStore, Position};

use super::*;
use crate::secrets::{Secrets, SiteCode, Token, fingerprint};

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
        self.asking_at("square", key, request)
    }

    fn asking_at(&self, site: &str, key: Option<&str>, request: &str) -> Asking {
        let asking = Asking::once(Actor::named(Role::Organiser, "s-1"), self.now());
        let day = (self.now() + chrono::TimeDelta::hours(8)).date_naive();
        let scope = Scope::Site(SiteId::new(site).unwrap(), day);
        match key {
            Some(key) => asking.with_key(&self.secrets, &scope, key, request),
            None => asking,
        }
    }

    async fn add_site(&self, registry: &Registry) -> Result<SiteCode, HubRefusal> {
        let asking = Asking::once(Actor::of(Role::Technician), self.now());
        let settings = domain::SiteSettings::default();
        let added = registry.register_site(asking, settings).await;
        refusal(added.map(|(code, _)| code))
    }

    async fn come_back(&self, with: &EntryId, key: Option<&str>) -> Result<EntryId, HubRefusal> {
        let (asking, with) = (self.asking(key, "POST /sign-in"), with.clone());
        let renewed = self.registry.renew_session(&self.secrets, asking, with);
        refusal(renewed.await.map(|(session, _)| session))
    }

    fn open_sessions(&self) -> Vec<EntryId> {
        let state = self.registry.state();
        let open = state
            .sessions
            .iter()
            .filter(|(_, s)| s.expires_at > self.now());
        open.map(|(id, _)| id.clone()).collect()
    }

    async fn link(&self, minutes: i64) -> String {
        let until = self.now() + chrono::TimeDelta::minutes(minutes);
        let asking = self.asking(None, "");
        let issued = self
            .registry
            .issue_link(&self.secrets, asking, desk(), until)
            .await;
        issued.unwrap().0.as_str().to_owned()
    }

    async fn use_link(&self, link: &str, device: &Token) -> Result<EntryId, HubRefusal> {
        self.use_link_by(link, Some(device)).await
    }

    async fn use_link_by(&self, link: &str, device: Option<&Token>) -> Result<EntryId, HubRefusal> {
        let by = Actor::of(Role::Resident);
        let used = self
            .registry
            .use_link(&self.secrets, by, link, device)
            .await;
        refusal(used.map(|(session, _)| session))
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

/// What it came to, or the refusal.
#[track_caller]
fn refusal<T>(outcome: Result<T, RegistryError>) -> Result<T, HubRefusal> {
    outcome.map_err(|error| match error {
        RegistryError::Refused(refusal) => refusal,
        RegistryError::OutcomeUnknown(_) | RegistryError::Unreadable(_) | RegistryError::Busy => {
            panic!("{error}")
        }
    })
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
    let (phone, other) = (Token::random(), Token::random());
    let first = bench.use_link(&link, &phone).await.unwrap();
    assert_eq!(
        bench.use_link(&link, &phone).await,
        Ok(first),
        "its answer may have been lost"
    );
    for device in [Some(&other), None] {
        assert_eq!(
            bench.use_link_by(&link, device).await,
            Err(HubRefusal::LinkUsed)
        );
    }
    assert_eq!(
        bench.use_link("nothing", &phone).await,
        Err(HubRefusal::LinkUnknown)
    );
    assert_eq!(bench.registry.state().sessions.len(), 1);
}

/// Whoever sent no `device` was told apart from nobody: all of them shared one session, so a link
/// that was printed on a wall let everybody in.
#[tokio::test]
async fn a_link_is_used_once_by_those_who_name_no_device() {
    let bench = Bench::new().await;
    let link = bench.link(2).await;
    assert!(bench.use_link_by(&link, None).await.is_ok());
    assert_eq!(
        bench.use_link_by(&link, None).await,
        Err(HubRefusal::LinkUsed)
    );
}

#[tokio::test]
async fn an_answer_that_was_lost_is_given_again_though_the_link_expired_meanwhile() {
    let bench = Bench::new().await;
    let (link, phone) = (bench.link(2).await, Token::random());
    let first = bench.use_link(&link, &phone).await;
    bench.pass(3);
    assert_eq!(bench.use_link(&link, &phone).await, first);
}

#[tokio::test]
async fn two_devices_that_race_for_a_link_do_not_both_get_in() {
    let bench = Bench::new().await;
    let link = bench.link(2).await;
    let (first, second) = (Token::random(), Token::random());
    let (one, two) = tokio::join!(
        bench.use_link(&link, &first),
        bench.use_link(&link, &second)
    );
    assert_ne!(one.is_ok(), two.is_ok());
}

#[tokio::test]
async fn an_old_link_is_of_no_use() {
    let bench = Bench::new().await;
    let link = bench.link(2).await;
    bench.pass(2);
    assert_eq!(
        bench.use_link(&link, &Token::random()).await,
        Err(HubRefusal::LinkExpired)
    );
}

/// Links that nobody used counted against the limit for two weeks after they expired, so a kiosk
/// whose staff page was opened often could sign nobody in any more.
#[tokio::test]
async fn links_that_expired_leave_room_for_new_ones_and_are_forgotten() {
    let bench = Bench::new().await;
    for _ in 0..decide::LINKS_MAX {
        bench.link(2).await;
    }
    let until = bench.now() + chrono::TimeDelta::minutes(2);
    let one_more = || {
        let asking = bench.asking(None, "");
        bench
            .registry
            .issue_link(&bench.secrets, asking, desk(), until)
    };
    assert!(matches!(
        refusal(one_more().await),
        Err(HubRefusal::TooMany { .. })
    ));
    bench.pass(2);
    let fresh = bench.link(2).await;
    bench.pass(61);
    bench.link(2).await;
    let state = bench.registry.state();
    assert_eq!(state.links.len(), 2, "the newest two");
    assert!(state.holder(&fingerprint(&fresh)).is_some());
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
    let first = add(Some("k1"), "desk 1").await.unwrap();
    let again = add(Some("k1"), "desk 1").await.unwrap();
    assert_eq!(
        (&again.id, &again.entry, &again.secret),
        (&first.id, &first.entry, &first.secret)
    );
    let refused = add(Some("k1"), "desk 2").await.unwrap_err();
    assert!(
        matches!(refused, RegistryError::Refused(HubRefusal::KeyReused)),
        "{refused}"
    );
    let other = add(None, "desk 1").await.unwrap();
    assert_ne!(other.secret, first.secret);
    assert_eq!(bench.registry.state().tokens.len(), 2);
}

/// The first answer was made from what is there now, and came out as a fault of the hub once the
/// token was taken back.
#[tokio::test]
async fn the_first_answer_stays_the_answer_whatever_happened_since() {
    let bench = Bench::new().await;
    let add = || {
        let asking = bench.asking(Some("k"), "desk");
        bench
            .registry
            .add_token(&bench.secrets, asking, desk(), None)
    };
    let first = add().await.unwrap();
    let by = Actor::of(Role::Organiser);
    let gone = bench
        .registry
        .revoke_token(by, square(), false, first.id.clone());
    gone.await.unwrap();
    bench.pass(1);
    let again = add().await.unwrap();
    assert_eq!(
        (&again.id, &again.entry, &again.secret),
        (&first.id, &first.entry, &first.secret)
    );
    assert!(bench.registry.state().tokens.is_empty());

    let link = |until| {
        let asking = bench.asking(Some("l"), "board");
        bench
            .registry
            .issue_link(&bench.secrets, asking, desk(), until)
    };
    let until = bench.now() + chrono::TimeDelta::minutes(2);
    let first = link(until).await.unwrap();
    bench.pass(1);
    let later = until + chrono::TimeDelta::minutes(1);
    assert_eq!(link(later).await.unwrap(), first, "the same two minutes");
}

/// Keys ignored the site: the same key at another site answered this one's token.
#[tokio::test]
async fn a_key_counts_within_a_site_and_its_day() {
    let bench = Bench::new().await;
    let add = |site: &str, request: &str| {
        let asking = bench.asking_at(site, Some("k"), request);
        bench
            .registry
            .add_token(&bench.secrets, asking, desk(), None)
    };
    let here = add("square", "a token").await.unwrap();
    let there = add("b", "a token").await.unwrap();
    assert_ne!(here.secret, there.secret);
    let other = refusal(add("square", "another request").await.map(drop));
    assert_eq!(other, Err(HubRefusal::KeyReused));
    // Eight in the morning on the square is midnight in Greenwich: the same day goes on there.
    bench.pass(-2 * 60);
    let before = add("square", "a token").await.unwrap();
    assert_eq!(before.secret, here.secret);
    bench.pass(24 * 60);
    let next_day = add("square", "a token").await.unwrap();
    assert_ne!(next_day.secret, here.secret);
}

/// The session that a device came back with was recorded as gone at once, so a device whose answer
/// was lost could not come back any more.
#[tokio::test]
async fn a_device_whose_answer_was_lost_comes_back_once_more() {
    let bench = Bench::new().await;
    let link = bench.link(2).await;
    let old = bench.use_link(&link, &Token::random()).await.unwrap();
    bench.pass(SESSION_HOURS * 60);
    let keyed = bench.come_back(&old, Some("k")).await.unwrap();
    assert_eq!(bench.come_back(&old, Some("k")).await, Ok(keyed.clone()));
    bench.pass(1);
    let lost = bench.come_back(&old, None).await.unwrap();
    bench.pass(1);
    let got = bench.come_back(&old, None).await.unwrap();
    assert_eq!(
        bench.open_sessions(),
        std::slice::from_ref(&got),
        "{keyed} and {lost} end"
    );
    // With a later one it shows that an answer came: the first is not needed any more.
    let newest = bench.come_back(&got, None).await.unwrap();
    assert_eq!(
        bench.come_back(&old, None).await,
        Err(HubRefusal::SessionUnknown)
    );
    // Signed out is signed out, whatever else the device has.
    let by = Actor::of(Role::Organiser);
    let out = bench.registry.revoke_session(by, square(), newest);
    out.await.unwrap();
    assert_eq!(
        bench.come_back(&got, None).await,
        Err(HubRefusal::SessionUnknown)
    );
}

#[tokio::test]
async fn a_site_waits_for_its_settings_until_it_has_them() {
    let bench = Bench::new().await;
    bench.add_site(&bench.registry).await.unwrap();
    let again = Bench::open(&bench.store, &bench.now).await;
    assert!(again.state().unset.contains_key(&square()));
    let by = Actor::of(Role::Hub);
    again.site_set_up(by.clone(), square()).await.unwrap();
    again.site_set_up(by, square()).await.unwrap();
    assert!(again.state().unset.is_empty());
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
    let AnnouncedKiosk {
        id: kiosk, code, ..
    } = announce().await.unwrap();
    let (paired, credential) = pair(code.clone(), "a").await.unwrap();
    assert_eq!(paired, kiosk);
    assert_eq!(
        pair(code.clone(), "a").await.unwrap().1,
        credential,
        "a repeat"
    );
    assert!(pair(code, "b").await.is_err(), "used up");

    let late = announce().await.unwrap();
    bench.pass(PAIRING_MINUTES);
    assert!(pair(late.code, "c").await.is_err(), "too late");

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
    let code = bench.add_site(&bench.registry).await.unwrap();
    let link = bench.link(30).await;
    bench.use_link(&link, &Token::random()).await.unwrap();
    let asking = bench.asking(Some("k"), "r");
    let added = bench
        .registry
        .add_token(&bench.secrets, asking, desk(), None);
    let token = added.await.unwrap().secret;

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
    bench.add_site(&bench.registry).await.unwrap();
    // The other one decides on its old state first, meets the conflict and decides again.
    let refused = bench.add_site(&other).await;
    assert_eq!(refused, Err(HubRefusal::SiteExists { site: square() }));
}

#[tokio::test]
async fn ended_sessions_are_forgotten_after_two_weeks() {
    let bench = Bench::new().await;
    let link = bench.link(2).await;
    bench.use_link(&link, &Token::random()).await.unwrap();
    bench.pass((state::KEPT_DAYS + 1) * 24 * 60);
    bench.link(2).await;
    let state = bench.registry.state();
    assert_eq!((state.sessions.len(), state.links.len()), (0, 1));
}
