//! The question of a trial: the form, and how its address is read.

use std::ops::RangeInclusive;

use chrono::NaiveTime;
use domain::{Moment, ServiceId, Site, StationState, day};
use protocol::{AskWhatIf, ChangeAsked, LocalTime, Newcomers};

use crate::access::BREAK_ASKED_MIN;
use crate::lang::Words;
use crate::pages::form::{Field, Filled, Form, Group, Wrong, option};

/// A break without a length takes so many minutes.
const BREAK_MIN: u32 = 15;
/// So many stations more can be tried.
const ADDED: RangeInclusive<u32> = 1..=5;

/// What a query asks for.
///
/// # Errors
/// [`Wrong`] for what is no time or number.
pub(in crate::pages) fn asked(
    site: &Site,
    query: &Filled,
    now: Moment,
    words: Words,
) -> Result<AskWhatIf, Wrong> {
    let time_zone = site.settings.time_zone;
    let today = day::local_date(now, time_zone);
    let local = |time: NaiveTime| LocalTime::at(day::moment_at(today, time, time_zone), &time_zone);
    let at = |field| Ok(query.time(field, words)?.map(local));
    let missing = |field: &str| Wrong {
        field: field.to_owned(),
        why: words.say("There is nothing of that name.").to_owned(),
    };
    let mut changes = Vec::new();
    let services: Result<Vec<ServiceId>, _> = query.all("add").map(ServiceId::new).collect();
    let services = services.map_err(|_| missing("add"))?;
    if !services.is_empty() {
        let count = query.maybe_within("add_count", &ADDED, words)?;
        let change = ChangeAsked::AddStation {
            services,
            at: at("add_at")?,
        };
        changes.extend((0..count.unwrap_or(1)).map(|_| change.clone()));
    }
    if !query.text("away").is_empty() {
        changes.push(ChangeAsked::TakeAway {
            station: query.text("away").parse().map_err(|_| missing("away"))?,
            at: at("away_at")?,
        });
    }
    if !query.text("rest").is_empty() {
        changes.push(ChangeAsked::Break {
            station: query.text("rest").parse().map_err(|_| missing("rest"))?,
            at: at("rest_at")?,
            minutes: query
                .maybe_within("rest_min", &BREAK_ASKED_MIN, words)?
                .unwrap_or(BREAK_MIN),
        });
    }
    if !query.text("stop").is_empty() {
        changes.push(ChangeAsked::StopNumbers {
            service: query.text("stop").parse().map_err(|_| missing("stop"))?,
            at: at("stop_at")?,
        });
    }
    let newcomers = match query.text("come") {
        "today" => Newcomers::Today,
        "earlier" => Newcomers::Earlier,
        _ => Newcomers::None,
    };
    Ok(AskWhatIf { changes, newcomers })
}

/// The form, as it was filled in.
pub(in crate::pages) fn form(site: &Site, typed: &Filled, words: Words) -> Form {
    let services = || {
        let services = site.services.iter().map(|service| &service.settings);
        services.map(|one| option(one.id.as_str(), one.title(words.0), false))
    };
    let nothing = || std::iter::once(option("", words.say("no change"), true));
    let stations = || {
        let open = site.stations.iter();
        let open = open.filter(|station| station.state != StationState::Closed);
        open.map(|station| {
            let id = station.id().as_str();
            option(id, &words.fill("Station {0}", [id]), false)
        })
    };
    let from = |name| {
        let field = Field::line(name, words.say("From"), "time", "");
        field.help(words.say("Empty: from now."))
    };
    let groups = vec![
        Group {
            legend: words.say("One more volunteer"),
            fields: vec![
                Field::many("add", words.say("A station for"), services().collect()),
                Field::line("add_count", words.say("How many stations"), "number", "")
                    .within(ADDED)
                    .help(words.say("Empty: one.")),
                from("add_at"),
            ],
        },
        Group {
            legend: words.say("A volunteer goes home"),
            fields: vec![
                Field::one(
                    "away",
                    words.say("Station"),
                    nothing().chain(stations()).collect(),
                )
                .help(words.say("Whoever is being served is finished first.")),
                from("away_at"),
            ],
        },
        Group {
            legend: words.say("A break"),
            fields: vec![
                Field::one(
                    "rest",
                    words.say("Station"),
                    nothing().chain(stations()).collect(),
                ),
                from("rest_at"),
                Field::line("rest_min", words.say("Minutes"), "number", "")
                    .within(BREAK_ASKED_MIN)
                    .help(words.say("Empty: 15 minutes.")),
            ],
        },
        Group {
            legend: words.say("Stop numbers"),
            fields: vec![
                Field::one(
                    "stop",
                    words.say("Service"),
                    nothing().chain(services()).collect(),
                )
                .help(words.say("It matters only if people still come.")),
                from("stop_at"),
            ],
        },
        Group {
            legend: words.say("Who still comes"),
            fields: vec![Field::one(
                "come",
                words.say("Newcomers"),
                vec![
                    option("none", words.say("Nobody else"), true),
                    option("today", words.say("As in the last hour"), false),
                    option(
                        "earlier",
                        words.say("As on the last four days at this time"),
                        false,
                    ),
                ],
            )],
        },
    ];
    let form = Form {
        groups,
        ..Form::default()
    };
    form.filled(typed)
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    #[test]
    fn a_query_is_read_as_it_was_meant() {
        let site = Site::new(domain::SiteSettings::default());
        let now = "2026-03-07T01:00:00Z".parse().unwrap();
        let ask = |query: &str| {
            asked(
                &site,
                &Filled::read(query.as_bytes()),
                now,
                Words(Language::En),
            )
        };
        let query = "add=haircut&add=repair&add_count=2&add_at=10:30&away=1&rest=2&rest_min=20&stop=haircut&come=today";
        let told = ask(query).unwrap();
        assert_eq!(told.changes.len(), 5);
        assert_eq!(told.newcomers, Newcomers::Today);
        let json = serde_json::to_value(&told).unwrap();
        assert_eq!(json["changes"][0]["at"], "2026-03-07T10:30:00+08:00");
        assert_eq!(json["changes"][3]["minutes"], 20);
        assert_eq!(ask("").unwrap(), AskWhatIf::default());
        assert_eq!(ask("away=1&away_at=soon").unwrap_err().field, "away_at");
        assert_eq!(ask("away=a/b").unwrap_err().field, "away");
        let many = ask("add=haircut&add_count=9").unwrap_err();
        assert_eq!(
            (many.field.as_str(), many.why.as_str()),
            ("add_count", "From 1 to 5.")
        );
        assert_eq!(ask("rest=2&rest_min=0").unwrap_err().field, "rest_min");
    }
}
