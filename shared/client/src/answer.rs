//! Reads what a hub answered: a value, "nothing new", or a problem.

use std::sync::Arc;

use http::header::{CONTENT_TYPE, ETAG};
use http::{HeaderMap, StatusCode};
use protocol::problem::{MEDIA_TYPE, Problem};
use serde::de::DeserializeOwned;

use crate::Address;
use crate::error::Error;
use crate::transport::Answer;

/// The code of a hub that cannot tell whether it was done: its disk failed meanwhile.
const OUTCOME_UNKNOWN: &str = "outcome_unknown";

/// A value with the tag under which the hub knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged<T> {
    /// The value.
    pub value: T,
    /// Sent along with the next question, it saves the answer if nothing changed.
    pub tag: Option<String>,
}

/// The value of an answer.
pub(crate) fn value<T: DeserializeOwned>(
    address: &Address,
    path: &str,
    answer: &Answer,
) -> Result<T, Error> {
    let (status, headers) = (answer.status(), answer.headers());
    if !is_usable(status, headers) {
        return Err(refusal(address, status, headers, answer.body()));
    }
    // An answer without content is the JSON null, so that calls without an answer ask for ().
    let body: &[u8] = if answer.body().is_empty() {
        b"null"
    } else {
        answer.body()
    };
    serde_json::from_slice(body).map_err(|error| Error::NotUnderstood {
        address: address.clone(),
        path: path.to_owned(),
        cause: Arc::new(error),
    })
}

/// The value of an answer, or none if the one that is known still holds.
pub(crate) fn tagged_value<T: DeserializeOwned>(
    address: &Address,
    path: &str,
    answer: &Answer,
) -> Result<Option<Tagged<T>>, Error> {
    if answer.status() == StatusCode::NOT_MODIFIED {
        return Ok(None);
    }
    let value = value(address, path, answer)?;
    let tag = answer
        .headers()
        .get(ETAG)
        .and_then(|tag| tag.to_str().ok())
        .map(str::to_owned);
    Ok(Some(Tagged { value, tag }))
}

/// Whether this is the head of an answer to what was asked, in the form of a hub.
pub(crate) fn is_usable(status: StatusCode, headers: &HeaderMap) -> bool {
    let kind = kind(headers);
    let is_ours = kind.starts_with("application/json") || kind.starts_with("text/event-stream");
    status == StatusCode::NO_CONTENT || (status.is_success() && is_ours)
}

/// What any other answer means: a problem as the hub words it, or somebody else answering.
pub(crate) fn refusal(
    address: &Address,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Error {
    let kind = kind(headers);
    if kind.starts_with(MEDIA_TYPE)
        && let Ok(problem) = serde_json::from_slice::<Problem>(body)
    {
        if problem.code == OUTCOME_UNKNOWN {
            return Error::UnknownOutcome {
                address: address.clone(),
                cause: None,
            };
        }
        return Error::Problem(Box::new(problem));
    }
    let found = if kind.is_empty() {
        format!("{status}")
    } else {
        format!("{status}, {kind}")
    };
    Error::NotAHub {
        address: address.clone(),
        found,
    }
}

fn kind(headers: &HeaderMap) -> &str {
    headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use http::Response;

    use super::*;

    fn answer(status: u16, kind: &str, body: &'static str) -> Answer {
        Response::builder()
            .status(status)
            .header(CONTENT_TYPE, kind)
            .body(body.into())
            .unwrap()
    }

    fn read(answer: &Answer) -> Result<u8, Error> {
        value(&"http://hub".parse().unwrap(), "/x", answer)
    }

    #[test]
    fn a_problem_keeps_its_code_sentence_and_facts() {
        let body = r#"{"type":"about:blank","status":409,"title":"t","detail":"d","code":"station_busy","station":"1"}"#;
        let error = read(&answer(409, MEDIA_TYPE, body)).unwrap_err();
        assert_eq!(
            (error.to_string().as_str(), error.code()),
            ("t", Some("station_busy"))
        );
        let Error::Problem(problem) = error else {
            panic!("{error:?}")
        };
        assert_eq!(problem.facts["station"], "1");
    }

    #[test]
    fn a_hub_that_does_not_know_is_an_unknown_outcome() {
        let body = r#"{"type":"t","title":"t","status":503,"code":"outcome_unknown"}"#;
        let error = read(&answer(503, MEDIA_TYPE, body)).unwrap_err();
        assert!(matches!(error, Error::UnknownOutcome { .. }), "{error:?}");
    }

    #[test]
    fn what_is_no_hub_is_told_apart_from_a_hub_of_another_release() {
        assert_eq!(read(&answer(200, "application/json", "7")).unwrap(), 7);
        for (status, kind, body) in [
            (200, "text/html", "<p>router</p>"),
            (404, "text/html", "nginx"),
            (500, "text/plain", "oops"),
            (409, MEDIA_TYPE, "{}"),
            (400, "application/json", "7"),
        ] {
            let error = read(&answer(status, kind, body)).unwrap_err();
            assert!(
                matches!(error, Error::NotAHub { .. }),
                "{status} {kind} {error:?}"
            );
        }
        let error = read(&answer(200, "application/json; charset=utf-8", "\"seven\"")).unwrap_err();
        assert!(matches!(error, Error::NotUnderstood { .. }), "{error:?}");
    }
}
