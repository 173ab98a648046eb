//! `/dashboard/report`

use std::io;

use axum::response::{IntoResponse, Response};
use http::header;

use super::sign_in::sign_in_page;
use crate::pages::report::{Links, ReportPage};
use crate::pages::visit::Visit;
use crate::problem::Trouble;
use crate::report::DayPage;
use crate::tables;

/// What a browser is told of a CSV file.
const CSV: &str = "text/csv; charset=utf-8";
/// What a browser is told of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The report of a day, as a page or as a file; of the newest service day without a date.
pub(super) async fn show(visit: Visit) -> Response {
    let organiser = match visit.identity.organiser(&visit.site) {
        Ok(organiser) => organiser,
        Err(trouble) => {
            return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
        }
    };
    let asked = visit.query.text("date").trim().parse().ok();
    let view = match organiser.report(asked).await {
        Ok(view) => view,
        Err(trouble) => return visit.fail(&trouble),
    };
    let r = DayPage::new(&view, visit.words);
    let name = format!("report-{}", view.date);
    match visit.query.text("as") {
        "csv" => return file(&visit, tables::csv(&r.sheet()), CSV, &format!("{name}.csv")),
        "xlsx" => {
            return file(
                &visit,
                tables::xlsx(&r.sheet()),
                XLSX,
                &format!("{name}.xlsx"),
            );
        }
        _ => {}
    }
    let l = Links::new(&view, &visit.here);
    let (w, f) = (visit.words, visit.frame());
    visit.page(&ReportPage { w, f, l, r })
}

fn file(visit: &Visit, written: io::Result<Vec<u8>>, kind: &str, name: &str) -> Response {
    match written {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, kind.to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}\""),
                ),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a report could not be written");
            visit.fail(&Trouble::Internal)
        }
    }
}
