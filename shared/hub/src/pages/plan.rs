//! The planner's page: a form, what a coming day needs, and an earlier day's set-up for it.

use askama::Template;
use domain::Site;
use protocol::{PlanService, PlanView, SetUpLike};

use super::date_text::{dated_text, day_text};
use super::form::Filled;
use super::frame::Frame;
use super::plan_text::{self, Table};
use super::service_text::Look;
use crate::lang::Words;

mod chart;

/// The whole page.
#[derive(Template)]
#[template(path = "plan.html")]
pub(super) struct PlanPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) p: PlanShown,
}

/// What stands on it.
pub(super) struct PlanShown {
    /// What became of the last press, or what is wrong; empty before.
    pub(super) said: String,
    pub(super) fields: Vec<Field>,
    /// None where something asked is not possible.
    pub(super) result: Option<Planned>,
    pub(super) set_up: SetUpShown,
}

/// A field of the form.
pub(super) struct Field {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    min: u32,
    max: u32,
    value: String,
    help: &'static str,
    is_wrong: bool,
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
pub(super) fn fields(
    typed: &Filled,
    chosen: Option<&PlanView>,
    wrong: Option<&str>,
    words: Words,
) -> Vec<Field> {
    let chosen = |of: fn(&PlanView) -> String| chosen.map(of).unwrap_or_default();
    let field = |name, label, (kind, min, max), chosen: String, help| Field {
        name,
        label,
        kind,
        min,
        max,
        value: match typed.text(name) {
            "" => chosen,
            typed => typed.to_owned(),
        },
        help,
        is_wrong: wrong == Some(name),
    };
    vec![
        field(
            "wait",
            words.say("Longest wait, in minutes"),
            ("number", 0, 240),
            chosen(|plan| plan.wait_min.to_string()),
            "",
        ),
        field(
            "share",
            words.say("For how many of 100 people"),
            ("number", 50, 99),
            chosen(|plan| plan.share_percent.to_string()),
            "",
        ),
        field(
            "for",
            words.say("Day to plan for"),
            ("date", 0, 0),
            chosen(|plan| plan.date.to_string()),
            "",
        ),
        field(
            "days",
            words.say("Earlier service days to look at"),
            ("number", 1, 60),
            "8".to_owned(),
            words.say("The newest ones on which people came."),
        ),
        field(
            "max_stations",
            words.say("Most stations at one service"),
            ("number", 1, 20),
            chosen(|plan| plan.max_stations.to_string()),
            "",
        ),
    ]
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
            rests_on: plan_text::rests_on(plan, words),
            advice: services
                .clone()
                .map(|service| plan_text::advice(service, words))
                .collect(),
            together: plan_text::all_together(plan, words).unwrap_or_default(),
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
        expected: plan_text::expected_of_day(service, words),
        has_people: service.end.is_some(),
        chart: chart::hours(&service.hours),
        hours: plan_text::hours(plan, service, words),
        day: plan_text::end_of_day(service, words),
        crews: plan_text::crews(plan, service, words),
    }
}

impl LikeShown {
    /// What would change.
    pub(super) fn new(like: &SetUpLike, words: Words) -> Self {
        let plan_text::Changes { lines, left, busy } = plan_text::changes(like, words);
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
