//! What a changed rule would do to those who wait now. Nothing is saved.

use std::collections::BTreeMap;

use domain::line::{LineRules, Lines, Reason, order};
use domain::{Class, Moment, ServiceSettings, Site, TicketId};

use crate::lang::Words;
use crate::pages::desk::why::place_text;
use crate::pages::service_text::split_number;

/// Numbers that are listed: more than a table of three serves in an hour.
const LISTED_MAX: usize = 20;

/// Two orders side by side.
#[derive(Default)]
pub(in crate::pages) struct Preview {
    /// Instead of the orders, or above them.
    pub(in crate::pages) said: String,
    pub(in crate::pages) before: Vec<Row>,
    pub(in crate::pages) after: Vec<Row>,
}

/// One number of an order.
pub(in crate::pages) struct Row {
    pub(in crate::pages) prefix: String,
    pub(in crate::pages) digits: String,
    pub(in crate::pages) is_priority: bool,
    pub(in crate::pages) why: &'static str,
    /// "前移 2 位"; empty where nothing changes.
    pub(in crate::pages) moved: String,
}

impl Preview {
    /// The order of the service's line now, and with `settings`.
    pub(in crate::pages) fn new(
        site: &Site,
        settings: &ServiceSettings,
        now: Moment,
        words: Words,
    ) -> Self {
        let played = |lines: &Lines| order(lines, &settings.id, now, site.seq);
        let mut changed = site.lines.clone();
        changed.set_rules(&settings.id, LineRules::of(settings));
        let (before, after) = (played(&site.lines), played(&changed));
        let said = if before.is_empty() {
            words.say("Nobody waits for this service now: there is no difference to be seen.")
        } else if ids(&before).eq(ids(&after)) {
            words.say("For those who wait now the order stays the same.")
        } else {
            words.say("Nothing is saved yet. Press Save to make it so.")
        };
        let places: BTreeMap<TicketId, usize> = ids(&before).zip(0..).collect();
        let row = |place: usize, (id, reason): &(TicketId, Reason), is_after: bool| {
            let was = places.get(id).copied().filter(|_| is_after);
            row(
                site,
                *id,
                *reason,
                moved(was.unwrap_or(place), place, words),
                words,
            )
        };
        let rows = |order: &[(TicketId, Reason)], is_after| {
            let listed = order.iter().take(LISTED_MAX).enumerate();
            listed
                .filter_map(|(place, entry)| row(place, entry, is_after))
                .collect()
        };
        Self {
            said: said.to_owned(),
            before: rows(&before, false),
            after: rows(&after, true),
        }
    }
}

fn ids(order: &[(TicketId, Reason)]) -> impl Iterator<Item = TicketId> {
    order.iter().map(|(id, _)| *id)
}

fn row(site: &Site, id: TicketId, reason: Reason, moved: String, words: Words) -> Option<Row> {
    let ticket = site.tickets.get(&id)?;
    let (prefix, digits) = split_number(&ticket.number.to_string());
    Some(Row {
        prefix,
        digits,
        is_priority: ticket.class == Class::Priority,
        why: place_text(reason, words),
        moved,
    })
}

fn moved(before: usize, after: usize, words: Words) -> String {
    match (before.saturating_sub(after), after.saturating_sub(before)) {
        (0, 0) => String::new(),
        (0, later) => words.fill("{0} later", [&later.to_string()]),
        (earlier, _) => words.fill("{0} earlier", [&earlier.to_string()]),
    }
}

#[cfg(test)]
mod tests {
    use domain::Policy;
    use domain::settings::Language;

    use super::*;
    use crate::fixture::Bench;

    const ZH: Words = Words(Language::Zh);

    fn numbers(rows: &[Row]) -> String {
        let digits: Vec<_> = rows.iter().map(|row| row.digits.as_str()).collect();
        digits.join(" ")
    }

    #[test]
    fn the_order_before_and_after_is_told_and_nothing_changes() {
        let mut bench = Bench::new(1);
        bench.set_service(|settings| settings.policy = Policy::Arrival);
        let mut settings = bench.site().services[0].settings.clone();
        let empty = Preview::new(bench.site(), &settings, bench.now, ZH);
        assert!(empty.before.is_empty() && empty.said.contains("没有人在等"));
        for class in "SSPSPPSPPSSSSS".chars() {
            bench.issue(if class == 'P' {
                Class::Priority
            } else {
                Class::Standard
            });
        }
        let same = Preview::new(bench.site(), &settings, bench.now, ZH);
        assert!(same.said.contains("顺序不变"), "{}", same.said);
        settings.policy = Policy::First { run: 2 };
        let preview = Preview::new(bench.site(), &settings, bench.now, ZH);
        assert_eq!(
            numbers(&preview.before),
            "001 002 003 004 005 006 007 008 009 010 011 012 013 014"
        );
        assert_eq!(
            numbers(&preview.after),
            "003 005 001 006 008 002 009 004 007 010 011 012 013 014"
        );
        assert_eq!(preview.after[0].moved, "提前 2 位");
        assert_eq!(preview.after[2].moved, "推后 2 位");
        assert!(preview.after[0].is_priority && !preview.after[0].why.is_empty());
        let again = Preview::new(
            bench.site(),
            &bench.site().services[0].settings,
            bench.now,
            ZH,
        );
        assert_eq!(
            numbers(&again.after),
            numbers(&again.before),
            "nothing was changed"
        );
    }
}
