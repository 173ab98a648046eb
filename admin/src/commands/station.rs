//! `station list|add|set|remove|open|pause|close` and `call-next`.

use clap::{Args, Subcommand};
use domain::{Nobody, Reason};
use protocol::station::StationStateName;
use protocol::{Outcome, Pause, Seen, StationAnswer, StationPatch, StationView};

use crate::app::App;
use crate::failure::Failure;
use crate::hub_call;
use crate::output::{note, print, print_json, removed, table};
use crate::settings_args::StationArgs;
use crate::source::Source;
use crate::words::words;

/// What to do with stations.
#[derive(Debug, Subcommand)]
pub(crate) enum Station {
    /// List the stations
    List,
    /// Set up a station
    Add {
        /// Names the station on the board and in the call; never changes
        id: String,
        #[command(flatten)]
        settings: StationArgs,
    },
    /// Change a station
    Set {
        /// The station
        id: String,
        #[command(flatten)]
        settings: StationArgs,
    },
    /// Remove a station that holds nobody
    Remove {
        /// The station
        id: String,
    },
    /// The station takes people
    Open {
        /// The station
        id: String,
    },
    /// The station takes a break
    Pause {
        /// The station
        id: String,
        /// Announced length
        #[arg(long, value_name = "N")]
        minutes: Option<u16>,
    },
    /// The station is done
    Close {
        /// The station
        id: String,
    },
}

/// Calls the next number to a station.
#[derive(Debug, Args)]
pub(crate) struct CallNext {
    /// The station
    #[arg(long, value_name = "STATION")]
    station: String,
    /// Finish the one being served in the same step
    #[arg(long)]
    finish: bool,
}

impl Station {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        match self {
            Self::List => list(app).await,
            Self::Add { id, settings } => {
                let StationPatch(mut fields) = settings.patch();
                fields.insert("id".to_owned(), id.into());
                let (site, patch) = (app.site().await?, StationPatch(fields));
                let answer = hub_call::once(async |key| site.add_station(&patch, key).await);
                say_state(app, &answer.await?)
            }
            Self::Set { id, settings } => say_state(
                app,
                &app.site()
                    .await?
                    .set_station(&id, &settings.patch())
                    .await?,
            ),
            Self::Remove { id } => {
                app.site().await?.remove_station(&id).await?;
                let sentence = words!(app.language, "已移除 {id} 号台。", "Removed station {id}.");
                Ok(removed(app.json, &id, &sentence)?)
            }
            Self::Open { id } => {
                let (site, seen) = (app.site().await?, Seen::default());
                let answer = hub_call::once(async |key| site.open(&id, &seen, key).await);
                say_state(app, &answer.await?)
            }
            Self::Pause { id, minutes } => {
                let (site, pause) = (
                    app.site().await?,
                    Pause {
                        minutes,
                        ticket: None,
                    },
                );
                let answer = hub_call::once(async |key| site.pause(&id, &pause, key).await);
                say_state(app, &answer.await?)
            }
            Self::Close { id } => {
                let (site, seen) = (app.site().await?, Seen::default());
                let answer = hub_call::once(async |key| site.close(&id, &seen, key).await);
                say_state(app, &answer.await?)
            }
        }
    }
}

impl CallNext {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        let site = app.site().await?;
        let request = protocol::CallNext {
            finish: self.finish,
            ticket: None,
        };
        let answer = hub_call::once(async |key| site.call_next(&self.station, &request, key).await);
        let answer = answer.await?;
        if app.json {
            return Ok(print_json(&answer)?);
        }
        Ok(print(&called(app, &answer))?)
    }
}

fn called(app: &App, answer: &StationAnswer) -> String {
    let station = &answer.station.id;
    let reason = answer.reason.map(|reason| match reason {
        Outcome::Called(reason) => reason_words(app, reason),
        Outcome::Nobody(nobody) => nobody_words(app, nobody),
    });
    let reason = reason.unwrap_or_default();
    match &answer.ticket {
        Some(ticket) => {
            let number = &ticket.number;
            words!(
                app.language,
                "请 {number} 到 {station} 号台（{reason}）",
                "{number} to station {station} ({reason})"
            )
        }
        None => words!(
            app.language,
            "{station} 号台没有可叫的号（{reason}）",
            "Nobody to call to station {station} ({reason})"
        ),
    }
}

fn reason_words(app: &App, reason: Reason) -> String {
    match reason {
        Reason::Arrival => words!(app.language, "按先后顺序", "first in line"),
        Reason::Priority => words!(app.language, "优先", "priority"),
        Reason::Reinstated => words!(app.language, "过号后回来", "back after a no-show"),
        Reason::AppointmentDue => words!(app.language, "预约时间到", "appointment due"),
        Reason::AppointmentEarly => words!(app.language, "预约提前", "appointment, early"),
        Reason::Chosen => words!(app.language, "指定", "chosen"),
    }
}

fn nobody_words(app: &App, nobody: Nobody) -> String {
    match nobody {
        Nobody::NobodyWaiting => words!(app.language, "没有人在等", "nobody waits"),
        Nobody::AllElsewhere => {
            words!(
                app.language,
                "等候的人正在别的台",
                "all who wait are at other stations"
            )
        }
    }
}

async fn list(app: &App) -> Result<(), Failure> {
    let stations = Source::open(app).await?.stations().await?;
    if app.json {
        return Ok(print_json(&stations)?);
    }
    Ok(print(&stations_table(app, &stations.stations))?)
}

/// The stations as people read them; also part of `status`.
pub(crate) fn stations_table(app: &App, stations: &[StationView]) -> String {
    let word = |zh: &str, en: &str| words!(app.language, "{zh}", "{en}");
    let headings = [
        word("台", "station"),
        word("状态", "state"),
        word("号码", "number"),
        word("服务", "services"),
    ];
    let row = |station: &StationView| {
        let services: Vec<_> = station.services.iter().map(ToString::to_string).collect();
        let number = station.ticket.as_ref().map(|ticket| ticket.number.clone());
        vec![
            station.id.to_string(),
            state_word(app, station.state),
            number.unwrap_or_else(|| "–".to_owned()),
            services.join(" "),
        ]
    };
    table(&headings, &stations.iter().map(row).collect::<Vec<_>>())
}

fn state_word(app: &App, state: StationStateName) -> String {
    match state {
        StationStateName::Open => words!(app.language, "开放", "open"),
        StationStateName::Paused => words!(app.language, "暂停", "paused"),
        StationStateName::Closed => words!(app.language, "关闭", "closed"),
    }
}

fn say_state(app: &App, answer: &StationAnswer) -> Result<(), Failure> {
    if app.json {
        return Ok(print_json(answer)?);
    }
    let (id, state) = (&answer.station.id, state_word(app, answer.station.state));
    note(&words!(
        app.language,
        "{id} 号台：{state}。",
        "Station {id}: {state}."
    ));
    Ok(())
}
