//! A printer, and why it did not print.

use std::{io, path::PathBuf, time::Duration};

use crate::{
    escpos::{self, Model},
    slip::Slip,
    status::{QUESTIONS, State},
    transport::{Connection, Link},
};

/// So many bytes are handed over at once, so that what was sent is known.
const CHUNK: usize = 4096;
/// A slip that is not taken within this is not waited for any longer.
pub(crate) const SENT_WITHIN: Duration = Duration::from_secs(20);

/// Something that prints slips. Its calls wait for the printer: they are made from a thread of
/// their own.
pub trait Printer: Send {
    /// Prints one slip.
    ///
    /// # Errors
    /// [`PrintError`], which knows whether any of it may be on paper.
    fn print(&self, slip: &Slip) -> Result<(), PrintError>;

    /// How it is just now.
    fn state(&self) -> State;
}

/// Why a slip is not on paper, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// Nothing answers where the printer should be. Nothing was sent.
    #[error("{printer} is not reached")]
    Unreachable {
        /// As it is configured.
        printer: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The printer says that it cannot print. Nothing was sent.
    #[error("{printer} cannot print: {state:?}")]
    NotReady {
        /// As it is configured.
        printer: String,
        /// What it said.
        state: State,
    },
    /// It took part of the slip.
    #[error("{printer} took {sent} of {all} bytes")]
    Interrupted {
        /// As it is configured.
        printer: String,
        /// Bytes that it took.
        sent: usize,
        /// Bytes of the slip.
        all: usize,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It took all of the slip and stopped then.
    #[error("{printer} stopped while it printed: {state:?}")]
    Stopped {
        /// As it is configured.
        printer: String,
        /// What it said.
        state: State,
    },
    /// The file was not written.
    #[error("cannot write {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl PrintError {
    /// Whether nothing of the slip can be on paper, so that printing it again prints it once.
    pub fn is_before_paper(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::NotReady { .. } | Self::File { .. } => true,
            Self::Interrupted { .. } | Self::Stopped { .. } => false,
        }
    }

    /// How the printer is, as far as the error tells.
    pub fn state(&self) -> State {
        match self {
            Self::Unreachable { .. } | Self::Interrupted { .. } | Self::File { .. } => {
                State::Unreachable
            }
            Self::NotReady { state, .. } | Self::Stopped { state, .. } => *state,
        }
    }
}

/// A slip printer at the end of some link.
pub(crate) struct SlipPrinter {
    name: String,
    link: Box<dyn Link>,
    model: Model,
}

impl SlipPrinter {
    pub(crate) fn new(name: String, link: Box<dyn Link>, model: Model) -> Self {
        Self { name, link, model }
    }
}

impl Printer for SlipPrinter {
    fn print(&self, slip: &Slip) -> Result<(), PrintError> {
        let printer = || self.name.clone();
        let bytes = escpos::bytes(slip, self.model);
        let all = bytes.len();
        let unreachable = |source| PrintError::Unreachable {
            printer: printer(),
            source,
        };
        let mut connection = self.link.open().map_err(unreachable)?;
        let before = asked(&mut *connection).map_err(unreachable)?;
        if !before.can_print() {
            let printer = printer();
            return Err(PrintError::NotReady {
                printer,
                state: before,
            });
        }
        let mut sent = 0;
        for chunk in bytes.chunks(CHUNK) {
            connection.send(chunk).map_err(|source| match sent {
                0 => unreachable(source),
                _ => PrintError::Interrupted {
                    printer: printer(),
                    sent,
                    all,
                    source,
                },
            })?;
            sent += chunk.len();
        }
        if before == State::Silent {
            return Ok(());
        }
        match asked(&mut *connection) {
            Ok(state) if stops(state) => {
                let printer = printer();
                Err(PrintError::Stopped { printer, state })
            }
            Ok(_) => Ok(()),
            // The system took everything; whether the printer did, it does not say any more.
            Err(source) => Err(PrintError::Interrupted {
                printer: printer(),
                sent,
                all,
                source,
            }),
        }
    }

    fn state(&self) -> State {
        let mut connection = match self.link.open() {
            Ok(connection) => connection,
            Err(error) => {
                tracing::debug!(printer = self.name, %error, "the printer is not reached");
                return State::Unreachable;
            }
        };
        asked(&mut *connection).unwrap_or(State::Unreachable)
    }
}

/// Whether a printer in this state leaves a slip half done. One that is hot goes on by itself.
fn stops(state: State) -> bool {
    match state {
        State::Broken
        | State::CutterStuck
        | State::PaperOut
        | State::CoverOpen
        | State::Offline
        | State::Unreachable => true,
        State::TooHot | State::PaperLow | State::Ready | State::Silent => false,
    }
}

/// What a printer says of itself.
fn asked(connection: &mut dyn Connection) -> io::Result<State> {
    connection.forget()?;
    let mut answers = [0; 4];
    for (question, answer) in QUESTIONS.iter().zip(&mut answers) {
        let Some(byte) = connection.ask(*question)? else {
            return Ok(State::Silent);
        };
        *answer = byte;
    }
    Ok(State::of(answers).unwrap_or(State::Silent))
}
