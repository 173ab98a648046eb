use domain::settings::Language;
use protocol::report::EarlierDay;
use serde_json::{Value, json};

use super::*;

/// A report with these fields, and nothing else that happened.
fn view(fields: &Value) -> ReportView {
    let none = json!({"mean_min": null, "p50_min": null, "p90_min": null});
    let mut view = json!({
        "date": "2026-03-07", "site": {"zh": "清园里", "en": "Qingyuanli"},
        "is_service_day": true, "is_over": true, "opens": null, "closes": null,
        "first_number_at": null, "last_number_at": null,
        "issued": 0, "served": 0, "no_show": 0, "cancelled": 0, "unserved": 0,
        "wait": none, "serving": none, "by_class": {}, "carried_over": 0,
        "carried_in": {"all": 0, "of_last_day": 0}, "appointments": null, "items": null,
        "earlier": [], "services": {}, "before": null, "after": null,
    });
    for (name, value) in fields.as_object().unwrap() {
        view[name] = value.clone();
    }
    serde_json::from_value(view).unwrap()
}

fn page(fields: &Value, language: Language) -> DayPage {
    DayPage::new(&view(fields), Words(language))
}

fn section<'a>(page: &'a DayPage, name: &str) -> Option<&'a Table> {
    let found = page.sections.iter().find(|section| section.name == name);
    found.map(|section| &section.table)
}

#[test]
fn hours_are_told_as_far_as_they_were_set() {
    let rows = [
        (json!("08:30"), json!("11:30"), "服务时间 08:30–11:30"),
        (json!("08:30"), json!(null), "服务时间 08:30 起"),
        (json!(null), json!("11:30"), "服务时间到 11:30"),
    ];
    for (opens, closes, expected) in rows {
        let page = page(&json!({"opens": opens, "closes": closes}), Language::Zh);
        assert_eq!(page.facts, [expected]);
    }
    assert_eq!(page(&json!({}), Language::Zh).facts, [""; 0]);
}

#[test]
fn who_is_still_here_is_told_only_while_the_day_goes_on() {
    let columns = |is_over: bool| {
        let fields = json!({"is_over": is_over, "issued": 9, "served": 3, "no_show": 1, "cancelled": 1, "unserved": 1});
        let page = page(&fields, Language::En);
        let table = section(&page, "numbers").unwrap();
        let row = table.rows[0].iter().map(|cell| page.shown(cell));
        let pairs = table.columns.iter().cloned().zip(row);
        pairs.collect::<Vec<_>>()
    };
    let here = ("still here".to_owned(), "3".to_owned());
    assert!(columns(false).contains(&here));
    assert!(!columns(true).iter().any(|(name, _)| *name == here.0));
}

#[test]
fn what_did_not_happen_has_no_section() {
    let nothing = json!({"received": 0, "repaired": 0, "not_repairable": 0, "taken_away": 0, "collected": 0, "in_custody": 0});
    let quiet = page(&json!({"items": nothing}), Language::Zh);
    for name in ["items", "appointments", "earlier"] {
        assert_eq!(section(&quiet, name), None, "{name}");
    }
    let mut kept = nothing.clone();
    kept["in_custody"] = json!(1);
    let booked = json!({"booked": 0, "kept": 0, "not_kept": 0, "cancelled": 1});
    let busy = page(
        &json!({"items": kept, "appointments": booked}),
        Language::Zh,
    );
    assert!(section(&busy, "items").is_some() && section(&busy, "appointments").is_some());
}

