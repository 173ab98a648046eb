//! A row of people, lowest key first.

use std::collections::VecDeque;

/// One who stands in a row.
pub(super) trait Standing {
    /// Where one stands; no two in a row are equal.
    type Key: Ord;

    /// Where this one stands.
    fn key(&self) -> Self::Key;
}

/// Who stands where.
///
/// Newcomers come to the end and the first one is called: both ends are quick,
/// and so is the copy that a forecast plays. Leaving the middle moves the
/// shorter part of the row, some microseconds for thousands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row<S>(VecDeque<S>);

impl<S> Default for Row<S> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<S: Standing> Row<S> {
    /// How many stand here.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody stands here.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// From the first to the last.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &S> {
        self.0.iter()
    }

    /// From the first to the last, to change what is no part of the key.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut S> {
        self.0.iter_mut()
    }

    /// Whoever stands last.
    pub(super) fn last(&self) -> Option<&S> {
        self.0.back()
    }

    /// Lets somebody stand where its key belongs, in place of whoever had the same.
    pub(super) fn insert(&mut self, newcomer: S) {
        let key = newcomer.key();
        if self.0.back().is_none_or(|last| last.key() < key) {
            self.0.push_back(newcomer);
            return;
        }
        match self.find(&key) {
            Ok(at) => self.0[at] = newcomer,
            Err(at) => self.0.insert(at, newcomer),
        }
    }

    /// Takes somebody out.
    pub(super) fn remove(&mut self, key: &S::Key) -> Option<S> {
        if self.0.front().is_some_and(|first| first.key() == *key) {
            return self.0.pop_front();
        }
        let at = self.find(key).ok()?;
        self.0.remove(at)
    }

    fn find(&self, key: &S::Key) -> Result<usize, usize> {
        self.0.binary_search_by(|one| one.key().cmp(key))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq)]
    struct Person {
        at: u8,
        name: u8,
    }

    impl Standing for Person {
        type Key = u8;

        fn key(&self) -> u8 {
            self.at
        }
    }

    proptest! {
        #[test]
        fn a_row_is_a_sorted_map(steps in prop::collection::vec((any::<bool>(), 0..40_u8, any::<u8>()), 0..200)) {
            let mut row = Row::default();
            let mut map = BTreeMap::new();
            for (comes, at, name) in steps {
                if comes {
                    row.insert(Person { at, name });
                    map.insert(at, name);
                } else {
                    prop_assert_eq!(row.remove(&at).map(|person| person.name), map.remove(&at));
                }
                let seen: Vec<_> = row.iter().map(|person| (person.at, person.name)).collect();
                prop_assert_eq!(seen, map.clone().into_iter().collect::<Vec<_>>());
                prop_assert_eq!(row.last().map(|person| person.at), map.keys().next_back().copied());
                prop_assert_eq!((row.len(), row.is_empty()), (map.len(), map.is_empty()));
            }
        }
    }
}
