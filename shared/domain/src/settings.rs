//! What an organiser sets about a site, its services and its stations.
//!
//! The field names and defaults are promised to scenario files and to the API.
//! Settings are checked once, by [`ServiceSettings::check`] and its siblings,
//! before they become a fact; the rest of the crate trusts them.

use chrono::NaiveTime;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::id::{ServiceId, SiteId, StationId};
use crate::refusal::Refusal;

pub(crate) mod clock_time;

/// A text in both languages. An empty one falls back to the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LocalText {
    /// Chinese, as a resident reads it.
    pub zh: String,
    /// English.
    pub en: String,
}

impl LocalText {
    /// Both languages at once.
    pub fn new(zh: &str, en: &str) -> Self {
        Self {
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }

    /// The text in `language`, or in the other one where that is empty.
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::Zh => (&self.zh, &self.en),
            Language::En => (&self.en, &self.zh),
        };
        if first.is_empty() { second } else { first }
    }
}

/// A language of residents and staff.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// A wireless network that visitors' phones must join before they reach the hub.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wifi {
    /// As phones list it, at most 32 bytes.
    pub name: String,
    /// 8 to 63 characters; empty for an open network.
    pub password: String,
}

impl Wifi {
    /// IEEE 802.11 bounds the name, WPA the password.
    fn check(&self) -> Result<(), Refusal> {
        let is_plain = |text: &str| !text.chars().any(char::is_control);
        if !(1..=32).contains(&self.name.len()) || !is_plain(&self.name) {
            return Err(out_of_range("wifi.name", "1 to 32 bytes on one line"));
        }
        let chars = self.password.chars().count();
        if !(chars == 0 || (8..=63).contains(&chars)) || !is_plain(&self.password) {
            return Err(out_of_range("wifi.password", "none, or 8 to 63 characters"));
        }
        Ok(())
    }
}

/// A site: one square with its own log and its own days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteSettings {
    /// Names the site in addresses. Never changes.
    pub id: SiteId,
    /// Shown on every screen.
    pub name: LocalText,
    /// Whose midnight ends the service day.
    pub time_zone: Tz,
    /// Language a screen starts in and returns to.
    pub language: Language,
    /// Languages offered to residents, in order.
    pub languages: Vec<Language>,
    /// Whether residents may take a number with their own phone.
    pub join_from_phones: bool,
    /// Whether residents may book with their own phone, where a service has slots.
    pub book_from_phones: bool,
    /// After so many calls the desk proposes a no-show.
    pub recall_limit: u8,
    /// For so many seconds the kiosk that issued a ticket may take it back.
    pub issue_undo_secs: u32,
    /// Personal data is erased after so many days.
    pub retention_days: u16,
    /// The network that phones must join to open a ticket's link; shown as a code on kiosks.
    pub wifi: Option<Wifi>,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            id: SiteId::new("square").expect("a fixed, valid name"),
            name: LocalText::new("便民服务广场", "Service Square"),
            time_zone: chrono_tz::Asia::Shanghai,
            language: Language::Zh,
            languages: vec![Language::Zh, Language::En],
            join_from_phones: false,
            book_from_phones: true,
            recall_limit: 3,
            issue_undo_secs: 15,
            retention_days: 7,
            wifi: None,
        }
    }
}

impl SiteSettings {
    /// Checks that the values are in range.
    ///
    /// # Errors
    /// [`Refusal::ValueOutOfRange`] naming the field.
    pub fn check(&self) -> Result<(), Refusal> {
        in_range("recall_limit", u64::from(self.recall_limit), 1, 20)?;
        in_range("issue_undo_secs", u64::from(self.issue_undo_secs), 0, 300)?;
        in_range("retention_days", u64::from(self.retention_days), 0, 366)?;
        self.wifi.as_ref().map_or(Ok(()), Wifi::check)?;
        in_range("languages", self.languages.len() as u64, 1, 2)?;
        if !self.languages.contains(&self.language) {
            return Err(out_of_range("language", "one of languages"));
        }
        check_text("name", &self.name, TITLE_CHARS_MAX)
    }
}

/// How priority and arrival share the turns of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Policy {
    /// First come, first served.
    Arrival,
    /// Of every `every` calls at most one goes to priority out of turn.
    Share {
        /// At least 2.
        every: u8,
    },
    /// Priority goes first, but after `run` of them one other person is called.
    First {
        /// At least 1.
        run: u8,
    },
}

impl Default for Policy {
    fn default() -> Self {
        Self::Share { every: 3 }
    }
}

/// What the kiosk does when a newcomer will probably not be served today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtRisk {
    /// Says so before the touch.
    #[default]
    Warn,
    /// Gives no number.
    Refuse,
}

