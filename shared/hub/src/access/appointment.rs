//! Who may book, and who may act on one appointment.

use chrono::NaiveDate;
use domain::refusal::Thing;
use domain::{
    AppointmentCode, AppointmentCommand, AppointmentId, AppointmentState, Command, Role, SubjectId,
    day,
};
use protocol::{
    Answer, AppointmentAnswer, AppointmentList, AppointmentView, BookAppointment, Booked, CheckIn,
    Issued, LocalTime,
};
use uuid::Uuid;

use super::{Acting, Identity, Issuer, SiteRef, Volunteer};
use crate::hub::Hub;
use crate::people::Person;
use crate::problem::Trouble;
use crate::secrets::{TicketLink, random};
use crate::views;

/// A kiosk, staff, or a phone where the site allows it.
pub struct Booker {
    hub: Hub,
    acting: Acting,
    is_staff: bool,
}

impl Booker {
    /// Kiosks and staff always, phones where the site allows it.
    pub(super) fn of(identity: &Identity, site: &SiteRef) -> Result<Self, Trouble> {
        let hub = identity.hub().clone();
        if let Some((role, id, _)) = identity.holder(site, &[Role::Kiosk]) {
            let acting = identity.acting(site, role, Some(id));
            return Ok(Self {
                hub,
                acting,
                is_staff: false,
            });
        }
        if let Ok(volunteer) = identity.volunteer(site) {
            let (acting, _) = volunteer.into_parts();
            return Ok(Self {
                hub,
                acting,
                is_staff: true,
            });
        }
        Self::phone(identity, site)
    }

    /// A phone, whoever else its browser is signed in as.
    pub(super) fn phone(identity: &Identity, site: &SiteRef) -> Result<Self, Trouble> {
        if !site.read(|published| published.site.settings.book_from_phones) {
            return Err(if identity.is_anybody() {
                Trouble::BookingOff
            } else {
                Trouble::Forbidden
            });
        }
        identity.counted_join()?;
        Ok(Self {
            hub: identity.hub().clone(),
            acting: identity.resident(site),
            is_staff: false,
        })
    }

    /// Takes a place. Kiosk and phone get the appointment's link, staff its id alone.
    ///
    /// # Errors
    /// `not_allowed` when others than staff ask for a class; otherwise the refusals of booking.
    pub async fn book(&self, request: BookAppointment) -> Result<Booked, Trouble> {
        if request.class.is_some() && !self.is_staff {
            return Err(Trouble::Forbidden);
        }
        let person = Person::read(request.name.as_deref(), request.phone.as_deref());
        let person = person.map_err(|refusal| self.acting.site.refused(refusal))?;
        let subject = match &person {
            None => None,
            Some(person) => Some(self.keep(&request, person).await?),
        };
        let command = AppointmentCommand::Book {
            service: request.service,
            slot: request.slot.moment(),
            class: request.class.unwrap_or_default(),
            subject,
        };
        let answered = self.acting.submit(Command::Appointment(command)).await;
        if let (Err(trouble), Some(subject)) = (&answered, subject)
            && trouble.is_refusal()
        {
            // Nothing names it. What cannot be erased now goes with its day.
            let _ = self
                .hub
                .people()
                .erase(self.acting.site.id(), subject)
                .await;
        }
        let Answer::Appointment(AppointmentAnswer { mut appointment }) = answered? else {
            return Err(Trouble::Internal);
        };
        show(&mut appointment, person.as_ref());
        if self.is_staff {
            return Ok(Booked {
                appointment,
                token: None,
                url: None,
            });
        }
        let id = appointment.id.ok_or(Trouble::Internal)?;
        let link = self
            .hub
            .secrets()
            .appointment_link(self.acting.site.code(), id);
        Ok(Booked {
            appointment,
            url: Some(format!("{}/a/{}", self.hub.place().first(), link.as_str())),
            token: Some(link.as_str().to_owned()),
        })
    }
}

impl Booker {
    /// Keeps who books before the fact that names it, under a subject that a repeat of the same
    /// request finds again.
    async fn keep(&self, request: &BookAppointment, person: &Person) -> Result<SubjectId, Trouble> {
        let site = &self.acting.site;
        let zone = site.read(|published| published.site.settings.time_zone);
        let date = |at| day::local_date(at, zone);
        let subject = match &self.acting.key {
            None => Uuid::from_bytes(random()),
            Some(key) => {
                let today = date(site.now()).to_string();
                let request = serde_json::to_vec(request).map_err(|_| Trouble::Internal)?;
                let parts = [
                    site.id().as_str().as_bytes(),
                    key.as_bytes(),
                    today.as_bytes(),
                    &request,
                ];
                let mut half = [0; 16];
                half.copy_from_slice(&self.hub.secrets().digest("subject", &parts).0[..16]);
                Uuid::from_bytes(half)
            }
        };
        let (subject, date) = (SubjectId(subject), date(request.slot.moment()));
        let people = self.hub.people();
        people.keep(site.id(), subject, date, person).await?;
        Ok(subject)
    }
}

