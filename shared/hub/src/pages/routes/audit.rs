//! `/dashboard/audit`

use axum::response::{IntoResponse, Response};
use http::header;

use super::sign_in::sign_in_page;
use crate::audit::Sought;
use crate::pages::audit::{Audit, AuditPage};
use crate::pages::visit::Visit;

/// A day, or its entries as a file.
pub(super) async fn show(visit: Visit) -> Response {
    let organiser = match visit.identity.organiser(&visit.site) {
        Ok(organiser) => organiser,
        Err(trouble) => {
            return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
        }
    };
    let asked = |name: &str| {
        let text = visit.query.text(name).trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let sought = Sought {
        number: asked("number"),
        station: asked("station"),
    };
    let date = asked("date").and_then(|date| date.parse().ok());
    let from = asked("from").and_then(|from| from.parse().ok());
    let view = match organiser.audit(date, from, &sought).await {
        Ok(view) => view,
        Err(trouble) => return visit.fail(&trouble),
    };
    if visit.query.text("as") == "jsonl" {
        let lines = view.entries.iter().map(|entry| {
            let json = serde_json::to_string(entry).unwrap_or_default();
            format!("{json}\n")
        });
        let name = format!("attachment; filename=\"audit-{}.jsonl\"", view.date);
        let headers = [
            (header::CONTENT_TYPE, "application/x-ndjson".to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ];
        return (headers, lines.collect::<String>()).into_response();
    }
    let a = Audit::new(&view, &sought, visit.words, &visit.here);
    let (w, f) = (visit.words, visit.frame());
    visit.page(&AuditPage { w, f, a })
}
