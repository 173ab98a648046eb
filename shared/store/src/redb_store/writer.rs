//! The only place from which the file is written, and the queue before it.
//!
//! A writer starts with the store and ends when the last handle of the store goes, or with
//! [`Request::Close`]; either way it closes the file. After a failed commit it stays, and refuses.

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};

use tokio::sync::mpsc;

use super::{
    Writing,
    committer::Committer,
    request::{Request, Write},
    shared::Shared,
};
use crate::OpenError;

/// The most writes in one transaction: enough for every waiting site of a large hub, few enough
/// that the last of them is confirmed soon.
const BATCH_WRITES_MAX: usize = 256;
/// A transaction ends after the write that brings it to this many bytes, so that appends wait for
/// at most one large snapshot.
const BATCH_BYTES_MAX: usize = 1024 * 1024;
/// How many requests may wait for the writer; whoever comes later waits to be let in.
const QUEUE_MAX: usize = 1024;

/// The way to the committer.
pub(super) enum Writer {
    Thread {
        requests: Option<mpsc::Sender<Request>>,
        thread: Option<JoinHandle<()>>,
        /// Knows why nobody takes a request any more.
        shared: Arc<Shared>,
    },
    Inline(Mutex<Committer>),
}

impl Writer {
    pub(super) fn start(committer: Committer, writing: Writing) -> Result<Self, OpenError> {
        match writing {
            Writing::Inline => Ok(Self::Inline(Mutex::new(committer))),
            Writing::Thread => {
                let (requests, queue) = mpsc::channel(QUEUE_MAX);
                let shared = Arc::clone(committer.shared());
                let thread = std::thread::Builder::new()
                    .name("store-writer".to_owned())
                    .spawn(move || run(queue, committer))
                    .map_err(no_thread)?;
                Ok(Self::Thread {
                    requests: Some(requests),
                    thread: Some(thread),
                    shared,
                })
            }
        }
    }

    pub(super) const fn is_inline(&self) -> bool {
        matches!(self, Self::Inline(_))
    }

    /// Hands over writes; their answers come through what they carry.
    pub(super) async fn write(&self, writes: Vec<Write>) {
        match self {
            Self::Thread {
                requests: Some(requests),
                shared,
                ..
            } => {
                for write in writes {
                    if let Err(mpsc::error::SendError(Request::Write(write))) =
                        requests.send(Request::Write(write)).await
                    {
                        write.answer(&Err(shared.not_tried()));
                    }
                }
            }
            Self::Thread {
                requests: None,
                shared,
                ..
            } => {
                for write in writes {
                    write.answer(&Err(shared.not_tried()));
                }
            }
            Self::Inline(committer) => {
                committer
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .commit(writes);
            }
        }
    }

    /// Hands over anything but a write. A request that is not taken drops its answer.
    pub(super) async fn care(&self, request: Request) {
        match self {
            Self::Thread { requests, .. } => {
                if let Some(requests) = requests {
                    let _ = requests.send(request).await;
                }
            }
            Self::Inline(committer) => {
                committer
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .care(request);
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Self::Thread {
            requests, thread, ..
        } = self
        {
            // The thread commits what is queued and ends when nobody can send any more.
            drop(requests.take());
            if let Some(thread) = thread.take() {
                let _ = thread.join();
            }
        }
    }
}

/// The writer's thread: commits whatever is waiting, without waiting for more. Should it panic, the
/// committer goes before the queue, so that the failure is known when nothing is taken any more.
fn run(mut queue: mpsc::Receiver<Request>, mut committer: Committer) {
    while let Some(first) = queue.blocking_recv() {
        let (writes, other) = gather(first, &mut queue);
        if !writes.is_empty() {
            committer.commit(writes);
        }
        if let Some(request) = other {
            let is_last = matches!(request, Request::Close(_));
            committer.care(request);
            if is_last {
                break;
            }
        }
    }
    queue.close();
    while let Ok(request) = queue.try_recv() {
        if let Request::Write(write) = request {
            write.answer(&Err(committer.shared().not_tried()));
        }
    }
}

/// The writes that stand in the queue now, up to the first request that is not a write.
fn gather(first: Request, queue: &mut mpsc::Receiver<Request>) -> (Vec<Write>, Option<Request>) {
    let mut writes = Vec::new();
    let mut bytes = 0;
    let mut next = Some(first);
    while let Some(request) = next {
        match request {
            Request::Write(write) => {
                bytes += write.bytes();
                writes.push(write);
            }
            other @ (Request::Usage(_)
            | Request::Tidy(_)
            | Request::Compact(_)
            | Request::Close(_)) => {
                return (writes, Some(other));
            }
        }
        if writes.len() >= BATCH_WRITES_MAX || bytes >= BATCH_BYTES_MAX {
            break;
        }
        next = queue.try_recv().ok();
    }
    (writes, None)
}

fn no_thread(source: io::Error) -> OpenError {
    OpenError::Io {
        doing: "start",
        path: PathBuf::from("the thread that writes"),
        source,
    }
}
