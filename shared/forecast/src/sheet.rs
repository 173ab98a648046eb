//! What the plays told, side by side.

use std::collections::{BTreeMap, BTreeSet};

use domain::TicketId;

use crate::newcomer;
use crate::roles::Listener;
use crate::time::kept;

/// Call times by ticket and by place in the line, one value for each play, in
/// milliseconds from now.
pub(crate) struct Sheet {
    /// Tickets, in the order of the first play.
    rows: Vec<Row>,
    by_ticket: BTreeMap<TicketId, usize>,
    /// Of each line: the call times of the first, the second, …, in order.
    places: Vec<Vec<Vec<u32>>>,
    /// Of each line: when the first station is free for it, by play.
    free: Vec<Vec<u32>>,
    /// Of each line: when its last job ends, by play.
    ends: Vec<Vec<u32>>,
    /// Calls of each line in this play.
    called: Vec<usize>,
    /// Where the next ticket is found if this play goes as the first one.
    cursor: usize,
    plays: usize,
    /// Whether a play ended before everybody was called.
    is_cut: bool,
}

/// One ticket's calls.
pub(crate) struct Row {
    pub(crate) ticket: TicketId,
    pub(crate) service: usize,
    pub(crate) waits: Vec<u32>,
}

impl Sheet {
    pub(crate) fn new(services: usize) -> Self {
        Self {
            rows: Vec::new(),
            by_ticket: BTreeMap::new(),
            places: vec![Vec::new(); services],
            free: vec![Vec::new(); services],
            ends: vec![Vec::new(); services],
            called: vec![0; services],
            cursor: 0,
            plays: 0,
            is_cut: false,
        }
    }

    /// Another play begins.
    pub(crate) fn begin(&mut self) {
        self.plays += 1;
        self.cursor = 0;
        self.called.fill(0);
    }

    /// Those who are called in all plays, or in most of them where stations may be gone.
    pub(crate) fn tickets(&mut self) -> impl Iterator<Item = &mut Row> {
        let (plays, is_cut) = (self.plays, self.is_cut);
        let rows = self.rows.iter_mut();
        rows.filter_map(move |row| fill(&mut row.waits, plays, is_cut).then_some(row))
    }

    /// Puts some of those who just came first: each of them is called as soon as a station is
    /// free in the plays that `is_first` chooses for the line.
    pub(crate) fn put_first(
        &mut self,
        tickets: &BTreeSet<TicketId>,
        mut is_first: impl FnMut(usize) -> bool,
    ) {
        for ticket in tickets {
            let Some(row) = self.by_ticket.get(ticket) else {
                continue;
            };
            let row = &mut self.rows[*row];
            for (wait, free) in row.waits.iter_mut().zip(&self.free[row.service]) {
                if is_first(row.service) {
                    *wait = (*wait).min(*free);
                }
            }
        }
    }

    /// The call times of one line by place, as far as the plays tell them.
    pub(crate) fn places(&mut self, service: usize) -> impl Iterator<Item = &mut Vec<u32>> {
        let (plays, is_cut) = (self.plays, self.is_cut);
        let places = self.places[service].iter_mut();
        places.map_while(move |times| fill(times, plays, is_cut).then_some(times))
    }

    /// When the first station is free for a line, by play; none if there is none.
    pub(crate) fn free(&mut self, service: usize) -> Option<&mut Vec<u32>> {
        let times = &mut self.free[service];
        fill(times, self.plays, self.is_cut).then_some(times)
    }

    /// When the last job of a line ends, by play; none if nobody is served or waits.
    pub(crate) fn ends(&mut self, service: usize) -> Option<&mut Vec<u32>> {
        let ends = &mut self.ends[service];
        (ends.len() == self.plays).then_some(ends)
    }

    fn row(&mut self, ticket: TicketId, service: usize) -> &mut Row {
        let is_next = self
            .rows
            .get(self.cursor)
            .is_some_and(|row| row.ticket == ticket);
        let at = if is_next {
            self.cursor
        } else {
            let (rows, plays) = (&mut self.rows, self.plays);
            *self.by_ticket.entry(ticket).or_insert_with(|| {
                rows.push(Row {
                    ticket,
                    service,
                    waits: Vec::with_capacity(plays.max(64)),
                });
                rows.len() - 1
            })
        };
        self.cursor = at + 1;
        &mut self.rows[at]
    }

    fn at_place(&mut self, service: usize, at: i64) {
        let place = self.called[service];
        self.called[service] += 1;
        let places = &mut self.places[service];
        if places.len() == place {
            places.push(Vec::new());
        }
        places[place].push(kept(at));
    }
}

impl Listener for Sheet {
    fn called(&mut self, ticket: TicketId, service: usize, at: i64) {
        // Who has not come yet is nobody whom those who wait count.
        if newcomer::is_coming(ticket) {
            return;
        }
        self.row(ticket, service).waits.push(kept(at));
        self.at_place(service, at);
    }

    fn newcomer(&mut self, service: usize, at: i64) {
        self.at_place(service, at);
    }

    fn further(&mut self, service: usize, at: i64) {
        // Nobody comes before the one who came before.
        let before = self.called[service].checked_sub(1);
        let before = before.and_then(|last| self.places[service][last].last().copied());
        let least = i64::from(before.unwrap_or(0));
        self.at_place(service, at.max(least));
    }

    fn free(&mut self, service: usize, at: i64) {
        self.free[service].push(kept(at));
    }

    fn cut(&mut self) {
        self.is_cut = true;
    }

    fn ended(&mut self, service: usize, at: i64) {
        let (ends, play) = (&mut self.ends[service], self.plays);
        if ends.len() < play {
            ends.push(kept(at));
        } else if let Some(last) = ends.last_mut() {
            *last = kept(at).max(*last);
        }
    }
}

/// Completes a row of `plays` times if it can be: in a play in which the last station goes,
/// nobody is called any more, which is as bad as the worst of the others.
fn fill(times: &mut Vec<u32>, plays: usize, is_cut: bool) -> bool {
    if times.len() < plays && !is_cut && times.len() * 2 > plays {
        let worst = times.iter().max().copied().unwrap_or(0);
        times.resize(plays, worst);
    }
    times.len() == plays
}
