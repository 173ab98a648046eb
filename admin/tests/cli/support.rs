//! Starts the program in a folder of its own, and ends what it started.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use client::{Client, Key, SiteClient, TcpConnector, TokioTimer};
use protocol::IssueTicket;
use serde_json::Value;
use tempfile::TempDir;

mod history;

/// How a run ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// What was printed, as JSON.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{} {}", self.out, self.err);
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// Ended with `code`, with one plain sentence and no trace of the program's insides.
    pub(crate) fn failed(&self, code: i32) -> &str {
        assert_eq!(self.code, code, "{} {}", self.out, self.err);
        assert!(self.err.starts_with("paihao-admin: "), "{}", self.err);
        for inside in ["panicked", "Error {", "Err(", "backtrace", "unwrap"] {
            assert!(!self.err.contains(inside), "{}", self.err);
        }
        &self.err
    }
}

/// A folder for one test, away from the settings of whoever runs it.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// The program with this place as its home, its folder and its data.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paihao-admin"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PAIHAO_") {
                command.env_remove(name);
            }
        }
        command
            .current_dir(self.path())
            .env("HOME", self.path())
            .env("LC_ALL", "C");
        command
            .env("XDG_CONFIG_HOME", self.path())
            .env("XDG_DATA_HOME", self.path());
        command.env("PAIHAO_DATA_DIR", self.data());
        command.args(args).stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&self.command(args).output().unwrap())
    }

    /// Runs it with `input` on its standard input.
    pub(crate) fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // It may end without reading all of it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ran::of(&child.wait_with_output().unwrap())
    }

    /// Starts a hub on a port of its own and waits until it says where it is.
    pub(crate) fn serve(&self, more: &[&str]) -> Served<'_> {
        let mut args = vec!["serve", "--listen", "127.0.0.1:0", "--json"];
        args.extend(more);
        let mut child = self.command(&args).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let Ok(ready) = serde_json::from_str(&line) else {
            panic!("the hub did not start: {line:?} {:?}", child.wait());
        };
        Served {
            place: self,
            child,
            ready,
            _output: output,
        }
    }
}

/// A running hub; it is killed when this is dropped.
pub(crate) struct Served<'a> {
    place: &'a Place,
    child: Child,
    /// The line with which it said that it is ready.
    pub(crate) ready: Value,
    /// Kept open, so that the hub can go on writing.
    _output: BufReader<ChildStdout>,
}

impl Served<'_> {
    pub(crate) fn url(&self) -> &str {
        self.ready["addresses"][0].as_str().unwrap()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Runs the program against this hub.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let mut with_hub = args.to_vec();
        with_hub.extend(["--hub", self.url()]);
        self.place.run(&with_hub)
    }

    /// Asks the hub what the program has no command for, with the token of its machine.
    pub(crate) fn ask<R>(&self, ask: impl AsyncFnOnce(SiteClient) -> R) -> R {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let token = std::fs::read_to_string(self.place.data().join("admin.token")).unwrap();
        let client = Client::new(self.url().parse().unwrap(), TcpConnector, TokioTimer);
        let site = client.with_token(Some(token.trim())).site("square");
        runtime.block_on(ask(site))
    }

    /// Takes so many numbers, as a kiosk would; answers what was shown.
    pub(crate) fn issue(&self, service: &str, count: usize) -> Vec<String> {
        let request = IssueTicket {
            service: service.parse().unwrap(),
            visit: None,
            class: None,
            card: None,
            carried_from: None,
            ticket: None,
        };
        self.ask(async |site| {
            let mut numbers = Vec::new();
            for nth in 0..count {
                let key = Key::new(&format!("{}-{nth}", self.pid()));
                numbers.push(site.issue(&request, &key).await.unwrap().ticket.number);
            }
            numbers
        })
    }

    /// Tells the hub to stop, and waits until it did.
    #[cfg(unix)]
    pub(crate) fn stop(mut self) {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap();
    }

    /// Kills the hub without a chance to tidy up.
    pub(crate) fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // On Unix this is kill -9.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        self.end();
    }
}
