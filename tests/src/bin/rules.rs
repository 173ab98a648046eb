//! How long the rules take: deciding who is next, one step of a line that the forecast plays, and
//! the queue over HTTP. Prints JSON; it is no test, since a machine's mood is none.
//!
//!     cargo run --release -p paihao-tests --bin rules

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use domain::line::Caller;
use domain::settings::StationOrder;
use domain::{
    Actor, Class, Command, Context, Moment, Role, ServiceSettings, Site, SiteSettings,
    StationSettings, TicketId, VisitId, decide, evolve,
};
use hub::clock::{Clock as _, SystemClock};
use hub::seams::Seams;
use hub::secrets::Secrets;
use hub::{Hub, HubParts, Place};
use paihao_tests::{Ask, Wire};
use serde_json::json;
use store::MemoryStore;
use uuid::Uuid;

/// Waiting while the next one is decided.
const WAITING: u128 = 10_000;
/// Waiting while the queue is asked for.
const QUEUE: usize = 1_000;
/// Decisions that are timed.
const ROUNDS: u32 = 2_000;
/// Lines that are played.
const PLAYS: usize = 25;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let now = SystemClock.now();
    let site = crowded(now)?;
    let figures = json!({
        "decide_next_us": decide_next(&site, now)?,
        "line_step_us": line_step(&site, now)?,
        "queue_ms": queue().await?,
    });
    let goals = json!({"decide_next_us": 20.0, "line_step_us": 0.3, "queue_ms": 5.0});
    let told = serde_json::to_string_pretty(&json!({"figures": figures, "goals": goals}))?;
    // The one line of output that this program is for.
    #[expect(clippy::print_stdout, reason = "a program that prints figures")]
    {
        println!("{told}");
    }
    Ok(())
}

/// A square with a long line, every fifth with priority, some of them two tickets of one person.
fn crowded(now: Moment) -> anyhow::Result<Site> {
    let mut site = Site::new(SiteSettings::default());
    let service = ServiceSettings {
        id: "haircut".parse()?,
        ..ServiceSettings::default()
    };
    let station = StationSettings {
        id: "1".parse()?,
        services: vec!["haircut".parse()?],
        ..StationSettings::default()
    };
    let set_up = [
        Command::SetService { settings: service },
        Command::SetStation { settings: station },
    ];
    let people = (0..WAITING).map(|n| Command::IssueTicket {
        service: "haircut"
            .parse()
            .unwrap_or_else(|_| unreachable!("a fixed, valid name")),
        class: if n % 5 == 0 {
            Class::Priority
        } else {
            Class::Standard
        },
        visit: (n % 7 == 6).then(|| TicketId(Uuid::from_u128(n))),
        card: None,
        carried_from: None,
    });
    for (n, command) in (0..).zip(set_up.into_iter().chain(people)) {
        act(&mut site, &command, n, now)?;
    }
    Ok(site)
}

fn act(site: &mut Site, command: &Command, n: u128, now: Moment) -> anyhow::Result<()> {
    let context = Context {
        now,
        by: Actor::of(Role::Organiser),
        ticket: TicketId(Uuid::from_u128(n)),
        visit: VisitId(Uuid::from_u128(n)),
        thing: Uuid::from_u128(n),
        code: 0,
        satellite: None,
    };
    let decision =
        decide(site, command, &context).map_err(|refusal| anyhow::anyhow!("{refusal:?}"))?;
    for fact in &decision.facts {
        evolve(site, fact, &context.stamp());
    }
    Ok(())
}

/// Deciding a call, the claim included, without doing it.
fn decide_next(site: &Site, now: Moment) -> anyhow::Result<f64> {
    let command = Command::CallNext {
        station: "1".parse()?,
        finish: false,
        seen: None,
    };
    let context = Context {
        now,
        by: Actor::of(Role::Volunteer),
        ticket: TicketId(Uuid::nil()),
        visit: VisitId(Uuid::nil()),
        thing: Uuid::nil(),
        code: 0,
        satellite: None,
    };
    let started = Instant::now();
    for _ in 0..ROUNDS {
        let _ = black_box(decide(black_box(site), &command, &context));
    }
    Ok(micros(started.elapsed()) / f64::from(ROUNDS))
}

/// Playing a whole line forward as the forecast does: choosing, taking out, counting. The median of
/// several plays, since the first one pays for memory that the others find.
fn line_step(site: &Site, now: Moment) -> anyhow::Result<f64> {
    let services = ["haircut".parse()?];
    let caller = Caller {
        services: &services,
        order: StationOrder::Arrival,
        preference_run: 3,
        preferred_run: 0,
    };
    let mut plays = Vec::new();
    for _ in 0..PLAYS {
        let mut lines = site.lines.clone();
        let (started, mut steps) = (Instant::now(), 0_u32);
        while let Ok(choice) = lines.choose(caller, now, |_| false) {
            lines.play(&choice, site.seq + u64::from(steps));
            steps += 1;
        }
        plays.push(micros(started.elapsed()) / f64::from(steps));
        anyhow::ensure!(u128::from(steps) == WAITING, "{steps} were called");
    }
    Ok(median(plays))
}

/// `GET /queue` of a long line through the real routes, each time after a change: from the request
/// until the last byte is there, the median.
async fn queue() -> anyhow::Result<f64> {
    let store = Arc::new(MemoryStore::new());
    let parts = HubParts {
        store: Arc::clone(&store) as Arc<dyn hub::seams::Store>,
        vault: store,
        seams: Seams::with_clock(Arc::new(SystemClock)),
        secrets: Secrets::passing(),
        place: Place::public("http://hub.example"),
        join: false,
    };
    let hub = Hub::open(parts).await?;
    hub::start::set_up_sample_site(&hub).await?;
    let site = hub.sites().first().context("the sample site")?;
    let organiser = hub.local_credential(Role::Organiser, Some(site.id().clone()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(hub::server::serve(hub.clone(), listener, async {
        let _told_or_dropped = stopped.await;
    }));
    let mut wire = Wire::connect(address).await?;
    let path = |rest: &str| format!("/api/v1/sites/square/{rest}");
    let issue = Ask::post(path("tickets"), &json!({"service": "haircut"}));
    let issue = issue.bearer(organiser.as_str());
    let ask = Ask::get(path("queue?service=haircut")).bearer(organiser.as_str());
    for _ in 0..QUEUE {
        wire.ask(&issue).await?;
    }
    let mut spent = Vec::new();
    for n in 0..50 {
        wire.ask(&issue).await?;
        let started = Instant::now();
        let reply = wire.ask(&ask).await?;
        spent.push(micros(started.elapsed()) / 1000.0);
        let listed = reply.json()["waiting"].as_array().map_or(0, Vec::len);
        anyhow::ensure!(listed == QUEUE + n + 1, "{}", reply.text());
    }
    let _gone = stop.send(());
    serving.await?;
    Ok(median(spent))
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_unstable_by(f64::total_cmp);
    of[of.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
