//! Things in custody, for the organiser.

use askama::Template;
use chrono::NaiveDate;
use protocol::ItemView;
use protocol::item::ItemStateName;

use crate::date_text::{dated_text, time_text};
use crate::lang::Words;
use crate::pages::desk::item_word::{is_overdue, is_to_collect, state_word};
use crate::pages::frame::Frame;
use crate::pages::item_text::kind_text;

/// `/dashboard/items`.
#[derive(Template)]
#[template(path = "dashboard_items.html")]
pub(in crate::pages) struct CustodyPage {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) c: Custody,
    /// The address of the part that changes by itself.
    pub(in crate::pages) part: String,
    /// Where changes are pushed from.
    pub(in crate::pages) live: String,
}

/// The part that changes by itself.
#[derive(Template)]
#[template(path = "dashboard_items_now.html")]
pub(in crate::pages) struct CustodyPart {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) c: Custody,
}

/// What is here, and what left today.
pub(in crate::pages) struct Custody {
    counts: String,
    here: Vec<Row>,
    collected: Vec<Row>,
}

struct Row {
    number: String,
    kind: &'static str,
    icon: &'static str,
    ticket: String,
    came: String,
    state: &'static str,
    ready: String,
    is_overdue: bool,
    called: String,
}

impl Custody {
    /// Of all that are known, those that are overdue first.
    pub(in crate::pages) fn new(all: &[ItemView], today: NaiveDate, words: Words) -> Self {
        let is_gone = |item: &&ItemView| item.state == ItemStateName::Collected;
        let row = |item: &ItemView| row(item, today, words);
        let mut here: Vec<Row> = all.iter().filter(|i| !is_gone(i)).map(row).collect();
        here.sort_by_key(|row| !row.is_overdue);
        Self {
            counts: counts(all, words),
            here,
            collected: all.iter().filter(is_gone).map(row).collect(),
        }
    }
}

/// "在修 5，待取 3"; what waits for a repairer or was taken along is in repair too.
fn counts(all: &[ItemView], words: Words) -> String {
    let (repair, collect) = numbers(all);
    words.fill(
        "{0} in repair, {1} to be collected",
        [&repair.to_string(), &collect.to_string()],
    )
}

/// How many are being repaired, and how many wait for their owners.
pub(in crate::pages) fn numbers(all: &[ItemView]) -> (usize, usize) {
    let collect = all.iter().filter(|item| is_to_collect(item.state)).count();
    let gone = all.iter().filter(|i| i.state == ItemStateName::Collected);
    (all.len() - collect - gone.count(), collect)
}

fn row(item: &ItemView, today: NaiveDate, words: Words) -> Row {
    Row {
        number: item.number.clone(),
        kind: kind_text(words, item.kind),
        icon: item.kind.name(),
        ticket: item.ticket_number.clone(),
        came: dated_text(words, item.received_on),
        state: state_word(item.state, words),
        ready: item
            .ready_on
            .map_or_else(|| "–".to_owned(), |date| dated_text(words, date)),
        is_overdue: is_overdue(item, today),
        called: item.called_at.map_or_else(|| "–".to_owned(), time_text),
    }
}
