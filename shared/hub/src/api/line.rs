//! What is looked at: the line, the board, the dashboard, the figures, and all of it live.

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use protocol::{
    AuditView, BoardView, DashboardView, HistoryView, QueueView, RepairList, ReportView, StatsView,
    TicketAnswer,
};
use serde::Deserialize;

use super::call::Call;
use super::doc::doc;
use super::input::{Answered, Asked};
use super::routes::Routes;
use crate::audit::Sought;
use crate::live::{self, Following};
use crate::prepared::Shown;
use crate::problem::Trouble;

pub(super) fn add(routes: &mut Routes) {
    let at = |rest: &str| format!("{}/{rest}", super::SITE);
    let queue_doc = doc(
        "Who waits, in the order of call; with an ETag",
        "volunteers",
    );
    let queue_doc = queue_doc
        .asks("service", "Of this service alone")
        .gives::<QueueView>(200);
    routes.get(&at("queue"), queue, queue_doc);
    routes.get(
        &at("board"),
        board,
        doc("The board; with an ETag", "anybody").gives::<BoardView>(200),
    );
    let dashboard_doc = doc("Today at a glance; with an ETag", "organisers");
    routes.get(
        &at("dashboard"),
        dashboard,
        dashboard_doc.gives::<DashboardView>(200),
    );
    let stats_doc = doc("Figures of days", "organisers")
        .asks(
            "from",
            "First day, as 2026-03-07; the other or today when left out",
        )
        .asks("to", "Last day")
        .gives::<StatsView>(200);
    routes.get(&at("stats"), stats, stats_doc);
    let history_doc = doc(
        "The tickets of days one by one, up to 31 days",
        "organisers",
    )
    .asks(
        "from",
        "First day, as 2026-03-07; the other or today when left out",
    )
    .asks("to", "Last day")
    .gives::<HistoryView>(200);
    routes.get(&at("history"), history, history_doc);
    let audit_doc = doc("Who did what on a day, when and why", "organisers")
        .asks("date", "As 2026-03-07; today when left out")
        .asks("number", "Of the ticket or item with this number alone")
        .asks("station", "At this station alone")
        .asks("from", "The rest of a day, from the answer's next on")
        .gives::<AuditView>(200);
    routes.get(&at("audit"), audit, audit_doc);
    let repairs_doc = doc(
        "What was left to be repaired on some days, and what became of it",
        "organisers",
    )
    .asks(
        "from",
        "First day, as 2026-03-07; the other or today when left out",
    )
    .asks("to", "Last day")
    .gives::<RepairList>(200);
    routes.get(&at("repairs"), repairs, repairs_doc);
    let report_doc = doc(
        "A service day on one page, with the days before to compare",
        "organisers",
    )
    .asks(
        "date",
        "As 2026-03-07; the newest service day when left out",
    )
    .gives::<ReportView>(200);
    routes.get(&at("report"), report, report_doc);
    let live_doc = doc("State as it changes, as server-sent messages named after the topic", "as the topic allows")
        .asks("topic", "ticket, board, services or stations for anybody; queue for volunteers; dashboard for organisers")
        .asks("ticket", "With topic ticket: the link's token, or for staff the id")
        .asks("service", "With topic queue: of this service alone")
        .streams::<TicketAnswer>();
    routes.get(&at("live"), follow, live_doc);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfService {
    service: Option<String>,
}

async fn queue(call: Call, Asked(asked): Asked<OfService>) -> Result<Response, Trouble> {
    let volunteer = call.identity.volunteer(&call.site)?;
    let shown = Shown::Queue(asked.service.clone());
    call.tagged_for_many(shown, || volunteer.queue(asked.service.as_deref()))
}

async fn board(call: Call) -> Result<Response, Trouble> {
    call.tagged_for_many(Shown::Board, || Ok(call.site.board()))
}

async fn dashboard(call: Call) -> Result<Response, Trouble> {
    let organiser = call.identity.organiser(&call.site)?;
    call.tagged_for_many(Shown::Dashboard, || Ok(organiser.dashboard()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

async fn stats(call: Call, Asked(days): Asked<Days>) -> Answered<StatsView> {
    call.identity
        .organiser(&call.site)?
        .stats(days.from, days.to)
        .await
        .map(Json)
}

async fn history(call: Call, Asked(days): Asked<Days>) -> Answered<HistoryView> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.history(days.from, days.to).await.map(Json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asks {
    date: Option<NaiveDate>,
    number: Option<String>,
    station: Option<String>,
    from: Option<u64>,
}

async fn audit(call: Call, Asked(asks): Asked<Asks>) -> Answered<AuditView> {
    let organiser = call.identity.organiser(&call.site)?;
    let sought = Sought {
        number: asks.number,
        station: asks.station,
    };
    let view = organiser.audit(asks.date, asks.from, &sought).await;
    view.map(Json)
}

async fn repairs(call: Call, Asked(days): Asked<Days>) -> Answered<RepairList> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.repairs(days.from, days.to).await.map(Json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfDay {
    date: Option<NaiveDate>,
}

async fn report(call: Call, Asked(asked): Asked<OfDay>) -> Answered<ReportView> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.report(asked.date).await.map(Json)
}

async fn follow(call: Call, Asked(following): Asked<Following>) -> Result<Response, Trouble> {
    live::stream(call, following).map(IntoResponse::into_response)
}
