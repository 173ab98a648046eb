//! Kiosks at this moment: who is there, how printers are, and a number that its kiosk has not
//! brought yet.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::{Role, TicketId};
use protocol::own_link;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bench::{Bench, SITE, request};

const DEVICE: &str = "01945c00-0000-7000-8000-0000000000aa";
const TICKET: Uuid = Uuid::from_u128(0x0194_5c00_0000_7000_8000_0000_0000_00bb);

/// A kiosk that was paired under a name, with what it needs to make its links.
struct Paired {
    credential: String,
    series: Value,
}

impl Paired {
    async fn new(bench: &Bench, name: &str) -> Self {
        let organiser = bench.token(Role::Organiser);
        let body = json!({"name": name}).to_string();
        let path = format!("{SITE}/kiosks");
        let added = bench.post(&path, Some(&organiser), &body).await.done(201);
        let body = json!({"code": added["pairing"]["code"]}).to_string();
        let paired = bench.post("/api/v1/pair", None, &body).await.done(201);
        let credential = paired["credential"].as_str().unwrap().to_owned();
        let body = json!({"device": DEVICE}).to_string();
        let path = format!("{SITE}/satellites/series");
        let series = bench.post(&path, Some(&credential), &body).await;
        Self {
            series: series.done(200),
            credential,
        }
    }

    /// The token of its ticket, as the kiosk makes it without asking anybody.
    fn token(&self) -> String {
        let key = self.series["link_key"].as_str().unwrap();
        let key = URL_SAFE_NO_PAD.decode(key).unwrap();
        let secret = own_link::secret(&key, TicketId(TICKET));
        let base = self.series["link_base"].as_str().unwrap();
        let code = base.rsplit('/').next().unwrap();
        format!("{code}{}", URL_SAFE_NO_PAD.encode(secret.to_be_bytes()))
    }

    async fn sync(&self, bench: &Bench, entries: &Value, printer: Option<&str>) {
        let mut body = json!({
            "device": DEVICE,
            "clock": "2026-03-07T01:00:00Z",
            "first": 1,
            "before": "",
            "entries": entries,
        });
        if let Some(printer) = printer {
            body["printer"] = json!(printer);
        }
        let path = format!("{SITE}/satellites/sync");
        let body = body.to_string();
        bench
            .post(&path, Some(&self.credential), &body)
            .await
            .done(200);
    }
}

fn own_number() -> Value {
    json!([{
        "hash": "h1", "at": "2026-03-07T01:00:00Z", "entry": "issued", "ticket": TICKET,
        "service": "haircut", "day": "2026-03-07", "count": 1, "shown": 1, "prefix": "理",
    }])
}

/// Nothing is heard for so long that every kiosk is gone.
async fn silence(bench: &Bench) {
    let mut changes = bench.hub.sites().first().unwrap().changes();
    changes.mark_unchanged();
    bench.clock.advance(TimeDelta::seconds(8));
    changes.changed().await.unwrap();
}

async fn kiosks(bench: &Bench) -> Value {
    let organiser = bench.token(Role::Organiser);
    let ask = async |what: &str| {
        let path = format!("{SITE}/{what}");
        bench.get(&path, Some(&organiser)).await.done(200)
    };
    let listed = ask("satellites").await["kiosks"].clone();
    let dashboard = ask("dashboard").await;
    assert_eq!(dashboard["kiosks"], listed, "the dashboard says the same");
    listed
}

