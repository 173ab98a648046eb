//! People and stations by hour as a drawing that needs no script. The page holds the same numbers
//! as a table, so the drawing itself is hidden from screen readers.

use std::fmt::Write as _;

use protocol::PlanHour;

/// Room for an hour: its bar, and its beginning under it.
const STEP: f64 = 72.0;
const HEIGHT: f64 = 180.0;
const BOTTOM: f64 = 28.0;
/// Room for the number over the tallest bar.
const TOP: f64 = 28.0;
const BAR: f64 = 44.0;

/// A bar for the people of each hour, and over it the stations that it needs.
pub(super) fn hours(hours: &[PlanHour]) -> String {
    let most = hours.iter().map(|hour| hour.arrivals.p50);
    let most = most.fold(1.0, f64::max);
    let width = STEP * hours.len().max(1) as f64;
    let floor = HEIGHT - BOTTOM;
    let mut svg = format!(
        r#"<svg viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" aria-hidden="true"><path class="grid" d="M0 {floor}H{width}"/>"#
    );
    for (n, hour) in hours.iter().enumerate() {
        let middle = STEP * (n as f64 + 0.5);
        let tall = hour.arrivals.p50 / most * (floor - TOP);
        let _ = write!(
            svg,
            r#"<rect class="mean" x="{x:.1}" y="{y:.1}" width="{BAR}" height="{tall:.1}" rx="4"/><text class="needed" x="{middle:.1}" y="{over:.1}" text-anchor="middle">{needed}</text><text x="{middle:.1}" y="{under:.1}" text-anchor="middle">{from}</text>"#,
            x = middle - BAR / 2.0,
            y = floor - tall,
            over = floor - tall - 8.0,
            under = HEIGHT - 8.0,
            needed = hour.stations,
            from = hour.from.strip_prefix('0').unwrap_or(&hour.from),
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use protocol::Expected;

    use super::*;

    #[test]
    fn every_hour_has_a_bar_and_its_stations() {
        let hour = |from: &str, p50| PlanHour {
            from: from.to_owned(),
            to: "23:59".to_owned(),
            arrivals: Expected { p50, p90: p50 },
            stations: 7,
            wait_min: None,
            kept: true,
        };
        let svg = hours(&[hour("09:00", 4.0), hour("10:00", 0.0)]);
        assert_eq!(svg.matches("<rect").count(), 2);
        assert_eq!(svg.matches(">7<").count(), 2);
        assert!(svg.contains(">9:00<") && !svg.contains("NaN"), "{svg}");
        assert!(!hours(&[]).contains("NaN"));
    }
}
