//! Changes as they happen, over server-sent messages, through lost connections.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;

use crate::call::Call;
use crate::client::Inner;
use crate::error::Error;
use crate::{Pending, answer, transport};

mod frame;

pub use frame::Message;

use frame::Parser;

/// Before trying again after a lost connection, unless the hub said otherwise.
const RETRY: Duration = Duration::from_secs(2);
/// The longest the hub may tell a client to wait.
const RETRY_MAX: Duration = Duration::from_mins(1);

/// A live stream of one hub.
///
/// Begins when [`Live::next`] is first called. After an error the next call waits a moment,
/// connects again and asks for what was missed.
pub struct Live {
    client: Arc<Inner>,
    call: Call,
    /// Kept here and not in the future of `next`, which callers drop whenever something else happens.
    state: State,
    /// Messages that were read together with one already returned.
    ready: VecDeque<Message>,
    /// How long to wait before connecting again.
    retry: Duration,
}

/// Starts as `Connecting`; every loss leads to `Waiting`, which leads back to `Connecting`.
enum State {
    Waiting(Pending<()>),
    Connecting(Pending<Result<Incoming, Error>>),
    Open(Open),
}

struct Open {
    body: Incoming,
    parser: Parser,
    /// Is ready when the hub was silent for too long.
    silence: Pending<()>,
}

impl Live {
    pub(crate) fn new(client: Arc<Inner>, mut call: Call) -> Self {
        call.accept = "text/event-stream";
        let state = State::Connecting(Box::pin(connect(Arc::clone(&client), call.clone())));
        Self {
            client,
            call,
            state,
            ready: VecDeque::new(),
            retry: RETRY,
        }
    }

    /// The next message. May be dropped while it waits, without losing anything.
    ///
    /// # Errors
    /// What was lost or refused, once; calling again connects again.
    pub async fn next(&mut self) -> Result<Message, Error> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                if let Some(id) = &message.id {
                    self.call.last_id = Some(id.clone());
                }
                return Ok(message);
            }
            if let Err(error) = self.step().await {
                self.state = State::Waiting(self.client.timer.sleep(self.retry));
                return Err(error);
            }
        }
    }

    /// Goes on by one state, or reads some bytes.
    async fn step(&mut self) -> Result<(), Error> {
        match &mut self.state {
            State::Waiting(time) => {
                time.await;
                let call = connect(Arc::clone(&self.client), self.call.clone());
                self.state = State::Connecting(Box::pin(call));
                Ok(())
            }
            State::Connecting(body) => {
                let body = body.await?;
                let parser = Parser::new(self.client.limits.body_bytes);
                let silence = self.client.timer.sleep(self.client.limits.silence);
                self.state = State::Open(Open {
                    body,
                    parser,
                    silence,
                });
                Ok(())
            }
            State::Open(open) => {
                let bytes = open.read(&self.client).await?;
                self.take(&bytes)
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let State::Open(open) = &mut self.state else {
            return Ok(());
        };
        let retry = open
            .parser
            .push(bytes, &mut self.ready)
            .map_err(|frame::TooLong| {
                let found = "a live message that does not end".to_owned();
                Error::NotAHub {
                    address: self.client.address.clone(),
                    found,
                }
            })?;
        self.retry = retry.map_or(self.retry, |retry| retry.min(RETRY_MAX));
        Ok(())
    }
}

impl Open {
    async fn read(&mut self, client: &Inner) -> Result<Bytes, Error> {
        let lost = |cause| Error::Unreachable {
            address: client.address.clone(),
            cause,
        };
        tokio::select! {
            biased;
            frame = self.body.frame() => {
                self.silence = client.timer.sleep(client.limits.silence);
                match frame {
                    Some(Ok(frame)) => Ok(frame.into_data().unwrap_or_default()),
                    Some(Err(error)) => Err(lost(Some(Arc::new(error)))),
                    None => Err(lost(None)),
                }
            }
            () = &mut self.silence => Err(lost(None)),
        }
    }
}

async fn connect(client: Arc<Inner>, call: Call) -> Result<Incoming, Error> {
    let (head, body) = transport::open_stream(&client, &call).await?.into_parts();
    if answer::is_usable(head.status, &head.headers) {
        return Ok(body);
    }
    // Without its body the refusal has still its status.
    let body = transport::read_body(&client, body)
        .await
        .unwrap_or_default();
    Err(answer::refusal(
        &client.address,
        head.status,
        &head.headers,
        &body,
    ))
}
