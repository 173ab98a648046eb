//! A printer on USB by its two numbers, without a driver of the system.

use std::io;

use escpos::driver::{Driver, NativeUsbDriver};

use super::{Connection, Link};

/// A printer by vendor and product.
pub(crate) struct Usb {
    pub(crate) vendor: u16,
    pub(crate) product: u16,
}

impl Link for Usb {
    fn open(&self) -> io::Result<Box<dyn Connection>> {
        let driver = NativeUsbDriver::open(self.vendor, self.product).map_err(io::Error::other)?;
        Ok(Box::new(Open(driver)))
    }
}

struct Open(NativeUsbDriver);

impl Connection for Open {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write(bytes).map_err(io::Error::other)?;
        self.0.flush().map_err(io::Error::other)
    }

    fn ask(&mut self, question: [u8; 3]) -> io::Result<Option<u8>> {
        self.send(&question)?;
        let mut bytes = [0; 64];
        // The driver waits by itself, and an error is all that it says of silence.
        match self.0.read(&mut bytes) {
            Ok(1..) => Ok(bytes.first().copied()),
            Ok(0) | Err(_) => Ok(None),
        }
    }
}
