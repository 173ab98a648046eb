//! `/board`

use axum::response::Response;

use crate::pages::board::{Board, BoardPage, BoardPart};
use crate::pages::visit::Visit;

/// The board, or the part of it that changes.
pub(super) async fn show(visit: Visit) -> Response {
    let view = visit.site.board();
    let (part, live) = (visit.part(""), visit.live("topic=board"));
    let words = visit.words;
    let set = visit.hub.voices().of(words.0);
    let b = visit
        .site
        .read(|published| Board::new(&published.site, &view, words, set, (part, live)));
    let (w, f) = (words, visit.frame());
    if visit.is_part() {
        visit.page(&BoardPart { w, f, b })
    } else {
        visit.page(&BoardPage { w, f, b })
    }
}
