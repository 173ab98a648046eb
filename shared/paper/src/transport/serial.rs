//! A printer on a serial line.

use std::io::{self, Read, Write};

use serialport::SerialPort;

use super::{ANSWERED_WITHIN, Connection, Link, one_byte};
use crate::printer::SENT_WITHIN;

/// A printer by its line and speed.
pub(crate) struct Serial {
    pub(crate) path: String,
    pub(crate) baud: u32,
}

impl Link for Serial {
    fn open(&self) -> io::Result<Box<dyn Connection>> {
        let port = serialport::new(&self.path, self.baud)
            .timeout(SENT_WITHIN)
            .open()?;
        Ok(Box::new(Open(port)))
    }
}

struct Open(Box<dyn SerialPort>);

impl Connection for Open {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.set_timeout(SENT_WITHIN)?;
        self.0.write_all(bytes)
    }

    fn forget(&mut self) -> io::Result<()> {
        Ok(self.0.clear(serialport::ClearBuffer::Input)?)
    }

    fn ask(&mut self, question: [u8; 3]) -> io::Result<Option<u8>> {
        self.send(&question)?;
        self.0.set_timeout(ANSWERED_WITHIN)?;
        let mut byte = [0];
        let read = self.0.read(&mut byte);
        one_byte(read, byte[0])
    }
}
