//! A printer behind a device of the system, such as `/dev/usb/lp0`.

use std::{io, path::PathBuf};

use super::{Connection, Link};

/// A printer by its device.
pub(crate) struct Device {
    pub(crate) path: PathBuf,
}

#[cfg(unix)]
impl Link for Device {
    fn open(&self) -> io::Result<Box<dyn Connection>> {
        Ok(Box::new(unix::Open::new(&self.path)?))
    }
}

#[cfg(not(unix))]
impl Link for Device {
    fn open(&self) -> io::Result<Box<dyn Connection>> {
        Ok(Box::new(plain::Open::new(&self.path)?))
    }
}

#[cfg(unix)]
mod unix {
    use std::{
        fs::File,
        io::{self, Read, Write},
        path::Path,
        time::{Duration, Instant},
    };

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        fs::{Mode, OFlags},
    };

    use crate::{
        printer::SENT_WITHIN,
        transport::{ANSWERED_WITHIN, Connection, one_byte},
    };

    pub(super) struct Open {
        file: File,
        can_read: bool,
    }

    impl Open {
        /// A device that only takes is opened for that alone.
        pub(super) fn new(path: &Path) -> io::Result<Self> {
            let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
            let open = |flags| rustix::fs::open(path, flags, Mode::empty());
            let (file, can_read) = if let Ok(file) = open(flags | OFlags::RDWR) {
                (file, true)
            } else {
                (open(flags | OFlags::WRONLY)?, false)
            };
            Ok(Self {
                file: file.into(),
                can_read,
            })
        }

        /// Whether the device is ready before `until`.
        fn is_ready(&self, flags: PollFlags, until: Instant) -> io::Result<bool> {
            let left = until.saturating_duration_since(Instant::now());
            let mut watched = [PollFd::new(&self.file, flags)];
            Ok(poll(&mut watched, Some(&timespec(left)))? > 0)
        }
    }

    impl Connection for Open {
        fn send(&mut self, mut bytes: &[u8]) -> io::Result<()> {
            let until = Instant::now() + SENT_WITHIN;
            while !bytes.is_empty() {
                match self.file.write(bytes) {
                    Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Ok(taken) => bytes = &bytes[taken..],
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        if !self.is_ready(PollFlags::OUT, until)? {
                            return Err(io::ErrorKind::TimedOut.into());
                        }
                    }
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        }

        fn forget(&mut self) -> io::Result<()> {
            let mut said = [0; 64];
            while self.can_read
                && self.is_ready(PollFlags::IN, Instant::now())?
                && matches!(self.file.read(&mut said), Ok(1..))
            {}
            Ok(())
        }

        fn ask(&mut self, question: [u8; 3]) -> io::Result<Option<u8>> {
            if !self.can_read {
                return Ok(None);
            }
            self.send(&question)?;
            if !self.is_ready(PollFlags::IN, Instant::now() + ANSWERED_WITHIN)? {
                return Ok(None);
            }
            let mut byte = [0];
            match self.file.read(&mut byte) {
                // A device without anything to say ends at once.
                Ok(0) => Ok(None),
                read => one_byte(read, byte[0]),
            }
        }
    }

    fn timespec(left: Duration) -> Timespec {
        Timespec {
            tv_sec: left.as_secs() as i64,
            tv_nsec: left.subsec_nanos().into(),
        }
    }
}

#[cfg(not(unix))]
mod plain {
    use std::{
        fs::{File, OpenOptions},
        io::{self, Write},
        path::Path,
    };

    use crate::transport::Connection;

    /// Here a device only takes.
    pub(super) struct Open(File);

    impl Open {
        pub(super) fn new(path: &Path) -> io::Result<Self> {
            Ok(Self(OpenOptions::new().write(true).open(path)?))
        }
    }

    impl Connection for Open {
        fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
            self.0.write_all(bytes)
        }

        fn ask(&mut self, _question: [u8; 3]) -> io::Result<Option<u8>> {
            Ok(None)
        }
    }
}
