//! Sends one call and reads its answer: connections, deadlines, limits.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, IF_NONE_MATCH,
    USER_AGENT,
};
use http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;

use crate::call::Call;
use crate::client::Inner;
use crate::error::{Cause, Error};
use crate::pool::{self, Connection};
use crate::timer::within;

/// An answer that was read to its end.
pub(crate) type Answer = Response<Bytes>;

/// Sends the call and reads the whole answer.
pub(crate) async fn exchange(client: &Inner, call: &Call) -> Result<Answer, Error> {
    let limit = client.limits.answer;
    match within(&*client.timer, limit, exchange_unbounded(client, call)).await {
        Some(answer) => answer,
        None => Err(lost(client, call, None)),
    }
}

/// Sends the call and answers as soon as the head of the answer is there; the body comes later,
/// and its connection is not used for anything else.
pub(crate) async fn open_stream(client: &Inner, call: &Call) -> Result<Response<Incoming>, Error> {
    let head = async {
        let mut connection = connect(client).await?;
        connection
            .send_request(request(client, call))
            .await
            .map_err(|error| lost(client, call, Some(Arc::new(error))))
    };
    match within(&*client.timer, client.limits.answer, head).await {
        Some(answer) => answer,
        None => Err(lost(client, call, None)),
    }
}

/// The start of a body, for the sentence of an error, or all of it within the limit.
pub(crate) async fn read_body(client: &Inner, body: Incoming) -> Result<Bytes, Cause> {
    let limited = Limited::new(body, client.limits.body_bytes);
    limited
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .map_err(Cause::from)
}

async fn exchange_unbounded(client: &Inner, call: &Call) -> Result<Answer, Error> {
    if let Some(kept) = client.pool.take().await {
        match exchange_on(client, kept, call).await {
            // The hub may have closed the kept connection just then. A new one tells; the key, or
            // that nothing is changed, makes the second sending harmless.
            Err(Error::UnknownOutcome { .. } | Error::Unreachable { .. })
                if call.is_repeatable() => {}
            done => return done,
        }
    }
    let fresh = connect(client).await?;
    exchange_on(client, fresh, call).await
}

async fn connect(client: &Inner) -> Result<Connection, Error> {
    let opened = pool::open(&*client.connector, &client.address);
    let unreachable = |cause| Error::Unreachable {
        address: client.address.clone(),
        cause,
    };
    match within(&*client.timer, client.limits.connect, opened).await {
        Some(Ok(connection)) => Ok(connection),
        Some(Err(error)) => Err(unreachable(Some(Arc::new(error) as Cause))),
        None => Err(unreachable(None)),
    }
}

async fn exchange_on(
    client: &Inner,
    mut connection: Connection,
    call: &Call,
) -> Result<Answer, Error> {
    let answer = match connection.send_request(request(client, call)).await {
        Ok(answer) => answer,
        // The connection was closed before anything of the call left this machine.
        Err(error) if error.is_canceled() => {
            let (address, cause) = (client.address.clone(), Some(Arc::new(error) as Cause));
            return Err(Error::Unreachable { address, cause });
        }
        Err(error) if error.is_parse() => {
            let found = "it does not speak HTTP".to_owned();
            return Err(Error::NotAHub {
                address: client.address.clone(),
                found,
            });
        }
        Err(error) => return Err(lost(client, call, Some(Arc::new(error)))),
    };
    let (head, body) = answer.into_parts();
    let body = read_body(client, body)
        .await
        .map_err(|cause| lost(client, call, Some(cause)))?;
    client.pool.keep(connection);
    Ok(Response::from_parts(head, body))
}

/// What it means that no answer came. A question that changes nothing has no outcome to be unsure of.
fn lost(client: &Inner, call: &Call, cause: Option<Cause>) -> Error {
    client.pool.clear();
    let address = client.address.clone();
    if call.method.is_safe() {
        Error::Unreachable { address, cause }
    } else {
        Error::UnknownOutcome { address, cause }
    }
}

fn request(client: &Inner, call: &Call) -> Request<Full<Bytes>> {
    let mut request = Request::new(Full::new(call.body.clone()));
    *request.method_mut() = call.method.clone();
    // Path and query are percent-encoded, every header value is visible ASCII: both are valid.
    *request.uri_mut() = call.path.parse().expect("an escaped path");
    let headers = request.headers_mut();
    let mut put = |name: http::HeaderName, text: &str| {
        if let Ok(value) = HeaderValue::from_str(text) {
            headers.insert(name, value);
        }
    };
    put(HOST, &client.address.authority());
    put(USER_AGENT, concat!("paihao/", env!("CARGO_PKG_VERSION")));
    put(ACCEPT, call.accept);
    if let Some(language) = &client.language {
        put(ACCEPT_LANGUAGE, language);
    }
    if let Some(token) = &client.token {
        put(AUTHORIZATION, &format!("Bearer {token}"));
    }
    if !call.body.is_empty() {
        put(CONTENT_TYPE, "application/json");
    }
    if let Some(key) = &call.key {
        put(
            http::HeaderName::from_static("idempotency-key"),
            key.as_str(),
        );
    }
    if let Some(known) = &call.known {
        put(IF_NONE_MATCH, known);
    }
    if let Some(last_id) = &call.last_id {
        put(http::HeaderName::from_static("last-event-id"), last_id);
    }
    request
}