/// The colour of a service on kiosk, phone and board. Never the only sign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// A warm red.
    #[default]
    Cinnabar,
    /// A deep blue.
    Indigo,
    /// A deep green.
    Pine,
    /// A deep violet.
    Plum,
}

/// The times at which a service takes appointments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slots {
    /// First slot starts.
    #[serde(with = "clock_time")]
    pub from: NaiveTime,
    /// No slot ends later.
    #[serde(with = "clock_time")]
    pub to: NaiveTime,
    /// Length of a slot in minutes.
    pub minutes: u16,
    /// Appointments in one slot.
    #[serde(default = "one")]
    pub capacity: u16,
    /// How many days ahead can be booked.
    #[serde(default = "fortnight")]
    pub days_ahead: u16,
}

fn one() -> u16 {
    1
}

fn fortnight() -> u16 {
    14
}

/// What people queue for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceSettings {
    /// Names the service in addresses and commands. Never changes.
    pub id: ServiceId,
    /// Shown and spoken.
    pub name: LocalText,
    /// Stands before the count on a ticket: one word a resident can read.
    pub prefix: String,
    /// Drawing on cards and pages, by file name; the empty one means the general drawing.
    pub icon: String,
    /// Colour on cards and pages.
    pub colour: Colour,
    /// Usual serving time in minutes, used until there is experience.
    pub minutes: u16,
    /// How priority and arrival share the turns.
    pub policy: Policy,
    /// Most tickets of a day that are not cancelled; none means no limit, 0 that no number is given.
    pub cap: Option<u32>,
    /// Numbers are given from here; none means an hour before `opens`.
    #[serde(with = "clock_time::option")]
    pub issue_from: Option<NaiveTime>,
    /// Serving starts; none means always.
    #[serde(with = "clock_time::option")]
    pub opens: Option<NaiveTime>,
    /// Numbers are given until here; who waits is still served. None means always.
    #[serde(with = "clock_time::option")]
    pub closes: Option<NaiveTime>,
    /// What happens to a newcomer who will probably not be served.
    pub at_risk: AtRisk,
    /// "Probably not" means a chance below this, from 0 to 1.
    pub at_risk_below: f64,
    /// Somebody who comes back after a no-show waits for so many calls.
    pub reinstate_after: u16,
    /// Digits that no shown number holds.
    pub skip_digits: Vec<u8>,
    /// Most unserved tickets that are carried over to another day.
    pub carry_over: u16,
    /// For so many days.
    pub carry_over_days: u16,
    /// Whether people bring things along, to be repaired: their ticket's page asks what.
    pub takes_items: bool,
    /// Times for appointments; none means there are none.
    pub slots: Option<Slots>,
    /// An appointment is due so many minutes before its slot starts.
    pub due_before_min: u16,
    /// Later than so many minutes after the start, it becomes a walk-in.
    pub late_after_min: u16,
    /// Later than so many minutes after the start, it is refused.
    pub refuse_after_min: u16,
}

impl Default for ServiceSettings {
    fn default() -> Self {
        Self {
            id: ServiceId::new("service").expect("a fixed, valid name"),
            name: LocalText::default(),
            prefix: String::new(),
            icon: String::new(),
            colour: Colour::default(),
            minutes: 10,
            policy: Policy::default(),
            cap: None,
            issue_from: None,
            opens: None,
            closes: None,
            at_risk: AtRisk::default(),
            at_risk_below: 0.70,
            reinstate_after: 3,
            skip_digits: Vec::new(),
            carry_over: 20,
            carry_over_days: 14,
            takes_items: false,
            slots: None,
            due_before_min: 2,
            late_after_min: 15,
            refuse_after_min: 60,
        }
    }
}

/// Longest name of a site, service or station shown on a screen, in characters.
pub const TITLE_CHARS_MAX: usize = 40;
/// Longest prefix of a ticket number, in characters.
pub const PREFIX_CHARS_MAX: usize = 3;
/// Most digits that numbers may avoid.
pub const SKIP_DIGITS_MAX: usize = 5;

impl ServiceSettings {
    /// The name in `language`, or the id of a service that has no name.
    pub fn title(&self, language: Language) -> &str {
        let name = self.name.get(language);
        if name.is_empty() {
            self.id.as_str()
        } else {
            name
        }
    }

