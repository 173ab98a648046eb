//! A scenario's lines as they are written: what a line may hold, and nothing else.
//!
//! Reading is strict. A field that is not understood stops the run: a scenario
//! that says more than is done would prove less than it seems to.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::{
    Class, ItemKind, Moment, RepairOutcome, ServiceId, ServiceSettings, SiteSettings, StationId,
    StationSettings,
};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

mod settings;

/// The first line: the site with all its settings.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Opening {
    pub(super) at: Moment,
    pub(super) site: SiteSettings,
    pub(super) services: Vec<ServiceSettings>,
    pub(super) stations: Vec<StationSettings>,
}

/// Any later line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) at: Moment,
    pub(super) content: Content,
}

/// What a line asks.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// To do something.
    Command {
        verb: Verb,
        /// How later lines name the ticket.
        name: Option<String>,
        key: Option<String>,
    },
    /// To tell something.
    Question(Question),
}

/// A command as it is written. Tickets, appointments and items go by their names.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Verb {
    IssueTicket {
        service: ServiceId,
        #[serde(default, deserialize_with = "or_default")]
        class: Class,
        visit: Option<String>,
        card: Option<String>,
        carried_from: Option<String>,
    },
    BookAppointment {
        service: ServiceId,
        slot: DateTime<FixedOffset>,
        #[serde(default, deserialize_with = "or_default")]
        class: Class,
    },
    MoveAppointment {
        appointment: String,
        slot: DateTime<FixedOffset>,
    },
    CancelAppointment {
        appointment: String,
    },
    CheckIn {
        appointment: String,
        visit: Option<String>,
    },
    AnnounceItem {
        ticket: String,
        kind: Option<ItemKind>,
    },
    ReceiveItem {
        station: Option<StationId>,
        ticket: Option<String>,
        kind: ItemKind,
        #[serde(default, deserialize_with = "or_default")]
        finish: bool,
    },
    StartRepair {
        item: String,
        station: Option<StationId>,
    },
    FinishRepair {
        item: String,
        outcome: RepairOutcome,
        ready_on: Option<NaiveDate>,
    },
    CallItemReady {
        item: String,
    },
    CollectItem {
        item: String,
    },
    SetCard {
        card: String,
        class: Option<Class>,
    },
    RevokeCard {
        card: String,
    },
    CallNext {
        station: StationId,
        #[serde(default, deserialize_with = "or_default")]
        finish: bool,
    },
    CallTicket {
        station: StationId,
        ticket: String,
    },
    RecallTicket {
        station: StationId,
        ticket: Option<String>,
    },
    StartServing {
        station: StationId,
        ticket: Option<String>,
    },
    FinishServing {
        station: StationId,
        ticket: Option<String>,
    },
    MarkNoShow {
        station: StationId,
        ticket: Option<String>,
    },
    HoldTicket {
        station: Option<StationId>,
        ticket: Option<String>,
    },
    ResumeTicket {
        ticket: String,
        station: Option<StationId>,
    },
    TransferTicket {
        station: Option<StationId>,
        ticket: Option<String>,
        service: ServiceId,
    },
    ReinstateTicket {
        ticket: String,
    },
    CancelTicket {
        ticket: String,
    },
    Undo {
        station: StationId,
    },
    OpenStation {
        station: StationId,
    },
    PauseStation {
        station: StationId,
        minutes: Option<u16>,
    },
    CloseStation {
        station: StationId,
    },
    OpenDay {},
    CloseDay {},
    StopIssuing {
        service: ServiceId,
    },
    ResumeIssuing {
        service: ServiceId,
    },
}

/// A question as it is written.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Question {
    Queue {
        service: ServiceId,
    },
    Ticket {
        ticket: String,
    },
    Station {
        station: StationId,
    },
    Stats {},
    Forecast {
        service: Option<ServiceId>,
        ticket: Option<String>,
    },
}

/// Reads the first line.
///
/// # Errors
/// Why it is not understood.
pub(super) fn opening(text: &str) -> Result<Opening, String> {
    let mut fields = object(text)?;
    let at = moment(&mut fields)?;
    let site = fields
        .remove("site")
        .ok_or("the first line gives the \"site\"")?;
    nothing_else(&fields)?;
    let Value::Object(mut site) = site else {
        return Err("\"site\" is an object".to_owned());
    };
    let services = list(&mut site, "services")?;
    let stations = list(&mut site, "stations")?;
    Ok(Opening {
        at,
        site: settings::site(site)?,
        services: services
            .into_iter()
            .map(settings::service)
            .collect::<Result<_, _>>()?,
        stations: stations
            .into_iter()
            .map(settings::station)
            .collect::<Result<_, _>>()?,
    })
}

/// Reads any later line.
///
/// # Errors
/// Why it is not understood.
pub(super) fn step(text: &str) -> Result<Step, String> {
    let mut fields = object(text)?;
    let at = moment(&mut fields)?;
    let content = if fields.contains_key("ask") {
        let question: Question = read(Value::Object(fields))?;
        if let Question::Forecast { service, ticket } = &question
            && service.is_some() == ticket.is_some()
        {
            return Err("a forecast is for a \"service\" or for a \"ticket\"".to_owned());
        }
        Content::Question(question)
    } else {
        let (name, key) = (
            text_field(&mut fields, "as")?,
            text_field(&mut fields, "key")?,
        );
        let verb: Verb = read(Value::Object(fields))?;
        check(&verb, name.as_deref())?;
        Content::Command { verb, name, key }
    };
    Ok(Step { at, content })
}

fn check(verb: &Verb, name: Option<&str>) -> Result<(), String> {
    let makes_something = matches!(
        verb,
        Verb::IssueTicket { .. }
            | Verb::BookAppointment { .. }
            | Verb::CheckIn { .. }
            | Verb::ReceiveItem { .. }
    );
    if name.is_some() && !makes_something {
        let why = "\"as\" names a ticket, an appointment or an item that is made";
        return Err(why.to_owned());
    }
    if let Verb::HoldTicket {
        station: None,
        ticket: None,
    }
    | Verb::TransferTicket {
        station: None,
        ticket: None,
        ..
    }
    | Verb::ReceiveItem {
        station: None,
        ticket: None,
        ..
    } = verb
    {
        return Err("a \"station\" or a \"ticket\" is needed".to_owned());
    }
    Ok(())
}

fn object(text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err("a line is a JSON object".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn moment(fields: &mut Map<String, Value>) -> Result<Moment, String> {
    let text = text_field(fields, "at")?.ok_or("\"at\" is missing")?;
    let at = DateTime::parse_from_rfc3339(&text);
    at.map(|at| at.to_utc())
        .map_err(|error| format!("\"at\": {text:?}: {error}"))
}

fn text_field(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
        Some(Value::Null) | None => Ok(None),
        Some(_) => Err(format!("{name:?} is a text")),
    }
}

fn list(fields: &mut Map<String, Value>, name: &str) -> Result<Vec<Value>, String> {
    match fields.remove(name) {
        Some(Value::Array(list)) => Ok(list),
        Some(Value::Null) | None => Ok(Vec::new()),
        Some(_) => Err(format!("{name:?} is a list")),
    }
}

fn nothing_else(fields: &Map<String, Value>) -> Result<(), String> {
    fields
        .keys()
        .next()
        .map_or(Ok(()), |name| Err(format!("unknown field {name:?}")))
}

fn read<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// Null means left out.
fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(from).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests;
