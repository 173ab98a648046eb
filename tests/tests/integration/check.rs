//! What every answer must look like, whatever was asked.

use paihao_tests::Reply;
use serde_json::Value;

/// Checks that the answer is a problem with this status and code. `row` names what was tried.
#[track_caller]
pub(crate) fn problem(row: &str, reply: &Reply, status: u16, code: &str) -> Value {
    is_problem(row, reply, status, code).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// Checks that it was done.
#[track_caller]
pub(crate) fn done(row: &str, reply: &Reply, status: u16) -> Value {
    is_done(row, reply, status).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// What is wrong with the rows of a table, so that one run names all of them.
#[derive(Default)]
pub(crate) struct Wrong(Vec<String>);

impl Wrong {
    pub(crate) fn problem(&mut self, row: &str, reply: &Reply, status: u16, code: &str) {
        self.0.extend(is_problem(row, reply, status, code).err());
    }

    pub(crate) fn done(&mut self, row: &str, reply: &Reply, status: u16) {
        self.0.extend(is_done(row, reply, status).err());
    }

    pub(crate) fn unless(&mut self, row: &str, holds: bool, wrong: &str) {
        self.0.extend((!holds).then(|| format!("{row}: {wrong}")));
    }

    /// Ends the test.
    #[track_caller]
    pub(crate) fn nothing(self) {
        assert!(
            self.0.is_empty(),
            "{} rows are wrong:\n{}",
            self.0.len(),
            self.0.join("\n")
        );
    }
}

fn is_done(row: &str, reply: &Reply, status: u16) -> Result<Value, String> {
    if reply.status == status {
        return Ok(reply.json());
    }
    Err(format!(
        "{row}: {} instead of {status}: {}",
        reply.status,
        start(reply)
    ))
}

/// The form that is promised for every problem.
fn is_problem(row: &str, reply: &Reply, status: u16, code: &str) -> Result<Value, String> {
    let json = reply.json();
    let text = |name: &str| json[name].as_str().unwrap_or_default();
    let is_right = reply.status == status
        && text("code") == code
        && reply.header("content-type") == Some("application/problem+json")
        && json["status"] == status
        && text("type") == format!("/problems/{code}")
        && !text("title").is_empty();
    if is_right {
        return Ok(json);
    }
    Err(format!(
        "{row}: {} instead of {status} {code}: {}",
        reply.status,
        start(reply)
    ))
}

/// Enough of an answer to see what it is.
fn start(reply: &Reply) -> String {
    const CHARS_SHOWN: usize = 240;
    reply.text().chars().take(CHARS_SHOWN).collect()
}