/// Shows who it is, as far as that may be seen.
fn show(appointment: &mut AppointmentView, person: Option<&Person>) {
    appointment.name = person.and_then(Person::masked_name);
    appointment.phone = person.and_then(Person::masked_phone);
}

impl Volunteer {
    /// The appointments of a day, of today without a date, with who they are, masked.
    pub async fn appointments_with_people(&self, date: Option<NaiveDate>) -> AppointmentList {
        let mut list = self.appointments(date);
        let people = self.hub().people();
        for appointment in &mut list.appointments {
            let subject = appointment.id.and_then(|id| subject_of(self.site(), id));
            if let Some(subject) = subject {
                let person = people.find(self.site().id(), subject).await;
                show(appointment, person.as_ref());
            }
        }
        list
    }
}

fn subject_of(site: &SiteRef, id: AppointmentId) -> Option<SubjectId> {
    site.read(|published| published.site.appointments.get(&id)?.subject)
}

/// The holder of an appointment's link, a kiosk, or staff; these two also by its code.
pub struct OnAppointment {
    hub: Hub,
    acting: Acting,
    appointment: AppointmentId,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Holder,
    Kiosk,
    Staff,
}

impl OnAppointment {
    /// Finds the appointment. A link is enough by itself; an id or a code is for those who are
    /// signed in.
    pub(super) fn find(identity: &Identity, site: &SiteRef, name: &str) -> Result<Self, Trouble> {
        let link = name.parse::<TicketLink>().ok();
        let found = Self::look_up(identity, site, name, link.as_ref());
        // A link that was guessed is counted against its sender, a right one against itself.
        if let Some(link) = &link {
            identity.counted(found.is_ok().then_some(link))?;
        }
        found
    }

    fn look_up(
        identity: &Identity,
        site: &SiteRef,
        name: &str,
        link: Option<&TicketLink>,
    ) -> Result<Self, Trouble> {
        let missing = || site.missing(Thing::Appointment, "");
        let kiosk = identity.holder(site, &[Role::Kiosk]);
        let (acting, kind) = match (kiosk, link) {
            (Some((role, id, _)), _) => (identity.acting(site, role, Some(id)), Kind::Kiosk),
            (None, Some(_)) => (identity.resident(site), Kind::Holder),
            (None, None) => {
                let (acting, _) = identity.volunteer(site)?.into_parts();
                (acting, Kind::Staff)
            }
        };
        let hub = identity.hub().clone();
        Ok(Self {
            appointment: named(&hub, site, name).ok_or_else(missing)?,
            hub,
            acting,
            kind,
        })
    }

    /// The appointment as it is now.
    ///
    /// # Errors
    /// `not_found` once it is forgotten.
    pub fn view(&self) -> Result<AppointmentAnswer, Trouble> {
        let site = &self.acting.site;
        let view = site.read(|published| {
            let known = published.site.appointments.get(&self.appointment)?;
            Some(views::appointment(&published.scene(site.now()), known))
        });
        let appointment = view.ok_or_else(|| site.missing(Thing::Appointment, ""))?;
        Ok(self.shown(AppointmentAnswer { appointment }))
    }

    /// The same with who it is, masked.
    ///
    /// # Errors
    /// `not_found` once it is forgotten.
    pub async fn view_with_person(&self) -> Result<AppointmentAnswer, Trouble> {
        let mut answer = self.view()?;
        let site = &self.acting.site;
        if let Some(subject) = subject_of(site, self.appointment) {
            let person = self.hub.people().find(site.id(), subject).await;
            show(&mut answer.appointment, person.as_ref());
        }
        Ok(answer)
    }

    /// The link of the number it became; none before, and once that ticket is forgotten.
    pub fn ticket_link(&self) -> Option<TicketLink> {
        let site = &self.acting.site;
        let ticket = site.read(|published| {
            match published.site.appointments.get(&self.appointment)?.state {
                AppointmentState::CheckedIn { ticket, .. } => {
                    published.site.known_state(ticket).is_ok().then_some(ticket)
                }
                AppointmentState::Booked | AppointmentState::Cancelled => None,
            }
        })?;
        Some(site.ticket_link(ticket))
    }

    /// Takes a place in another slot instead.
    ///
    /// # Errors
    /// The refusals of moving.
    pub async fn move_to(&self, slot: LocalTime) -> Result<AppointmentAnswer, Trouble> {
        let moved = self
            .submit(AppointmentCommand::Move {
                appointment: self.appointment,
                slot: slot.moment(),
            })
            .await?;
        self.keep_with(slot).await;
        Ok(moved)
    }

