//! Kiosks and tokens: secrets are shown once, and repeated only for the same key.

use domain::Role;
use protocol::HubProof;

use crate::bench::{Bench, SITE, request};

#[tokio::test]
async fn a_repeated_token_request_gives_the_same_secret() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/tokens");
    let send = |body: &'static str| {
        let mut request = request("POST", &path, Some(&organiser), body);
        request
            .headers_mut()
            .insert("idempotency-key", "k1".parse().unwrap());
        bench.send(request)
    };
    let first = send(r#"{"role":"kiosk","label":"东门"}"#).await.done(201);
    assert_eq!(
        send(r#"{"role":"kiosk","label":"东门"}"#).await.done(201),
        first
    );
    send(r#"{"role":"display"}"#)
        .await
        .problem("another request", 409, "key_reused");
    let listed = bench.get(&path, Some(&organiser)).await.done(200);
    assert_eq!(listed["tokens"].as_array().unwrap().len(), 1);
    assert!(
        !listed
            .to_string()
            .contains(first["secret"].as_str().unwrap())
    );
}

#[tokio::test]
async fn the_same_key_on_another_route_or_site_is_no_repeat_and_no_fault() {
    let bench = Bench::new().await;
    let technician = bench.everywhere().await;
    let add = r#"{"id":"b","name":{"zh":"乙"}}"#;
    let keyed = async |path: &str, body: &str| {
        let mut request = request("POST", path, Some(&technician), body);
        request
            .headers_mut()
            .insert("idempotency-key", "k".parse().unwrap());
        bench.send(request).await
    };
    let added = keyed("/api/v1/sites", add).await.done(201);
    assert_eq!(keyed("/api/v1/sites", add).await.done(201), added);
    let other = r#"{"id":"c","name":{"zh":"丙"}}"#;
    let reused = keyed("/api/v1/sites", other).await;
    reused.problem("another site", 409, "key_reused");

    let (here, there) = (SITE, "/api/v1/sites/b");
    let token = r#"{"role":"volunteer"}"#;
    let secret = async |site: &str| {
        let added = keyed(&format!("{site}/tokens"), token).await.done(201);
        added["secret"].as_str().unwrap().to_owned()
    };
    assert_ne!(secret(here).await, secret(there).await);
    for route in ["links", "kiosks", "pin"] {
        let body = match route {
            "links" => r#"{"for":"desk"}"#,
            "kiosks" => r#"{"name":"东门"}"#,
            _ => r#"{"pin":"314159"}"#,
        };
        let reply = keyed(&format!("{here}/{route}"), body).await;
        reply.problem(route, 409, "key_reused");
    }
}

#[tokio::test]
async fn a_repeat_after_the_thing_was_removed_gives_the_first_answer() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    for (route, body, of) in [
        ("tokens", r#"{"role":"kiosk"}"#, "token"),
        ("kiosks", r#"{"name":"东门"}"#, "kiosk"),
    ] {
        let path = format!("{SITE}/{route}");
        let add = || {
            let mut request = request("POST", &path, Some(&organiser), body);
            request
                .headers_mut()
                .insert("idempotency-key", route.parse().unwrap());
            bench.send(request)
        };
        let first = add().await.done(201);
        let one = format!("{path}/{}", first[of]["id"].as_str().unwrap());
        let gone = bench.send(request("DELETE", &one, Some(&organiser), ""));
        assert_eq!(gone.await.status, 204);
        assert_eq!(add().await.done(201), first, "{route}");
    }
}

#[tokio::test]
async fn a_repeated_link_lasts_no_longer_than_the_first() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/links");
    let ask = || {
        let mut request = request("POST", &path, Some(&organiser), r#"{"for":"board"}"#);
        request
            .headers_mut()
            .insert("idempotency-key", "k".parse().unwrap());
        bench.send(request)
    };
    let first = ask().await.done(201);
    bench
        .clock
        .set(bench.hub.sign_in_time() + chrono::TimeDelta::minutes(1));
    assert_eq!(ask().await.done(201), first);
}

#[tokio::test]
async fn made_up_tokens_are_slowed_down_only_as_a_flood() {
    let bench = Bench::new().await;
    let mut slowed = 0;
    for _ in 0..6_000 {
        let reply = bench.get("/api/v1/sites", Some("made-up")).await;
        slowed += u32::from(reply.status == 429);
    }
    assert_eq!(slowed, 1_000);
}

#[tokio::test]
async fn nobody_gets_a_token_for_a_role_that_is_not_for_programs() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    for role in ["technician", "resident", "hub"] {
        let body = format!(r#"{{"role":"{role}"}}"#);
        let reply = bench
            .post(&format!("{SITE}/tokens"), Some(&organiser), &body)
            .await;
        reply.problem(role, 422, "value_out_of_range");
    }
}

#[tokio::test]
async fn a_token_is_changed_and_keeps_its_secret() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/tokens");
    let body = r#"{"role":"volunteer","station":"1","label":"东门"}"#;
    let added = bench.post(&path, Some(&organiser), body).await.done(201);
    let (id, secret) = (&added["token"]["id"], added["secret"].as_str());
    let one = format!("{path}/{}", id.as_str().unwrap());
    let change = |body: &'static str| bench.send(request("PATCH", &one, Some(&organiser), body));
    let changed = change(r#"{"station":"2"}"#).await.done(200);
    assert_eq!(
        (&changed["token"]["station"], &changed["token"]["label"]),
        (&"2".into(), &"东门".into())
    );
    let call = async |station: &str| {
        let path = format!("{SITE}/stations/{station}/call-next");
        bench.post(&path, secret, "").await.status
    };
    assert_eq!((call("1").await, call("2").await), (403, 200));
    let freed = change(r#"{"station":null,"label":null}"#).await.done(200);
    assert!(freed["token"]["station"].is_null() && freed["token"]["label"].is_null());
    assert_eq!(call("1").await, 200);
    change(r#"{"station":"9"}"#)
        .await
        .problem("no such station", 404, "not_found");
    change(r#"{"label":"a\nb"}"#)
        .await
        .problem("two lines", 422, "value_out_of_range");
    assert_eq!(change("{}").await.done(200), freed);
    let other = format!("{path}/t-none");
    let other = bench.send(request("PATCH", &other, Some(&organiser), "{}"));
    other.await.problem("no such token", 404, "not_found");
}

#[tokio::test]
async fn a_kiosk_is_renamed() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/kiosks");
    let added = bench
        .post(&path, Some(&organiser), r#"{"name":"东门"}"#)
        .await
        .done(201);
    let one = format!("{path}/{}", added["kiosk"]["id"].as_str().unwrap());
    let rename = |path: &str| {
        bench.send(request(
            "PATCH",
            path,
            Some(&organiser),
            r#"{"name":"西门"}"#,
        ))
    };
    let renamed = rename(&one).await.done(200);
    assert_eq!(renamed["kiosk"]["name"], "西门");
    let listed = bench.get(&path, Some(&organiser)).await.done(200);
    assert_eq!(listed["kiosks"][0], renamed["kiosk"]);
    rename(&format!("{path}/k-none"))
        .await
        .problem("no such kiosk", 404, "not_found");
}

#[tokio::test]
async fn a_technician_gives_out_what_a_technician_has() {
    let bench = Bench::new().await;
    let (technician, path) = (bench.everywhere().await, format!("{SITE}/tokens"));
    let body = r#"{"role":"technician","label":"backup"}"#;
    let added = bench.post(&path, Some(&technician), body).await.done(201);
    let own = added["secret"].as_str().unwrap();
    let site = r#"{"id":"b","name":{"zh":"乙"}}"#;
    bench.post("/api/v1/sites", Some(own), site).await.done(201);
    bench
        .post(&path, Some(own), r#"{"role":"kiosk"}"#)
        .await
        .problem("no organiser", 403, "not_allowed");
    let bound = r#"{"role":"technician","station":"1"}"#;
    let reply = bench.post(&path, Some(&technician), bound).await;
    reply.problem("at one station", 422, "value_out_of_range");

    let labels = async |token: &str| {
        let listed = bench.get(&path, Some(token)).await.done(200);
        let tokens = listed["tokens"].as_array().unwrap().clone();
        let label = |token: &serde_json::Value| token["label"].as_str().unwrap().to_owned();
        // Both were added at the same moment of a clock that stands still.
        tokens
            .iter()
            .map(label)
            .collect::<std::collections::BTreeSet<_>>()
    };
    let organiser = bench.token(Role::Organiser);
    let both = ["admin", "backup"].map(str::to_owned);
    assert_eq!(labels(&technician).await, both.into());
    assert!(labels(&organiser).await.is_empty(), "not of this site");
    let one = format!("{path}/{}", added["token"]["id"].as_str().unwrap());
    let remove = |token: &str| bench.send(request("DELETE", &one, Some(token), ""));
    remove(&organiser)
        .await
        .problem("not of this site", 404, "not_found");
    assert_eq!(remove(&technician).await.status, 204);
}

#[tokio::test]
async fn a_kiosk_pairs_issues_and_is_refused_once_it_was_removed() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/kiosks");
    let added = bench
        .post(&path, Some(&organiser), r#"{"name":"东门"}"#)
        .await
        .done(201);
    let body = format!(
        r#"{{"code":"{}"}}"#,
        added["pairing"]["code"].as_str().unwrap()
    );
    let paired = bench.post("/api/v1/pair", None, &body).await.done(201);
    bench
        .post("/api/v1/pair", None, &body)
        .await
        .problem("again", 404, "pairing_code_unknown");
    let credential = paired["credential"].as_str();
    let (tickets, haircut) = (format!("{SITE}/tickets"), r#"{"service":"haircut"}"#);
    let issued = bench.post(&tickets, credential, haircut).await.done(201);
    let cancel = format!("{tickets}/{}/cancel", issued["token"].as_str().unwrap());
    bench
        .post(&cancel, credential, r#"{"reason":"not_wanted"}"#)
        .await
        .done(200);
    let id = added["kiosk"]["id"].as_str().unwrap();
    let nonce = "01945c00-0000-7000-8000-0000000000aa";
    let prove = format!(r#"{{"kiosk":"{id}","nonce":"{nonce}"}}"#);
    let proof = bench.post("/api/v1/prove", None, &prove).await.done(200);
    let proof: HubProof = serde_json::from_value(proof).unwrap();
    assert!(proof.is_by_hub_of(credential.unwrap(), nonce.parse().unwrap()));
    let remove = request("DELETE", &format!("{path}/{id}"), Some(&organiser), "");
    assert_eq!(bench.send(remove).await.status, 204);
    bench
        .post(&tickets, credential, haircut)
        .await
        .problem("removed", 401, "not_signed_in");
    // A kiosk that belongs nowhere is not shown that this was its hub.
    bench
        .post("/api/v1/prove", None, &prove)
        .await
        .problem("removed", 404, "not_found");
}

#[tokio::test]
async fn guesses_are_slowed_down() {
    let bench = Bench::new().await;
    let mut slowed = 0;
    for guess in 0..40 {
        let body = format!(r#"{{"code":"{guess:08}"}}"#);
        let reply = bench.post("/api/v1/pair", None, &body).await;
        slowed += u32::from(reply.status == 429);
    }
    assert_eq!(slowed, 20);
}
