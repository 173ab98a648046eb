//! Times for appointments, and numbers of earlier days, in the form of a service.

use chrono::NaiveTime;
use domain::ServiceSettings;
use domain::settings::Slots;

use crate::lang::Words;
use crate::pages::form::{Field, Filled, Wrong};

/// What stands in the fields of a service that takes no appointments yet.
const MINUTES: u16 = 15;
const CAPACITY: u16 = 1;
const DAYS_AHEAD: u16 = 14;

/// The fields of appointments.
pub(super) fn appointments(settings: &ServiceSettings, words: Words) -> Vec<Field> {
    let slots = settings.slots.as_ref();
    let time = |of: fn(&Slots) -> NaiveTime| {
        slots.map_or_else(String::new, |s| of(s).format("%H:%M").to_string())
    };
    let number = |name, label, value: u16| Field::line(name, label, "number", value);
    vec![
        Field::line(
            "slots_from",
            words.say("First appointment"),
            "time",
            time(|slots| slots.from),
        )
        .help(words.say("Empty: no appointments.")),
        Field::line(
            "slots_to",
            words.say("Last one ends"),
            "time",
            time(|slots| slots.to),
        ),
        number(
            "slots_minutes",
            words.say("Minutes for one appointment"),
            slots.map_or(MINUTES, |slots| slots.minutes),
        ),
        number(
            "slots_capacity",
            words.say("People at the same time"),
            slots.map_or(CAPACITY, |slots| slots.capacity),
        ),
        number(
            "slots_days_ahead",
            words.say("Days ahead that can be booked"),
            slots.map_or(DAYS_AHEAD, |slots| slots.days_ahead),
        )
        .help(words.say("0: today only.")),
        number(
            "due_before_min",
            words.say("Called so many minutes before the time"),
            settings.due_before_min,
        ),
        number(
            "late_after_min",
            words.say("Minutes late until the place in line is lost"),
            settings.late_after_min,
        )
        .help(words.say("Whoever comes later queues like somebody without an appointment.")),
        number(
            "refuse_after_min",
            words.say("Minutes late until the appointment is void"),
            settings.refuse_after_min,
        ),
    ]
}

/// The fields of numbers that were not served on their day.
pub(super) fn earlier_days(settings: &ServiceSettings, words: Words) -> Vec<Field> {
    vec![
        Field::line(
            "carry_over",
            words.say("Most of them that go first on another day"),
            "number",
            settings.carry_over,
        )
        .help(words.say("0: none.")),
        Field::line(
            "carry_over_days",
            words.say("For so many days"),
            "number",
            settings.carry_over_days,
        ),
    ]
}

/// The settings with what was typed into these fields.
///
/// # Errors
/// [`Wrong`] naming the field.
pub(super) fn read(
    typed: &Filled,
    settings: ServiceSettings,
    words: Words,
) -> Result<ServiceSettings, Wrong> {
    Ok(ServiceSettings {
        slots: read_slots(typed, words)?,
        due_before_min: typed.number("due_before_min", words)?,
        late_after_min: typed.number("late_after_min", words)?,
        refuse_after_min: typed.number("refuse_after_min", words)?,
        carry_over: typed.number("carry_over", words)?,
        carry_over_days: typed.number("carry_over_days", words)?,
        ..settings
    })
}

fn read_slots(typed: &Filled, words: Words) -> Result<Option<Slots>, Wrong> {
    let Some(from) = typed.time("slots_from", words)? else {
        return Ok(None);
    };
    let to = typed.time("slots_to", words)?.ok_or_else(|| Wrong {
        field: "slots_to".to_owned(),
        why: words.say("Please enter a time such as 08:30.").to_owned(),
    })?;
    Ok(Some(Slots {
        from,
        to,
        minutes: typed.number("slots_minutes", words)?,
        capacity: typed.number("slots_capacity", words)?,
        days_ahead: typed.number("slots_days_ahead", words)?,
    }))
}
