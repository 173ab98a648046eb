//! Who did what, when and why: records turned into lines that people read.
//!
//! Nothing is kept for it beside the log. A day begins where the log first shows its date, which is
//! found by halving, since time never goes back within a log.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use domain::{
    Fact, ItemId, ItemKind, ItemNumber, Moment, RepairOutcome, TicketId, TicketNumber, day,
};
use protocol::{AuditEntry, AuditView, LocalTime, RepairView};
use serde_json::{Map, Value};
use store::{ReadError, Record};

use crate::engine::SiteHandle;
use crate::record::RecordFacts;

/// Entries of one answer: a page that somebody reads, and a few hundred kilobytes.
pub const ENTRIES_MAX: usize = 1_000;
/// Records that are read at once.
const READ_MAX: usize = 500;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// About the ticket or the item with this number alone.
    pub number: Option<String>,
    /// At this station alone.
    pub station: Option<String>,
}

impl Sought {
    fn is(&self, entry: &AuditEntry) -> bool {
        let fits =
            |wanted: &Option<String>, found: &Option<String>| wanted.is_none() || wanted == found;
        fits(&self.number, &entry.number) && fits(&self.station, &entry.station)
    }
}

/// Turns records into entries, one after the other, and learns their numbers on the way.
pub struct Auditor {
    zone: Tz,
    tickets: BTreeMap<TicketId, String>,
    items: BTreeMap<ItemId, String>,
}

impl Auditor {
    /// An auditor of a site in `zone` that knows no numbers yet.
    pub fn new(zone: Tz) -> Self {
        Self {
            zone,
            tickets: BTreeMap::new(),
            items: BTreeMap::new(),
        }
    }

    /// The entries of a record; none for one that this release cannot read.
    pub fn entries(&mut self, record: &Record) -> Vec<AuditEntry> {
        let Ok(body) = record.body.parse::<RecordFacts>() else {
            return Vec::new();
        };
        let entry = |fact: &Fact| {
            let mut facts = fields(fact);
            let what = text(facts.remove("fact")).unwrap_or_default();
            let number = self.number(fact, &facts);
            let why = facts.remove("reason");
            AuditEntry {
                position: record.position.0,
                at: LocalTime::at(body.at, &self.zone),
                role: body.by.role,
                by: body.by.id.as_deref().map(str::to_owned),
                what,
                number,
                station: text(facts.remove("station")),
                why: text(why),
                facts,
            }
        };
        body.facts
            .iter()
            .filter(|f| is_done(f))
            .map(entry)
            .collect()
    }

    /// The number of what a fact is about; the first fact of a thing tells it.
    fn number(&mut self, fact: &Fact, facts: &Map<String, Value>) -> Option<String> {
        if let Some((ticket, number)) = numbered(fact) {
            self.tickets.insert(ticket, number.to_string());
        }
        if let Fact::ItemReceived { item, number, .. } = fact {
            self.items.insert(*item, number.to_string());
        }
        let id = |name| facts.get(name)?.as_str()?.parse().ok();
        match id("item") {
            Some(item) => self.items.get(&ItemId(item)).cloned(),
            None => self.tickets.get(&TicketId(id("ticket")?)).cloned(),
        }
    }
}

/// Whether somebody did it, or the clock: what the hub worked out for itself is no deed.
fn is_done(fact: &Fact) -> bool {
    !matches!(fact, Fact::WorkLearned { .. })
}

/// The ticket that a fact gives a number, and the number.
fn numbered(fact: &Fact) -> Option<(TicketId, TicketNumber)> {
    let number = |prefix: &Arc<str>, stem, shown| TicketNumber {
        prefix: prefix.clone(),
        stem,
        shown,
    };
    if let Fact::TicketIssued {
        ticket,
        prefix,
        stem,
        shown,
        ..
    } = fact
    {
        return Some((*ticket, number(prefix, *stem, *shown)));
    }
    if let Fact::TicketRenumbered {
        ticket,
        prefix,
        stem,
        shown,
        ..
    }
    | Fact::EarlierTicketNoted {
        ticket,
        prefix,
        stem,
        shown,
        ..
    } = fact
    {
        return Some((*ticket, number(prefix, Some(*stem), *shown)));
    }
    None
}

/// The fields of a fact, without what nobody but a phone on the square needs.
fn fields(fact: &Fact) -> Map<String, Value> {
    let mut fields = match serde_json::to_value(fact) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) | Err(_) => Map::new(),
    };
    if let Some(Value::Object(settings)) = fields.get_mut("settings") {
        settings.remove("wifi");
    }
    fields
}

