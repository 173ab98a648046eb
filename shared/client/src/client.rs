//! A client of one hub.

use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::answer::{self, Tagged};
use crate::call::Call;
use crate::error::Error;
use crate::pool::Pool;
use crate::{Address, Connect, Live, Timer, transport};

/// How long to wait and how much to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a connection to open.
    pub connect: Duration,
    /// For a whole answer, the connection included.
    pub answer: Duration,
    /// For the next sign of life on a live stream; the hub sends one every few seconds.
    pub silence: Duration,
    /// Bytes of one answer, or of one live message.
    pub body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            answer: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            body_bytes: 1024 * 1024,
        }
    }
}

/// Talks to one hub. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What the calls of one client share. Nothing but the pool changes after it was built.
#[derive(Clone)]
pub(crate) struct Inner {
    pub(crate) address: Address,
    pub(crate) connector: Arc<dyn Connect>,
    pub(crate) timer: Arc<dyn Timer>,
    pub(crate) limits: Limits,
    pub(crate) token: Option<Arc<str>>,
    pub(crate) language: Option<Arc<str>>,
    /// Shared by all clones, whatever their token: a connection belongs to nobody.
    pub(crate) pool: Arc<Pool>,
}

impl Client {
    /// A client without a token, in the hub's own language.
    pub fn new(address: Address, connector: impl Connect, timer: impl Timer) -> Self {
        Self {
            inner: Arc::new(Inner {
                address,
                connector: Arc::new(connector),
                timer: Arc::new(timer),
                limits: Limits::default(),
                token: None,
                language: None,
                pool: Arc::default(),
            }),
        }
    }

    /// The same client with this token, or with none.
    #[must_use]
    pub fn with_token(&self, token: Option<&str>) -> Self {
        self.with(|inner| inner.token = token.map(Arc::from))
    }

    /// The same client asking for sentences in this language, such as `zh`.
    #[must_use]
    pub fn with_language(&self, language: &str) -> Self {
        self.with(|inner| inner.language = Some(language.into()))
    }

    /// The same client with other limits.
    #[must_use]
    pub fn with_limits(&self, limits: Limits) -> Self {
        self.with(|inner| inner.limits = limits)
    }

    /// Where the hub is.
    pub fn address(&self) -> &Address {
        &self.inner.address
    }

    /// Lets time pass, by the timer this client was given.
    pub fn timer(&self) -> &dyn Timer {
        &*self.inner.timer
    }

    fn with(&self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Inner::clone(&self.inner);
        change(&mut inner);
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Sends the call and reads its answer.
    pub(crate) async fn ask<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        let answer = transport::exchange(&self.inner, &call).await?;
        answer::value(&self.inner.address, &call.path, &answer)
    }

    /// Sends the call and reads its answer with its tag; none if `known` still holds.
    pub(crate) async fn ask_if_new<T: DeserializeOwned>(
        &self,
        mut call: Call,
        known: Option<&str>,
    ) -> Result<Option<Tagged<T>>, Error> {
        call.known = known.map(str::to_owned);
        let answer = transport::exchange(&self.inner, &call).await?;
        answer::tagged_value(&self.inner.address, &call.path, &answer)
    }

    /// A live stream; connects with its first message.
    pub(crate) fn follow(&self, call: Call) -> Live {
        Live::new(Arc::clone(&self.inner), call)
    }
}