#[test]
fn services_are_named_and_one_that_is_gone_by_its_id() {
    let part = json!({"issued": 1, "served": 1, "no_show": 0, "cancelled": 0, "unserved": 0,
        "wait": {"mean_min": 7.25, "p50_min": 7.25, "p90_min": 7.25},
        "serving": {"mean_min": null, "p50_min": null, "p90_min": null}});
    let fields = json!({
        "by_service": {"haircut": part, "gone": part},
        "services": {"haircut": {"zh": "理发", "en": "Haircut"}},
        "by_class": {"priority": part, "standard": part},
        "by_station": {"10": part, "1": part, "2": part},
    });
    let page = page(&fields, Language::Zh);
    let names = |name: &str| {
        let rows = &section(&page, name).unwrap().rows;
        rows.iter()
            .map(|row| page.shown(&row[0]))
            .collect::<Vec<_>>()
    };
    assert_eq!(names("services"), ["gone", "理发"]);
    assert_eq!(names("classes"), ["普通", "优先"]);
    assert_eq!(names("stations"), ["1 号台", "2 号台", "10 号台"]);
    let row = &section(&page, "services").unwrap().rows[0];
    let times: Vec<_> = row[6..].iter().map(|cell| page.shown(cell)).collect();
    assert_eq!(times, ["7.2", "7.2", "–"]);
}

#[test]
fn the_sentence_says_what_is_other_than_the_last_time() {
    let day = |issued: u32, served: u32, mean: Option<f64>, share: Option<f64>| {
        let wait = json!({"mean_min": mean, "p50_min": null, "p90_min": null});
        json!({"date": "2026-02-28", "issued": issued, "served": served, "wait": wait, "no_show_share": share})
    };
    let told = |last: &Value, language| {
        let wait = json!({"mean_min": 20.0, "p50_min": null, "p90_min": null});
        let fields =
            json!({"issued": 50, "served": 40, "no_show": 10, "wait": wait, "earlier": [last]});
        let page = page(&fields, language);
        section(&page, "earlier").unwrap().note.clone()
    };
    let rows = [
        (
            day(38, 30, Some(23.1), Some(0.25)),
            "与上一次（2月28日 周六）相比：发号多 12 个，多服务 10 人，平均等候短了 3 分钟，过号率低了 5 个百分点。",
        ),
        (
            day(55, 41, Some(14.0), Some(0.1)),
            "与上一次（2月28日 周六）相比：发号少 5 个，少服务 1 人，平均等候长了 6 分钟，过号率高了 10 个百分点。",
        ),
        (
            day(50, 40, Some(20.3), Some(0.2)),
            "与上一次（2月28日 周六）相比：发号一样多，服务人数一样多，平均等候差不多，过号率差不多。",
        ),
        (
            day(50, 40, None, None),
            "与上一次（2月28日 周六）相比：发号一样多，服务人数一样多。",
        ),
    ];
    for (last, expected) in &rows {
        assert_eq!(told(last, Language::Zh), *expected);
    }
    assert_eq!(
        told(&rows[0].0, Language::En),
        "Beside the last time (28 February Sat): 12 more numbers, 10 more people served, the mean wait 3 min shorter, 5 of a hundred fewer did not come."
    );
}

#[test]
fn the_day_itself_stands_above_those_before() {
    let last: EarlierDay = serde_json::from_value(json!({
        "date": "2026-02-28", "issued": 5, "served": 4, "no_show_share": 0.2,
        "wait": {"mean_min": 3.0, "p50_min": 3.0, "p90_min": 4.0},
    }))
    .unwrap();
    let fields = json!({"issued": 3, "served": 1, "no_show": 1, "earlier": [last]});
    let page = page(&fields, Language::Zh);
    let rows = &section(&page, "earlier").unwrap().rows;
    let shown: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| page.shown(cell)).collect())
        .collect();
    assert_eq!(
        shown,
        [
            ["3月7日 周六", "3", "1", "–", "–", "50%"],
            ["2月28日 周六", "5", "4", "3.0", "4.0", "20%"],
        ]
    );
}

#[test]
fn a_sheet_holds_the_heading_and_every_section() {
    let page = page(&json!({"opens": "08:30"}), Language::Zh);
    let sheet = page.sheet();
    let heading = ["清园里 服务日报", "2026年3月7日 周六", "服务时间 08:30 起"];
    assert_eq!(sheet.heading, heading);
    assert_eq!(sheet.tables.len(), page.sections.len());
}
