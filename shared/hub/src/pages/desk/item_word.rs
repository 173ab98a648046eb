//! Things left to be repaired, in a volunteer's words.

use protocol::ItemView;
use protocol::item::ItemStateName;

use crate::date_text::{dated_text, time_text};
use crate::lang::Words;

/// Where it is.
pub(in crate::pages) fn state_word(state: ItemStateName, words: Words) -> &'static str {
    match state {
        ItemStateName::HandedIn => words.say("waits for a repairer"),
        ItemStateName::InRepair => words.say("in repair"),
        ItemStateName::Repaired => words.say("repaired, to be collected"),
        ItemStateName::NotRepairable => words.say("not repairable, to be collected"),
        ItemStateName::TakenAway => words.say("taken along by the repairer"),
        ItemStateName::Collected => words.say("collected"),
    }
}

/// Where it is and since when, with the day on which it will be back.
pub(in crate::pages) fn detail(item: &ItemView, words: Words) -> String {
    let mut facts = vec![state_word(item.state, words).to_owned()];
    if let Some(date) = item.ready_on {
        facts.push(words.fill("back on {0}", [&dated_text(words, date)]));
    }
    if let Some(at) = item.called_at
        && item.state != ItemStateName::Collected
    {
        facts.push(words.fill("owner called at {0}", [&time_text(at)]));
    }
    facts.join(" · ")
}

/// Whether it should have been brought back by now.
pub(in crate::pages) fn is_overdue(item: &ItemView, today: chrono::NaiveDate) -> bool {
    item.state == ItemStateName::TakenAway && item.ready_on.is_some_and(|date| date <= today)
}

/// Whether its owner can come for it.
pub(in crate::pages) fn is_to_collect(state: ItemStateName) -> bool {
    match state {
        ItemStateName::Repaired | ItemStateName::NotRepairable => true,
        ItemStateName::HandedIn
        | ItemStateName::InRepair
        | ItemStateName::TakenAway
        | ItemStateName::Collected => false,
    }
}
