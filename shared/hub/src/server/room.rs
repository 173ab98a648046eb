//! Room for connections: fewer than the process may open, no address takes all of it, and this
//! machine's own programs always find some.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections at once. Beyond it new ones wait until others end.
const CONNECTIONS_MAX: usize = 16_384;
/// Connections of one address: a square's phones, all behind one router, several times over.
const OF_ADDRESS_MAX: usize = 4_096;
/// A request's head must have come within so long; a connection that asks nothing ends then too.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// The same while room is scarce: whoever waits comes in soon.
const HEAD_TIMEOUT_WHEN_SCARCE: Duration = Duration::from_secs(2);

/// Room for connections. Clones are the same room.
#[derive(Debug, Clone)]
pub struct Room {
    places: Arc<Semaphore>,
    /// A quarter of the room: with fewer places free it is scarce, and one address never takes them.
    spare: usize,
    of_address_max: usize,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// Room for one connection that nobody has come through yet.
pub(super) type Place = OwnedSemaphorePermit;

/// Room that a connection takes up as long as this lives.
pub(super) struct Taken {
    room: Room,
    address: IpAddr,
    _place: Place,
}

impl Room {
    /// Room for so many connections.
    pub fn new(connections: usize) -> Self {
        let spare = connections / 4;
        Self {
            places: Arc::new(Semaphore::new(connections)),
            spare,
            of_address_max: OF_ADDRESS_MAX.min(connections - spare),
            taken: Arc::default(),
        }
    }

    /// As much as this process can open, but for an eighth: the store, the log and what else runs
    /// in it open files too.
    pub fn of_process() -> Self {
        let files = super::open_files::allowed().unwrap_or(usize::MAX);
        Self::new(CONNECTIONS_MAX.min(files - files / 8))
    }

    /// Waits for room.
    pub(super) async fn place(&self) -> Place {
        match Arc::clone(&self.places).acquire_owned().await {
            Ok(place) => place,
            // Nobody closes it.
            Err(_closed) => std::future::pending().await,
        }
    }

    /// Takes the room for a connection from `address`; none if that has its share. This machine's
    /// own programs are the kiosk and the command line: they have no share to keep to.
    pub(super) fn take(&self, place: Place, address: IpAddr) -> Option<Taken> {
        let mut taken = self.lock();
        let count = taken.entry(address).or_default();
        if *count >= self.of_address_max && !address.is_loopback() {
            return None;
        }
        *count += 1;
        drop(taken);
        Some(Taken {
            room: self.clone(),
            address,
            _place: place,
        })
    }

    /// How long a connection may stay silent.
    pub(super) fn head_timeout(&self) -> Duration {
        if self.places.available_permits() < self.spare {
            HEAD_TIMEOUT_WHEN_SCARCE
        } else {
            HEAD_TIMEOUT
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut taken = self.room.lock();
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_address_leaves_room_for_others_and_this_machine_needs_none_of_it() {
        let room = Room::new(8);
        let (stranger, other) = (
            IpAddr::from([192, 168, 1, 7]),
            IpAddr::from([192, 168, 1, 8]),
        );
        let mut taken = Vec::new();
        for _ in 0..6 {
            taken.push(room.take(room.place().await, stranger).unwrap());
        }
        assert!(room.take(room.place().await, stranger).is_none());
        assert_eq!(room.head_timeout(), HEAD_TIMEOUT);
        taken.push(room.take(room.place().await, other).unwrap());
        assert_eq!(room.head_timeout(), HEAD_TIMEOUT_WHEN_SCARCE);
        taken.remove(0);
        taken.push(room.take(room.place().await, stranger).unwrap());
        drop(taken);
        assert!(room.lock().is_empty());
        let own = IpAddr::from([127, 0, 0, 1]);
        let mut taken = Vec::new();
        for _ in 0..8 {
            taken.push(room.take(room.place().await, own).unwrap());
        }
    }

    #[test]
    fn the_room_is_smaller_than_what_the_process_may_open() {
        let room = Room::of_process().places.available_permits();
        assert!(room > 0 && room <= CONNECTIONS_MAX);
        if let Some(files) = crate::server::open_files::allowed() {
            assert!(room < files, "{room} of {files}");
        }
    }
}
