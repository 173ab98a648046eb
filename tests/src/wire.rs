//! HTTP/1.1 by the byte, over one connection that is kept.

use std::fmt::Write as _;
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;

use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

mod ask;
mod stream;

pub use ask::Ask;
pub use stream::Stream;

/// One connection to a hub. After an error it is of no more use.
pub struct Wire {
    address: SocketAddr,
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    /// Kept between requests so that a load of them allocates little.
    head: String,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Names in lower case, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// As it came.
    pub body: Vec<u8>,
}

impl Wire {
    /// Connects.
    ///
    /// # Errors
    /// What the system says.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (reader, writer) = stream.into_split();
        Ok(Self {
            address,
            reader: BufReader::new(reader),
            writer,
            head: String::new(),
        })
    }

    /// Asks, and reads the whole answer.
    ///
    /// # Errors
    /// What the system says, or an answer that is no HTTP/1.1.
    pub async fn ask(&mut self, ask: &Ask) -> Result<Reply> {
        let Self {
            address,
            reader,
            writer,
            head,
        } = self;
        head.clear();
        ask.write_head(*address, head);
        let sent = async {
            if ask.body_bytes().len() < 16 * 1024 {
                // One write is one packet.
                let whole = [head.as_bytes(), ask.body_bytes()].concat();
                writer.write_all(&whole).await
            } else {
                writer.write_all(head.as_bytes()).await?;
                writer.write_all(ask.body_bytes()).await
            }
        };
        // A body that is refused while it is sent is answered before its end.
        let (sent, reply) = tokio::join!(sent, read_reply(reader, ask.wants_no_body()));
        match reply {
            Ok(reply) => Ok(reply),
            Err(error) => Err(sent.err().unwrap_or(error)),
        }
    }

    /// Sends bytes as they are and reads whatever answer comes.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub async fn send_raw(&mut self, bytes: &[u8]) -> Result<Reply> {
        let (reader, writer) = (&mut self.reader, &mut self.writer);
        let (sent, reply) = tokio::join!(writer.write_all(bytes), read_reply(reader, false));
        reply.map_err(|error| sent.err().unwrap_or(error))
    }

    /// Asks for server-sent messages.
    ///
    /// # Errors
    /// As [`Self::ask`], and an answer other than 200.
    pub async fn follow(mut self, ask: &Ask) -> Result<Stream> {
        ask.write_head(self.address, &mut self.head);
        self.writer.write_all(self.head.as_bytes()).await?;
        let (status, headers) = read_head(&mut self.reader).await?;
        if status != 200 {
            return Err(Error::other(format!(
                "answered {status} instead of messages"
            )));
        }
        Ok(Stream::new(headers, self.reader, self.writer))
    }
}

impl Reply {
    /// The first header of that name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as text; what is no UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as a type of the protocol.
    ///
    /// # Errors
    /// What does not fit.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.body)
    }
}

async fn read_reply(reader: &mut BufReader<OwnedReadHalf>, no_body: bool) -> Result<Reply> {
    let (status, headers) = read_head(reader).await?;
    let named = |name| {
        headers
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value)
    };
    let mut body = Vec::new();
    if no_body || status == 204 || status == 304 {
        // Nothing follows the head.
    } else if let Some(length) = named("content-length") {
        body.resize(length.parse().map_err(Error::other)?, 0);
        reader.read_exact(&mut body).await?;
    } else if named("transfer-encoding").is_some_and(|value| value == "chunked") {
        while let Some(chunk) = read_chunk(reader).await? {
            body.extend_from_slice(&chunk);
        }
    } else {
        reader.read_to_end(&mut body).await?;
    }
    Ok(Reply {
        status,
        headers,
        body,
    })
}

type Head = (u16, Vec<(String, String)>);

async fn read_head(reader: &mut BufReader<OwnedReadHalf>) -> Result<Head> {
    let first = read_line(reader).await?;
    let status = first
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| Error::other(format!("not an answer: {first:?}")))?;
    let mut headers = Vec::new();
    loop {
        let line = read_line(reader).await?;
        if line.is_empty() {
            return Ok((status, headers));
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}

async fn read_line(reader: &mut BufReader<OwnedReadHalf>) -> Result<String> {
    let mut line = String::new();
    if reader.read_line(&mut line).await? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    line.truncate(line.trim_end().len());
    Ok(line)
}

/// The next piece of a chunked body; `None` at its end.
async fn read_chunk(reader: &mut BufReader<OwnedReadHalf>) -> Result<Option<Vec<u8>>> {
    let length = read_line(reader).await?;
    let length = usize::from_str_radix(&length, 16).map_err(Error::other)?;
    let mut chunk = vec![0; length];
    reader.read_exact(&mut chunk).await?;
    read_line(reader).await?;
    Ok((length > 0).then_some(chunk))
}

/// Adds one header line.
fn header(head: &mut String, name: &str, value: impl std::fmt::Display) {
    // Writing to a String does not fail.
    let _ = write!(head, "{name}: {value}\r\n");
}
