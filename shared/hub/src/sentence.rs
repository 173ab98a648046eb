//! The one place where a refusal becomes a sentence: what is so, and what to do
//! next. For people on the square: numbers and names, never ids.

use domain::settings::{Language, LocalText};
use domain::{Refusal, ServiceId, Site, TicketId};

use crate::problem::Trouble;

mod en;
mod zh;

/// What is said to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What is so.
    pub title: String,
    /// What to do next.
    pub detail: Option<String>,
}

impl Sentence {
    /// The sentence for a trouble.
    pub fn of(trouble: &Trouble, language: Language) -> Self {
        match language {
            Language::Zh => zh::sentence(trouble),
            Language::En => en::sentence(trouble),
        }
    }

    /// The sentence for a refusal of the queue rules.
    pub fn of_refusal(refusal: &Refusal, site: &Site, language: Language) -> Self {
        Self::of(&Trouble::refused(refusal.clone(), site), language)
    }

    fn new(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            detail: Some(detail.into()),
        }
    }
}

/// What the ids in a refusal are called on the square.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The number of the ticket it is about; empty when the ticket is not known.
    pub number: String,
    /// The number of the person's other ticket.
    pub other: String,
    /// The service.
    pub service: LocalText,
}

impl Names {
    /// Looks the names up. What is unknown stays empty.
    pub fn of(refusal: &Refusal, site: &Site) -> Self {
        let number = |id: &TicketId| {
            site.number_of(*id)
                .map(ToString::to_string)
                .unwrap_or_default()
        };
        let service = |id: &ServiceId| {
            let title = |settings: &domain::ServiceSettings| {
                LocalText::new(settings.title(Language::Zh), settings.title(Language::En))
            };
            site.service(id).map_or_else(
                || LocalText::new(id.as_str(), id.as_str()),
                |s| title(&s.settings),
            )
        };
        match refusal {
            Refusal::StationBusy { serving, .. } => Self {
                number: number(serving),
                ..Self::default()
            },
            Refusal::ServiceNotOffered { service: id, .. }
            | Refusal::ServiceClosed { service: id, .. }
            | Refusal::IssuingStopped { service: id }
            | Refusal::CapReached { service: id, .. }
            | Refusal::UnlikelyToBeServed { service: id, .. }
            | Refusal::SlotFull { service: id, .. }
            | Refusal::SlotUnknown { service: id, .. }
            | Refusal::SlotStarted { service: id, .. }
            | Refusal::ServiceInUse { service: id, .. } => Self {
                service: service(id),
                ..Self::default()
            },
            Refusal::SameService {
                ticket,
                service: id,
            }
            | Refusal::TicketOfOtherService {
                ticket,
                service: id,
            } => Self {
                number: number(ticket),
                service: service(id),
                ..Self::default()
            },
            Refusal::VisitElsewhere { ticket, other, .. } => Self {
                number: number(ticket),
                other: number(other),
                ..Self::default()
            },
            Refusal::TicketNotCalled { ticket, .. }
            | Refusal::TicketNotServing { ticket, .. }
            | Refusal::TicketServing { ticket }
            | Refusal::TicketAtStation { ticket, .. }
            | Refusal::TicketOnHold { ticket }
            | Refusal::TicketNoShow { ticket }
            | Refusal::TicketClosed { ticket, .. }
            | Refusal::TicketChanged { ticket, .. }
            | Refusal::TicketStillOpen { ticket, .. }
            | Refusal::AppointmentUsed { ticket, .. } => Self {
                number: number(ticket),
                ..Self::default()
            },
            Refusal::TicketCarried { ticket, into } => Self {
                number: number(ticket),
                other: number(into),
                ..Self::default()
            },
            Refusal::ItemNotReady { item, .. } | Refusal::ItemCollected { item } => Self {
                number: site
                    .items
                    .get(item)
                    .map(|item| item.number.to_string())
                    .unwrap_or_default(),
                ..Self::default()
            },
            Refusal::StationNotOpen { .. }
            | Refusal::StationIdle { .. }
            | Refusal::DayClosed { .. }
            | Refusal::AppointmentWrongDay { .. }
            | Refusal::AppointmentTooLate { .. }
            | Refusal::AppointmentCancelled { .. }
            | Refusal::CardUnknown {}
            | Refusal::CardRevoked {}
            | Refusal::SeriesUnknown {}
            | Refusal::SeriesExhausted {}
            | Refusal::SeriesGap { .. }
            | Refusal::SeriesForked {}
            | Refusal::NothingToUndo { .. }
            | Refusal::KeyReused { .. }
            | Refusal::NotFound { .. }
            | Refusal::NotAllowed { .. }
            | Refusal::ValueOutOfRange { .. } => Self::default(),
        }
    }
}

#[cfg(test)]
mod tests;
