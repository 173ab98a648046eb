//! The choice itself: steps 3 and 11 to 30 of the rule.

use super::row::{Row, Standing as _};
use super::{Booked, Caller, Choice, Key, Line, Lines, Nobody, Reason, Waiting};
use crate::Moment;
use crate::id::{ServiceId, VisitId};
use crate::settings::{Policy, StationOrder};
use crate::ticket::Class;

/// First ones of one line: the lowest places that may be called.
#[derive(Clone, Copy)]
struct Heads<'c, 'l> {
    service: &'c ServiceId,
    line: &'l Line,
    priority: Option<&'l Waiting>,
    standard: Option<&'l Waiting>,
}

impl<'c, 'l> Heads<'c, 'l> {
    /// Step 15: the heads of one line; none if nobody there may be called by place.
    fn of(
        service: &'c ServiceId,
        line: &'l Line,
        is_free: &impl Fn(&Waiting) -> bool,
    ) -> Option<Self> {
        let first = |row: &'l Row<Waiting>| row.iter().find(|w| is_free(w) && !line.is_resting(w));
        let (priority, standard) = (first(&line.priority), first(&line.standard));
        (priority.is_some() || standard.is_some()).then_some(Self {
            service,
            line,
            priority,
            standard,
        })
    }

    /// The lowest place of both classes.
    fn head(&self) -> &'l Waiting {
        match (self.priority, self.standard) {
            (Some(p), Some(s)) => {
                if p.place < s.place {
                    p
                } else {
                    s
                }
            }
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => unreachable!("heads of an empty line are never made"),
        }
    }

    /// Steps 23 to 28: who of this line takes the turn.
    fn turn(&self) -> &'l Waiting {
        let head = self.head();
        let (Some(p), Some(n)) = (self.priority, self.standard) else {
            return head;
        };
        match self.line.rules.policy {
            Policy::Arrival => head,
            Policy::Share { every } => {
                let window = usize::from(every).saturating_sub(1);
                let recent = self.line.calls.iter().rev().take(window);
                let had_priority = recent.clone().any(|call| call.reason == Reason::Priority);
                if head.place == n.place && !had_priority {
                    p
                } else {
                    head
                }
            }
            Policy::First { run } => {
                let run = usize::from(run);
                let recent = self
                    .line
                    .calls
                    .iter()
                    .rev()
                    .filter(|call| !is_appointment(call.reason));
                let run_is_used_up = recent.clone().take(run).count() == run
                    && recent.take(run).all(|call| call.class == Class::Priority);
                if run_is_used_up { n } else { p }
            }
        }
    }

    /// Steps 29 and 30.
    fn choose(&self, passed_older_service: bool) -> Choice<'c> {
        let turn = self.turn();
        let reason = if turn.class == Class::Priority && turn.place != self.head().place {
            Reason::Priority
        } else if turn.reinstated_seq.is_some() {
            Reason::Reinstated
        } else {
            Reason::Arrival
        };
        choice(self.service, turn, reason, passed_older_service)
    }
}

impl Lines {
    /// Chooses who is next for `caller` at `now`; `is_elsewhere` tells whether a
    /// person is at a station with another ticket.
    ///
    /// # Errors
    /// [`Nobody`] with the reason, if nobody is.
    pub fn choose<'c>(
        &self,
        caller: Caller<'c>,
        now: Moment,
        is_elsewhere: impl Fn(VisitId) -> bool,
    ) -> Result<Choice<'c>, Nobody> {
        let is_free = |w: &Waiting| w.confirmed && !w.visit.is_some_and(&is_elsewhere);
        let offered = caller
            .services
            .iter()
            .filter_map(|id| Some((id, self.0.get(id)?)));

        if let Some(due) = due_appointment(offered.clone(), now, &is_free) {
            return Ok(due);
        }
        let mut lines = offered
            .clone()
            .filter_map(|(id, line)| Heads::of(id, line, &is_free));
        let Some(first) = lines.next() else {
            return when_nobody_else_waits(offered, &is_free);
        };
        let oldest = lines.fold(first, |oldest, heads| {
            if heads.head().place < oldest.head().place {
                heads
            } else {
                oldest
            }
        });
        let prefers = match caller.order {
            StationOrder::Preference => caller.preferred_run < caller.preference_run,
            StationOrder::Arrival => false,
        };
        let served = if prefers { first } else { oldest };
        Ok(served.choose(served.service != oldest.service))
    }
}

