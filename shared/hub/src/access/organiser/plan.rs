//! How many stations a coming day needs, and setting it up as an earlier one.

use chrono::{Days, NaiveDate};
use domain::Refusal;
use protocol::{PlanAsk, PlanView, ServicePatch, SetUpChange, SetUpLike, SetUpThing, StationPatch};
use tokio::sync::Semaphore;

use super::Organiser;
use crate::plan::{LOOK_BACK_DAYS, Past, Wish};
use crate::problem::Trouble;
use crate::published::EndedDay;
use crate::set_up;

/// Days of history that are read at once.
const PIECE_DAYS: u64 = 62;

/// One plan at a time: it takes some hundred milliseconds of a processor, and the hub has other
/// things to do with the others.
static PLANNING: Semaphore = Semaphore::const_new(1);

impl Organiser {
    /// How many stations a coming day needs, from what earlier days were like.
    ///
    /// # Errors
    /// `value_out_of_range`, or `busy` when the history cannot be read.
    pub async fn plan(&self, ask: &PlanAsk) -> Result<PlanView, Trouble> {
        let site = &self.acting.site;
        let wish = site.read(|published| Wish::of(ask, &published.site, site.now()));
        let wish = wish.map_err(|refusal| site.refused(refusal))?;
        let days = self.earlier_days(&wish).await?;
        let alone = PLANNING.acquire().await;
        let answer = move || {
            // Goes with the work, which ends also when nobody waits for the answer any more.
            let _alone = alone;
            wish.answer(&days)
        };
        site.beside(answer).await
    }

    /// The days that a plan rests on, read backwards until there are enough.
    async fn earlier_days(&self, wish: &Wish) -> Result<Vec<EndedDay>, Trouble> {
        let site = &self.acting.site;
        let choose = |days| wish.choose(days).map_err(|refusal| site.refused(refusal));
        let count = match wish.days {
            Past::Only(date) => return choose(site.days(date, date).await?),
            Past::Newest(count) => count,
        };
        let earliest = back(wish.date, LOOK_BACK_DAYS);
        let (mut found, mut after) = (Vec::new(), wish.date);
        while found.len() < count && after > earliest {
            let from = back(after, PIECE_DAYS).max(earliest);
            let mut piece = site.days(from, back(after, 1)).await?;
            piece.append(&mut found);
            found = choose(piece)?;
            after = from;
        }
        Ok(found)
    }

    /// What would change if the site were set up as on an earlier day, or without one as on the
    /// newest service day.
    ///
    /// # Errors
    /// `value_out_of_range`, or `busy` when the log cannot be read.
    pub async fn set_up_like(&self, date: Option<NaiveDate>) -> Result<SetUpLike, Trouble> {
        let site = &self.acting.site;
        let date = date.unwrap_or_else(|| site.newest_day());
        if date > site.date() {
            return Err(self.out_of_range("date", "today or an earlier day"));
        }
        let then = site.set_up_at_the_end_of(date).await?;
        Ok(site.read(|published| set_up::like(date, &then, &published.site)))
    }

    /// Sets the site up as on an earlier day, by what an organiser does one by one. Only if that is
    /// still what was `seen`; otherwise nothing is done, and the answer tells what would be.
    /// Answers what is left to change, which is nothing when it is done.
    ///
    /// # Errors
    /// As [`Self::set_up_like`]; `station_busy` before anything is done, and what each step is
    /// refused with. Asked again, it goes on where it was.
    pub async fn set_up_as(&self, date: NaiveDate, seen: &str) -> Result<SetUpLike, Trouble> {
        let wanted = self.set_up_like(Some(date)).await?;
        if wanted.tag != seen {
            return Ok(wanted);
        }
        if let Some(busy) = wanted.busy.first() {
            return Err(self.holds_somebody(busy));
        }
        for change in wanted.changes {
            self.carry_out(change).await?;
        }
        self.set_up_like(Some(date)).await
    }

    async fn carry_out(&self, change: SetUpChange) -> Result<(), Trouble> {
        let SetUpChange {
            what,
            id,
            is_new,
            after,
            ..
        } = change;
        match (what, is_new) {
            (SetUpThing::Service, true) => self.add_service(ServicePatch(after)).await.map(drop),
            (SetUpThing::Service, false) => {
                self.set_service(&id, ServicePatch(after)).await.map(drop)
            }
            (SetUpThing::Station, true) => self.add_station(StationPatch(after)).await.map(drop),
            (SetUpThing::Station, false) => {
                self.set_station(&id, StationPatch(after)).await.map(drop)
            }
        }
    }

    fn holds_somebody(&self, station: &domain::StationId) -> Trouble {
        let site = &self.acting.site;
        let refusal = site.read(|published| {
            let held = published.site.station(station)?.ticket?;
            let ticket = published.site.tickets.get(&held)?;
            Some(Refusal::StationBusy {
                station: station.clone(),
                serving: held,
                state: ticket.state.name().to_owned(),
            })
        });
        // Whoever was there has just left: to be asked again.
        refusal.map_or(Trouble::Busy, |refusal| site.refused(refusal))
    }
}

/// So many days earlier, as far as there are days.
fn back(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days))
        .unwrap_or(NaiveDate::MIN)
}
