//! Somebody who may act on one ticket.

use domain::refusal::Thing;
use domain::{
    CancelReason, Command, ItemCommand, ItemKind, Refusal, Role, Target, TicketId, TicketState,
};
use protocol::{Answer, TicketAnswer};

use super::{Acting, Identity, Reach, SiteRef};
use crate::problem::Trouble;
use crate::secrets::TicketLink;

/// The holder of a ticket's link, a kiosk, or staff by the ticket's id.
pub struct OnTicket {
    acting: Acting,
    ticket: TicketId,
    kind: Kind,
}

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Holder,
    Kiosk,
    Staff(Reach),
}

impl OnTicket {
    /// Finds the ticket. A link is enough by itself; an id is for those who are signed in.
    pub(super) fn find(identity: &Identity, site: &SiteRef, ticket: &str) -> Result<Self, Trouble> {
        let found = Self::look_up(identity, site, ticket);
        // A link that was guessed is counted against its sender, a right one against itself.
        let link = ticket.parse::<TicketLink>().ok();
        if let Some(link) = link {
            let is_right = match &found {
                Ok(_) | Err(Trouble::TicketPending { .. }) => true,
                Err(_) => false,
            };
            identity.counted(is_right.then_some(&link))?;
        }
        found
    }

    /// Finds the ticket without counting the look.
    pub(super) fn look_up(
        identity: &Identity,
        site: &SiteRef,
        ticket: &str,
    ) -> Result<Self, Trouble> {
        if let Ok(link) = ticket.parse::<TicketLink>() {
            return Self::by_link(identity, site, &link);
        }
        // What is no id names no ticket, whoever asks.
        let missing = || site.missing(Thing::Ticket, "");
        let ticket = TicketId(ticket.parse().map_err(|_| missing())?);
        let (acting, kind) = if let Some((role, id, _)) = identity.holder(site, &[Role::Kiosk]) {
            (identity.acting(site, role, Some(id)), Kind::Kiosk)
        } else {
            let (acting, reach) = identity.volunteer(site)?.into_parts();
            (acting, Kind::Staff(reach))
        };
        let is_there = site.read(|published| published.site.known_state(ticket).is_ok());
        if is_there {
            Ok(Self {
                acting,
                ticket,
                kind,
            })
        } else {
            Err(missing())
        }
    }

    fn by_link(identity: &Identity, site: &SiteRef, link: &TicketLink) -> Result<Self, Trouble> {
        let found = (link.site() == Some(site.code()))
            .then(|| site.read(|published| published.ticket_of(link.secret())))
            .flatten();
        let Some(ticket) = found else {
            // A link is a secret: the answer does not repeat it.
            let hub = identity.hub();
            return Err(match site.maker_of(hub, link) {
                Some(kiosk) => site.pending(hub, &kiosk),
                None => site.missing(Thing::Ticket, ""),
            });
        };
        if let Some((role, id, _)) = identity.holder(site, &[Role::Kiosk]) {
            let acting = identity.acting(site, role, Some(id));
            return Ok(Self {
                acting,
                ticket,
                kind: Kind::Kiosk,
            });
        }
        // The hub may have given it a number whose answer got lost: the kiosk then showed another.
        if let Some(kiosk) = site.unconfirmed(ticket) {
            return Err(site.pending(identity.hub(), &kiosk));
        }
        Ok(Self {
            acting: identity.resident(site),
            ticket,
            kind: Kind::Holder,
        })
    }

    /// The ticket's id.
    pub fn id(&self) -> TicketId {
        self.ticket
    }

    /// The ticket as it is now.
    ///
    /// # Errors
    /// `not_found` for a ticket of an earlier day that is not known any more.
    pub fn view(&self) -> Result<TicketAnswer, Trouble> {
        let site = &self.acting.site;
        let view = site.read(|published| published.ticket(self.ticket, site.now()));
        let ticket = view.ok_or_else(|| site.missing(Thing::Ticket, ""))?;
        Ok(self.shown(TicketAnswer { ticket }))
    }

    /// Gives up. Who asks decides the reason, unless a device takes its own issue back.
    ///
    /// # Errors
    /// The refusals of cancelling; `not_allowed` for a ticket at another's station.
    pub async fn cancel(&self, asked: Option<CancelReason>) -> Result<TicketAnswer, Trouble> {
        let by_default = match &self.kind {
            Kind::Holder => CancelReason::Visitor,
            Kind::Kiosk => CancelReason::NotWanted,
            Kind::Staff(reach) => {
                self.acting.may_move(self.ticket, reach)?;
                CancelReason::Staff
            }
        };
        let reason = match asked {
            Some(CancelReason::NotWanted) => CancelReason::NotWanted,
            Some(CancelReason::Visitor) => CancelReason::Visitor,
            Some(CancelReason::Staff) | None => by_default,
        };
        self.submit(Command::CancelTicket {
            ticket: self.ticket,
            reason: Some(reason),
        })
        .await
    }

    /// Goes away for a while: 我离开一下. Whoever is being served does not; only staff put such a
    /// ticket aside.
    ///
    /// # Errors
    /// The refusals of holding; `ticket_serving` for others than staff, `not_allowed` for a ticket
    /// at another's station.
    pub async fn hold(&self) -> Result<TicketAnswer, Trouble> {
        match &self.kind {
            Kind::Staff(reach) => self.acting.may_move(self.ticket, reach)?,
            Kind::Holder | Kind::Kiosk => {
                let is_serving = |state: &TicketState| matches!(state, TicketState::Serving { .. });
                if self.acting.finds(self.ticket, is_serving) {
                    let ticket = self.ticket;
                    return Err(self.said(Refusal::TicketServing { ticket }));
                }
            }
        }
        self.submit(Command::HoldTicket {
            target: Target::Ticket(self.ticket),
        })
        .await
    }

    /// Says what the visitor has brought; none takes it back.
    ///
    /// # Errors
    /// `ticket_closed`, `day_closed`.
    pub async fn brings(&self, kind: Option<ItemKind>) -> Result<TicketAnswer, Trouble> {
        self.submit(Command::Item(ItemCommand::Announce {
            ticket: self.ticket,
            kind,
        }))
        .await
    }

    /// Is back: the visitor to the line, staff also straight to a station by [`super::Volunteer`].
    ///
    /// # Errors
    /// The refusals of resuming.
    pub async fn resume(&self) -> Result<TicketAnswer, Trouble> {
        self.submit(Command::ResumeTicket {
            ticket: self.ticket,
            station: None,
        })
        .await
    }

    /// A refusal in the words for whoever asks.
    fn said(&self, refusal: Refusal) -> Trouble {
        self.addressed(self.acting.site.refused(refusal))
    }

    /// The holder of a link knows the ticket by its number, never by its id.
    fn addressed(&self, trouble: Trouble) -> Trouble {
        match self.kind {
            Kind::Holder => trouble.for_holder(),
            Kind::Kiosk | Kind::Staff(_) => trouble,
        }
    }

    async fn submit(&self, command: Command) -> Result<TicketAnswer, Trouble> {
        let answered = self.acting.submit(command).await;
        let answer = answered.map_err(|trouble| self.addressed(trouble))?;
        let Answer::Ticket(answer) = answer else {
            return Err(Trouble::Internal);
        };
        Ok(self.shown(answer))
    }

    fn shown(&self, answer: TicketAnswer) -> TicketAnswer {
        match self.kind {
            Kind::Holder => TicketAnswer {
                ticket: answer.ticket.for_holder(),
            },
            Kind::Kiosk | Kind::Staff(_) => answer,
        }
    }
}
