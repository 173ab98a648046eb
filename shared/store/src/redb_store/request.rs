//! What reaches the writer, and how its answers come back.

use tokio::sync::oneshot;

use super::{Append, Compacted, Usage};
use crate::{
    AppendError, CacheError, CareError, Cause, ClosedDay, LogId, Position, Snapshot, VaultError,
};

/// One thing for the writer to do.
pub(super) enum Request {
    /// A write, which shares its transaction with others.
    Write(Write),
    /// Measure the file.
    Usage(oneshot::Sender<Result<Usage, CareError>>),
    /// Shrink the file if that is worth its time.
    Tidy(oneshot::Sender<Result<Option<Compacted>, CareError>>),
    /// Shrink the file.
    Compact(oneshot::Sender<Result<Compacted, CareError>>),
    /// Close the file and end.
    Close(oneshot::Sender<Result<(), CareError>>),
}

/// A change to the file, with whoever waits for its answer.
pub(super) enum Write {
    Append {
        append: Append,
        asked: Asked<Position, AppendError>,
    },
    Snapshot {
        log: LogId,
        snapshot: Snapshot,
        asked: Asked<(), CacheError>,
    },
    Day {
        log: LogId,
        day: ClosedDay,
        asked: Asked<(), CacheError>,
    },
    Person {
        row: Vec<u8>,
        sealed: Vec<u8>,
        asked: Asked<(), VaultError>,
    },
    /// Persons whose keys are destroyed.
    Forget {
        rows: Vec<Vec<u8>>,
        asked: Asked<(), VaultError>,
    },
}

impl Write {
    /// About how many bytes it adds to a transaction.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Append { append, .. } => append
                .records
                .iter()
                .map(|record| record.body.json().len())
                .sum(),
            Self::Snapshot { snapshot, .. } => snapshot.bytes.len(),
            Self::Day { day, .. } => day.bytes.len(),
            Self::Person { sealed, .. } => sealed.len(),
            Self::Forget { rows, .. } => rows.iter().map(Vec::len).sum(),
        }
    }

    /// Answers, once the transaction is durable or has failed.
    pub(super) fn answer(self, outcome: &Result<(), Failure>) {
        match self {
            Self::Append { asked, .. } => asked.answer(outcome),
            Self::Snapshot { asked, .. } | Self::Day { asked, .. } => asked.answer(outcome),
            Self::Person { asked, .. } | Self::Forget { asked, .. } => asked.answer(outcome),
        }
    }
}

/// Why a whole transaction was not confirmed.
#[derive(Debug, Clone)]
pub(super) enum Failure {
    /// It was tried, and what reached the disk is not known.
    Unknown(Cause),
    /// It was not tried, because an earlier one failed.
    InDoubt(Cause),
    /// It was not tried, because the store was closed.
    Stopped,
}

/// Somebody who waits, and what he will be told if the transaction becomes durable.
pub(super) struct Asked<T, E> {
    reply: oneshot::Sender<Result<T, E>>,
    /// Set while the transaction is prepared.
    pub(super) prepared: Option<Result<T, E>>,
}

impl<T, E: From<Failure>> Asked<T, E> {
    pub(super) fn new() -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (
            Self {
                reply,
                prepared: None,
            },
            answer,
        )
    }

    fn answer(self, outcome: &Result<(), Failure>) {
        let result = match (outcome, self.prepared) {
            (Ok(()), Some(prepared)) => prepared,
            (Ok(()), None) => Err(Failure::Stopped.into()),
            (Err(failure), _) => Err(failure.clone().into()),
        };
        // Whoever no longer waits has to find out by reading, as after a lost connection.
        let _ = self.reply.send(result);
    }
}

/// Waits for the writer's answer. A writer that ended without one may have stored the write.
pub(super) async fn answered<T, E: From<Failure>>(
    answer: oneshot::Receiver<Result<T, E>>,
) -> Result<T, E> {
    match answer.await {
        Ok(result) => result,
        Err(gone) => Err(Failure::Unknown(std::sync::Arc::new(gone)).into()),
    }
}

impl From<Failure> for AppendError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unknown(cause) => Self::Unknown(cause),
            Failure::InDoubt(cause) => Self::InDoubt(cause),
            Failure::Stopped => Self::Stopped,
        }
    }
}

impl From<Failure> for CacheError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unknown(cause) | Failure::InDoubt(cause) => Self::Unknown(cause),
            Failure::Stopped => Self::Stopped,
        }
    }
}

impl From<Failure> for VaultError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unknown(cause) | Failure::InDoubt(cause) => Self::Unknown(cause),
            Failure::Stopped => Self::Stopped,
        }
    }
}
