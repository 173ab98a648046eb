//! For what a number is asked.

/// What the hub is to give a number for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// A place in a line.
    Line(Line),
    /// An appointment whose holder is here.
    CheckIn {
        /// Its six digits or its link's token.
        name: String,
    },
}

/// A place in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Service id.
    pub service: String,
    /// Id of an earlier ticket of the same visit.
    pub visit: Option<String>,
    /// The number on the visitor's card.
    pub card: Option<String>,
    /// Token of an unserved ticket of an earlier day, which is exchanged.
    pub carried_from: Option<String>,
}

impl Line {
    /// A walk-in's.
    pub fn of(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            ..Self::default()
        }
    }
}

impl Order {
    /// The service, where the order names one.
    pub fn service(&self) -> Option<&str> {
        match self {
            Self::Line(line) => Some(&line.service),
            Self::CheckIn { .. } => None,
        }
    }

    /// Whether the number can be handed back: an appointment or an old number would be lost by it.
    pub fn can_undo(&self) -> bool {
        match self {
            Self::Line(line) => line.carried_from.is_none(),
            Self::CheckIn { .. } => false,
        }
    }
}
