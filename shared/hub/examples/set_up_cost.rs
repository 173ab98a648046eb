//! What it costs to read an earlier day's set-up from a log of two years for the first time: a service day every
//! Saturday, and one every day, with two hundred numbers each. Prints milliseconds; it is no test,
//! since a machine's mood is none.
//!
//!     cargo run --release -p paihao-hub --example set_up_cost

use std::error::Error;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use paihao_hub::set_up::History;
use store::{
    Body, CommandId, Log as _, LogId, NewRecord, Position, READ_RECORDS_MAX, RedbOptions, RedbStore,
};
use uuid::Uuid;

const NUMBERS: i64 = 200;

/// The facts of a number and about as many bytes of answers as there really are.
const STEPS: [&str; 4] = [
    r#"{"fact":"ticket_issued","ticket":"01945c00-0000-7000-8000-000000000001","service":"haircut","class":"standard","prefix":"理","count":17,"shown":17}"#,
    r#"{"fact":"ticket_called","ticket":"01945c00-0000-7000-8000-000000000001","station":"1","reason":"arrival"}"#,
    r#"{"fact":"serving_started","ticket":"01945c00-0000-7000-8000-000000000001","station":"1"}"#,
    r#"{"fact":"serving_finished","ticket":"01945c00-0000-7000-8000-000000000001","station":"1"}"#,
];
const SET_UP: &str = r#"{"fact":"service_set","settings":{"id":"haircut","minutes":12}}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    for (name, days, apart) in [("every Saturday", 104, 7), ("every day", 730, 1)] {
        let folder = tempfile::tempdir()?;
        let options = RedbOptions::new(|| 0);
        let store = RedbStore::open(folder.path().join("store.redb"), &options)?;
        let log = LogId::new("square")?;
        let records = fill(&store, &log, days, apart).await?;
        let end = "2026-12-31".parse()?;
        let mut spent = Vec::new();
        for _ in 0..5 {
            let started = Instant::now();
            let mut history = History::default();
            let mut next = Position(1);
            loop {
                let read = store.read(&log, next, READ_RECORDS_MAX).await?;
                let Some(last) = read.last() else { break };
                next = last.position.next();
                for record in &read {
                    history.take(record);
                }
            }
            let then = history.at_the_end_of(end, chrono_tz::Asia::Shanghai);
            assert_eq!(then.services.len(), 1, "it was found");
            spent.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        spent.sort_unstable_by(f64::total_cmp);
        // The one output that this program is for.
        #[expect(clippy::print_stdout, reason = "a program that prints figures")]
        {
            println!("{name} for two years, {records} records: {spent:.0?} ms");
        }
    }
    Ok(())
}

async fn fill(
    store: &RedbStore,
    log: &LogId,
    days: i64,
    apart: i64,
) -> Result<u64, Box<dyn Error>> {
    let answer = "x".repeat(400);
    let body = |at: DateTime<Utc>, fact: &str| {
        format!(
            r#"{{"at":"{}","by":{{"role":"volunteer","id":"s-1"}},"facts":[{fact}],"answer":"{answer}"}}"#,
            at.to_rfc3339()
        )
    };
    let first: DateTime<Utc> = "2024-01-06T01:00:00Z".parse()?;
    let (mut position, mut id) = (Position::START, 0_u128);
    for day in 0..days {
        let opens = first + TimeDelta::days(day * apart);
        let mut facts = vec![(opens, SET_UP)];
        for number in 0..NUMBERS {
            let at = opens + TimeDelta::minutes(number);
            facts.extend(STEPS.iter().map(|fact| (at, *fact)));
        }
        let mut records = Vec::new();
        for (at, fact) in facts {
            id += 1;
            records.push(NewRecord {
                command_id: CommandId(Uuid::from_u128(id)),
                body: Body::from_json(body(at, fact))?,
            });
        }
        for part in records.chunks(1_000) {
            position = store.append(log, position, part.to_vec()).await?;
        }
    }
    Ok(position.0)
}
