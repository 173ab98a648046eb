//! A hub as a process of its own, which can be killed.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A debug build on a busy machine needs seconds for its first start.
const READY_WITHIN: Duration = Duration::from_mins(1);

/// `paihao-admin serve` on a free port of this machine. It is killed when dropped.
pub struct Served {
    /// Where it answers.
    pub address: SocketAddr,
    /// From its start to the address.
    pub ready_after: Duration,
    data_dir: PathBuf,
    child: Child,
    lines: Receiver<String>,
}

impl Served {
    /// Starts a hub on `data_dir` and waits until it says where it listens.
    ///
    /// # Errors
    /// It was not built, ended early, or did not get ready; with what it said.
    pub fn start(data_dir: &Path) -> Result<Self> {
        Self::start_with(data_dir, &[])
    }

    /// The same with more in its environment.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_with(data_dir: &Path, environment: &[(&str, &str)]) -> Result<Self> {
        let began = Instant::now();
        let (child, lines) = spawn(data_dir, environment)?;
        let mut served = Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            ready_after: Duration::ZERO,
            data_dir: data_dir.to_owned(),
            child,
            lines,
        };
        served.address = served.wait_for(address_in)?;
        served.ready_after = began.elapsed();
        Ok(served)
    }

    /// Starts a hub that is expected to end by itself; answers how, and all it said.
    ///
    /// # Errors
    /// It was not built, or went on.
    pub fn start_in_vain(data_dir: &Path) -> Result<(ExitStatus, String)> {
        let (mut child, lines) = spawn(data_dir, &[])?;
        let mut said = String::new();
        let deadline = Instant::now() + READY_WITHIN;
        loop {
            match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => said = said + &line + "\n",
                Err(RecvTimeoutError::Disconnected) => return Ok((child.wait()?, said)),
                Err(RecvTimeoutError::Timeout) => {
                    child.kill()?;
                    child.wait()?;
                    bail!("it went on instead of ending. It said:\n{said}");
                }
            }
        }
    }

    /// The first thing found in what it says from here on.
    ///
    /// # Errors
    /// It ended, or did not say it in time; with what it said.
    pub fn wait_for<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> Result<T> {
        let deadline = Instant::now() + READY_WITHIN;
        let mut said = String::new();
        loop {
            match self
                .lines
                .recv_timeout(deadline.saturating_duration_since(Instant::now()))
            {
                Ok(line) => {
                    if let Some(found) = find(&line) {
                        return Ok(found);
                    }
                    said = said + &line + "\n";
                }
                Err(RecvTimeoutError::Disconnected) => bail!("the hub ended. It said:\n{said}"),
                Err(RecvTimeoutError::Timeout) => bail!("not ready in time. It said:\n{said}"),
            }
        }
    }

    /// The credential that lies in the data folder for programs on the same machine.
    ///
    /// # Errors
    /// It is not there.
    pub fn admin_token(&self) -> Result<String> {
        let path = self.data_dir.join("admin.token");
        let token = std::fs::read_to_string(&path);
        Ok(token
            .with_context(|| path.display().to_string())?
            .trim()
            .to_owned())
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a power cut would end the program: without a word. Answers what it said after it
    /// was ready and nobody has read.
    ///
    /// # Errors
    /// What the system says.
    pub fn kill(mut self) -> std::io::Result<String> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(self.lines.iter().map(|line| line + "\n").collect())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(data_dir: &Path, environment: &[(&str, &str)]) -> Result<(Child, Receiver<String>)> {
    let mut child = Command::new(crate::program("paihao-admin")?)
        .arg("serve")
        .arg("--data-dir")
        .arg(data_dir)
        .args(["--listen", "127.0.0.1:0", "--json"])
        // What the person who runs the tests has set is not what is tested.
        .env_clear()
        .envs(std::env::vars_os().filter(|(name, _)| !is_ours(name)))
        .envs(environment.iter().copied())
        .current_dir(data_dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("the hub does not start")?;
    let (to, lines) = channel();
    if let Some(out) = child.stdout.take() {
        listen(out, to.clone());
    }
    if let Some(err) = child.stderr.take() {
        listen(err, to);
    }
    Ok((child, lines))
}

fn is_ours(name: &std::ffi::OsStr) -> bool {
    name.to_string_lossy().starts_with("PAIHAO_")
}

/// Reads on until the end, also when nobody listens any more: a full pipe would stop the hub.
fn listen(output: impl Read + Send + 'static, to: Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(output)
            .lines()
            .map_while(std::result::Result::ok)
        {
            let _ = to.send(line);
        }
    });
}

/// The address in `{"addresses":["http://127.0.0.1:43210"],…}`.
fn address_in(line: &str) -> Option<SocketAddr> {
    let ready: serde_json::Value = serde_json::from_str(line).ok()?;
    ready["addresses"][0]
        .as_str()?
        .strip_prefix("http://")?
        .parse()
        .ok()
}