#[tokio::test]
async fn a_number_that_its_kiosk_has_not_brought_is_told_to_count_until_it_is_there() {
    let bench = Bench::new().await;
    let kiosk = Paired::new(&bench, "东门").await;
    let token = kiosk.token();
    let (page, call) = (format!("/t/{token}"), format!("{SITE}/tickets/{token}"));

    // While the kiosk is heard it comes any moment.
    let shown = bench.get(&page, None).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text.contains("号码马上就到"), "{}", shown.text);
    let told = bench.get(&call, None).await;
    let told = told.problem("heard", 404, "ticket_pending");
    assert_eq!(
        (&told["kiosk"], &told["connected"]),
        (&json!("东门"), &json!(true))
    );
    assert!(!told.to_string().contains(&token), "a link is a secret");

    silence(&bench).await;
    let shown = bench.get(&page, None).await;
    let says = [
        "您的号码有效",
        "东门",
        "http-equiv=\"refresh\"",
        "data-state=\"pending\"",
    ];
    for text in says {
        assert!(shown.text.contains(text), "{text}: {}", shown.text);
    }
    let told = bench.get(&call, None).await;
    let told = told.problem("gone", 404, "ticket_pending");
    assert_eq!(told["connected"], false);

    // Whoever looks again is told briefly that nothing changed.
    let part = format!("{page}?part=now&lang=en");
    let shown = bench.get(&part, None).await;
    assert!(shown.text.contains("Your number counts"), "{}", shown.text);
    let mut again = request("GET", &part, None, "");
    let tag = shown.header("etag").parse().unwrap();
    again.headers_mut().insert("if-none-match", tag);
    assert_eq!(bench.send(again).await.status, 304);

    // Nothing can be done about it before it is there.
    let held = bench.post(&format!("{call}/hold"), None, "").await;
    held.problem("hold", 404, "ticket_pending");

    kiosk.sync(&bench, &own_number(), None).await;
    let told = bench.get(&call, None).await.done(200);
    assert_eq!(told["ticket"]["number"], "理甲01");
    let shown = bench.get(&part, None).await;
    assert!(
        shown.text.contains("data-state=\"waiting\""),
        "{}",
        shown.text
    );
}

/// The hub's answer got lost, so the kiosk showed a number of its own: the page must not show the
/// hub's, which nobody holds.
#[tokio::test]
async fn a_number_that_no_glass_has_shown_is_not_shown_to_a_phone_either() {
    let bench = Bench::new().await;
    let kiosk = Paired::new(&bench, "东门").await;
    let body = json!({"service": "haircut", "ticket": TICKET}).to_string();
    let path = format!("{SITE}/tickets");
    let given = bench.post(&path, Some(&kiosk.credential), &body).await;
    let number = given.done(201)["ticket"]["number"].clone();
    let call = format!("{SITE}/tickets/{}", kiosk.token());
    let told = bench.get(&call, None).await;
    told.problem("unconfirmed", 404, "ticket_pending");
    let page = bench.get(&format!("/t/{}", kiosk.token()), None).await;
    assert_eq!(page.status, 200);
    assert!(
        !page.text.contains(number.as_str().unwrap()),
        "{}",
        page.text
    );
    // The kiosk itself may look after it.
    bench.get(&call, Some(&kiosk.credential)).await.done(200);

    kiosk.sync(&bench, &own_number(), None).await;
    let told = bench.get(&call, None).await.done(200);
    assert_eq!(told["ticket"]["number"], "理甲01");
}

#[tokio::test]
async fn only_the_key_of_a_kiosk_makes_a_link_that_may_still_come() {
    let bench = Bench::new().await;
    let call = format!("{SITE}/tickets/ab2c0123456789abcdefghijkl");
    let no_kiosk = bench.get(&call, None).await;
    no_kiosk.problem("no kiosks", 404, "not_found");
    let kiosk = Paired::new(&bench, "东门").await;
    let token = kiosk.token();
    let other = |nth: usize| {
        // Another letter of the same alphabet in one place.
        let mut letters: Vec<char> = token.chars().collect();
        letters[nth] = if letters[nth] == 'a' { 'b' } else { 'a' };
        letters.into_iter().collect::<String>()
    };
    // The last letter holds bits that no link uses.
    for nth in 4..token.len() - 1 {
        let mistyped = other(nth);
        let told = bench.get(&format!("{SITE}/tickets/{mistyped}"), None).await;
        told.problem(&mistyped, 404, "not_found");
        assert_eq!(bench.get(&format!("/t/{mistyped}"), None).await.status, 404);
    }
    // A ticket that the hub gave is nobody's to come.
    let (_, link) = bench.issue().await;
    bench
        .get(&format!("{SITE}/tickets/{link}"), None)
        .await
        .done(200);
}

