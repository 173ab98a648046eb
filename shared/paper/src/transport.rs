//! The ways to a printer. Each waits for a while and no longer.

pub(crate) mod device;
pub(crate) mod file;
pub(crate) mod network;
#[cfg(feature = "serial")]
pub(crate) mod serial;
pub(crate) mod usb;
#[cfg(windows)]
pub(crate) mod windows;

use std::{io, time::Duration};

/// A printer that tells of itself answers within this.
const ANSWERED_WITHIN: Duration = Duration::from_millis(700);

/// A way to a printer.
pub(crate) trait Link: Send {
    /// Opens it; it is closed when the connection is dropped.
    fn open(&self) -> io::Result<Box<dyn Connection>>;
}

/// An open way to a printer.
pub(crate) trait Connection {
    /// Sends all of `bytes`.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Throws away what the printer said without being asked. Dots may look like a question to it.
    fn forget(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Sends a question and waits for its one byte; `None` when none comes.
    fn ask(&mut self, question: [u8; 3]) -> io::Result<Option<u8>>;
}

/// What a read within the time brought: a byte, or none where the other side says nothing.
fn one_byte(read: io::Result<usize>, byte: u8) -> io::Result<Option<u8>> {
    match read {
        Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
        Ok(_) => Ok(Some(byte)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
