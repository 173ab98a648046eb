//! What is wrong with a line of a log, in words.

use domain::settings::Language;
use forecast::score::{Fault, Trouble};

use crate::words::words;

/// The line's number and what is wrong with it.
pub(super) fn sentence(language: Language, fault: &Fault) -> String {
    let (line, what) = (fault.line, trouble(language, &fault.trouble));
    words!(language, "第 {line} 行：{what}", "line {line}: {what}")
}

fn trouble(language: Language, trouble: &Trouble) -> String {
    match trouble {
        Trouble::NoColumn(column) => words!(
            language,
            "表头里没有 {column} 这一列",
            "the heading has no column {column}"
        ),
        Trouble::NotCsv => words!(language, "不是 CSV 格式", "this is no CSV"),
        Trouble::Fields { found, expected } => words!(
            language,
            "有 {found} 个字段，应有 {expected} 个",
            "it has {found} fields instead of {expected}"
        ),
        Trouble::NoArrival => words!(language, "arrived（取号时间）是空的", "arrived is empty"),
        Trouble::NotAMoment { column, found } => words!(
            language,
            "{column} 的“{found}”不是时间，应写成 2026-03-07 08:30:00",
            "{column} is {found:?}, which is no moment; write 2026-03-07 08:30:00"
        ),
        Trouble::Before { column, before } => words!(
            language,
            "{column} 早于 {before}",
            "{column} is before {before}"
        ),
        Trouble::Outcome(word) => words!(
            language,
            "outcome 的“{word}”不认识，可以写 served、gave_up、no_show，或留空",
            "outcome is {word:?}; write served, gave_up or no_show, or leave it empty"
        ),
    }
}
