//! Waits by hour as a drawing that needs no script. The page holds the same
//! numbers as a table, so the drawing itself is hidden from screen readers.

use std::fmt::Write as _;

/// One hour's waits, in minutes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct HourWait {
    pub(super) hour: u8,
    pub(super) mean_min: f64,
    pub(super) p90_min: f64,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 44.0;
const BOTTOM: f64 = 28.0;
const TOP: f64 = 12.0;
/// A bar is no wider, however few there are.
const BAR_MAX: f64 = 64.0;

/// Bars for the mean, a line for what nine in ten stayed below.
pub(super) fn waits_by_hour(hours: &[HourWait]) -> String {
    let top = scale_top(
        hours
            .iter()
            .map(|h| h.p90_min.max(h.mean_min))
            .fold(0.0, f64::max),
    );
    let y = |minutes: f64| HEIGHT - BOTTOM - minutes / top * (HEIGHT - BOTTOM - TOP);
    let step = (WIDTH - LEFT) / hours.len().max(1) as f64;
    let bar = (step * 0.6).min(BAR_MAX);
    let middle = |n: usize| LEFT + step * (n as f64 + 0.5);
    let mut svg = format!(r#"<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">"#);
    for part in 0..=4 {
        let minutes = top * f64::from(part) / 4.0;
        let _ = write!(
            svg,
            r#"<path class="grid" d="M{LEFT} {at:.1}H{WIDTH}"/><text x="{x}" y="{text_y:.1}" text-anchor="end">{minutes:.0}</text>"#,
            at = y(minutes),
            x = LEFT - 8.0,
            text_y = y(minutes) + 4.5,
        );
    }
    let mut line = String::new();
    for (n, hour) in hours.iter().enumerate() {
        let _ = write!(
            svg,
            r#"<rect class="mean" x="{x:.1}" y="{at:.1}" width="{bar:.1}" height="{tall:.1}" rx="4"/><text x="{middle:.1}" y="{text_y:.1}" text-anchor="middle">{hour}:00</text>"#,
            x = middle(n) - bar / 2.0,
            at = y(hour.mean_min),
            tall = (y(0.0) - y(hour.mean_min)).max(0.0),
            middle = middle(n),
            text_y = HEIGHT - 8.0,
            hour = hour.hour,
        );
        let _ = write!(
            line,
            "{} {:.1} {:.1}",
            if n == 0 { "M" } else { " L" },
            middle(n),
            y(hour.p90_min)
        );
        let _ = write!(
            svg,
            r#"<circle class="p90" cx="{:.1}" cy="{:.1}" r="3.5"/>"#,
            middle(n),
            y(hour.p90_min)
        );
    }
    let _ = write!(svg, r#"<path class="p90" d="{line}"/></svg>"#);
    svg
}

/// The next multiple of twenty minutes, so that the four steps are whole.
fn scale_top(most: f64) -> f64 {
    ((most / 20.0).ceil() * 20.0).max(20.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_has_whole_steps_and_holds_the_highest_value() {
        for (most, top) in [(0.0, 20.0), (19.0, 20.0), (20.1, 40.0), (61.0, 80.0)] {
            assert!((scale_top(most) - top).abs() < f64::EPSILON, "{most}");
        }
    }

    #[test]
    fn every_hour_has_a_bar_and_a_point() {
        let hour = |hour| HourWait {
            hour,
            mean_min: 10.0,
            p90_min: 20.0,
        };
        let svg = waits_by_hour(&[hour(9), hour(10), hour(11)]);
        assert_eq!(svg.matches("<rect").count(), 3);
        assert_eq!(svg.matches("<circle").count(), 3);
        assert!(svg.contains("11:00"));
        assert!(waits_by_hour(&[]).starts_with("<svg"));
    }
}
