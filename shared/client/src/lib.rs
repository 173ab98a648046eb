//! Talks to a hub: JSON calls and live changes over HTTP/1.1.
//!
//! What it is: a connection pool over a connector that is passed in, typed calls for the hub's API,
//! and errors that tell apart what was refused, what never left this machine, and what was sent
//! without an answer. What it is not: it makes no keys, keeps no clock and never decides to ask
//! again by itself, except where a kept connection turned out to be closed and the call carries
//! its key or changes nothing.
//!
//! Read [`Client`] for what can be asked, [`Error`] for what can go wrong, and [`Connect`] for how a
//! simulation puts its own network beneath it.

mod address;
mod answer;
mod call;
mod calls;
mod client;
mod connect;
mod error;
mod live;
mod pool;
mod timer;
mod transport;

pub use address::{Address, BadAddress};
pub use answer::Tagged;
pub use call::Key;
pub use calls::SiteClient;
pub use client::{Client, Limits};
pub use connect::{Connect, MemoryConnector, MemoryListener, Stream, TcpConnector};
pub use error::{Cause, Error};
pub use live::{Live, Message};
pub use timer::{Timer, TokioTimer};

/// A future that owns all it needs, so that the traits which return it stay object-safe.
pub type Pending<T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'static>>;
