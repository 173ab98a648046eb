//! The choice itself: steps 3 and 11 to 30 of the rule.

use super::{BookedKey, Caller, Choice, Key, Line, Lines, Nobody, Reason, Waiting};
use crate::Moment;
use crate::id::{ServiceId, VisitId};
use crate::settings::{Policy, StationOrder};
use crate::ticket::Class;

/// First ones of one line: the lowest places that may be called.
struct Heads<'a> {
    service: &'a ServiceId,
    line: &'a Line,
    priority: Option<&'a Waiting>,
    standard: Option<&'a Waiting>,
}

impl<'a> Heads<'a> {
    /// Step 15: the heads of one line; none if nobody there may be called by place.
    fn of(
        service: &'a ServiceId,
        line: &'a Line,
        is_free: &impl Fn(&Waiting) -> bool,
    ) -> Option<Self> {
        let first = |mut waiting: std::collections::btree_map::Values<'a, _, Waiting>| {
            waiting.find(|w| is_free(w) && !line.is_resting(w))
        };
        let (priority, standard) = (first(line.priority.values()), first(line.standard.values()));
        (priority.is_some() || standard.is_some()).then_some(Self {
            service,
            line,
            priority,
            standard,
        })
    }

    /// The lowest place of both classes.
    fn head(&self) -> &'a Waiting {
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
    fn turn(&self) -> &'a Waiting {
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
    fn choose(&self, passed_older_service: bool) -> Choice {
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
    pub fn choose(
        &self,
        caller: Caller<'_>,
        now: Moment,
        is_elsewhere: impl Fn(VisitId) -> bool,
    ) -> Result<Choice, Nobody> {
        let is_free = |w: &Waiting| w.confirmed && !w.visit.is_some_and(&is_elsewhere);
        let offered: Vec<(&ServiceId, &Line)> = caller
            .services
            .iter()
            .filter_map(|id| Some((id, self.0.get(id)?)))
            .collect();

        if let Some(due) = due_appointment(&offered, now, &is_free) {
            return Ok(due);
        }
        let lines: Vec<Heads<'_>> = offered
            .iter()
            .filter_map(|(id, line)| Heads::of(id, line, &is_free))
            .collect();
        let oldest = lines.iter().min_by_key(|heads| heads.head().place);
        let Some((first, oldest)) = lines.first().zip(oldest) else {
            return when_nobody_else_waits(&offered, &is_free);
        };
        let prefers = match caller.order {
            StationOrder::Preference => caller.preferred_run < caller.preference_run,
            StationOrder::Arrival => false,
        };
        let served = if prefers { first } else { oldest };
        Ok(served.choose(served.service != oldest.service))
    }
}

/// Step 13: a promise with a time, over all services of the station.
fn due_appointment(
    offered: &[(&ServiceId, &Line)],
    now: Moment,
    is_free: &impl Fn(&Waiting) -> bool,
) -> Option<Choice> {
    let due = offered.iter().filter_map(|(service, line)| {
        let mut in_time = line
            .booked
            .iter()
            .take_while(|((start, _, _), _)| line.is_due(*start, now));
        let (key, waiting) = in_time.find(|(_, w)| is_free(w) && !line.is_resting(w))?;
        Some((*key, *service, waiting))
    });
    let (key, service, waiting) = due.min_by_key(|(key, _, _)| *key)?;
    Some(booked_choice(service, key, waiting, Reason::AppointmentDue))
}

/// Steps 17 to 20: those who rest, then those who came before their time.
fn when_nobody_else_waits(
    offered: &[(&ServiceId, &Line)],
    is_free: &impl Fn(&Waiting) -> bool,
) -> Result<Choice, Nobody> {
    let resting = offered
        .iter()
        .filter(|(_, line)| line.returned > 0)
        .flat_map(|(service, line)| {
            let walk_ins = line.standard.values().chain(line.priority.values());
            walk_ins
                .map(|w| (w, None))
                .chain(line.booked.iter().map(|(key, w)| (w, Some(*key))))
                .filter(|(w, _)| is_free(w) && line.is_resting(w))
                .map(|(w, key)| (*service, w, key))
        });
    if let Some((service, waiting, key)) = resting.min_by_key(|(_, w, _)| w.place) {
        return Ok(match key {
            Some(key) => booked_choice(service, key, waiting, Reason::Reinstated),
            None => choice(service, waiting, Reason::Reinstated, false),
        });
    }
    let early = offered.iter().filter_map(|(service, line)| {
        line.booked
            .iter()
            .find(|(_, w)| is_free(w))
            .map(|(key, w)| (*key, *service, w))
    });
    if let Some((key, service, waiting)) = early.min_by_key(|(key, _, _)| *key) {
        return Ok(booked_choice(
            service,
            key,
            waiting,
            Reason::AppointmentEarly,
        ));
    }
    let nobody_waits = offered.iter().all(|(_, line)| line.is_empty());
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

fn choice(service: &ServiceId, w: &Waiting, reason: Reason, passed_older_service: bool) -> Choice {
    Choice {
        ticket: w.place.id,
        service: service.clone(),
        class: w.class,
        reason,
        passed_older_service,
        key: match w.class {
            Class::Standard => Key::Standard(w.place),
            Class::Priority => Key::Priority(w.place),
        },
    }
}

fn booked_choice(service: &ServiceId, key: BookedKey, w: &Waiting, reason: Reason) -> Choice {
    Choice {
        key: Key::Booked(key),
        ..choice(service, w, reason, false)
    }
}
