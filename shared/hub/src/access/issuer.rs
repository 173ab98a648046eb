//! Somebody who may give numbers.

use domain::refusal::Thing;
use domain::{Command, TicketId};
use protocol::{Answer, IssueTicket, Issued, TicketView};

use super::{Acting, card};
use crate::hub::Hub;
use crate::problem::Trouble;
use crate::secrets::TicketLink;

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
    /// `not_allowed` when others than staff ask for a class, or others than kiosks choose the
    /// ticket's id; otherwise the refusals of issuing.
    pub async fn issue(&self, request: IssueTicket) -> Result<Issued, Trouble> {
        let is_staffs = request.class.is_some() && self.kind != Kind::Staff;
        let is_kiosks = request.ticket.is_some() && self.kind != Kind::Kiosk;
        if is_staffs || is_kiosks {
            return Err(Trouble::Forbidden);
        }
        let carried_from = match &request.carried_from {
            None => None,
            Some(name) => Some(self.old_ticket(name)?),
        };
        let card = match &request.card {
            None => None,
            // What is no number of a card is the number of no card.
            Some(number) => Some(
                card::key(&self.hub, number)
                    .ok_or_else(|| self.acting.site.refused(domain::Refusal::CardUnknown {}))?,
            ),
        };
        let command = Command::IssueTicket {
            service: request.service,
            class: request.class.unwrap_or_default(),
            visit: request.visit,
            card,
            carried_from,
        };
        let answered = self.acting.submit_with(command, request.ticket).await;
        let answer = match (answered, self.kind) {
            (Ok(Answer::Ticket(answer)), _) => answer,
            (Ok(_), _) => return Err(Trouble::Internal),
            (Err(trouble), Kind::Phone) => return Err(trouble.for_holder()),
            (Err(trouble), Kind::Kiosk | Kind::Staff) => return Err(trouble),
        };
        let with_link = self.kind != Kind::Staff;
        Self::handed_out(&self.hub, &self.acting, answer.ticket, with_link)
    }

    /// The ticket of an earlier day: by its link, which a scanner reads off the paper, or by its id.
    fn old_ticket(&self, name: &str) -> Result<TicketId, Trouble> {
        let site = &self.acting.site;
        let missing = || site.missing(Thing::Ticket, "");
        if let Ok(link) = name.parse::<TicketLink>() {
            return site.ticket_of(&link).ok_or_else(missing);
        }
        if self.kind == Kind::Phone {
            return Err(missing());
        }
        name.parse().map(TicketId).map_err(|_| missing())
    }

    /// A ticket as it is handed out, with its link or for staff without.
    pub(super) fn handed_out(
        hub: &Hub,
        acting: &Acting,
        ticket: TicketView,
        with_link: bool,
    ) -> Result<Issued, Trouble> {
        if !with_link {
            return Ok(Issued {
                ticket,
                token: None,
                url: None,
            });
        }
        let id = ticket.id.ok_or(Trouble::Internal)?;
        let link = acting.site.ticket_link(id);
        let url = format!("{}/t/{}", hub.place().first(), link.as_str());
        Ok(Issued {
            ticket,
            token: Some(link.as_str().to_owned()),
            url: Some(url),
        })
    }
}
