//! A request's way in: connections with limits, then layers that hold for every route, then the
//! routes. `serve` takes any listener, so the same path runs in tests and simulation.

use std::any::Any;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::Layer as _;
use tower::util::MapRequestLayer;

use crate::hub::Hub;
use crate::metrics::Metrics;

mod layers;
pub(crate) mod open_files;
mod room;

pub use room::Room;

/// A request's head is at most so long, in bytes: our pages send a few hundred.
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// Requests that are still answered after the hub was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Where a request comes from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// All routes of a hub, with the layers that hold for each.
pub fn app(hub: &Hub) -> Router {
    layers::around(hub, crate::api::router().merge(crate::pages::router()))
}

/// Serves a hub until `shutdown` ends, then lets running requests finish.
pub async fn serve<L: Listener>(hub: Hub, listener: L, shutdown: impl Future<Output = ()>) {
    serve_in(Room::of_process(), hub, listener, shutdown).await;
}

/// The same with room for so many connections.
pub async fn serve_in<L: Listener>(
    room: Room,
    hub: Hub,
    mut listener: L,
    shutdown: impl Future<Output = ()>,
) {
    let app = app(&hub);
    let (stop, stopping) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = async {
            let place = room.place().await;
            (place, listener.accept().await)
        };
        let (place, (io, address)) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut shutdown => break,
        };
        let peer = Peer(ip_of(&address));
        let Some(taken) = room.take(place, peer.0) else {
            tracing::warn!("an address has too many connections");
            continue;
        };
        let head_timeout = room.head_timeout();
        let app = MapRequestLayer::new(move |mut request: hyper::Request<_>| {
            request.extensions_mut().insert(peer);
            request
        })
        .layer(app.clone());
        let counting = Metrics::connection(&hub);
        let mut stopping = stopping.clone();
        connections.spawn(async move {
            let mut builder = http1::Builder::new();
            builder
                .timer(TokioTimer::new())
                .header_read_timeout(head_timeout);
            builder.max_buf_size(HEAD_BYTES_MAX).half_close(false);
            let service = TowerToHyperService::new(app);
            let mut connection = pin!(builder.serve_connection(TokioIo::new(io), service));
            // A connection that breaks off is the other side's business.
            let _broken_off = tokio::select! {
                ended = &mut connection => ended,
                _ = stopping.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            drop((taken, counting));
        });
        while connections.try_join_next().is_some() {}
    }
    hub.close();
    drop(stop);
    let finished = async { while connections.join_next().await.is_some() {} };
    let _cut_off = tokio::time::timeout(GRACE, finished).await;
}

/// The address behind a listener's own type of address. What is no network has only neighbours.
fn ip_of<A: 'static>(address: &A) -> IpAddr {
    let address = (address as &dyn Any).downcast_ref::<SocketAddr>();
    address.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), SocketAddr::ip)
}
