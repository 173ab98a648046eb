//! Planning a coming day.

use axum::Json;
use chrono::NaiveDate;
use protocol::{PlanAsk, PlanView, SetUpAs, SetUpLike};
use serde::Deserialize;

use super::call::Call;
use super::doc::doc;
use super::input::{Answered, Asked, Input};
use super::routes::Routes;

pub(super) fn add(routes: &mut Routes) {
    let at = |rest: &str| format!("{}/{rest}", super::SITE);
    let plan_doc = doc(
        "How many stations a coming day needs, hour by hour, from what earlier days were like",
        "organisers",
    )
    .asks(
        "for",
        "The day to plan for, as 2026-03-08; the next service day when left out",
    )
    .asks(
        "days",
        "Earlier service days that are looked at, 1 to 60; 8 when left out",
    )
    .asks("like", "Instead of the newest days this one alone")
    .asks(
        "wait",
        "The longest wait that is wanted, in minutes, 0 to 240; 30 when left out",
    )
    .asks(
        "share",
        "Of a hundred people so many are to wait no longer, 50 to 99; 90 when left out",
    )
    .asks(
        "max_stations",
        "Most stations at one service, 1 to 20; two more than there are when left out",
    )
    .gives::<PlanView>(200);
    routes.get(&at("plan"), plan, plan_doc);
    let like_doc = doc(
        "What would change if the site were set up as at the end of an earlier day",
        "organisers",
    )
    .asks(
        "date",
        "The earlier day, as 2026-03-07; the newest service day when left out",
    )
    .gives::<SetUpLike>(200);
    routes.get(&at("plan/like"), like, like_doc);
    let apply_doc = doc(
        "Sets the site up as at the end of an earlier day, if the tag still names what would \
         change; otherwise nothing is done. Answers what is left to change: nothing once it is done",
        "organisers",
    )
    .takes::<SetUpAs>()
    .gives::<SetUpLike>(200);
    routes.post(&at("plan/like"), apply, apply_doc);
}

async fn plan(call: Call, Asked(ask): Asked<PlanAsk>) -> Answered<PlanView> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.plan(&ask).await.map(Json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Like {
    date: Option<NaiveDate>,
}

async fn like(call: Call, Asked(like): Asked<Like>) -> Answered<SetUpLike> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.set_up_like(like.date).await.map(Json)
}

async fn apply(call: Call, Input(wanted): Input<SetUpAs>) -> Answered<SetUpLike> {
    let Call { identity, site, .. } = call;
    // It is several commands, and one key names one. Asked again it goes on where it was.
    let organiser = identity.with_key(None).organiser(&site)?;
    organiser
        .set_up_as(wanted.date, &wanted.tag)
        .await
        .map(Json)
}
