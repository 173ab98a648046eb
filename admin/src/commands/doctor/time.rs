//! Whether the clock can be believed: numbers, hours and waits hang on it.

use chrono::{DateTime, Datelike, Utc};
use protocol::LocalTime;

use super::Finding;
use crate::app::App;
use crate::words::words;

/// No clock can honestly show an earlier year: this release was made then.
const YEAR_MIN: i32 = 2026;
/// Seconds between two machines that nobody notices on a square.
const OFFSET_MAX_SECS: i64 = 5;

/// Compares this machine's clock with the calendar and with the hub's.
pub(super) fn clock(app: &App, hub_now: Option<&LocalTime>) -> Finding {
    let now: DateTime<Utc> = Utc::now();
    let shown = now.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    if now.year() < YEAR_MIN {
        return Finding::bad(
            "clock",
            words!(
                app.language,
                "时钟显示 {shown}，不可能是真的。请先校准时间（如 timedatectl set-ntp true），否则号码和等候时间都会错。",
                "The clock shows {shown}, which cannot be. Set the time first (timedatectl set-ntp true), or numbers and waits go wrong."
            ),
        );
    }
    let offset = hub_now.map_or(0, |hub| (hub.moment() - now).num_seconds());
    if offset.abs() > OFFSET_MAX_SECS {
        return Finding::warn(
            "clock",
            words!(
                app.language,
                "本机时钟与主机相差 {offset} 秒。请让两边都自动校时。",
                "This clock and the hub's differ by {offset} s. Let both set their time automatically."
            ),
        );
    }
    Finding::ok(
        "clock",
        words!(app.language, "时钟：{shown}", "Clock: {shown}"),
    )
}
