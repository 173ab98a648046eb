//! A printer at the end of a TCP connection.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use crate::decoder::{self, Command};

/// How it behaves; changed while it runs.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    /// Its answers to `DLE EOT 1` … `4`; none from a printer that says nothing of itself.
    pub(crate) answers: Option<[u8; 4]>,
    /// What it answers once it has taken a band of dots.
    pub(crate) afterwards: Option<[u8; 4]>,
    /// It hangs up after so many bytes of a slip.
    pub(crate) takes: usize,
    /// It says this without being asked when a slip begins.
    pub(crate) babbles: Vec<u8>,
}

/// All is well.
pub(crate) const READY: [u8; 4] = [0x12; 4];
/// The roll is empty.
pub(crate) const NO_PAPER: [u8; 4] = [0x1a, 0x32, 0x12, 0x72];
/// The roll ends soon.
pub(crate) const LOW: [u8; 4] = [0x12, 0x12, 0x12, 0x1e];

/// A fake printer at a free port.
pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    pub(crate) manner: Arc<Mutex<Manner>>,
    /// Everything but questions that it was sent, a command at a time.
    pub(crate) taken: Arc<Mutex<Vec<Command>>>,
}

impl Fake {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let fake = Self {
            address: listener.local_addr().unwrap(),
            manner: Arc::new(Mutex::new(Manner {
                answers: Some(READY),
                afterwards: None,
                takes: usize::MAX,
                babbles: Vec::new(),
            })),
            taken: Arc::default(),
        };
        let (manner, taken) = (Arc::clone(&fake.manner), Arc::clone(&fake.taken));
        thread::spawn(move || {
            // One connection after the other, as cheap printers have it.
            for stream in listener.incoming().flatten() {
                serve(stream, &manner, &taken);
            }
        });
        fake
    }

    pub(crate) fn answers(&self, answers: [u8; 4]) {
        self.manner.lock().unwrap().answers = Some(answers);
    }

    pub(crate) fn taken(&self) -> Vec<Command> {
        self.taken.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, manner: &Mutex<Manner>, taken: &Mutex<Vec<Command>>) {
    let mut unread = Vec::new();
    let (mut sent, mut has_dots) = (0, false);
    let mut piece = [0; 2048];
    while let Ok(length @ 1..) = stream.read(&mut piece) {
        unread.extend_from_slice(&piece[..length]);
        while let Some((command, size)) = decoder::next(&unread) {
            unread.drain(..size);
            let manner = manner.lock().unwrap().clone();
            match command {
                Command::Question(which) => {
                    let answers = match manner.afterwards {
                        Some(afterwards) if has_dots => Some(afterwards),
                        Some(_) | None => manner.answers,
                    };
                    if let Some(answers) = answers {
                        stream
                            .write_all(&[answers[usize::from(which) - 1]])
                            .unwrap();
                    }
                    continue;
                }
                Command::Init => stream.write_all(&manner.babbles).unwrap(),
                Command::Dots(_) => has_dots = true,
                Command::Cut
                | Command::Feed(_)
                | Command::Align(_)
                | Command::Chinese
                | Command::Size
                | Command::Code(..)
                | Command::Line(_) => {}
            }
            taken.lock().unwrap().push(command);
            sent += size;
            if sent > manner.takes {
                // What lies unread resets the connection, as a printer does that loses power.
                let _ = stream.shutdown(Shutdown::Both);
                return;
            }
        }
    }
}
