//! The planner's page: a form, what a coming day needs, and an earlier day's set-up for it.

use askama::Template;
use domain::Site;
use protocol::{PlanService, PlanView, SetUpLike};

use super::form::{Field, Filled, Form, Group, Input};
use super::frame::Frame;
use super::service_text::Look;
use crate::date_text::{dated_text, day_text};
use crate::lang::Words;
use crate::plan::text::{self, Table};
use crate::plan::{DAYS, DAYS_ASKED, SHARE_ASKED_PERCENT, STATIONS_ASKED, WAIT_ASKED_MIN};

mod chart;

/// The whole page.
#[derive(Template)]
#[template(path = "plan.html")]
pub(super) struct PlanPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) p: PlanShown,
    pub(super) form: Form,
}

/// What stands on it.
pub(super) struct PlanShown {
    /// What became of the last press; empty before.
    pub(super) said: String,
    /// None where something asked is not possible.
    pub(super) result: Option<Planned>,
    pub(super) set_up: SetUpShown,
}

/// A plan in words.
pub(super) struct Planned {
    heading: String,
    rests_on: String,
    advice: Vec<String>,
    together: String,
    services: Vec<ServiceShown>,
}

struct ServiceShown {
    id: String,
    name: String,
    colour: &'static str,
    icon: String,
    expected: String,
    has_people: bool,
    chart: String,
    hours: Table,
    /// How the day ends with these stations.
    day: String,
    crews: Table,
}

/// An earlier day's set-up.
#[derive(Default)]
pub(super) struct SetUpShown {
    /// The day in the field.
    pub(super) day: String,
    /// What would change, once a day was chosen.
    pub(super) like: Option<LikeShown>,
}

/// What would change.
pub(super) struct LikeShown {
    day: String,
    heading: String,
    tag: String,
    lines: Vec<String>,
    left: String,
    busy: String,
    can_be_done: bool,
}

/// The form as it was filled in, or with what was chosen instead of what was left out.
pub(super) fn form(typed: &Filled, chosen: Option<&PlanView>, words: Words) -> Form {
    let line = |name, label, kind, of: fn(&PlanView) -> String| {
        let value = match typed.text(name) {
            "" => chosen.map(of).unwrap_or_default(),
            typed => typed.to_owned(),
        };
        Field::line(name, label, kind, value)
    };
    let fields = vec![
        line(
            "wait",
            words.say("Longest wait, in minutes"),
            "number",
            |plan| plan.wait_min.to_string(),
        )
        .within(WAIT_ASKED_MIN),
        line(
            "share",
            words.say("For how many of 100 people"),
            "number",
            |plan| plan.share_percent.to_string(),
        )
        .within(SHARE_ASKED_PERCENT),
        line("for", words.say("Day to plan for"), "date", |plan| {
            plan.date.to_string()
        }),
        line(
            "days",
            words.say("Earlier service days to look at"),
            "number",
            |_| DAYS.to_string(),
        )
        .within(DAYS_ASKED)
        .help(words.say("The newest ones on which people came.")),
        line(
            "max_stations",
            words.say("Most stations at one service"),
            "number",
            |plan| plan.max_stations.to_string(),
        )
        .within(STATIONS_ASKED),
    ];
    Form {
        groups: vec![Group {
            legend: words.say("How long may people wait?"),
            fields,
        }],
        ..Form::default()
    }
}

impl Planned {
    /// A plan for a site.
    pub(super) fn new(
        plan: &PlanView,
        site: &Site,
        today: chrono::NaiveDate,
        words: Words,
    ) -> Self {
        let services = plan.services.iter();
        Self {
            heading: day_text(words, plan.date, today),
            rests_on: text::rests_on(plan, words),
            advice: services
                .clone()
                .map(|service| text::advice(service, words))
                .collect(),
            together: text::all_together(plan, words).unwrap_or_default(),
            services: services
                .map(|service| shown(plan, service, site, words))
                .collect(),
        }
    }
}

fn shown(plan: &PlanView, service: &PlanService, site: &Site, words: Words) -> ServiceShown {
    let look = Look::of(site, &service.id, words);
    ServiceShown {
        id: service.id.to_string(),
        name: look.name,
        colour: look.colour,
        icon: look.icon,
        expected: text::expected_of_day(service, words),
        has_people: service.end.is_some(),
        chart: chart::hours(&service.hours),
        hours: text::hours(plan, service, words),
        day: text::end_of_day(service, words),
        crews: text::crews(plan, service, words),
    }
}

impl LikeShown {
    /// What would change.
    pub(super) fn new(like: &SetUpLike, words: Words) -> Self {
        let text::Changes { lines, left, busy } = text::changes(like, words);
        Self {
            day: like.like.to_string(),
            heading: words.fill("As on {0}", [&dated_text(words, like.like)]),
            tag: like.tag.clone(),
            can_be_done: !lines.is_empty() && busy.is_empty(),
            lines,
            left,
            busy,
        }
    }
}
