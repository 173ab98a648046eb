//! Things left to be repaired, with the next steps of each.

use askama::Template;
use chrono::{Days, NaiveDate};
use protocol::ItemView;
use protocol::item::ItemStateName;

use super::item_word::{detail, is_overdue, is_to_collect};
use super::way::Way;
use crate::date_text::dated_text;
use crate::lang::Words;
use crate::pages::frame::Frame;
use crate::pages::item_text::kind_text;
use crate::pages::service_text::split_number;

/// A thing that is taken along is usually back a week later, on the next service day.
const BACK_AFTER: Days = Days::new(7);

/// `/desk/items`.
#[derive(Template)]
#[template(path = "desk_items.html")]
pub(in crate::pages) struct ItemsPage {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) way: Way,
    pub(in crate::pages) i: Items,
}

/// What stands there.
pub(in crate::pages) struct Items {
    /// The one that was asked for by its number.
    found: Vec<ItemRow>,
    groups: Vec<ItemGroup>,
    /// Proposed for a thing that is taken along, and the first day that is possible.
    back_on: NaiveDate,
    today: NaiveDate,
    /// One for all presses of this page; each adds what it is about.
    pub(in crate::pages) key: String,
    /// Why nothing was done; empty if nothing went wrong.
    pub(in crate::pages) wrong: String,
    /// The number that was looked for.
    pub(in crate::pages) find: String,
}

struct ItemGroup {
    name: &'static str,
    rows: Vec<ItemRow>,
}

struct ItemRow {
    id: String,
    /// Names the row on the page.
    anchor: String,
    prefix: String,
    digits: String,
    kind: &'static str,
    icon: &'static str,
    detail: String,
    /// With which ticket it came, and when.
    came: String,
    is_newest: bool,
    is_overdue: bool,
    steps: Vec<Step>,
    can_take_along: bool,
}

struct Step {
    name: &'static str,
    word: &'static str,
    is_main: bool,
}

impl Items {
    /// All of them; `found` is the one that was asked for.
    pub(in crate::pages) fn new(
        all: &[ItemView],
        found: Option<&ItemView>,
        today: NaiveDate,
        words: Words,
    ) -> Self {
        let newest = all.iter().filter(|item| is_to_collect(item.state));
        let newest = newest
            .filter_map(|item| item.called_at)
            .map(|at| at.0)
            .max();
        let row = |item: &ItemView| {
            row(
                item,
                newest.is_some_and(|at| is_called(item, at)),
                today,
                words,
            )
        };
        // The same thing stands below once more.
        let found_row = |item: &ItemView| ItemRow {
            anchor: "found".to_owned(),
            ..row(item)
        };
        let group = |name, wanted: fn(ItemStateName) -> bool| ItemGroup {
            name,
            rows: all
                .iter()
                .filter(|item| wanted(item.state))
                .map(row)
                .collect(),
        };
        let groups = vec![
            group(words.say("To be repaired"), |state| {
                matches!(state, ItemStateName::HandedIn | ItemStateName::InRepair)
            }),
            group(words.say("To be collected"), is_to_collect),
            group(words.say("Taken along"), |state| {
                state == ItemStateName::TakenAway
            }),
            group(words.say("Collected today"), |state| {
                state == ItemStateName::Collected
            }),
        ];
        Self {
            found: found.map(found_row).into_iter().collect(),
            groups: groups.into_iter().filter(|g| !g.rows.is_empty()).collect(),
            back_on: today.checked_add_days(BACK_AFTER).unwrap_or(today),
            today,
            key: String::new(),
            wrong: String::new(),
            find: String::new(),
        }
    }
}

fn is_called(item: &ItemView, at: chrono::DateTime<chrono::FixedOffset>) -> bool {
    is_to_collect(item.state) && item.called_at.is_some_and(|called| called.0 == at)
}

fn row(item: &ItemView, is_newest: bool, today: NaiveDate, words: Words) -> ItemRow {
    let (prefix, digits) = split_number(&item.number);
    ItemRow {
        id: item.id.to_string(),
        anchor: format!("i{}", item.id),
        prefix,
        digits,
        kind: kind_text(words, item.kind),
        icon: item.kind.name(),
        detail: detail(item, words),
        came: words.fill(
            "{0}, {1}",
            [&item.ticket_number, &dated_text(words, item.received_on)],
        ),
        is_newest,
        is_overdue: is_overdue(item, today),
        steps: steps(item.state, words),
        can_take_along: matches!(
            item.state,
            ItemStateName::HandedIn | ItemStateName::InRepair
        ),
    }
}

/// What usually comes next stands first.
fn steps(state: ItemStateName, words: Words) -> Vec<Step> {
    let step = |name, word| Step {
        name,
        word,
        is_main: false,
    };
    let main = |name, word| Step {
        is_main: true,
        ..step(name, word)
    };
    let works = words.say("It works");
    let hopeless = words.say("Cannot be repaired");
    let collected = words.say("Given back");
    match state {
        ItemStateName::HandedIn => vec![
            main("start", words.say("Begin to repair")),
            step("repaired", works),
            step("not_repairable", hopeless),
        ],
        ItemStateName::InRepair => vec![main("repaired", works), step("not_repairable", hopeless)],
        ItemStateName::Repaired | ItemStateName::NotRepairable => vec![
            main("call", words.say("Call the owner")),
            main("collect", collected),
            step("start", words.say("Repair again")),
        ],
        ItemStateName::TakenAway => vec![
            main("repaired", words.say("Back, it works")),
            step("not_repairable", hopeless),
            step("collect", collected),
        ],
        ItemStateName::Collected => Vec::new(),
    }
}
