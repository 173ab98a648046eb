//! What people say of themselves: kept sealed beside the log, shown masked, erased in time.
//!
//! A name or a phone never enters the log. The log holds a subject, a number that says nothing; the
//! vault holds what stands under it, written before the fact that names it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{Days, NaiveDate};
use domain::{Command, Refusal, SiteId, SubjectId, day};
use serde::{Deserialize, Serialize};
use store::{KeyScope, LogId, Vault, VaultError};

use crate::access::SiteRef;
use crate::engine::store_day;
use crate::hub::Hub;
use crate::problem::Trouble;

/// What is due is erased so often: well within the day that the retention counts.
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 40;
/// Digits of a phone number.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=20;

/// A name and a phone, as far as they were given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

impl Person {
    /// Reads what was typed; `None` if nothing was.
    ///
    /// # Errors
    /// `value_out_of_range`, which repeats nothing of it.
    pub(crate) fn read(name: Option<&str>, phone: Option<&str>) -> Result<Option<Self>, Refusal> {
        let typed = |text: Option<&str>| {
            text.map(str::trim)
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
        };
        let (name, phone) = (typed(name), typed(phone));
        let is_name = |name: &String| {
            name.chars().count() <= NAME_CHARS_MAX && !name.chars().any(char::is_control)
        };
        if !name.as_ref().is_none_or(is_name) {
            return Err(out_of_range("name", "up to 40 characters on one line"));
        }
        let phone = phone.map(|phone| digits(&phone)).transpose()?;
        let person = Self { name, phone };
        Ok((person.name.is_some() || person.phone.is_some()).then_some(person))
    }

    /// The name as staff may see it: 王**.
    pub(crate) fn masked_name(&self) -> Option<String> {
        let first = self.name.as_ref()?.chars().next()?;
        Some(format!("{first}**"))
    }

    /// The phone as staff may see it: 138****1234.
    pub(crate) fn masked_phone(&self) -> Option<String> {
        let phone = self.phone.as_deref()?;
        let shown = if phone.len() >= 10 { (3, 4) } else { (0, 2) };
        let (start, end) = (&phone[..shown.0], &phone[phone.len() - shown.1..]);
        Some(format!("{start}****{end}"))
    }
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Person(…)")
    }
}

/// The digits of a phone number, with the plus of a foreign one.
fn digits(typed: &str) -> Result<String, Refusal> {
    let wrong = || out_of_range("phone", "5 to 20 digits");
    let is_between = |c: char| c.is_whitespace() || matches!(c, '-' | '(' | ')');
    let kept: String = typed.chars().filter(|c| !is_between(*c)).collect();
    let number = kept.strip_prefix('+').unwrap_or(&kept);
    let is_number =
        PHONE_DIGITS.contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    if is_number { Ok(kept) } else { Err(wrong()) }
}

fn out_of_range(field: &str, allowed: &str) -> Refusal {
    Refusal::ValueOutOfRange {
        field: field.to_owned(),
        allowed: allowed.to_owned(),
    }
}

/// The persons of all sites of a hub.
#[derive(Clone)]
pub(crate) struct People(Arc<dyn Vault>);

impl People {
    pub(crate) fn new(vault: Arc<dyn Vault>) -> Self {
        Self(vault)
    }

    /// Keeps somebody until the retention after `date` is over. Durable when it answers.
    ///
    /// # Errors
    /// `busy` when it could not be kept: then nothing that names it may be recorded.
    pub(crate) async fn keep(
        &self,
        site: &SiteId,
        subject: SubjectId,
        date: NaiveDate,
        person: &Person,
    ) -> Result<(), Trouble> {
        let bytes = serde_json::to_vec(person).map_err(|_| Trouble::Internal)?;
        let scope = KeyScope::Day(store_day(date));
        let kept = self.0.put(&log(site)?, stored(subject), scope, bytes).await;
        kept.map_err(|error| failed(site, &error))
    }

