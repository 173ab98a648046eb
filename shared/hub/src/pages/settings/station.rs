//! The form of one station.

use domain::settings::StationOrder;
use domain::{ServiceId, Site, StationId, StationSettings};

use super::service::bad_id;
use crate::lang::Words;
use crate::pages::form::{Field, Filled, Form, Group, Wrong, option, out_of_range};
use crate::pages::service_text::Look;

/// The form for a station; for a new one with a field for its name.
pub(in crate::pages) fn form(
    site: &Site,
    settings: &StationSettings,
    is_new: bool,
    words: Words,
) -> Form {
    let name = |id: &ServiceId| Look::of(site, id, words).name;
    let all = || site.services.iter().map(|service| &service.settings.id);
    let services = all().map(|id| option(id.as_str(), &name(id), settings.services.contains(id)));
    let first = all().map(|id| {
        option(
            id.as_str(),
            &name(id),
            settings.services.first() == Some(id),
        )
    });
    let orders = [
        (
            "arrival",
            words.say("Whoever waits longest"),
            StationOrder::Arrival,
        ),
        (
            "preference",
            words.say("Its first service, within a bound"),
            StationOrder::Preference,
        ),
    ];
    let orders = orders.map(|(value, label, order)| option(value, label, settings.order == order));
    let mut fields = vec![
        Field::many(
            "services",
            words.say("Services offered here"),
            services.collect(),
        ),
        Field::one("first", words.say("First service"), first.collect()),
        Field::one("order", words.say("Which line has the turn"), orders.into()),
        Field::line(
            "preference_run",
            words.say("Most calls in a row in preference"),
            "number",
            settings.preference_run,
        ),
    ];
    if is_new {
        let id = Field::line("id", words.say("Number or letter"), "text", "");
        fields.insert(
            0,
            id.help(words.say("Shown on the board and spoken, such as 6. It never changes.")),
        );
    }
    Form {
        heading: if is_new {
            words.say("Add a station").to_owned()
        } else {
            words.fill("Station {0}", [settings.id.as_str()])
        },
        groups: vec![Group {
            legend: words.say("Station"),
            fields,
        }],
        ..Form::default()
    }
}

/// The settings that a filled form asks for, on top of those before.
///
/// # Errors
/// [`Wrong`] naming the field.
pub(in crate::pages) fn read(
    typed: &Filled,
    before: &StationSettings,
    words: Words,
) -> Result<StationSettings, Wrong> {
    let chosen = typed
        .all("services")
        .filter_map(|id| ServiceId::new(id).ok());
    let mut services: Vec<ServiceId> = chosen.collect();
    // Stable: the first one moves ahead, the others keep the order of the site.
    services.sort_by_key(|id| id.as_str() != typed.text("first"));
    if services.is_empty() {
        let why = words.say("Please choose at least one service.").to_owned();
        return Err(Wrong {
            field: "services".to_owned(),
            why,
        });
    }
    let settings = StationSettings {
        services,
        order: match typed.text("order") {
            "preference" => StationOrder::Preference,
            _ => StationOrder::Arrival,
        },
        preference_run: typed.number("preference_run", words)?,
        ..before.clone()
    };
    match settings.check() {
        Ok(()) => Ok(settings),
        Err(refusal) => Err(out_of_range(&refusal, words).unwrap_or_else(|| bad_id(words))),
    }
}

/// The name of a new station.
///
/// # Errors
/// [`Wrong`] for a text that cannot stand in addresses.
pub(in crate::pages) fn read_id(typed: &Filled, words: Words) -> Result<StationId, Wrong> {
    StationId::new(typed.text("id")).map_err(|_| bad_id(words))
}
