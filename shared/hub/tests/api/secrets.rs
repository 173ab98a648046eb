//! Kiosks and tokens: secrets are shown once, and repeated only for the same key.

use domain::Role;

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
    let remove = request("DELETE", &format!("{path}/{id}"), Some(&organiser), "");
    assert_eq!(bench.send(remove).await.status, 204);
    bench
        .post(&tickets, credential, haircut)
        .await
        .problem("removed", 401, "not_signed_in");
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
