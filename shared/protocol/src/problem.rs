//! A refusal or a failure on the wire: RFC 9457, `application/problem+json`.

use domain::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa::openapi::{Ref, RefOr, Schema};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// The kind of problem, as an address: `/problems/station_busy`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sentence for people, in the language that was asked for.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do next, where there is more to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Stable and promised: what programs look at.
    #[schema(schema_with = problem_code)]
    pub code: String,
    /// The refusal's facts, beside the code.
    #[serde(flatten)]
    #[schema(value_type = Object, additional_properties)]
    pub facts: Map<String, Value>,
}

/// Codes are described by name: whoever serves the protocol knows them all.
fn problem_code() -> RefOr<Schema> {
    Ref::from_schema_name("ProblemCode").into()
}

impl Problem {
    /// A problem with a code and no facts.
    pub fn new(code: &str, status: u16, title: String) -> Self {
        Self {
            kind: format!("/problems/{code}"),
            title,
            status,
            detail: None,
            code: code.to_owned(),
            facts: Map::new(),
        }
    }

    /// A refusal with its facts. 404 what is not there, 403 what the role may not, 422 a value out
    /// of range, every other one 409.
    pub fn of_refusal(refusal: &Refusal, title: String) -> Self {
        let mut problem = Self::new(refusal.code(), status_of(refusal), title);
        if let Ok(Value::Object(mut facts)) = serde_json::to_value(refusal) {
            facts.remove("code");
            problem.facts = facts;
        }
        problem
    }

    /// Adds one fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// The refusal behind it, if it is one that this release knows.
    pub fn refusal(&self) -> Option<Refusal> {
        let mut facts = self.facts.clone();
        facts.insert("code".to_owned(), Value::String(self.code.clone()));
        serde_json::from_value(Value::Object(facts)).ok()
    }
}

/// The HTTP status of a refusal.
pub fn status_of(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::NotFound { .. } => 404,
        Refusal::NotAllowed { .. } => 403,
        Refusal::ValueOutOfRange { .. } => 422,
        Refusal::StationBusy { .. }
        | Refusal::StationNotOpen { .. }
        | Refusal::StationIdle { .. }
        | Refusal::ServiceNotOffered { .. }
        | Refusal::ServiceClosed { .. }
        | Refusal::IssuingStopped { .. }
        | Refusal::CapReached { .. }
        | Refusal::UnlikelyToBeServed { .. }
        | Refusal::DayClosed { .. }
        | Refusal::TicketNotCalled { .. }
        | Refusal::TicketNotServing { .. }
        | Refusal::TicketServing { .. }
        | Refusal::TicketAtStation { .. }
        | Refusal::TicketOnHold { .. }
        | Refusal::TicketNoShow { .. }
        | Refusal::TicketClosed { .. }
        | Refusal::TicketChanged { .. }
        | Refusal::VisitElsewhere { .. }
        | Refusal::SameService { .. }
        | Refusal::NothingToUndo { .. }
        | Refusal::SlotFull { .. }
        | Refusal::SlotUnknown { .. }
        | Refusal::SlotStarted { .. }
        | Refusal::AppointmentWrongDay { .. }
        | Refusal::AppointmentTooLate { .. }
        | Refusal::AppointmentUsed { .. }
        | Refusal::AppointmentCancelled { .. }
        | Refusal::CardUnknown {}
        | Refusal::CardRevoked {}
        | Refusal::SeriesUnknown {}
        | Refusal::SeriesExhausted {}
        | Refusal::SeriesGap { .. }
        | Refusal::SeriesForked {}
        | Refusal::TicketCarried { .. }
        | Refusal::TicketOfOtherService { .. }
        | Refusal::TicketStillOpen { .. }
        | Refusal::ItemNotReady { .. }
        | Refusal::ItemCollected { .. }
        | Refusal::KeyReused { .. }
        | Refusal::ServiceInUse { .. } => 409,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_survives_the_wire() {
        let refusal = Refusal::StationIdle {
            station: "1".parse().unwrap(),
        };
        let problem = Problem::of_refusal(&refusal, "1 号台没有人".to_owned());
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["code"], "station_idle");
        assert_eq!(json["station"], "1");
        assert_eq!(json["status"], 409);
        assert_eq!(json["type"], "/problems/station_idle");
        let back: Problem = serde_json::from_value(json).unwrap();
        assert_eq!(back, problem);
        assert_eq!(back.refusal(), Some(refusal));
    }

    #[test]
    fn a_problem_that_is_no_refusal_says_so() {
        let problem = Problem::new("malformed", 400, "这不是 JSON".to_owned()).with("line", 3);
        assert_eq!(problem.refusal(), None);
        assert_eq!(serde_json::to_value(&problem).unwrap()["line"], 3);
    }
}
