//! `/dashboard/plan`

use axum::response::Response;
use chrono::NaiveDate;
use domain::day;
use protocol::PlanAsk;

use super::sign_in::sign_in_page;
use crate::access::Organiser;
use crate::date_text::dated_text;
use crate::pages::form::{Filled, Form, FormBody, Wrong};
use crate::pages::plan::{LikeShown, PlanPage, PlanShown, Planned, SetUpShown, form};
use crate::pages::visit::{Visit, see_other};
use crate::problem::Trouble;

/// What a coming day needs, and what an earlier day's set-up would change.
pub(super) async fn show(visit: Visit) -> Response {
    let organiser = match visit.identity.organiser(&visit.site) {
        Ok(organiser) => organiser,
        Err(trouble) => {
            return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
        }
    };
    let done = visit.query.text("done").parse::<NaiveDate>().ok();
    let said = done.map_or_else(String::new, |day| {
        let day = dated_text(visit.words, day);
        visit.words.fill("Set up as on {0}.", [&day])
    });
    page(&visit, &organiser, said, 200).await
}

/// Sets the site up as on an earlier day.
pub(super) async fn set_up(visit: Visit, body: FormBody) -> Response {
    let organiser = match visit.identity.organiser(&visit.site) {
        Ok(organiser) => organiser,
        Err(trouble) => {
            return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
        }
    };
    let typed = Filled::read(&body);
    let Ok(day) = typed.text("day").parse::<NaiveDate>() else {
        let reason = "expected a day, as in 2026-03-07".to_owned();
        return visit.fail(&Trouble::Malformed { reason });
    };
    match organiser.set_up_as(day, typed.text("tag")).await {
        Ok(left) if left.changes.is_empty() => see_other(&format!("{}?done={day}", visit.here)),
        Ok(left) => {
            let said = visit
                .words
                .say("Something was changed meanwhile. Please look again at what would change.");
            let set_up = SetUpShown {
                day: day.to_string(),
                like: Some(LikeShown::new(&left, visit.words)),
            };
            alone(&visit, said.to_owned(), set_up, 409)
        }
        Err(trouble) => {
            let said = visit.sentence(&trouble);
            let set_up = match organiser.set_up_like(Some(day)).await {
                Ok(like) => SetUpShown {
                    day: day.to_string(),
                    like: Some(LikeShown::new(&like, visit.words)),
                },
                Err(_) => SetUpShown::default(),
            };
            alone(&visit, said, set_up, trouble.status())
        }
    }
}

async fn page(visit: &Visit, organiser: &Organiser, said: String, status: u16) -> Response {
    let words = visit.words;
    let (said, set_up, status) = match asked_set_up(visit, organiser).await {
        Ok(set_up) => (said, set_up, status),
        Err(trouble) => (
            visit.sentence(&trouble),
            SetUpShown::default(),
            trouble.status(),
        ),
    };
    let planned = match read(&visit.query, visit) {
        Ok(ask) => organiser
            .plan(&ask)
            .await
            .map_err(|trouble| (visit.wrong(&trouble), trouble.status())),
        Err(wrong) => Err((wrong, 422)),
    };
    match planned {
        Ok(plan) => {
            let today = day::local_date(
                visit.site.now(),
                visit
                    .site
                    .read(|published| published.site.settings.time_zone),
            );
            let result = visit
                .site
                .read(|published| Planned::new(&plan, &published.site, today, words));
            let set_up = SetUpShown {
                // The newest day is the likeliest one to be wanted again.
                day: if set_up.day.is_empty() {
                    plan.days
                        .last()
                        .map_or_else(String::new, NaiveDate::to_string)
                } else {
                    set_up.day
                },
                ..set_up
            };
            let shown = PlanShown {
                said,
                result: Some(result),
                set_up,
            };
            whole(visit, shown, form(&visit.query, Some(&plan), words), status)
        }
        Err((wrong, status)) => {
            let shown = PlanShown {
                said,
                result: None,
                set_up,
            };
            let form = form(&visit.query, None, words).with_wrong(Some(wrong));
            whole(visit, shown, form, status)
        }
    }
}

/// After a press that did not do it: without a plan, since the press asked for none.
fn alone(visit: &Visit, said: String, set_up: SetUpShown, status: u16) -> Response {
    let shown = PlanShown {
        said,
        result: None,
        set_up,
    };
    let form = form(&visit.query, None, visit.words);
    whole(visit, shown, form, status)
}

fn whole(visit: &Visit, p: PlanShown, form: Form, status: u16) -> Response {
    let (w, f) = (visit.words, visit.frame());
    visit.page_with(status, &PlanPage { w, f, p, form })
}

async fn asked_set_up(visit: &Visit, organiser: &Organiser) -> Result<SetUpShown, Trouble> {
    let Ok(day) = visit.query.text("set_up").parse::<NaiveDate>() else {
        return Ok(SetUpShown::default());
    };
    let like = organiser.set_up_like(Some(day)).await?;
    Ok(SetUpShown {
        day: day.to_string(),
        like: Some(LikeShown::new(&like, visit.words)),
    })
}

/// What was typed into the form; nothing stands for what is usual.
fn read(typed: &Filled, visit: &Visit) -> Result<PlanAsk, Wrong> {
    let number = |field: &str| typed.maybe::<u32>(field, visit.words);
    let date = match typed.text("for") {
        "" => None,
        text => Some(text.parse().map_err(|_| Wrong {
            field: "for".to_owned(),
            why: visit.words.say("Please enter a day.").to_owned(),
        })?),
    };
    Ok(PlanAsk {
        date,
        days: number("days")?,
        like: None,
        wait: number("wait")?,
        share: number("share")?,
        max_stations: number("max_stations")?,
    })
}
