//! The organiser's lists and the settings that belong to them.

use domain::Role;
use serde_json::json;

use super::{api, bench, body, shows};
use crate::bench::{Bench, Reply, SITE};

const SERVICE: &str = "/dashboard/settings/services/haircut";

async fn look(bench: &Bench, path: &str) -> Reply {
    bench.get(path, Some(&bench.token(Role::Organiser))).await
}

async fn save(bench: &Bench, path: &str, fields: &[(&str, &str)]) -> Reply {
    let organiser = bench.token(Role::Organiser);
    bench.post(path, Some(&organiser), &body(fields)).await
}

/// What a browser sends for the service's form, with some fields changed.
fn service<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let fields = [
        ("name_zh", "理发"),
        ("name_en", "Haircut"),
        ("prefix", "理"),
        ("icon", "haircut"),
        ("colour", "cinnabar"),
        ("minutes", "12"),
        ("policy", "share"),
        ("policy_number", "3"),
        ("cap", ""),
        ("at_risk", "warn"),
        ("at_risk_below", "70"),
        ("reinstate_after", "3"),
        ("slots_from", ""),
        ("slots_to", ""),
        ("slots_minutes", "15"),
        ("slots_capacity", "1"),
        ("slots_days_ahead", "14"),
        ("due_before_min", "2"),
        ("late_after_min", "15"),
        ("refuse_after_min", "60"),
        ("carry_over", "20"),
        ("carry_over_days", "14"),
    ];
    let is_kept = |name: &str| changed.iter().all(|(other, _)| *other != name);
    let kept = fields.into_iter().filter(|(name, _)| is_kept(name));
    kept.chain(changed.iter().copied()).collect()
}

#[tokio::test]
async fn the_days_appointments_stand_in_a_grid() {
    let bench = bench().await;
    let slot = json!({"service": "repair", "slot": "2026-03-07T10:00:00+08:00"});
    let booked = api(&bench, "appointments", &slot).await;
    let code = booked["appointment"]["code"].as_str().unwrap();
    let shown = format!("{} {}", &code[..3], &code[3..]);
    let grid = look(&bench, "/dashboard/appointments").await;
    shows(
        &grid,
        200,
        &["1/2", "0/2", &shown, "预约 1，已签到 0", "3月7日 周六"],
    );
    shows(&grid, 200, &["date=2026-03-06", "date=2026-03-08"]);
    let check_in = format!("appointments/{code}/check-in");
    api(&bench, &check_in, &json!({})).await;
    let grid = look(&bench, "/dashboard/appointments?date=2026-03-07").await;
    shows(&grid, 200, &["修001", "已签到 1"]);
    let other = look(&bench, "/dashboard/appointments?date=2026-03-08").await;
    shows(&other, 200, &["预约 0，已签到 0", "0/2"]);
    let late = json!({"service": "repair", "slot": "2026-03-07T10:30:00+08:00"});
    api(&bench, "appointments", &late).await;
    bench.clock.set("2026-03-08T01:00:00Z".parse().unwrap());
    let yesterday = look(&bench, "/dashboard/appointments?date=2026-03-07").await;
    shows(&yesterday, 200, &["没来", "预约 2"]);
    bench.clock.set("2026-03-07T01:00:00Z".parse().unwrap());
    let dashboard = look(&bench, "/dashboard").await;
    shows(&dashboard, 200, &["今天预约", "预约已签到"]);
    // A volunteer runs a desk, not the square.
    let volunteer = bench.token(Role::Volunteer);
    for page in ["appointments", "items", "settings/cards"] {
        let path = format!("/dashboard/{page}");
        let refused = bench.get(&path, Some(&volunteer)).await;
        assert_eq!(refused.status, 403, "{page}");
    }
}

#[tokio::test]
async fn what_is_in_custody_is_listed_and_what_should_be_back_is_marked() {
    let bench = bench().await;
    shows(
        &look(&bench, "/dashboard/items").await,
        200,
        &["还没有收下"],
    );
    api(&bench, "tickets", &json!({"service": "repair"})).await;
    api(&bench, "stations/4/call-next", &json!({})).await;
    api(&bench, "stations/4/start", &json!({})).await;
    for kind in ["kettle", "fan", "lamp"] {
        api(&bench, "stations/4/receive-item", &json!({"kind": kind})).await;
    }
    let along = json!({"outcome": "taken_away", "ready_on": "2026-03-07"});
    api(&bench, "items/2/finish", &along).await;
    for (item, outcome) in [("1", "repaired"), ("3", "not_repairable")] {
        let path = format!("items/{item}/finish");
        api(&bench, &path, &json!({"outcome": outcome})).await;
    }
    api(&bench, "items/3/collect", &json!({})).await;
    let list = look(&bench, "/dashboard/items").await;
    shows(
        &list,
        200,
        &["在修 1，待取 1", "该带回来了", "今天取走的", "件003"],
    );
    let (overdue, ready) = (list.text.find("件002"), list.text.find("件001"));
    assert!(overdue < ready, "what is overdue stands first");
    shows(&look(&bench, "/dashboard").await, 200, &["待取的东西"]);
}

