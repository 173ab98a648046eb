//! How people, programs and kiosks come in, and how they are shown out again.

use domain::Role;
use paihao_tests::{Ask, Reply};
use protocol::HubProof;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bench::{BASE, Bench};
use crate::check;

#[tokio::test]
async fn a_token_works_until_it_is_revoked_and_its_secret_is_never_listed() {
    let bench = Bench::in_memory().await;
    let ask = bench.post(
        "tokens",
        &json!({"role": "kiosk", "label": "scanner"}),
        Role::Organiser,
    );
    let added = check::done("add", &bench.ask(ask).await, 201);
    let secret = added["secret"].as_str().unwrap().to_owned();
    let issue =
        || Ask::post(format!("{BASE}/tickets"), &json!({"service": "haircut"})).bearer(&secret);
    check::done("issue", &bench.ask(issue()).await, 201);
    let listed = bench.ask(bench.get("/tokens", Role::Organiser)).await;
    assert!(listed.text().contains("scanner") && !listed.text().contains(&secret));
    let id = added["token"]["id"].as_str().unwrap();
    let gone = bench
        .ask(bench.delete(&format!("tokens/{id}"), Role::Organiser))
        .await;
    check::done("revoke", &gone, 204);
    check::problem("issue", &bench.ask(issue()).await, 401, "not_signed_in");
    let again = bench
        .ask(bench.delete("tokens/nothing", Role::Organiser))
        .await;
    check::problem("revoke what is not there", &again, 404, "not_found");
}

#[tokio::test]
async fn a_kiosk_pairs_once_with_its_code_and_is_refused_once_removed() {
    let bench = Bench::in_memory().await;
    let ask = bench.post("kiosks", &json!({"name": "东门"}), Role::Organiser);
    let added = check::done("add", &bench.ask(ask).await, 201);
    let pair = |code: &str| Ask::post("/api/v1/pair", &json!({"code": code}));
    let wrong = bench.ask(pair("000000")).await;
    check::problem("a wrong code", &wrong, 404, "pairing_code_unknown");
    let code = added["pairing"]["code"].as_str().unwrap();
    let paired = check::done("pair", &bench.ask(pair(code)).await, 201);
    check::problem(
        "the code again",
        &bench.ask(pair(code)).await,
        404,
        "pairing_code_unknown",
    );
    let credential = paired["credential"].as_str().unwrap();
    let nonce = Uuid::from_u128(7);
    let prove = |kiosk: &str| {
        Ask::post(
            "/api/v1/prove",
            &json!({"kiosk": kiosk, "nonce": nonce.to_string()}),
        )
    };
    let kiosk = added["kiosk"]["id"].as_str().unwrap();
    let proof = check::done("prove", &bench.ask(prove(kiosk)).await, 200);
    let proof: HubProof = serde_json::from_value(proof).unwrap();
    assert!(proof.is_by_hub_of(credential, nonce));
    check::problem(
        "another's kiosk",
        &bench.ask(prove("k-0123456789abcdef")).await,
        404,
        "not_found",
    );
    let issue =
        || Ask::post(format!("{BASE}/tickets"), &json!({"service": "haircut"})).bearer(credential);
    let issued = check::done("issue", &bench.ask(issue()).await, 201);
    assert!(
        issued["url"].is_string() && issued["token"].is_string(),
        "{issued}"
    );
    let id = added["kiosk"]["id"].as_str().unwrap();
    let gone = bench
        .ask(bench.delete(&format!("kiosks/{id}"), Role::Organiser))
        .await;
    check::done("remove", &gone, 204);
    check::problem("issue", &bench.ask(issue()).await, 401, "not_signed_in");
}

#[tokio::test]
async fn a_link_signs_a_device_in_which_can_go_come_back_by_pin_and_be_shown_out() {
    let bench = Bench::in_memory().await;
    set_pin(&bench, "482913").await;
    let cookie = bench.sign_in("dashboard").await;
    let with = |ask: Ask| ask.header("cookie", cookie.clone());
    let me = check::done(
        "who am I",
        &bench.ask(with(Ask::get(format!("{BASE}/session")))).await,
        200,
    );
    assert_eq!(me["session"]["role"], "organiser");
    check::done(
        "tokens",
        &bench.ask(with(Ask::get(format!("{BASE}/tokens")))).await,
        200,
    );

    let out = bench
        .ask(with(Ask::post(format!("{BASE}/sign-out"), &json!({}))))
        .await;
    check::done("sign out", &out, 204);
    let after = bench.ask(with(Ask::get(format!("{BASE}/session")))).await;
    check::problem("after signing out", &after, 401, "not_signed_in");
}

#[tokio::test]
async fn a_session_that_is_shown_out_falls_silent() {
    let bench = Bench::in_memory().await;
    let cookie = bench.sign_in("desk").await;
    let queue = || Ask::get(format!("{BASE}/queue")).header("cookie", cookie.clone());
    check::done("queue", &bench.ask(queue()).await, 200);
    let sessions = bench
        .ask(bench.get("/sessions", Role::Organiser))
        .await
        .json();
    let id = sessions["sessions"][0]["id"].as_str().unwrap();
    let gone = bench
        .ask(bench.delete(&format!("sessions/{id}"), Role::Organiser))
        .await;
    check::done("show out", &gone, 204);
    check::problem("queue", &bench.ask(queue()).await, 401, "not_signed_in");
}

