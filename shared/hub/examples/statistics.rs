//! What figures over two years cost: 730 service days with 200 numbers each lie in a store on disk,
//! and an organiser asks for `/stats` over all of them and for the page of earlier days, right after
//! the hub was started and again. Told are the median and the longest of some, in milliseconds.
//! Prints JSON; it is no test, since a machine's mood is none.
//!
//!     cargo run --release -p paihao-hub --example statistics

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use chrono::{Days, NaiveDate, TimeDelta};
use domain::measure::{Stage, TicketRow};
use domain::ticket::EndedBy;
use domain::{Class, Moment, Role, SiteId};
use http::Request;
use http_body_util::BodyExt as _;
use paihao_hub::clock::ManualClock;
use paihao_hub::seams::Seams;
use paihao_hub::secrets::Secrets;
use paihao_hub::{Hub, HubParts, Place, server, start};
use serde_json::{Value, json};
use store::{Cache as _, ClosedDay, Day, LogId, MemoryStore, RedbOptions, RedbStore};
use tower::ServiceExt as _;

/// Service days in the store.
const DAYS: u64 = 730;
/// Numbers of each.
const NUMBERS: u32 = 200;
/// How often each is asked for, after the first time.
const ROUNDS: usize = 25;
/// How often the hub is started anew.
const STARTS: usize = 5;
/// Figures over two years are there within so many milliseconds.
const GOAL_MS: f64 = 200.0;
/// Nine in the morning, on the last day.
const NOW: &str = "2026-03-07T01:00:00Z";

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Fallible<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("paihao.redb");
    let last = NOW.parse::<Moment>()?.date_naive();
    let first = last.checked_sub_days(Days::new(DAYS - 1)).ok_or("no day")?;
    fill(&path, first).await?;
    let stats = format!("/api/v1/sites/square/stats?from={first}&to={last}");
    let rows = [
        ("stats", stats.as_str()),
        ("days_page", "/dashboard/days?span=2y"),
    ];
    let mut told = serde_json::Map::new();
    for (name, address) in rows {
        let (mut cold, mut warm) = (Vec::new(), Vec::new());
        for _ in 0..STARTS {
            let asked = Asked::open(&path).await?;
            cold.push(asked.time(address).await?);
            for _ in 0..ROUNDS {
                warm.push(asked.time(address).await?);
            }
            asked.store.close().await?;
        }
        told.insert(format!("{name}_first_ms"), verdict(cold));
        told.insert(format!("{name}_again_ms"), verdict(warm));
    }
    told.insert("store_bytes".to_owned(), json!(path.metadata()?.len()));
    // The one output that this program is for.
    #[expect(clippy::print_stdout, reason = "a program that prints figures")]
    {
        println!("{:#}", Value::Object(told));
    }
    Ok(())
}

fn verdict(mut spent: Vec<f64>) -> Value {
    spent.sort_unstable_by(f64::total_cmp);
    let round = |ms: f64| (ms * 10.0).round() / 10.0;
    let (p50, max) = (spent[spent.len() / 2], spent[spent.len() - 1]);
    json!({"p50": round(p50), "max": round(max), "goal": GOAL_MS, "holds": max <= GOAL_MS})
}

/// A hub over the store, and an organiser of its site.
struct Asked {
    app: axum::Router,
    token: String,
    /// Closed before the hub is started anew.
    store: Arc<RedbStore>,
}

impl Asked {
    async fn open(path: &Path) -> Fallible<Self> {
        let store = open(path)?;
        let hub = hub(Arc::clone(&store)).await?;
        let site = Some(SiteId::new("square")?);
        let token = hub.local_credential(Role::Organiser, site);
        Ok(Self {
            app: server::app(&hub),
            token: token.as_str().to_owned(),
            store,
        })
    }

    /// Milliseconds until the whole answer is there.
    async fn time(&self, address: &str) -> Fallible<f64> {
        let request = Request::get(address)
            .header("authorization", format!("Bearer {}", self.token))
            .body(Body::empty())?;
        let started = Instant::now();
        let response = self.app.clone().oneshot(request).await?;
        let is_done = response.status().is_success();
        let body = response.into_body().collect().await?.to_bytes();
        let passed = started.elapsed().as_secs_f64() * 1000.0;
        let numbers = DAYS * u64::from(NUMBERS);
        let text = String::from_utf8_lossy(&body);
        if is_done && text.contains(&numbers.to_string()) {
            Ok(passed)
        } else {
            Err(format!("{address} does not tell of {numbers} numbers: {text}").into())
        }
    }
}

fn open(path: &Path) -> Fallible<Arc<RedbStore>> {
    Ok(Arc::new(RedbStore::open(path, &RedbOptions::new(|| 0))?))
}

async fn hub(store: Arc<RedbStore>) -> Fallible<Hub> {
    let clock = ManualClock::new(NOW.parse()?);
    let parts = HubParts {
        store,
        vault: Arc::new(MemoryStore::new()),
        seams: Seams::with_clock(Arc::new(clock)),
        secrets: Secrets::passing(),
        place: Place::public("http://hub.example"),
        join: false,
    };
    Ok(Hub::open(parts).await?)
}

/// Sets the sample site up, and keeps the days as a hub keeps them.
async fn fill(path: &Path, first: NaiveDate) -> Fallible<()> {
    let store = open(path)?;
    start::set_up_sample_site(&hub(Arc::clone(&store)).await?).await?;
    let log = LogId::new("square")?;
    let mut chance = Chance(1);
    for date in first.iter_days().take(DAYS as usize) {
        let day = Day(u32::try_from(chrono::Datelike::num_days_from_ce(&date))?);
        let rows: Vec<TicketRow> = (0..NUMBERS)
            .map(|n| row(date, n, &mut chance))
            .collect::<Fallible<_>>()?;
        let bytes = serde_json::to_vec(&json!({"rows": rows, "beside": null}))?;
        store.put_day(&log, ClosedDay { day, bytes }).await?;
    }
    store.close().await?;
    Ok(())
}

/// One number of a morning: a tenth does not come, a fifth has priority.
fn row(date: NaiveDate, n: u32, chance: &mut Chance) -> Fallible<TicketRow> {
    let hour = chance.below(4) as u8;
    let stage = if chance.below(10) == 0 {
        Stage::NoShow
    } else {
        Stage::Served
    };
    let class = if chance.below(5) == 0 {
        Class::Priority
    } else {
        Class::Standard
    };
    let is_served = stage == Stage::Served;
    let opened = date.and_hms_opt(0, 30, 0).ok_or("no time")?.and_utc();
    Ok(TicketRow {
        service: ["haircut", "repair"][chance.below(2) as usize].parse()?,
        station: Some((1 + chance.below(5)).to_string().parse()?),
        class,
        number: format!("理{n:03}"),
        issued_at: opened + TimeDelta::minutes(i64::from(hour) * 60),
        hour: 8 + hour,
        closed_hour: Some(9 + hour),
        stage,
        waited_secs: Some(chance.below(5_400)),
        way_secs: Some(chance.below(120)),
        serving_secs: is_served.then(|| chance.below(1_800)),
        ended_by: is_served.then_some(EndedBy::Station),
        carried_from: None,
        booked: false,
    })
}

/// Chance from a seed: the same days every time (Knuth's constants for MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u32) -> u32 {
        let Self(state) = self;
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((*state >> 33) % u64::from(end)) as u32
    }
}