#[tokio::test]
async fn times_for_appointments_are_set_and_taken_back() {
    let bench = bench().await;
    let given = [("slots_from", "09:00"), ("slots_to", "10:00")];
    assert_eq!(save(&bench, SERVICE, &service(&given)).await.status, 303);
    let slots = format!("{SITE}/services/haircut/slots?date=2026-03-08");
    let list = bench.get(&slots, None).await.done(200);
    assert_eq!(list["slots"].as_array().unwrap().len(), 4);
    let rows = [
        ("slots_to", "", "slots_to"),
        ("slots_to", "09:05", "slots_to"),
        ("slots_minutes", "1", "slots_minutes"),
        ("slots_capacity", "0", "slots_capacity"),
        ("slots_days_ahead", "400", "slots_days_ahead"),
        ("late_after_min", "x", "late_after_min"),
        ("carry_over_days", "999", "carry_over_days"),
    ];
    for (field, value, wrong) in rows {
        let mut changed = given.to_vec();
        changed.retain(|(name, _)| *name != field);
        changed.push((field, value));
        let reply = save(&bench, SERVICE, &service(&changed)).await;
        let marked = format!("id=\"{wrong}-help\" class=\"help\"><strong");
        shows(&reply, 422, &[&marked]);
    }
    assert_eq!(save(&bench, SERVICE, &service(&[])).await.status, 303);
    let list = bench.get(&slots, None).await.done(200);
    assert_eq!(list["slots"], json!([]));
}

#[tokio::test]
async fn a_rule_is_looked_at_without_being_saved() {
    let bench = bench().await;
    let asked = [
        ("policy", "first"),
        ("policy_number", "2"),
        ("do", "preview"),
    ];
    let nobody = save(&bench, SERVICE, &service(&asked)).await;
    shows(&nobody, 200, &["没有人在等"]);
    for class in ["standard", "standard", "priority", "priority"] {
        let wish = json!({"service": "haircut", "class": class});
        api(&bench, "tickets", &wish).await;
    }
    let preview = save(&bench, SERVICE, &service(&asked)).await;
    shows(
        &preview,
        200,
        &["现在的顺序", "改了以后", "还没有保存", "提前", "推后"],
    );
    // What was chosen stays chosen, so that it can be saved.
    shows(&preview, 200, &["value=\"first\" selected"]);
    let rule = bench.get(&format!("{SITE}/services/haircut"), None).await;
    assert_eq!(
        rule.done(200)["service"]["policy"],
        json!({"share": {"every": 3}})
    );
    let wrong = [("policy_number", "99"), ("do", "preview")];
    let wrong = save(&bench, SERVICE, &service(&wrong)).await;
    shows(
        &wrong,
        422,
        &["id=\"policy_number-help\" class=\"help\"><strong"],
    );
}

#[tokio::test]
async fn a_card_is_set_and_revoked_and_its_number_not_shown() {
    const CARDS: &str = "/dashboard/settings/cards";
    let bench = bench().await;
    let number = ("number", "6222 0001-77");
    let set = save(&bench, CARDS, &[number, ("class", "priority")]).await;
    shows(
        &set,
        200,
        &["这张卡可以用了", "有效的卡 1 张，作废的卡 0 张"],
    );
    assert!(!set.text.contains("6222"));
    let void = save(&bench, CARDS, &[number, ("do", "revoke")]).await;
    shows(
        &void,
        200,
        &["这张卡已作废", "有效的卡 0 张，作废的卡 1 张"],
    );
    let bad = save(&bench, CARDS, &[("number", "!?")]).await;
    shows(&bad, 422, &["1 到 64 个字母或数字", "value=\"!?\""]);
    let unknown = save(&bench, CARDS, &[("number", "9"), ("do", "revoke")]).await;
    shows(
        &unknown,
        409,
        &["没有这个卡号，什么也没有作废", "value=\"9\""],
    );
}

#[tokio::test]
async fn booking_by_phone_is_switched_in_the_form_of_the_site() {
    let bench = bench().await;
    let form = look(&bench, "/dashboard/settings/site").await;
    shows(
        &form,
        200,
        &["name=\"book_from_phones\" value=\"yes\" checked"],
    );
    let fields = [
        ("name_zh", "广场"),
        ("language", "zh"),
        ("languages", "zh"),
        ("recall_limit", "3"),
        ("issue_undo_secs", "15"),
        ("retention_days", "7"),
    ];
    let saved = save(&bench, "/dashboard/settings/site", &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let slot = r#"{"service":"repair","slot":"2026-03-07T10:00:00+08:00"}"#;
    let booked = bench
        .post(&format!("{SITE}/appointments"), None, slot)
        .await;
    booked.problem("switched off", 401, "booking_off");
}