    /// Who it is is kept as long as the new day asks. The key of the old day dies with it, so it is
    /// kept anew; should the power go in between, the name is lost and the appointment is not.
    async fn keep_with(&self, slot: LocalTime) {
        let site = &self.acting.site;
        let Some(subject) = subject_of(site, self.appointment) else {
            return;
        };
        let people = self.hub.people();
        let Some(person) = people.find(site.id(), subject).await else {
            return;
        };
        let zone = site.read(|published| published.site.settings.time_zone);
        let date = day::local_date(slot.moment(), zone);
        let anew = async {
            people.erase(site.id(), subject).await?;
            people.keep(site.id(), subject, date, &person).await
        };
        if let Err(trouble) = anew.await {
            tracing::warn!(site = %site.id(), %trouble, "a name was not kept for the new day");
        }
    }

    /// Forgets who it is, at once; the appointment stays.
    ///
    /// # Errors
    /// `not_allowed` for kiosks; `busy` when it could not be erased.
    pub async fn forget(&self) -> Result<AppointmentAnswer, Trouble> {
        if self.kind == Kind::Kiosk {
            return Err(Trouble::Forbidden);
        }
        let site = &self.acting.site;
        if let Some(subject) = subject_of(site, self.appointment) {
            self.hub.people().erase(site.id(), subject).await?;
            self.acting.submit(Command::ErasePerson { subject }).await?;
        }
        self.view()
    }

    /// Gives the place up.
    ///
    /// # Errors
    /// The refusals of giving up.
    pub async fn cancel(&self) -> Result<AppointmentAnswer, Trouble> {
        self.submit(AppointmentCommand::Cancel {
            appointment: self.appointment,
        })
        .await
    }

    /// Gives the holder, who is here, a number. From afar nobody checks in.
    ///
    /// # Errors
    /// `not_allowed` for the holder's phone; otherwise the refusals of checking in.
    pub async fn check_in(&self, request: CheckIn) -> Result<Issued, Trouble> {
        if self.kind == Kind::Holder || (request.ticket.is_some() && self.kind != Kind::Kiosk) {
            return Err(Trouble::Forbidden);
        }
        let command = AppointmentCommand::CheckIn {
            appointment: self.appointment,
            visit: request.visit,
        };
        let command = Command::Appointment(command);
        let answer = self.acting.submit_with(command, request.ticket).await?;
        let Answer::Ticket(answer) = answer else {
            return Err(Trouble::Internal);
        };
        let with_link = self.kind == Kind::Kiosk;
        Issuer::handed_out(&self.hub, &self.acting, answer.ticket, with_link)
    }

    async fn submit(&self, command: AppointmentCommand) -> Result<AppointmentAnswer, Trouble> {
        let answered = self.acting.submit(Command::Appointment(command)).await;
        let answer = answered.map_err(|trouble| match self.kind {
            Kind::Holder => trouble.for_holder(),
            Kind::Kiosk | Kind::Staff => trouble,
        })?;
        let Answer::Appointment(answer) = answer else {
            return Err(Trouble::Internal);
        };
        Ok(self.shown(answer))
    }

    fn shown(&self, answer: AppointmentAnswer) -> AppointmentAnswer {
        match self.kind {
            Kind::Holder => AppointmentAnswer {
                appointment: answer.appointment.for_holder(),
            },
            Kind::Kiosk | Kind::Staff => answer,
        }
    }
}

/// Every link is made anew: a square knows some hundred appointments, and each takes a microsecond.
/// The appointment that a link, a code or an id names.
pub(super) fn named(hub: &Hub, site: &SiteRef, name: &str) -> Option<AppointmentId> {
    match name.parse::<TicketLink>() {
        Ok(link) => by_link(hub, site, &link),
        Err(_) => by_name(site, name),
    }
}

fn by_link(hub: &Hub, site: &SiteRef, link: &TicketLink) -> Option<AppointmentId> {
    if link.site() != Some(site.code()) {
        return None;
    }
    site.read(|published| {
        let mut known = published.site.appointments.keys();
        known
            .find(|id| hub.secrets().appointment_secret(**id) == link.secret())
            .copied()
    })
}

fn by_name(site: &SiteRef, name: &str) -> Option<AppointmentId> {
    if let Ok(code) = name.parse::<AppointmentCode>() {
        return site.read(|p| p.site.appointment_by_code(code).map(|known| known.id));
    }
    let id = AppointmentId(name.parse().ok()?);
    site.read(|p| p.site.appointments.contains_key(&id).then_some(id))
}
