//! Server-sent messages as they come.

use std::io::Result;

use tokio::io::BufReader;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use super::read_chunk;

/// An open answer of `text/event-stream`. Dropping it hangs up.
pub struct Stream {
    /// The head of the answer, names in lower case.
    pub headers: Vec<(String, String)>,
    reader: BufReader<OwnedReadHalf>,
    /// Kept open: a hub that sees the connection half closed may hang up.
    _writer: OwnedWriteHalf,
    text: String,
}

impl Stream {
    pub(super) fn new(
        headers: Vec<(String, String)>,
        reader: BufReader<OwnedReadHalf>,
        writer: OwnedWriteHalf,
    ) -> Self {
        Self {
            headers,
            reader,
            _writer: writer,
            text: String::new(),
        }
    }

    /// The next message: its lines, without the empty one that ends it. Comments, which only keep
    /// the connection alive, are passed over. `None` when the hub hung up.
    ///
    /// # Errors
    /// What the system says.
    pub async fn next(&mut self) -> Result<Option<String>> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let message = self.text[..end].to_owned();
                self.text.drain(..end + 2);
                if message.lines().any(|line| line.starts_with("data:")) {
                    return Ok(Some(message));
                }
                continue;
            }
            match read_chunk(&mut self.reader).await? {
                Some(chunk) => self.text.push_str(&String::from_utf8_lossy(&chunk)),
                None => return Ok(None),
            }
        }
    }
}
