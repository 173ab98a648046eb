//! A printer in the network, which takes bytes at port 9100.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpStream, ToSocketAddrs},
    time::{Duration, Instant},
};

use super::{ANSWERED_WITHIN, Connection, Link, one_byte};
use crate::printer::SENT_WITHIN;

/// Where printers listen.
pub(crate) const PORT: u16 = 9100;
const CONNECTED_WITHIN: Duration = Duration::from_secs(3);
/// After the last byte: whatever the printer still says is read for so long. A connection that
/// is closed over unread bytes is reset, and the printer may lose what it has not printed.
const LINGER: Duration = Duration::from_millis(200);
/// A printer that said nothing for so long has said all that it says unasked: some of it is still on
/// its way when the last byte is sent.
const QUIET: Duration = Duration::from_millis(150);

/// A printer by its address and port.
pub(crate) struct Network {
    pub(crate) address: String,
}

impl Link for Network {
    fn open(&self) -> io::Result<Box<dyn Connection>> {
        let mut refused = io::Error::from(io::ErrorKind::NotFound);
        for address in self.address.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, CONNECTED_WITHIN) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(ANSWERED_WITHIN))?;
                    stream.set_write_timeout(Some(SENT_WITHIN))?;
                    let until = Instant::now() + SENT_WITHIN;
                    return Ok(Box::new(Open { stream, until }));
                }
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }
}

struct Open {
    stream: TcpStream,
    // A printer that takes a byte now and then never lets a single write time out.
    until: Instant,
}

impl Connection for Open {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if Instant::now() >= self.until {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.write_all(bytes)
    }

    fn forget(&mut self) -> io::Result<()> {
        self.stream.set_read_timeout(Some(QUIET))?;
        let mut said = [0; 64];
        while matches!(self.stream.read(&mut said), Ok(1..)) {}
        self.stream.set_read_timeout(Some(ANSWERED_WITHIN))
    }

    fn ask(&mut self, question: [u8; 3]) -> io::Result<Option<u8>> {
        self.stream.write_all(&question)?;
        let mut byte = [0];
        let read = self.stream.read(&mut byte);
        one_byte(read, byte[0])
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let is_closing = self.stream.shutdown(Shutdown::Write).is_ok()
            && self.stream.set_read_timeout(Some(LINGER)).is_ok();
        let mut rest = [0; 64];
        while is_closing && matches!(self.stream.read(&mut rest), Ok(1..)) {}
    }
}
