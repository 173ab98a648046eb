//! A cable between kiosk and hub that somebody stumbles over.

use std::sync::{Arc, Mutex};

use client::{Address, Error, Key, SiteClient};
use protocol::{
    CheckIn, IssueTicket, Issued, SeriesAnswer, SeriesRequest, SyncAnswer, SyncRequest,
};
use satellite::Hub;
use tokio::sync::Notify;

/// What happens to messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Everything comes through.
    Fine,
    /// Nothing does.
    Cut,
    /// Each message has its own luck.
    Bad,
}

/// The luck of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Luck {
    Arrives,
    /// The question does not come through.
    Lost,
    /// The question comes through, the answer does not.
    AnswerLost,
    /// It comes twice.
    Doubled,
    /// An old message comes again, before it.
    OldFirst,
    /// The kiosk is killed while it waits, after the hub did it.
    Killed,
}

pub(crate) struct Line {
    pub(crate) weather: Weather,
    pub(crate) luck: fastrand::Rng,
    old: Vec<(SyncRequest, Key)>,
}

/// A hub behind a cable.
pub(crate) struct Cable {
    site: SiteClient,
    line: Arc<Mutex<Line>>,
    killed: Arc<Notify>,
}

impl Line {
    pub(crate) fn new(seed: u64) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self {
            weather: Weather::Fine,
            luck: fastrand::Rng::with_seed(seed),
            old: Vec::new(),
        }))
    }

    fn draw(&mut self) -> Luck {
        match self.weather {
            Weather::Fine => Luck::Arrives,
            Weather::Cut => Luck::Lost,
            Weather::Bad => match self.luck.u8(0..12) {
                0 | 1 => Luck::Lost,
                2..=4 => Luck::AnswerLost,
                5 => Luck::Doubled,
                6 => Luck::OldFirst,
                7 => Luck::Killed,
                _ => Luck::Arrives,
            },
        }
    }
}

impl Cable {
    pub(crate) fn new(site: SiteClient, line: Arc<Mutex<Line>>, killed: Arc<Notify>) -> Self {
        Self { site, line, killed }
    }

    async fn through<T, A: Future<Output = Result<T, Error>>>(
        &self,
        ask: impl Fn() -> A,
    ) -> Result<T, Error> {
        let luck = self.line.lock().unwrap().draw();
        if luck == Luck::Lost {
            return Err(silence());
        }
        if luck == Luck::OldFirst {
            let old = {
                let mut line = self.line.lock().unwrap();
                let count = line.old.len();
                let nth = (count > 0).then(|| line.luck.usize(..count));
                nth.map(|nth| line.old[nth].clone())
            };
            if let Some((request, key)) = old {
                let _whatever_it_says = self.site.sync(&request, &key).await;
            }
        }
        let answer = ask().await;
        match luck {
            Luck::AnswerLost => Err(silence()),
            Luck::Doubled => ask().await,
            Luck::Killed => {
                self.killed.notify_one();
                std::future::pending().await
            }
            Luck::Arrives | Luck::OldFirst | Luck::Lost => answer,
        }
    }
}

fn silence() -> Error {
    let address: Address = "http://127.0.0.1:9".parse().unwrap();
    Error::UnknownOutcome {
        address,
        cause: None,
    }
}

impl Hub for Cable {
    async fn issue(&self, request: &IssueTicket, key: &Key) -> Result<Issued, Error> {
        self.through(|| self.site.issue(request, key)).await
    }

    async fn check_in(&self, name: &str, request: &CheckIn, key: &Key) -> Result<Issued, Error> {
        self.through(|| self.site.check_in(name, request, key))
            .await
    }

    async fn series(&self, request: &SeriesRequest) -> Result<SeriesAnswer, Error> {
        self.through(|| self.site.series(request)).await
    }

    async fn sync(&self, request: &SyncRequest, key: &Key) -> Result<SyncAnswer, Error> {
        self.line
            .lock()
            .unwrap()
            .old
            .push((request.clone(), key.clone()));
        self.through(|| self.site.sync(request, key)).await
    }
}
