//! People who are called before others who came earlier, in logs that do not say why.

use std::collections::BTreeSet;

use domain::{Moment, TicketId};

use super::{Person, USUAL_MIN, Watch};

/// Who is overtaken by so many who came later has left without a word.
const OVERTAKEN_MAX: u32 = 5;
/// Where so many others wait, it is seen who is called before most of them.
const PREFERRED_OF: u32 = 3;

impl Person {
    /// Whether so many came later and were called before that this one has left without a word,
    /// where people are passed over that often.
    fn has_left(&self, passed: f64) -> bool {
        let usual = 2.0 * passed * f64::from(self.calls);
        f64::from(self.overtaken) >= f64::from(OVERTAKEN_MAX) + usual
    }
}

impl Watch {
    /// Those of whom nothing is known yet but that they came.
    pub(super) fn unpassed(&self) -> BTreeSet<TicketId> {
        let waits = |one: &&Person| one.called.is_none() && one.ticket.slot.is_none();
        let people = self.people.values().filter(waits);
        let new = people.filter(|one| !self.is_announced && one.calls == 0);
        new.map(|one| one.ticket.id).collect()
    }

    /// Whoever came before the one who is called was overtaken.
    pub(super) fn overtake(&mut self, service: usize, arrived: Moment, at: Moment) {
        if self.services[service].waiting == 0 {
            return;
        }
        let id = self.services[service].id.clone();
        let passed = self.experience.passed(&id);
        let (mut gone, mut waiting, mut before) = (Vec::new(), 0, 0);
        for (key, person) in &mut self.people {
            let waits = person.service == service
                && person.called.is_none()
                && person.ticket.slot.is_none();
            if !waits {
                continue;
            }
            person.calls += 1;
            waiting += 1;
            if person.arrived < arrived {
                before += 1;
                person.overtaken += 1;
                if person.has_left(passed) {
                    gone.push(*key);
                }
            }
        }
        if !self.is_announced && waiting >= PREFERRED_OF {
            let is_preferred = 2 * before > waiting;
            self.experience.preferred(&id, USUAL_MIN, is_preferred);
        }
        for key in gone {
            self.take_out(key, at);
            self.people.remove(&key);
        }
    }
}
