//! Connections that are kept for the next call.

use std::io;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;

use crate::{Address, Connect};

/// A connection that one request at a time may use.
pub(crate) type Connection = SendRequest<Full<Bytes>>;

/// Connections that may lie ready. A kiosk uses one or two; a test with many clients opens more
/// for its peak and lets them go.
const IDLE_MAX: usize = 8;
/// Head of an answer, in bytes. A hub sends some hundred.
const HEAD_BYTES_MAX: usize = 32 * 1024;

/// Idle connections to one hub.
#[derive(Default)]
pub(crate) struct Pool {
    /// Last used last, since that one is the least likely to have been closed by the hub.
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    /// A connection that was used before and still seems open.
    pub(crate) async fn take(&self) -> Option<Connection> {
        loop {
            let mut connection = self
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop()?;
            if connection.ready().await.is_ok() {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection whose answer was read to its end.
    pub(crate) fn keep(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if !connection.is_closed() && idle.len() < IDLE_MAX {
            idle.push(connection);
        }
    }

    /// Lets all idle connections go, because the way to the hub was lost.
    pub(crate) fn clear(&self) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

/// Opens a new connection.
pub(crate) async fn open(connector: &dyn Connect, address: &Address) -> io::Result<Connection> {
    let stream = connector.connect(address).await?;
    let (sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD_BYTES_MAX)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(io::Error::other)?;
    // Ends when the sender is dropped or the hub closes; its error also reaches the call in flight.
    tokio::spawn(connection);
    Ok(sender)
}
