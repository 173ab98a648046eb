//! Who is announced next: each call once, in the order of the calls, one after the other.

use std::collections::VecDeque;

/// A call that is older than this when it is first seen is not spoken any more: the screen was just
/// switched on, or its hub was away.
const FRESH_SECS: i64 = 20;
/// Calls remembered as heard. A board shows six; an undone one may bring back an older one.
const HEARD_MAX: usize = 512;

/// A call as a board shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh<T> {
    /// Names this very call; a recall has another one.
    pub id: String,
    /// Seconds since the call.
    pub age_secs: i64,
    /// The person has not come yet.
    pub is_expected: bool,
    /// What to say.
    pub what: T,
}

/// The calls that wait to be announced.
#[derive(Debug)]
pub struct Queue<T> {
    waiting: VecDeque<(String, T)>,
    heard: VecDeque<String>,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            heard: VecDeque::new(),
        }
    }
}

impl<T> Queue<T> {
    /// Takes what a board shows now, the newest first. An undone call is not there any more and is
    /// dropped; so is one whose person has come.
    pub fn take(&mut self, shown: Vec<Fresh<T>>) {
        self.waiting
            .retain(|(id, _)| shown.iter().any(|call| call.id == *id && call.is_expected));
        for call in shown.into_iter().rev() {
            if self.heard.contains(&call.id) {
                continue;
            }
            if self.heard.len() == HEARD_MAX {
                self.heard.pop_front();
            }
            self.heard.push_back(call.id.clone());
            if call.is_expected && call.age_secs <= FRESH_SECS {
                self.waiting.push_back((call.id, call.what));
            }
        }
    }

    /// The call to be announced now. Whoever takes it announces it to its end before the next.
    pub fn take_next(&mut self) -> Option<T> {
        self.waiting.pop_front().map(|(_, what)| what)
    }

    /// Forgets who waits, but not who was heard: the voice was switched off meanwhile.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(id: u32) -> Fresh<u32> {
        Fresh {
            id: id.to_string(),
            age_secs: 0,
            is_expected: true,
            what: id,
        }
    }

    fn all(queue: &mut Queue<u32>) -> Vec<u32> {
        std::iter::from_fn(|| queue.take_next()).collect()
    }

    #[test]
    fn each_call_is_announced_once_in_the_order_of_the_calls() {
        let mut queue = Queue::default();
        queue.take(vec![call(2), call(1)]);
        assert_eq!(queue.take_next(), Some(1));
        queue.take(vec![call(4), call(3), call(2), call(1)]);
        assert_eq!(all(&mut queue), [2, 3, 4]);
        queue.take(vec![call(4), call(3), call(2), call(1)]);
        assert_eq!(queue.take_next(), None);
    }

    #[test]
    fn an_undone_call_is_dropped_and_the_one_it_uncovers_stays_silent() {
        let mut queue = Queue::default();
        queue.take((1..=6).rev().map(call).collect());
        assert_eq!(all(&mut queue).len(), 6);
        queue.take((2..=8).rev().map(call).collect());
        queue.take((1..=6).rev().map(call).collect());
        assert_eq!(queue.take_next(), None);
    }

    #[test]
    fn old_calls_are_not_spoken_when_a_screen_is_switched_on() {
        let mut queue = Queue::default();
        let old = Fresh {
            age_secs: FRESH_SECS + 1,
            ..call(1)
        };
        queue.take(vec![call(2), old]);
        assert_eq!(all(&mut queue), [2]);
    }

    #[test]
    fn who_has_come_needs_no_call() {
        let mut queue = Queue::default();
        queue.take(vec![call(2), call(1)]);
        let come = Fresh {
            is_expected: false,
            ..call(1)
        };
        queue.take(vec![call(2), come]);
        assert_eq!(all(&mut queue), [2]);
    }

    #[test]
    fn what_was_called_while_it_was_silent_stays_silent() {
        let mut queue = Queue::default();
        queue.take(vec![call(1)]);
        queue.clear();
        queue.take(vec![call(2), call(1)]);
        assert_eq!(all(&mut queue), [2]);
    }

    #[test]
    fn a_long_day_needs_no_more_memory_than_a_short_one() {
        let mut queue = Queue::default();
        for id in 1..2000 {
            queue.take((id..id + 6).rev().map(call).collect());
            let _announced = all(&mut queue);
        }
        assert_eq!(queue.heard.len(), HEARD_MAX);
        queue.take((1994..2000).rev().map(call).collect());
        assert_eq!(queue.take_next(), None);
    }
}
