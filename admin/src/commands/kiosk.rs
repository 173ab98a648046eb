//! `kiosk list|add|set|remove`.

use clap::Subcommand;
use protocol::{KioskPatch, NewKiosk};

use crate::app::App;
use crate::failure::Failure;
use crate::hub_call;
use crate::output::{note, print, print_json, removed, table};
use crate::words::words;

/// What to do with kiosks.
#[derive(Debug, Subcommand)]
pub(crate) enum Kiosk {
    /// List the kiosks
    List,
    /// Announce a kiosk; prints the code to type there
    #[command(alias = "pair")]
    Add {
        /// What staff call it, such as 东门
        #[arg(default_value = "")]
        name: String,
    },
    /// Change what staff call a kiosk
    Set {
        /// Its id from the list
        id: String,
        /// The new name, such as 东门
        #[arg(long)]
        name: String,
    },
    /// Take a kiosk's credential back
    Remove {
        /// Its id from the list
        id: String,
    },
}

impl Kiosk {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        match self {
            Self::List => list(app).await,
            Self::Add { name } => add(app, NewKiosk { name }).await,
            Self::Set { id, name } => set(app, &id, &KioskPatch { name }).await,
            Self::Remove { id } => {
                app.site().await?.remove_kiosk(&id).await?;
                let sentence = words!(app.language, "已移除自助机 {id}。", "Removed kiosk {id}.");
                Ok(removed(app.json, &id, &sentence)?)
            }
        }
    }
}

async fn list(app: &App) -> Result<(), Failure> {
    let kiosks = app.site().await?.kiosks().await?;
    if app.json {
        return Ok(print_json(&kiosks)?);
    }
    let word = |zh: &str, en: &str| words!(app.language, "{zh}", "{en}");
    let headings = [
        word("编号", "id"),
        word("名称", "name"),
        word("配对", "paired"),
    ];
    let row = |kiosk: &protocol::KioskView| {
        let paired = kiosk
            .paired_at
            .map(|at| at.0.format("%Y-%m-%d %H:%M").to_string());
        vec![
            kiosk.id.clone(),
            kiosk.name.clone(),
            paired.unwrap_or_else(|| "–".to_owned()),
        ]
    };
    Ok(print(&table(
        &headings,
        &kiosks.kiosks.iter().map(row).collect::<Vec<_>>(),
    ))?)
}

async fn set(app: &App, id: &str, changes: &KioskPatch) -> Result<(), Failure> {
    let answer = app.site().await?.set_kiosk(id, changes).await?;
    if app.json {
        return Ok(print_json(&answer)?);
    }
    let name = &answer.kiosk.name;
    note(&words!(
        app.language,
        "自助机 {id} 现在叫 {name}。",
        "Kiosk {id} is called {name} now."
    ));
    Ok(())
}

async fn add(app: &App, request: NewKiosk) -> Result<(), Failure> {
    let site = app.site().await?;
    let added = hub_call::once(async |key| site.add_kiosk(&request, key).await).await?;
    if app.json {
        return Ok(print_json(&added)?);
    }
    let pairing = &added.pairing;
    let (until, hub) = (pairing.expires_at.0.format("%H:%M"), &pairing.hub);
    note(&words!(
        app.language,
        "请在自助机上运行 paihao-kiosk --hub {hub} --pair 配对码，{until} 前有效：",
        "On the kiosk run paihao-kiosk --hub {hub} --pair CODE, before {until}; the code:"
    ));
    Ok(print(&pairing.code)?)
}
