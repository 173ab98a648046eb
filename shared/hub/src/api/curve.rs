//! How a day goes: its curve, the rest of it, and what would change that.

use axum::Json;
use chrono::NaiveDate;
use protocol::{AskWhatIf, CurveView, WhatIfView};
use serde::Deserialize;

use super::call::Call;
use super::doc::doc;
use super::input::{Answered, Asked, Input};
use super::routes::Routes;

pub(super) fn add(routes: &mut Routes) {
    let at = |rest: &str| format!("{}/{rest}", super::SITE);
    let forecast_doc = doc(
        "How many waited today, and how many may wait for the rest of the day if nobody else takes a number",
        "organisers",
    )
    .asks("date", "An earlier day, as 2026-03-07, without a forecast; today when left out")
    .gives::<CurveView>(200);
    routes.get(&at("forecast"), forecast, forecast_doc);
    let what_if_doc = doc(
        "How the rest of the day may go as it is and with some changes; records nothing",
        "organisers",
    );
    routes.post(
        &at("what-if"),
        what_if,
        what_if_doc.takes::<AskWhatIf>().gives::<WhatIfView>(200),
    );
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfDay {
    date: Option<NaiveDate>,
}

async fn forecast(call: Call, Asked(asked): Asked<OfDay>) -> Answered<CurveView> {
    let organiser = call.identity.organiser(&call.site)?;
    let view = match asked.date {
        Some(date) => organiser.curve_of(date).await,
        None => organiser.curve().await,
    };
    view.map(Json)
}

async fn what_if(call: Call, Input(asked): Input<AskWhatIf>) -> Answered<WhatIfView> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.what_if(&asked).await.map(Json)
}