    /// Who stands under a subject; none if it was erased, or cannot be read.
    pub(crate) async fn find(&self, site: &SiteId, subject: SubjectId) -> Option<Person> {
        match self.0.get(&log(site).ok()?, stored(subject)).await {
            Ok(bytes) => serde_json::from_slice(&bytes?).ok(),
            Err(error) => {
                failed(site, &error);
                None
            }
        }
    }

    /// Erases somebody for good.
    ///
    /// # Errors
    /// `busy` when it could not be done.
    pub(crate) async fn erase(&self, site: &SiteId, subject: SubjectId) -> Result<(), Trouble> {
        let erased = self.0.erase(&log(site)?, stored(subject)).await;
        erased.map_err(|error| failed(site, &error))
    }

    /// Erases all whose day is before `date`; answers whom.
    async fn erase_before(
        &self,
        site: &SiteId,
        date: NaiveDate,
    ) -> Result<Vec<SubjectId>, Trouble> {
        let erased = self.0.erase_before(&log(site)?, store_day(date)).await;
        let erased = erased.map_err(|error| failed(site, &error))?;
        Ok(erased
            .into_iter()
            .map(|subject| SubjectId(subject.0))
            .collect())
    }
}

fn stored(subject: SubjectId) -> store::SubjectId {
    store::SubjectId(subject.0)
}

fn log(site: &SiteId) -> Result<LogId, Trouble> {
    LogId::new(site.as_str()).map_err(|_| Trouble::Internal)
}

fn failed(site: &SiteId, error: &VaultError) -> Trouble {
    tracing::error!(%site, error = error as &dyn std::error::Error, "persons' data");
    Trouble::Busy
}

/// Erases what is due, now and then, until the hub closes.
pub(crate) async fn sweep(hub: Hub) {
    let mut closing = hub.closing();
    loop {
        for site in hub.sites().all() {
            if let Err(trouble) = sweep_site(&hub, &site).await {
                tracing::warn!(site = %site.id(), %trouble, "persons' data was not erased; trying again");
            }
        }
        let next = hub.clock().now() + SWEEP_EVERY;
        tokio::select! {
            () = hub.clock().sleep_until(next) => {}
            _closed = closing.changed() => return,
        }
    }
}

/// Erases what is due at one site, and records that it is gone.
pub(crate) async fn sweep_site(hub: &Hub, site: &SiteRef) -> Result<(), Trouble> {
    let (days, zone) = site.read(|published| {
        let settings = &published.site.settings;
        (settings.retention_days, settings.time_zone)
    });
    let today = day::local_date(site.now(), zone);
    let Some(before) = today.checked_sub_days(Days::new(u64::from(days))) else {
        return Ok(());
    };
    for subject in hub.people().erase_before(site.id(), before).await? {
        site.submit_as_hub(Command::ErasePerson { subject }).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_shown_masked() {
        let read = |name, phone| Person::read(name, phone).unwrap().unwrap();
        let wang = read(Some(" 王桂芳 "), Some("138 0013-1234"));
        assert_eq!(wang.masked_name().unwrap(), "王**");
        assert_eq!(wang.masked_phone().unwrap(), "138****1234");
        assert_eq!(
            read(None, Some("62345678")).masked_phone().unwrap(),
            "****78"
        );
        assert_eq!(
            read(None, Some("+86 13800131234")).masked_phone().unwrap(),
            "+86****1234"
        );
        assert_eq!(format!("{wang:?}"), "Person(…)");
    }

    #[test]
    fn nothing_typed_is_nobody_and_what_is_no_phone_is_refused() {
        assert_eq!(Person::read(None, Some("  ")).unwrap(), None);
        for phone in ["1234", "12345x", "+", "１２３４５６", &"1".repeat(21)] {
            let refusal = Person::read(None, Some(phone)).unwrap_err();
            assert_eq!(refusal.code(), "value_out_of_range", "{phone}");
            assert!(
                !format!("{refusal:?}").contains(phone) || phone == "+",
                "{phone}"
            );
        }
        assert!(Person::read(Some(&"王".repeat(41)), None).is_err());
        assert!(Person::read(Some("a\nb"), None).is_err());
    }
}
