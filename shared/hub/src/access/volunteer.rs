//! Somebody who serves on the square.

use chrono::NaiveDate;
use domain::refusal::Thing;
use domain::{Command, ServiceId, StationId, Target, TicketId};
use protocol::{Answer, AppointmentList, QueueView, StationAnswer, StationList, TicketAnswer};

use super::{Acting, Reach, SiteRef};
use crate::hub::Hub;
use crate::problem::Trouble;

/// A volunteer, a team leader or an organiser.
pub struct Volunteer {
    hub: Hub,
    acting: Acting,
    reach: Reach,
}

impl Volunteer {
    pub(super) fn new(hub: Hub, acting: Acting, reach: Reach) -> Self {
        Self { hub, acting, reach }
    }

    pub(super) fn into_parts(self) -> (Acting, Reach) {
        (self.acting, self.reach)
    }

    pub(super) fn hub(&self) -> &Hub {
        &self.hub
    }

    /// The site.
    pub fn site(&self) -> &SiteRef {
        &self.acting.site
    }

    /// The only station this volunteer acts at; none means that there is a choice.
    pub fn station(&self) -> Option<&StationId> {
        match &self.reach {
            Reach::Only(stations) if stations.len() == 1 => stations.first(),
            Reach::Only(_) | Reach::Any => None,
        }
    }

    /// Who waits, in the order of call; of one service or of all.
    ///
    /// # Errors
    /// `not_found` for an unknown service.
    pub fn queue(&self, service: Option<&str>) -> Result<QueueView, Trouble> {
        let site = &self.acting.site;
        let service = match service {
            Some(id) => Some(site.service(id)?.service.id),
            None => None,
        };
        Ok(site.read(|published| published.queue(site.now(), service.as_ref())))
    }

    /// The stations as staff see them.
    pub fn stations(&self) -> StationList {
        let site = &self.acting.site;
        let named = self.hub.kiosks_of(site.id());
        site.read(|published| published.staff_stations(site.now(), named))
    }

    /// One station as staff see it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn one_station(&self, id: &str) -> Result<StationAnswer, Trouble> {
        self.acting.site.pick_station(self.stations(), id)
    }

    /// Takes a ticket back from hold, straight to a station if one is named.
    ///
    /// # Errors
    /// The refusals of resuming; `not_allowed` for another's station.
    pub async fn resume(
        &self,
        ticket: &str,
        station: Option<StationId>,
    ) -> Result<TicketAnswer, Trouble> {
        if station.as_ref().is_some_and(|at| !self.reach.includes(at)) {
            return Err(Trouble::Forbidden);
        }
        let ticket = self.ticket(ticket)?;
        self.submit(Command::ResumeTicket { ticket, station }).await
    }

    /// Takes somebody back after a no-show.
    ///
    /// # Errors
    /// The refusals of reinstating.
    pub async fn reinstate(&self, ticket: &str) -> Result<TicketAnswer, Trouble> {
        let ticket = self.ticket(ticket)?;
        self.submit(Command::ReinstateTicket { ticket }).await
    }

    /// Sends a ticket to another line.
    ///
    /// # Errors
    /// The refusals of transferring; `not_allowed` for a ticket at another's station.
    pub async fn transfer(
        &self,
        ticket: &str,
        service: ServiceId,
    ) -> Result<TicketAnswer, Trouble> {
        let ticket = self.ticket(ticket)?;
        self.acting.may_move(ticket, &self.reach)?;
        let target = Target::Ticket(ticket);
        self.submit(Command::TransferTicket { target, service })
            .await
    }

    /// The appointments of a day; of today without a date.
    pub fn appointments(&self, date: Option<NaiveDate>) -> AppointmentList {
        self.acting.site.appointments(date)
    }

    /// Whether the volunteer may act at the station.
    pub(super) fn reaches(&self, station: &StationId) -> bool {
        self.reach.includes(station)
    }

    pub(super) async fn submit_any(&self, command: Command) -> Result<Answer, Trouble> {
        self.acting.submit(command).await
    }

    pub(super) fn ticket(&self, ticket: &str) -> Result<TicketId, Trouble> {
        let id = ticket.parse().map(TicketId);
        id.map_err(|_| self.acting.site.missing(Thing::Ticket, ""))
    }

    async fn submit(&self, command: Command) -> Result<TicketAnswer, Trouble> {
        let Answer::Ticket(answer) = self.acting.submit(command).await? else {
            return Err(Trouble::Internal);
        };
        Ok(answer)
    }
}