#[tokio::test]
async fn an_organiser_sees_which_kiosk_is_there_and_since_when_one_is_gone() {
    let bench = Bench::new().await;
    let kiosk = Paired::new(&bench, "东门").await;
    let before = bench.log_text().await;
    kiosk.sync(&bench, &json!([]), Some("ok")).await;
    let here = &kiosks(&bench).await[0];
    assert_eq!(here["name"], "东门");
    assert_eq!(
        (&here["connected"], &here["gone_since"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(
        (&here["stem"], &here["printer"]),
        (&json!("甲"), &json!("ok"))
    );
    assert_eq!(here["unconfirmed"], 0);

    // A number that the hub gave counts as unconfirmed until its kiosk says that it shows it.
    let body = json!({"service": "haircut", "ticket": TICKET}).to_string();
    let path = format!("{SITE}/tickets");
    bench
        .post(&path, Some(&kiosk.credential), &body)
        .await
        .done(201);
    assert_eq!(kiosks(&bench).await[0]["unconfirmed"], 1);
    let shown =
        json!([{"hash": "h1", "at": "2026-03-07T01:00:00Z", "entry": "shown", "ticket": TICKET}]);
    kiosk.sync(&bench, &shown, None).await;
    let here = &kiosks(&bench).await[0];
    assert_eq!(
        (&here["unconfirmed"], &here["printer"]),
        (&json!(0), &json!("ok"))
    );

    silence(&bench).await;
    let gone = &kiosks(&bench).await[0];
    assert_eq!(gone["connected"], false);
    assert_eq!(gone["gone_since"], "2026-03-07T09:00:00+08:00");
    assert_eq!(gone["printer"], Value::Null, "nobody knows by now");
    let page = dashboard(&bench).await;
    assert!(page.contains("09:00 起断线"), "{page}");

    kiosk.sync(&bench, &json!([]), None).await;
    assert_eq!(kiosks(&bench).await[0]["connected"], true);
    // Facts came of the number alone, none of who was there.
    let after = bench.log_text().await;
    assert!(after.starts_with(&before) && !after[before.len()..].contains("printer"));
}

async fn dashboard(bench: &Bench) -> String {
    let organiser = bench.token(Role::Organiser);
    bench.get("/dashboard", Some(&organiser)).await.text
}

#[tokio::test]
async fn staff_are_told_of_a_printer_that_needs_them_and_residents_are_not() {
    let bench = Bench::new().await;
    let kiosk = bench.token(Role::Kiosk);
    let tell = async |printer: &str| {
        let body = json!({"printer": printer}).to_string();
        let path = format!("{SITE}/kiosks/here");
        bench.post(&path, Some(&kiosk), &body).await.done(204);
    };
    let volunteer = bench.token(Role::Volunteer);
    let stations = format!("{SITE}/stations");
    tell("ok").await;
    let quiet = bench.get(&stations, Some(&volunteer)).await.done(200);
    assert_eq!(quiet["printers"], Value::Null);
    let rows = [
        ("paper_low", "取号机的纸快用完了", "打印机纸快用完"),
        ("paper_out", "取号机没纸了", "打印机没纸了"),
        ("offline", "取号机的打印机打不出来", "打印机打不出来"),
    ];
    for (printer, at_the_desk, on_the_dashboard) in rows {
        tell(printer).await;
        let told = bench.get(&stations, Some(&volunteer)).await.done(200);
        assert_eq!(told["printers"][0]["printer"], printer);
        let desk = bench.get("/desk?station=1", Some(&volunteer)).await.text;
        assert!(desk.contains(at_the_desk), "{printer}: {desk}");
        let page = dashboard(&bench).await;
        assert!(page.contains(on_the_dashboard), "{printer}: {page}");
        let public = bench.get(&stations, None).await.done(200);
        assert_eq!(public["printers"], Value::Null, "{printer}");
    }
    for printer in ["ok", "none"] {
        tell(printer).await;
        let desk = bench.get("/desk?station=1", Some(&volunteer)).await.text;
        assert!(!desk.contains("取号机"), "{printer}: {desk}");
    }
}

#[tokio::test]
async fn a_printer_that_runs_out_is_pushed_to_desk_and_dashboard() {
    let bench = Bench::new().await;
    let kiosk = Paired::new(&bench, "东门").await;
    kiosk.sync(&bench, &json!([]), Some("ok")).await;
    let mut changes = bench.hub.sites().first().unwrap().changes();
    changes.mark_unchanged();
    kiosk.sync(&bench, &json!([]), Some("ok")).await;
    assert!(!changes.has_changed().unwrap(), "a heartbeat is no news");
    kiosk.sync(&bench, &json!([]), Some("paper_out")).await;
    assert!(changes.has_changed().unwrap());
}