    /// Checks that the values are in range and fit each other.
    ///
    /// # Errors
    /// [`Refusal::ValueOutOfRange`] naming the field.
    pub fn check(&self) -> Result<(), Refusal> {
        check_text("name", &self.name, TITLE_CHARS_MAX)?;
        if self.prefix.chars().count() > PREFIX_CHARS_MAX
            || !self.prefix.chars().all(char::is_alphabetic)
        {
            return Err(out_of_range("prefix", "up to 3 letters or characters"));
        }
        if self.icon.len() > 32
            || !self
                .icon
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'_')
        {
            return Err(out_of_range("icon", "the name of a drawing"));
        }
        in_range("minutes", u64::from(self.minutes), 1, 480)?;
        match self.policy {
            Policy::Arrival => {}
            Policy::Share { every } => in_range("policy.share.every", u64::from(every), 2, 20)?,
            Policy::First { run } => in_range("policy.first.run", u64::from(run), 1, 20)?,
        }
        if let Some(cap) = self.cap {
            in_range("cap", u64::from(cap), 0, 100_000)?;
        }
        self.check_hours()?;
        if !(0.0..=1.0).contains(&self.at_risk_below) {
            return Err(out_of_range("at_risk_below", "0 to 1"));
        }
        in_range("reinstate_after", u64::from(self.reinstate_after), 0, 100)?;
        if self.skip_digits.len() > SKIP_DIGITS_MAX || self.skip_digits.iter().any(|d| *d > 9) {
            return Err(out_of_range("skip_digits", "up to 5 digits 0 to 9"));
        }
        in_range("carry_over_days", u64::from(self.carry_over_days), 0, 366)?;
        in_range("due_before_min", u64::from(self.due_before_min), 0, 120)?;
        in_range("late_after_min", u64::from(self.late_after_min), 0, 240)?;
        in_range("refuse_after_min", u64::from(self.refuse_after_min), 0, 720)?;
        self.slots.as_ref().map_or(Ok(()), check_slots)
    }

    fn check_hours(&self) -> Result<(), Refusal> {
        match (self.opens, self.closes) {
            (Some(opens), Some(closes)) if closes <= opens => {
                return Err(out_of_range("closes", "later than opens"));
            }
            (_, _) => {}
        }
        match (self.issue_from, self.closes) {
            (Some(from), Some(closes)) if closes <= from => {
                Err(out_of_range("closes", "later than issue_from"))
            }
            (_, _) => Ok(()),
        }
    }
}

fn check_slots(slots: &Slots) -> Result<(), Refusal> {
    in_range("slots.minutes", u64::from(slots.minutes), 5, 480)?;
    in_range("slots.capacity", u64::from(slots.capacity), 1, 100)?;
    in_range("slots.days_ahead", u64::from(slots.days_ahead), 0, 90)?;
    let length = slots.to.signed_duration_since(slots.from).num_minutes();
    if length < i64::from(slots.minutes) {
        return Err(out_of_range(
            "slots.to",
            "at least one slot after slots.from",
        ));
    }
    Ok(())
}

/// In which order a station with several services takes their lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StationOrder {
    /// Whoever waits longest.
    #[default]
    Arrival,
    /// Its own services first, in their order, within a bound.
    Preference,
}

/// Where a volunteer serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StationSettings {
    /// Names the station in addresses, on the board and in the call. Never changes.
    pub id: StationId,
    /// Services offered here, in order of preference.
    pub services: Vec<ServiceId>,
    /// Whether it is open as soon as it exists.
    pub open: bool,
    /// Which line has the turn.
    pub order: StationOrder,
    /// After so many calls in preference that passed somebody waiting longer, the longest waiting is called.
    pub preference_run: u8,
}

impl Default for StationSettings {
    fn default() -> Self {
        Self {
            id: StationId::new("1").expect("a fixed, valid name"),
            services: Vec::new(),
            open: true,
            order: StationOrder::default(),
            preference_run: 3,
        }
    }
}

impl StationSettings {
    /// Checks that the values are in range.
    ///
    /// # Errors
    /// [`Refusal::ValueOutOfRange`] naming the field.
    pub fn check(&self) -> Result<(), Refusal> {
        in_range("preference_run", u64::from(self.preference_run), 1, 20)?;
        let twice =
            (1..self.services.len()).any(|i| self.services[..i].contains(&self.services[i]));
        if twice {
            return Err(out_of_range("services", "each service once"));
        }
        Ok(())
    }
}

fn check_text(field: &'static str, text: &LocalText, chars_max: usize) -> Result<(), Refusal> {
    let fits = |t: &str| t.chars().count() <= chars_max && !t.chars().any(char::is_control);
    if !fits(&text.zh) || !fits(&text.en) {
        return Err(out_of_range(field, "up to 40 characters on one line"));
    }
    Ok(())
}

fn in_range(field: &'static str, value: u64, min: u64, max: u64) -> Result<(), Refusal> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(Refusal::ValueOutOfRange {
            field: field.to_owned(),
            allowed: format!("{min} to {max}"),
        })
    }
}

fn out_of_range(field: &'static str, allowed: &'static str) -> Refusal {
    Refusal::ValueOutOfRange {
        field: field.to_owned(),
        allowed: allowed.to_owned(),
    }
}

#[cfg(test)]
mod tests;