fn text(value: Option<Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) => Some(text),
        Some(_) | None => None,
    }
}

/// What was recorded on a date, from a position on, as far as one answer holds.
///
/// # Errors
/// [`ReadError`] when the log cannot be read.
pub(crate) async fn of_day(
    engine: &SiteHandle,
    zone: Tz,
    date: NaiveDate,
    from: Option<u64>,
    sought: &Sought,
) -> Result<AuditView, ReadError> {
    let begin = day::start_of(date, zone);
    let end = date
        .checked_add_days(Days::new(1))
        .map_or(Moment::MAX_UTC, |next| day::start_of(next, zone));
    let mut auditor = Auditor::new(zone);
    let mut view = AuditView {
        date,
        entries: Vec::new(),
        next: None,
    };
    // From the beginning also for a later page: the numbers are told there.
    let mut next = engine.first_at(begin).await?;
    loop {
        let records = engine.records(next, READ_MAX).await?;
        let Some(last) = records.last() else {
            return Ok(view);
        };
        next = last.position.next();
        for record in &records {
            let entries = auditor.entries(record);
            if entries
                .first()
                .is_some_and(|entry| entry.at.moment() >= end)
            {
                return Ok(view);
            }
            if from.is_some_and(|from| record.position.0 < from) {
                continue;
            }
            if view.entries.len() >= ENTRIES_MAX {
                view.next = Some(record.position.0);
                return Ok(view);
            }
            view.entries
                .extend(entries.into_iter().filter(|entry| sought.is(entry)));
        }
    }
}

/// A thing that was left to be repaired, and how it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairRow {
    /// On its tag.
    pub number: ItemNumber,
    /// What it is.
    pub kind: ItemKind,
    /// The service day on which it came.
    pub received_on: NaiveDate,
    /// How the repair came out, if it did.
    pub outcome: Option<RepairOutcome>,
}

/// A row as it crosses the wire.
pub fn repair_view(row: RepairRow) -> RepairView {
    RepairView {
        number: row.number.0,
        kind: row.kind,
        received_on: row.received_on,
        outcome: row.outcome,
    }
}

/// Collects things that came within some days, and what became of them since.
pub struct Repairs {
    zone: Tz,
    from: NaiveDate,
    to: NaiveDate,
    rows: BTreeMap<ItemId, RepairRow>,
}

impl Repairs {
    /// Of a site in `zone`, those that came from `from` to `to`.
    pub fn new(zone: Tz, from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            zone,
            from,
            to,
            rows: BTreeMap::new(),
        }
    }

    /// Takes the next record on.
    pub fn take(&mut self, record: &Record) {
        let Ok(body) = record.body.parse::<RecordFacts>() else {
            return;
        };
        let received_on = day::local_date(body.at, self.zone);
        for fact in &body.facts {
            if let Fact::ItemReceived {
                item, number, kind, ..
            } = fact
                && (self.from..=self.to).contains(&received_on)
            {
                let row = RepairRow {
                    number: *number,
                    kind: *kind,
                    received_on,
                    outcome: None,
                };
                self.rows.insert(*item, row);
            }
            let (item, outcome) = if let Fact::RepairFinished { item, outcome, .. } = fact {
                (item, Some(*outcome))
            } else if let Fact::RepairStarted { item, .. } = fact {
                (item, None)
            } else {
                continue;
            };
            if let Some(row) = self.rows.get_mut(item) {
                row.outcome = outcome;
            }
        }
    }

    /// What was collected, by number.
    pub fn rows(self) -> Vec<RepairRow> {
        let mut rows: Vec<_> = self.rows.into_values().collect();
        rows.sort_by_key(|row| row.number);
        rows
    }
}

/// The things that came from `from` to `to`, and what became of them until now.
///
/// # Errors
/// [`ReadError`] when the log cannot be read.
pub(crate) async fn repairs(
    engine: &SiteHandle,
    zone: Tz,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<RepairRow>, ReadError> {
    let mut repairs = Repairs::new(zone, from, to);
    let mut next = engine.first_at(day::start_of(from, zone)).await?;
    loop {
        let records = engine.records(next, READ_MAX).await?;
        let Some(last) = records.last() else {
            return Ok(repairs.rows());
        };
        next = last.position.next();
        for record in &records {
            repairs.take(record);
        }
    }
}