#[tokio::test]
async fn a_pin_can_be_tried_five_times_and_then_not_even_the_right_one() {
    let bench = Bench::in_memory().await;
    set_pin(&bench, "482913").await;
    let check_pin = |pin: &str| bench.post("pin/check", &json!({"pin": pin}), Role::Kiosk);
    let nobody = Ask::post(format!("{BASE}/pin/check"), &json!({"pin": "482913"}));
    check::problem("by nobody", &bench.ask(nobody).await, 401, "not_signed_in");
    check::done("right", &bench.ask(check_pin("482913")).await, 204);
    for left in (0..5).rev() {
        let wrong = check::problem(
            "wrong",
            &bench.ask(check_pin("000000")).await,
            403,
            "pin_wrong",
        );
        assert_eq!(wrong["tries_left"], left);
    }
    let locked = bench.ask(check_pin("482913")).await;
    let problem = check::problem("right, too late", &locked, 429, "pin_locked");
    assert_eq!(
        locked.header("retry-after"),
        problem["retry_secs"]
            .as_i64()
            .map(|s| s.to_string())
            .as_deref()
    );
}

#[tokio::test]
async fn a_kiosk_gets_a_link_only_with_the_pin() {
    let bench = Bench::in_memory().await;
    set_pin(&bench, "482913").await;
    let ask = |body: Value| bench.post("links", &body, Role::Kiosk);
    let without = bench.ask(ask(json!({"for": "desk"}))).await;
    check::problem("without", &without, 403, "pin_wrong");
    check::done(
        "with",
        &bench
            .ask(ask(json!({"for": "desk", "pin": "482913"})))
            .await,
        201,
    );
}

#[tokio::test]
async fn technicians_add_sites_and_everybody_sees_them() {
    let bench = Bench::in_memory().await;
    let site = json!({"id": "east", "name": {"zh": "东广场", "en": "East Square"}});
    let add = |secret: &str| Ask::post("/api/v1/sites", &site).bearer(secret);
    let organiser = bench.ask(add(bench.token(Role::Organiser))).await;
    check::problem("an organiser of one site", &organiser, 403, "not_allowed");
    check::problem(
        "nobody",
        &bench.ask(Ask::post("/api/v1/sites", &site)).await,
        401,
        "not_signed_in",
    );
    check::done(
        "a technician",
        &bench.ask(add(bench.technician())).await,
        201,
    );
    check::problem(
        "twice",
        &bench.ask(add(bench.technician())).await,
        409,
        "site_exists",
    );
    let sites = check::done("all", &bench.ask(Ask::get("/api/v1/sites")).await, 200);
    let ids: Vec<&str> = sites["sites"]
        .as_array()
        .unwrap()
        .iter()
        .map(id_of)
        .collect();
    assert_eq!(ids, ["square", "east"]);
    let other = Ask::get("/api/v1/sites/east/queue").bearer(bench.token(Role::Organiser));
    check::problem(
        "another site's queue",
        &bench.ask(other).await,
        403,
        "not_allowed",
    );
}

#[tokio::test]
async fn a_site_is_removed_by_a_technician_and_never_the_last_one() {
    let bench = Bench::in_memory().await;
    let site = json!({"id": "east", "name": {"zh": "东广场", "en": "East Square"}});
    let add = Ask::post("/api/v1/sites", &site).bearer(bench.technician());
    check::done("add", &bench.ask(add).await, 201);
    let remove = |id: &str| Ask::new("DELETE", format!("/api/v1/sites/{id}"));
    let nobody = bench.ask(remove("east")).await;
    check::problem("nobody", &nobody, 401, "not_signed_in");
    let organiser = remove("square").bearer(bench.token(Role::Organiser));
    check::problem(
        "its organiser",
        &bench.ask(organiser).await,
        403,
        "not_allowed",
    );
    let technician = |id: &str| remove(id).bearer(bench.technician());
    check::done("remove", &bench.ask(technician("east")).await, 204);
    check::problem(
        "gone",
        &bench.ask(technician("east")).await,
        404,
        "not_found",
    );
    check::problem(
        "the last one",
        &bench.ask(technician("square")).await,
        409,
        "last_site",
    );
}

#[tokio::test]
async fn tokens_and_kiosks_are_changed_by_organisers_alone() {
    let bench = Bench::in_memory().await;
    let rows = [
        (
            "tokens",
            json!({"role": "volunteer"}),
            "token",
            json!({"label": "门口", "station": "2"}),
        ),
        (
            "kiosks",
            json!({"name": "东门"}),
            "kiosk",
            json!({"name": "西门"}),
        ),
    ];
    for (route, body, of, change) in rows {
        let added = bench.ask(bench.post(route, &body, Role::Organiser)).await;
        let added = check::done(route, &added, 201);
        let path = format!("{BASE}/{route}/{}", added[of]["id"].as_str().unwrap());
        let set = |role| {
            Ask::new("PATCH", path.clone())
                .json(&change)
                .bearer(bench.token(role))
        };
        for role in [Role::Kiosk, Role::Volunteer, Role::Technician] {
            check::problem(route, &bench.ask(set(role)).await, 403, "not_allowed");
        }
        let nobody = Ask::new("PATCH", path.clone()).json(&change);
        check::problem(route, &bench.ask(nobody).await, 401, "not_signed_in");
        let changed = check::done(route, &bench.ask(set(Role::Organiser)).await, 200);
        for (field, value) in change.as_object().unwrap() {
            assert_eq!(&changed[of][field], value, "{route} {field}");
        }
    }
}

fn id_of(site: &Value) -> &str {
    site["id"].as_str().unwrap()
}

async fn set_pin(bench: &Bench, pin: &str) -> Reply {
    let reply = bench
        .ask(bench.post("pin", &json!({"pin": pin}), Role::Organiser))
        .await;
    check::done("pin", &reply, 204);
    reply
}
