//! Connections inside one process, for a window with its own hub and for simulations.

use std::io;

use tokio::io::DuplexStream;
use tokio::sync::mpsc;

use crate::{Address, Connect, Pending, Stream};

/// Bytes one side may send before the other has read them.
const BUFFER_BYTES: usize = 64 * 1024;
/// Connections that may wait to be accepted.
const BACKLOG_MAX: usize = 128;

/// Opens connections to the [`MemoryListener`] it was made with.
#[derive(Debug, Clone)]
pub struct MemoryConnector {
    to_listener: mpsc::Sender<DuplexStream>,
}

/// Accepts the connections of a [`MemoryConnector`].
#[derive(Debug)]
pub struct MemoryListener {
    from_connectors: mpsc::Receiver<DuplexStream>,
}

impl MemoryConnector {
    /// A connector and the listener at its other end.
    pub fn pair() -> (Self, MemoryListener) {
        let (to_listener, from_connectors) = mpsc::channel(BACKLOG_MAX);
        (Self { to_listener }, MemoryListener { from_connectors })
    }
}

impl MemoryListener {
    /// The next connection; none once every connector is gone.
    pub async fn accept(&mut self) -> Option<DuplexStream> {
        self.from_connectors.recv().await
    }
}

impl Connect for MemoryConnector {
    fn connect(&self, _address: &Address) -> Pending<io::Result<Box<dyn Stream>>> {
        let to_listener = self.to_listener.clone();
        Box::pin(async move {
            let (near, far) = tokio::io::duplex(BUFFER_BYTES);
            let gone = |_| io::Error::from(io::ErrorKind::ConnectionRefused);
            to_listener.send(far).await.map_err(gone)?;
            Ok(Box::new(near) as Box<dyn Stream>)
        })
    }
}
