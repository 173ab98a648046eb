//! The text format of a live stream: `id:`, `event:`, `data:`, `retry:` lines, an empty line after each message.

use std::collections::VecDeque;
use std::time::Duration;

/// One message of a live stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// What to ask from after a lost connection.
    pub id: Option<String>,
    /// What it is about: `ticket`, `board`, `queue`.
    pub topic: String,
    /// The message itself, JSON.
    pub data: String,
}

/// More bytes than one message may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLong;

/// Puts messages together from bytes that arrive in any pieces.
pub(super) struct Parser {
    line: Vec<u8>,
    message: Message,
    has_data: bool,
    bytes_max: usize,
}

impl Parser {
    pub(super) fn new(bytes_max: usize) -> Self {
        Self {
            line: Vec::new(),
            message: Message::default(),
            has_data: false,
            bytes_max,
        }
    }

    /// Takes bytes and puts whole messages at the end of `out`; returns the last `retry:` among them.
    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        out: &mut VecDeque<Message>,
    ) -> Result<Option<Duration>, TooLong> {
        let mut retry = None;
        for byte in bytes {
            if *byte != b'\n' {
                if self.line.len() + self.message.data.len() >= self.bytes_max {
                    return Err(TooLong);
                }
                self.line.push(*byte);
                continue;
            }
            let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
            let line = line.strip_suffix('\r').unwrap_or(&line);
            if line.is_empty() {
                self.finish(out);
            } else {
                retry = self.field(line).or(retry);
            }
        }
        Ok(retry)
    }

    fn field(&mut self, line: &str) -> Option<Duration> {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "id" => self.message.id = Some(value.to_owned()),
            "event" => value.clone_into(&mut self.message.topic),
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.message.data.push('\n');
                }
                self.message.data.push_str(value);
            }
            "retry" => return value.parse().ok().map(Duration::from_millis),
            // A comment keeps the connection alive; other names are not for this release.
            _ => {}
        }
        None
    }

    fn finish(&mut self, out: &mut VecDeque<Message>) {
        let message = std::mem::take(&mut self.message);
        if std::mem::take(&mut self.has_data) {
            out.push_back(message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "retry: 500\n: hello\n\nid: 7\r\nevent: board\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\ndata:x\n\n";

    #[test]
    fn a_stream_reads_the_same_in_any_pieces() {
        let expected = [
            Message {
                id: Some("7".into()),
                topic: "board".into(),
                data: "{\"a\":\n1}".into(),
            },
            Message {
                id: None,
                topic: String::new(),
                data: "x".into(),
            },
        ];
        for size in 1..STREAM.len() {
            let (mut parser, mut out, mut retry) = (Parser::new(1000), VecDeque::new(), None);
            for piece in STREAM.as_bytes().chunks(size) {
                retry = parser.push(piece, &mut out).unwrap().or(retry);
            }
            assert_eq!(out, expected, "pieces of {size}");
            assert_eq!(retry, Some(Duration::from_millis(500)));
        }
    }

    #[test]
    fn an_endless_message_is_given_up() {
        let (mut parser, mut out) = (Parser::new(64), VecDeque::new());
        assert_eq!(parser.push(&[b'x'; 65], &mut out), Err(TooLong));
        let mut parser = Parser::new(64);
        let lines = "data: 0123456789\n".repeat(10);
        assert_eq!(parser.push(lines.as_bytes(), &mut out), Err(TooLong));
    }
}
