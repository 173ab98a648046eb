//! `report --day D`: the figures of a service day on one page.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Args;
use domain::settings::Language;
use protocol::stats::{HourStats, PartStats};
use protocol::{StatsView, WaitStats};

use crate::app::App;
use crate::failure::Failure;
use crate::output::{print, print_json, table};
use crate::source::Source;
use crate::words::words;

/// The figures of a service day.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The day, as in 2026-03-07 [default: the newest service day]
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
}

impl Report {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        let source = Source::open(app).await?;
        let site = source.site().await?;
        let newest = || site.day.as_ref().map(|day| day.date);
        let Some(day) = self.day.or_else(newest) else {
            return Err(Failure::Wrong(words!(
                app.language,
                "还没有服务日，没有可统计的内容。",
                "There was no service day yet, so there is nothing to report."
            )));
        };
        let stats = source.stats(day, day).await?;
        if app.json {
            return Ok(print_json(&stats)?);
        }
        Ok(print(&page(
            app.language,
            site.name.get(app.language),
            day,
            &stats,
        ))?)
    }
}

fn page(language: Language, name: &str, day: NaiveDate, stats: &StatsView) -> String {
    let StatsView {
        issued,
        served,
        no_show,
        cancelled,
        unserved,
        ..
    } = stats;
    let mut page = words!(
        language,
        "{name}  {day}  服务日报\n\n",
        "{name}  {day}  Report of the day\n\n"
    );
    page.push_str(&words!(
        language,
        "取号 {issued}，已服务 {served}，过号 {no_show}，取消 {cancelled}，未服务 {unserved}\n",
        "Numbers {issued}, served {served}, no-show {no_show}, cancelled {cancelled}, unserved {unserved}\n"
    ));
    page.push_str(&times(
        language,
        &words!(language, "等候", "Waiting"),
        &stats.wait,
    ));
    page.push_str(&times(
        language,
        &words!(language, "服务", "Serving"),
        &stats.serving,
    ));
    page.push('\n');
    page.push_str(&parts(
        language,
        &words!(language, "服务项目", "service"),
        &stats.by_service,
    ));
    page.push('\n');
    page.push_str(&parts(
        language,
        &words!(language, "台", "station"),
        &stats.by_station,
    ));
    page.push('\n');
    page.push_str(&hours(language, &stats.by_hour));
    page
}

fn times(language: Language, what: &str, times: &WaitStats) -> String {
    match (times.mean_min, times.p50_min, times.p90_min) {
        (Some(mean), Some(p50), Some(p90)) => words!(
            language,
            "{what}：平均 {mean:.1} 分钟，一半的人不超过 {p50:.1}，九成的人不超过 {p90:.1}\n",
            "{what}: mean {mean:.1} min, half within {p50:.1}, nine in ten within {p90:.1}\n"
        ),
        (_, _, _) => words!(language, "{what}：没有数据\n", "{what}: nothing measured\n"),
    }
}

fn parts(language: Language, first: &str, parts: &BTreeMap<String, PartStats>) -> String {
    let word = |zh: &str, en: &str| words!(language, "{zh}", "{en}");
    let headings = [
        first.to_owned(),
        word("取号", "numbers"),
        word("已服务", "served"),
        word("过号", "no-show"),
        word("取消", "cancelled"),
        word("未服务", "unserved"),
        word("等候平均", "wait mean"),
        word("九成", "wait p90"),
        word("服务平均", "serving mean"),
    ];
    let row = |(id, part): (&String, &PartStats)| {
        let counts = [
            part.issued,
            part.served,
            part.no_show,
            part.cancelled,
            part.unserved,
        ];
        let mut row = vec![id.clone()];
        row.extend(counts.map(|count| count.to_string()));
        row.extend([part.wait.mean_min, part.wait.p90_min, part.serving.mean_min].map(minutes));
        row
    };
    table(&headings, &parts.iter().map(row).collect::<Vec<_>>())
}

fn hours(language: Language, hours: &[HourStats]) -> String {
    let word = |zh: &str, en: &str| words!(language, "{zh}", "{en}");
    let headings = [
        word("时段", "hour"),
        word("取号", "numbers"),
        word("已服务", "served"),
        word("等候平均", "wait mean"),
    ];
    let row = |hour: &HourStats| {
        let span = format!("{:02}:00–{:02}:00", hour.hour, hour.hour + 1);
        vec![
            span,
            hour.issued.to_string(),
            hour.served.to_string(),
            minutes(hour.wait.mean_min),
        ]
    };
    table(&headings, &hours.iter().map(row).collect::<Vec<_>>())
}

fn minutes(minutes: Option<f64>) -> String {
    minutes.map_or_else(|| "–".to_owned(), |minutes| format!("{minutes:.1}"))
}
