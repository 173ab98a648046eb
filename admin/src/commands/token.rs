//! `token list|add|set|remove`.

use clap::{Subcommand, ValueEnum};
use domain::{Role, StationId};
use protocol::{NewToken, TokenPatch, TokenView};

use crate::app::App;
use crate::failure::Failure;
use crate::hub_call;
use crate::output::{note, print, print_json, removed, table};
use crate::words::words;

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// List the tokens, without their secrets
    List,
    /// Make a token; its secret is shown this once
    Add {
        /// What it allows
        #[arg(long)]
        role: RoleArg,
        /// The only station it may act at
        #[arg(long, value_name = "STATION")]
        station: Option<StationId>,
        /// What it is for
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
    },
    /// Change what a token is for, or where it may act
    #[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
    Set {
        /// Its id from the list
        id: String,
        /// What it is for, or none
        #[arg(long, group = "change", value_name = "TEXT|none")]
        label: Option<String>,
        /// The only station it may act at, or none for every one
        #[arg(long, group = "change", value_parser = station_or_none, value_name = "STATION|none")]
        station: Option<StationOrNone>,
    },
    /// Take a token back
    Remove {
        /// Its id from the list
        id: String,
    },
}

/// A station, or every one.
#[derive(Debug, Clone)]
pub(crate) struct StationOrNone(Option<StationId>);

fn station_or_none(text: &str) -> Result<StationOrNone, String> {
    if text == "none" {
        return Ok(StationOrNone(None));
    }
    let station: StationId = text.parse().map_err(|error| format!("{error}"))?;
    Ok(StationOrNone(Some(station)))
}

/// A role that a token can have.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RoleArg {
    Display,
    Kiosk,
    Volunteer,
    #[value(name = "team_leader")]
    TeamLeader,
    Organiser,
    Technician,
    District,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Display => Self::Display,
            RoleArg::Kiosk => Self::Kiosk,
            RoleArg::Volunteer => Self::Volunteer,
            RoleArg::TeamLeader => Self::TeamLeader,
            RoleArg::Organiser => Self::Organiser,
            RoleArg::Technician => Self::Technician,
            RoleArg::District => Self::District,
        }
    }
}

impl Token {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        match self {
            Self::List => list(app).await,
            Self::Add {
                role,
                station,
                label,
            } => {
                add(
                    app,
                    NewToken {
                        role: role.into(),
                        station,
                        label,
                    },
                )
                .await
            }
            Self::Set { id, label, station } => {
                let changes = TokenPatch {
                    label: label.map(|label| Some(label).filter(|label| label != "none")),
                    station: station.map(|StationOrNone(station)| station),
                };
                set(app, &id, &changes).await
            }
            Self::Remove { id } => {
                app.site().await?.remove_token(&id).await?;
                let sentence = words!(app.language, "已收回令牌 {id}。", "Took token {id} back.");
                Ok(removed(app.json, &id, &sentence)?)
            }
        }
    }
}

async fn list(app: &App) -> Result<(), Failure> {
    let tokens = app.site().await?.tokens().await?;
    if app.json {
        return Ok(print_json(&tokens)?);
    }
    let word = |zh: &str, en: &str| words!(app.language, "{zh}", "{en}");
    let headings = [
        word("编号", "id"),
        word("角色", "roles"),
        word("台", "station"),
        word("用途", "label"),
        word("创建", "created"),
    ];
    let rows: Vec<_> = tokens.tokens.iter().map(row).collect();
    Ok(print(&table(&headings, &rows))?)
}

fn row(token: &TokenView) -> Vec<String> {
    let roles: Vec<_> = token.roles.iter().map(|role| role_word(*role)).collect();
    vec![
        token.id.clone(),
        roles.join(" "),
        token
            .station
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        token.label.clone().unwrap_or_default(),
        token.created_at.0.format("%Y-%m-%d %H:%M").to_string(),
    ]
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Resident => "resident",
        Role::Display => "display",
        Role::Kiosk => "kiosk",
        Role::Volunteer => "volunteer",
        Role::TeamLeader => "team_leader",
        Role::Organiser => "organiser",
        Role::Technician => "technician",
        Role::District => "district",
        Role::Hub => "hub",
    }
}

async fn set(app: &App, id: &str, changes: &TokenPatch) -> Result<(), Failure> {
    let answer = app.site().await?.set_token(id, changes).await?;
    if app.json {
        return Ok(print_json(&answer)?);
    }
    note(&words!(
        app.language,
        "已更改令牌 {id}。",
        "Changed token {id}."
    ));
    Ok(())
}

async fn add(app: &App, request: NewToken) -> Result<(), Failure> {
    let site = app.site().await?;
    let added = hub_call::once(async |key| site.add_token(&request, key).await).await?;
    if app.json {
        return Ok(print_json(&added)?);
    }
    let id = &added.token.id;
    note(&words!(
        app.language,
        "令牌 {id} 只显示这一次，请妥善保存：",
        "Token {id}, shown this once; keep it safe:"
    ));
    Ok(print(&added.secret)?)
}
