//! How bytes reach a hub.

use std::io;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use crate::{Address, Pending};

mod memory;

pub use memory::{MemoryConnector, MemoryListener};

/// A connection: bytes both ways.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin + 'static> Stream for T {}

/// Opens connections to a hub. The caller bounds how long it may take.
pub trait Connect: Send + Sync + 'static {
    /// Opens one connection.
    fn connect(&self, address: &Address) -> Pending<io::Result<Box<dyn Stream>>>;
}

/// Connections over TCP.
#[derive(Debug, Clone, Copy, Default)]
pub struct TcpConnector;

impl Connect for TcpConnector {
    fn connect(&self, address: &Address) -> Pending<io::Result<Box<dyn Stream>>> {
        let (host, port) = (address.host().to_owned(), address.port());
        Box::pin(async move {
            let stream = TcpStream::connect((host, port)).await?;
            // A call is one small packet; waiting to fill it would cost the visitor 40 ms.
            stream.set_nodelay(true)?;
            Ok(Box::new(stream) as Box<dyn Stream>)
        })
    }
}
