//! Every forecast as a line of a table.

use chrono::SecondsFormat;
use forecast::score::{Entry, Occasion, Predicted};

const HEADING: &str = "line,at,told,service,ahead,p10_min,p50_min,p90_min,mean_min,rough,actual_min,line_length_min,last_wait_min,mean_of_ten_min\n";

/// The table as CSV; `line` is the line of the log, minutes have three decimals, and what
/// is not known is empty.
pub(super) fn csv(entries: &[Entry], told: &[Predicted]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(HEADING.as_bytes().to_vec());
    for one in told {
        let entry = &entries[one.entry];
        let estimate = &one.estimate;
        let occasion = match one.occasion {
            Occasion::Issue => "issue",
            Occasion::Step => "step",
        };
        let row = [
            entry.line.to_string(),
            one.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            occasion.to_owned(),
            entry.service.clone(),
            one.ahead.to_string(),
            minutes(Some(estimate.p10)),
            minutes(Some(estimate.p50)),
            minutes(Some(estimate.p90)),
            minutes(Some(estimate.mean)),
            estimate.rough.to_string(),
            minutes(one.actual),
            minutes(one.rules.line_length),
            minutes(one.rules.last),
            minutes(one.rules.mean_of_ten),
        ];
        // Memory takes every row.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

fn minutes(value: Option<f64>) -> String {
    value.map_or_else(String::new, |minutes| format!("{minutes:.3}"))
}