/// Step 13: a promise with a time, over all services of the station.
fn due_appointment<'c, 'l>(
    offered: impl Iterator<Item = (&'c ServiceId, &'l Line)>,
    now: Moment,
    is_free: &impl Fn(&Waiting) -> bool,
) -> Option<Choice<'c>> {
    let due = offered.filter_map(|(service, line)| {
        let mut in_time = line
            .booked
            .iter()
            .take_while(|booked| line.is_due(booked.start, now));
        let first = in_time.find(|b| is_free(&b.waiting) && !line.is_resting(&b.waiting))?;
        Some((service, first))
    });
    let (service, first) = due.min_by_key(|(_, booked)| booked.key())?;
    Some(booked_choice(service, first, Reason::AppointmentDue))
}

/// Steps 17 to 20: those who rest, then those who came before their time.
fn when_nobody_else_waits<'c, 'l>(
    offered: impl Iterator<Item = (&'c ServiceId, &'l Line)> + Clone,
    is_free: &impl Fn(&Waiting) -> bool,
) -> Result<Choice<'c>, Nobody> {
    let resting = offered
        .clone()
        .filter(|(_, line)| line.returned > 0)
        .flat_map(|(service, line)| {
            let walk_ins = line.standard.iter().chain(line.priority.iter());
            walk_ins
                .map(|w| (w, None))
                .chain(line.booked.iter().map(|b| (&b.waiting, Some(b))))
                .filter(|(w, _)| is_free(w) && line.is_resting(w))
                .map(move |(w, booked)| (service, w, booked))
        });
    if let Some((service, waiting, booked)) = resting.min_by_key(|(_, w, _)| w.place) {
        return Ok(match booked {
            Some(booked) => booked_choice(service, booked, Reason::Reinstated),
            None => choice(service, waiting, Reason::Reinstated, false),
        });
    }
    let early = offered.clone().filter_map(|(service, line)| {
        let first = line.booked.iter().find(|b| is_free(&b.waiting))?;
        Some((service, first))
    });
    if let Some((service, first)) = early.min_by_key(|(_, booked)| booked.key()) {
        return Ok(booked_choice(service, first, Reason::AppointmentEarly));
    }
    let nobody_waits = offered.clone().all(|(_, line)| line.is_empty());
    Err(if nobody_waits {
        Nobody::NobodyWaiting
    } else {
        Nobody::AllElsewhere
    })
}

fn is_appointment(reason: Reason) -> bool {
    match reason {
        Reason::AppointmentDue | Reason::AppointmentEarly => true,
        Reason::Arrival | Reason::Priority | Reason::Reinstated | Reason::Chosen => false,
    }
}

fn choice<'c>(
    service: &'c ServiceId,
    w: &Waiting,
    reason: Reason,
    passed_older_service: bool,
) -> Choice<'c> {
    Choice {
        ticket: w.place.id,
        service,
        class: w.class,
        reason,
        passed_older_service,
        key: match w.class {
            Class::Standard => Key::Standard(w.place),
            Class::Priority => Key::Priority(w.place),
        },
    }
}

fn booked_choice<'c>(service: &'c ServiceId, booked: &Booked, reason: Reason) -> Choice<'c> {
    Choice {
        key: Key::Booked(booked.key()),
        ..choice(service, &booked.waiting, reason, false)
    }
}
