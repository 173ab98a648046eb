//! The kiosk says the calls of its site, if its staff page lets it: it follows the board as any
//! board does and hands one announcement after the other to a program that plays sound.
//!
//! It begins when somebody switches it on and ends with the window. A hub that is away, or a
//! machine without sound, changes nothing else about the screen.

mod player;
#[cfg(test)]
mod tests;

use std::{future::pending, path::PathBuf, pin::Pin, sync::Arc};

use client::{Live, SiteClient};
use domain::{TicketNumber, settings::LocalText};
use protocol::{BoardView, Topic};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use voice::{Fresh, Queue, Spoken, Voices};

pub use player::{Player, SystemPlayer};

use crate::lang::Lang;

/// How loud the calls are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Volume {
    /// Not at all.
    #[default]
    Off,
    /// For a room.
    Soft,
    /// In between.
    Middle,
    /// All that the clips hold.
    Loud,
}

impl Volume {
    /// What one more press gives.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Off => Self::Soft,
            Self::Soft => Self::Middle,
            Self::Middle => Self::Loud,
            Self::Loud => Self::Off,
        }
    }

    /// Of full scale: a step is 6 dB, which is heard as a step.
    fn gain(self) -> f32 {
        match self {
            Self::Off => 0.0,
            Self::Soft => 0.25,
            Self::Middle => 0.5,
            Self::Loud => 1.0,
        }
    }
}

/// How this screen speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// How loud.
    pub volume: Volume,
    /// In which language.
    pub lang: Lang,
}

/// Why a screen that shall speak is silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No program that plays sound is installed.
    NoPlayer,
    /// The program ended badly.
    Failed {
        /// Its name.
        player: String,
        /// What it said.
        said: String,
    },
}

/// The site whose calls are spoken.
#[derive(Clone)]
pub struct Calls {
    /// As the kiosk asks it.
    pub site: SiteClient,
    /// Where own recordings may lie.
    pub data_dir: Option<PathBuf>,
}

impl std::fmt::Debug for Calls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Calls")
            .field("data_dir", &self.data_dir)
            .finish_non_exhaustive()
    }
}

/// One announcement to come.
#[derive(Clone, Debug, PartialEq)]
enum Announcement {
    /// Somebody's turn.
    Call {
        service: LocalText,
        number: TicketNumber,
        station: String,
    },
    /// A thing that is ready, by the number on its tag.
    Ready { number: u32 },
}

type Speaking = Pin<Box<dyn Future<Output = Result<(), Trouble>> + Send>>;

/// Speaks as `manner` says until its sender is gone; `tell` hears after each announcement whether
/// it was heard.
pub async fn run(
    calls: Calls,
    mut manner: watch::Receiver<Manner>,
    player: impl Player,
    tell: impl Fn(Option<Trouble>) + Send,
) {
    let player = Arc::new(player);
    let voices = match &calls.data_dir {
        Some(data_dir) => Voices::with_own(data_dir).0,
        None => Voices::built_in(),
    };
    let mut queue = Queue::default();
    let mut live: Option<Live> = None;
    let mut speaking: Option<Speaking> = None;
    loop {
        let now = *manner.borrow_and_update();
        if now.volume == Volume::Off {
            // Dropping it stops the program that plays.
            (live, speaking) = (None, None);
            queue.clear();
        } else {
            live.get_or_insert_with(|| calls.site.live(Topic::Board));
            if speaking.is_none() {
                speaking = queue
                    .take_next()
                    .map(|next| say(&player, &voices, now, Some(next)));
            }
        }
        tokio::select! {
            changed = manner.changed() => {
                if changed.is_err() {
                    return;
                }
                let then = *manner.borrow();
                if then.volume != Volume::Off && then.volume != now.volume {
                    // Whoever sets the volume hears it.
                    speaking = Some(say(&player, &voices, then, None));
                }
            }
            shown = next_board(&mut live) => queue.take(fresh(&shown)),
            heard = finished(&mut speaking) => {
                speaking = None;
                tell(heard.err());
            }
        }
    }
}

/// The next state of the board; never without a connection.
async fn next_board(live: &mut Option<Live>) -> BoardView {
    let Some(live) = live else {
        return pending().await;
    };
    loop {
        match live.next().await {
            Ok(message) => match serde_json::from_str(&message.data) {
                Ok(board) => return board,
                Err(error) => tracing::debug!(%error, "a board that is not understood"),
            },
            // It connects again by itself, after a moment.
            Err(error) => tracing::debug!(%error, "the board was not heard"),
        }
    }
}

async fn finished(speaking: &mut Option<Speaking>) -> Result<(), Trouble> {
    match speaking {
        Some(speaking) => speaking.await,
        None => pending().await,
    }
}

/// What a board calls, the newest first.
fn fresh(board: &BoardView) -> Vec<Fresh<Announcement>> {
    let age = |at: &protocol::LocalTime| (board.at.moment() - at.moment()).num_seconds();
    let called = board.calls.iter().map(|call| {
        let line = board.lines.iter().find(|line| line.id == call.service);
        let fresh = Fresh {
            id: call.call.clone(),
            age_secs: age(&call.at),
            is_expected: call.is_expected,
            what: Announcement::Call {
                service: line.map(|line| line.name.clone()).unwrap_or_default(),
                number: TicketNumber {
                    prefix: call.prefix.as_str().into(),
                    stem: call.stem,
                    shown: call.shown,
                },
                station: call.station.to_string(),
            },
        };
        (call.at.moment(), fresh)
    });
    let ready = board.items.iter().map(|item| {
        let digits = item
            .number
            .trim_start_matches(|c: char| !c.is_ascii_digit());
        let fresh = Fresh {
            id: format!("{}-{}", item.number, item.at.moment().timestamp_millis()),
            age_secs: age(&item.at),
            is_expected: true,
            what: Announcement::Ready {
                number: digits.parse().unwrap_or_default(),
            },
        };
        (item.at.moment(), fresh)
    });
    let mut all: Vec<_> = called.chain(ready).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, fresh)| fresh).collect()
}

/// Plays one announcement, or the chime alone.
fn say<P: Player>(
    player: &Arc<P>,
    voices: &Arc<Voices>,
    manner: Manner,
    what: Option<Announcement>,
) -> Speaking {
    let (player, voices) = (Arc::clone(player), Arc::clone(voices));
    Box::pin(async move {
        // Joining clips is work, and belongs off the tasks.
        let joined = tokio::task::spawn_blocking(move || join(&voices, manner, what.as_ref()));
        match joined.await {
            Ok(Ok(sound)) => player.play(sound).await,
            Ok(Err(error)) => {
                tracing::error!(%error, "an announcement could not be made");
                Ok(())
            }
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    })
}

fn join(
    voices: &Voices,
    manner: Manner,
    what: Option<&Announcement>,
) -> Result<Vec<u8>, impl std::error::Error + use<>> {
    let language = manner.lang.into();
    let set = voices.of(language);
    let sentence = match what {
        Some(Announcement::Call {
            service,
            number,
            station,
        }) => set.call(Spoken {
            service: service.get(language),
            number,
            station,
        }),
        Some(Announcement::Ready { number }) => set.ready(*number),
        None => Vec::new(),
    };
    voice::announcement(set.chime(), &sentence, manner.volume.gain())
}
