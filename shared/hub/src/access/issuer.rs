//! Somebody who may give numbers.

use domain::Command;
use protocol::{Answer, IssueTicket, Issued};

use super::Acting;
use crate::hub::Hub;
use crate::problem::Trouble;

/// A kiosk, staff, or a phone where the site allows it.
pub struct Issuer {
    hub: Hub,
    acting: Acting,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Kiosk,
    Staff,
    Phone,
}

impl Issuer {
    pub(super) fn kiosk(hub: Hub, acting: Acting) -> Self {
        Self {
            hub,
            acting,
            kind: Kind::Kiosk,
        }
    }

    pub(super) fn staff(hub: Hub, acting: Acting) -> Self {
        Self {
            hub,
            acting,
            kind: Kind::Staff,
        }
    }

    pub(super) fn phone(hub: Hub, acting: Acting) -> Self {
        Self {
            hub,
            acting,
            kind: Kind::Phone,
        }
    }

    /// Gives a number. Kiosk and phone get the ticket's link, staff its id alone.
    ///
    /// # Errors
    /// `not_allowed` when others than staff ask for a class; otherwise the refusals of issuing.
    pub async fn issue(&self, request: IssueTicket) -> Result<Issued, Trouble> {
        if request.class.is_some() && self.kind != Kind::Staff {
            return Err(Trouble::Forbidden);
        }
        let command = Command::IssueTicket {
            service: request.service,
            class: request.class.unwrap_or_default(),
            visit: request.visit,
        };
        let answered = self.acting.submit(command).await;
        let answer = match (answered, self.kind) {
            (Ok(Answer::Ticket(answer)), _) => answer,
            (Ok(_), _) => return Err(Trouble::Internal),
            (Err(trouble), Kind::Phone) => return Err(trouble.for_holder()),
            (Err(trouble), Kind::Kiosk | Kind::Staff) => return Err(trouble),
        };
        let ticket = answer.ticket;
        if self.kind == Kind::Staff {
            return Ok(Issued {
                ticket,
                token: None,
                url: None,
            });
        }
        let id = ticket.id.ok_or(Trouble::Internal)?;
        let link = self.hub.secrets().ticket_link(self.acting.site.code(), id);
        let url = format!("{}/t/{}", self.hub.place().first(), link.as_str());
        Ok(Issued {
            ticket,
            token: Some(link.as_str().to_owned()),
            url: Some(url),
        })
    }
}
