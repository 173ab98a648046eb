//! Somebody who runs a site: its settings, its day, and who may act there.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{Command, Refusal};
use protocol::{
    Answer, AuditView, DashboardView, HistoryView, RepairList, ReportView, SiteAnswer, StatsView,
};

use super::{Acting, SiteRef};
use crate::audit::Sought;
use crate::engine::MeasuredDay;
use crate::hub::Hub;
use crate::machine::Wish;
use crate::problem::Trouble;

mod curve;
mod people;
mod plan;
mod settings;

pub(crate) use curve::BREAK_ASKED_MIN;

/// Longest span of figures, in days.
const STATS_DAYS_MAX: i64 = 3_660;
/// Longest span of tickets one by one, in days: some thousand rows.
const HISTORY_DAYS_MAX: i64 = 31;

/// An organiser of this site.
pub struct Organiser {
    pub(super) hub: Hub,
    pub(super) acting: Acting,
    /// Whether the sender is a technician of the whole hub as well, as the machine's own token is.
    is_technician: bool,
}

impl Organiser {
    pub(super) fn new(hub: Hub, acting: Acting, is_technician: bool) -> Self {
        Self {
            hub,
            acting,
            is_technician,
        }
    }

    /// The site.
    pub fn site(&self) -> &SiteRef {
        &self.acting.site
    }

    /// Today at a glance.
    pub fn dashboard(&self) -> DashboardView {
        let site = &self.acting.site;
        let named = self.hub.kiosks_of(site.id());
        site.read(|published| published.dashboard(site.now(), named))
    }

    /// Figures of the days from `from` to `to`; the one that is left out is the other, or today.
    ///
    /// # Errors
    /// `value_out_of_range`, or `busy` when the history cannot be read.
    pub async fn stats(
        &self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<StatsView, Trouble> {
        let (from, to) = self.span(from, to)?;
        if (to - from).num_days() > STATS_DAYS_MAX {
            return Err(self.out_of_range("to", "up to 10 years after from"));
        }
        self.acting.site.stats(from, to).await
    }

    /// The report of a day; without a date of the newest service day.
    ///
    /// # Errors
    /// `busy` when the history cannot be read.
    pub async fn report(&self, date: Option<NaiveDate>) -> Result<ReportView, Trouble> {
        self.acting.site.report(date).await
    }

    /// What figures need of every service day, oldest first.
    ///
    /// # Errors
    /// `busy` when the history cannot be read.
    pub(crate) async fn all_days(&self) -> Result<Vec<Arc<MeasuredDay>>, Trouble> {
        self.acting.site.all_days().await
    }

    /// The tickets of the days from `from` to `to`; the one that is left out is the other, or today.
    ///
    /// # Errors
    /// `value_out_of_range`, or `busy` when the history cannot be read.
    pub async fn history(
        &self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<HistoryView, Trouble> {
        let (from, to) = self.span(from, to)?;
        if (to - from).num_days() > HISTORY_DAYS_MAX {
            return Err(self.out_of_range("to", "up to 31 days after from"));
        }
        self.acting.site.history(from, to).await
    }

    /// Who did what on a day, on today without a date, as far as one answer holds.
    ///
    /// # Errors
    /// `busy` when the log cannot be read.
    pub async fn audit(
        &self,
        date: Option<NaiveDate>,
        from: Option<u64>,
        sought: &Sought,
    ) -> Result<AuditView, Trouble> {
        self.acting.site.audit(date, from, sought).await
    }

    /// What was left to be repaired from `from` to `to`, and what became of it.
    ///
    /// # Errors
    /// `value_out_of_range`, or `busy` when the log cannot be read.
    pub async fn repairs(
        &self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<RepairList, Trouble> {
        let (from, to) = self.span(from, to)?;
        self.acting.site.repairs(from, to).await
    }

    fn span(
        &self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<(NaiveDate, NaiveDate), Trouble> {
        let site = &self.acting.site;
        let zone = site.read(|published| published.site.settings.time_zone);
        let today = domain::day::local_date(site.now(), zone);
        let (from, to) = (from.or(to).unwrap_or(today), to.or(from).unwrap_or(today));
        if to < from {
            return Err(self.out_of_range("to", "from or later"));
        }
        Ok((from, to))
    }

    /// Opens the day, also again after it was closed.
    ///
    /// # Errors
    /// The refusals of the day.
    pub async fn open_day(&self) -> Result<SiteAnswer, Trouble> {
        self.submit_site(Command::OpenDay).await
    }

    /// Ends the day.
    ///
    /// # Errors
    /// The refusals of the day.
    pub async fn close_day(&self) -> Result<SiteAnswer, Trouble> {
        self.submit_site(Command::CloseDay).await
    }

    pub(super) fn out_of_range(&self, field: &str, allowed: &str) -> Trouble {
        let (field, allowed) = (field.to_owned(), allowed.to_owned());
        self.acting
            .site
            .refused(Refusal::ValueOutOfRange { field, allowed })
    }

    async fn submit_site(&self, command: impl Into<Wish>) -> Result<SiteAnswer, Trouble> {
        let Answer::Site(answer) = self.acting.submit(command).await? else {
            return Err(Trouble::Internal);
        };
        Ok(answer)
    }
}
