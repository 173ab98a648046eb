use domain::settings::{Language, LocalText};
use protocol::{PlanCrew, PlanHour, SetUpChange, SetUpLeft, SetUpLike, SetUpThing};
use serde_json::{Value, json};

use super::*;

const ZH: Words = Words(Language::Zh);
const EN: Words = Words(Language::En);

/// Hours from eight or half past eight on, each with its stations and whether they are enough.
fn service(hours: &[(&str, &str, u32, bool)]) -> PlanService {
    let arrivals = Expected {
        p50: 9.0,
        p90: 12.0,
    };
    PlanService {
        id: "haircut".parse().unwrap(),
        name: LocalText::new("理发", "Haircut"),
        rough: false,
        job_min: 10.4,
        arrivals,
        hours: hours
            .iter()
            .map(|(from, to, stations, kept)| PlanHour {
                from: (*from).to_owned(),
                to: (*to).to_owned(),
                arrivals,
                stations: *stations,
                wait_min: Some(if *kept { 22.0 } else { 48.0 }),
                kept: *kept,
            })
            .collect(),
        in_time: Some(0.998),
        end: Some(EndOfDay {
            p50: "11:40".to_owned(),
            p90: "12:05".to_owned(),
        }),
        crews: Vec::new(),
    }
}

fn plan(services: Vec<PlanService>, days: &[&str]) -> PlanView {
    PlanView {
        date: "2026-03-07".parse().unwrap(),
        days: days.iter().map(|day| day.parse().unwrap()).collect(),
        wait_min: 30,
        share_percent: 90,
        max_stations: 6,
        stations: 5,
        rough: days.len() < 3,
        services,
    }
}

#[test]
fn a_service_is_told_in_one_sentence() {
    let kept = true;
    let rows = [
        (
            vec![("09:00", "10:00", 2, kept), ("10:00", "11:30", 2, kept)],
            "理发：全天 2 个台就够。",
            "Haircut: 2 stations all day.",
        ),
        (
            vec![("09:00", "10:00", 3, kept), ("10:00", "11:00", 1, kept)],
            "理发：9–10 点要 3 个台，之后 1 个台就够。",
            "Haircut: 9:00–10:00 needs 3 stations, then 1 station will do.",
        ),
        (
            vec![
                ("08:30", "09:00", 1, kept),
                ("09:00", "10:00", 2, kept),
                ("10:00", "11:00", 2, kept),
                ("11:00", "12:00", 4, kept),
            ],
            "理发：8:30–9:00 这段要 1 个台，9–11 点要 2 个台，之后要 4 个台。",
            "Haircut: 8:30 to 9:00 needs 1 station, 9:00–11:00 needs 2 stations, then 4 stations.",
        ),
        (
            vec![("09:00", "10:00", 6, false), ("10:00", "11:00", 2, kept)],
            "理发：9–10 点要 6 个台，之后 2 个台就够。就算这样，9–10 点还是等得太久，台数要再多些。",
            "Haircut: 9:00–10:00 needs 6 stations, then 2 stations will do. Even so the wait is too long at 9:00–10:00: more stations would be needed.",
        ),
        (
            vec![("09:00", "10:00", 1, false), ("10:00", "11:00", 1, kept)],
            "理发：全天要 1 个台。就算这样，9–10 点还是等得太久，台数要再多些。",
            "Haircut needs 1 station all day. Even so the wait is too long at 9:00–10:00: more stations would be needed.",
        ),
        (
            vec![("09:00", "10:00", 2, kept), ("10:00", "11:00", 1, false)],
            "理发：9–10 点要 2 个台，之后要 1 个台。就算这样，10–11 点还是等得太久，台数要再多些。",
            "Haircut: 9:00–10:00 needs 2 stations, then 1 station. Even so the wait is too long at 10:00–11:00: more stations would be needed.",
        ),
    ];
    for (hours, zh, en) in rows {
        let service = service(&hours);
        assert_eq!(advice(&service, ZH), zh);
        assert_eq!(advice(&service, EN), en);
    }
    let mut nobody = service(&[("09:00", "10:00", 1, true)]);
    nobody.arrivals = Expected { p50: 0.0, p90: 0.0 };
    assert_eq!(
        advice(&nobody, ZH),
        "理发：那几天没有人来办，留 1 个台就行。"
    );
}

#[test]
fn the_days_and_how_sure_they_are_are_told() {
    let days = ["2026-02-07", "2026-02-14", "2026-02-21"];
    let rows = [
        (3, "根据 3 个服务日（2月7日 周六至2月21日 周六）。"),
        (
            2,
            "只有 2 个服务日（2月7日 周六和2月14日 周六），结果仅供参考。",
        ),
        (1, "只有一个服务日（2月7日 周六），结果仅供参考。"),
        (0, "以前还没有发过号的服务日，没法估算。"),
    ];
    for (count, zh) in rows {
        assert_eq!(rests_on(&plan(Vec::new(), &days[..count]), ZH), zh);
    }
}

#[test]
fn services_are_added_up_at_the_busiest_hour() {
    let haircut = service(&[("09:00", "10:00", 3, true), ("10:00", "11:00", 2, true)]);
    let repair = service(&[("09:30", "10:00", 2, true), ("10:00", "11:00", 4, true)]);
    assert_eq!(all_together(&plan(vec![haircut.clone()], &[]), ZH), None);
    let both = plan(vec![haircut, repair], &[]);
    assert_eq!(
        all_together(&both, ZH).unwrap(),
        "最忙的时候（10–11 点）几项一共要 6 个台，现在有 5 个。"
    );
}

#[test]
fn tables_say_what_is_enough_and_stop_where_more_buys_nothing() {
    let mut service = service(&[("09:00", "10:00", 3, false), ("10:00", "11:00", 2, true)]);
    let crew = |stations, wait_min: f64, saves_mean_min| PlanCrew {
        stations,
        wait_mean_min: wait_min / 2.0,
        wait_min,
        saves_mean_min,
        saves_min: saves_mean_min,
        end: Some(EndOfDay {
            p50: if stations == 1 { "25:10" } else { "11:00" }.to_owned(),
            p90: "30:00".to_owned(),
        }),
        too_late: Some(3.0 - f64::from(stations)),
        kept: wait_min <= 30.0,
    };
    service.crews = vec![
        crew(1, 120.0, None),
        crew(2, 20.0, Some(50.0)),
        crew(3, 0.3, Some(0.2)),
        crew(4, 0.0, Some(0.0)),
    ];
    let plan = plan(vec![service.clone()], &[]);
    let hours = hours(&plan, &service, ZH);
    assert_eq!(hours.headings[3], "90% 的人最多等");
    assert_eq!(
        hours.rows[0].cells,
        ["9:00–10:00", "9（多时 12）", "3", "48 分钟，太久"]
    );
    assert_eq!(hours.rows[1].cells[3], "22 分钟");
    assert!(hours.rows[0].is_marked && !hours.rows[1].is_marked);
    let crews = crews(&plan, &service, ZH);
    let first: Vec<_> = crews.rows.iter().map(|row| row.cells[0].as_str()).collect();
    assert_eq!(first, ["1", "2（够了）", "3"]);
    let saves: Vec<_> = crews.rows.iter().map(|row| row.cells[3].as_str()).collect();
    assert_eq!(saves, ["–", "平均 50 分钟", "几乎不变"]);
    assert_eq!(crews.rows[0].cells[4], "半夜以后");
    assert_eq!(crews.rows[1].cells[4], "11:00（晚的话 半夜以后）");
    assert!(crews.rows[1].is_marked);
    assert_eq!(
        end_of_day(&service, ZH),
        "这样安排，最后一位办完大约 11:40（晚的话 12:05）；99% 的人在到点前叫到。"
    );
    assert_eq!(
        expected_of_day(&service, ZH),
        "预计 9 人，多的时候 12 人；每位约 10 分钟。"
    );
}

#[test]
fn a_service_that_does_not_close_promises_nothing_by_then() {
    let mut service = service(&[("09:00", "10:00", 3, true)]);
    service.in_time = None;
    assert_eq!(
        end_of_day(&service, ZH),
        "这样安排，最后一位办完大约 11:40（晚的话 12:05）。"
    );
    service.end = Some(EndOfDay {
        p50: "25:10".to_owned(),
        p90: "30:00".to_owned(),
    });
    assert_eq!(
        end_of_day(&service, ZH),
        "这样安排，最后一位办完要到半夜以后。"
    );
    service.crews = vec![PlanCrew {
        stations: 1,
        wait_mean_min: 0.0,
        wait_min: 0.0,
        saves_mean_min: None,
        saves_min: None,
        end: None,
        too_late: None,
        kept: true,
    }];
    let plan = plan(vec![service.clone()], &[]);
    let crews = crews(&plan, &service, ZH);
    let place = crews.headings.iter().position(|name| name.contains("到点"));
    assert_eq!(crews.rows[0].cells[place.unwrap()], "–");
}

fn change(what: SetUpThing, id: &str, before: Value, after: Value) -> SetUpChange {
    let map = |value: Value| value.as_object().cloned().unwrap();
    SetUpChange {
        what,
        id: id.to_owned(),
        is_new: before == json!({}),
        before: map(before),
        after: map(after),
    }
}

#[test]
fn a_time_that_is_not_set_is_no_limit() {
    let closes = |time: Value| json!({"closes": time});
    let like = SetUpLike {
        like: "2026-02-07".parse().unwrap(),
        tag: String::new(),
        changes: vec![change(
            SetUpThing::Service,
            "repair",
            closes(json!("11:00")),
            closes(Value::Null),
        )],
        left: Vec::new(),
        busy: Vec::new(),
        names: [("repair".to_owned(), LocalText::new("维修", ""))].into(),
    };
    assert_eq!(changes(&like, ZH).lines, ["维修：结束时间 11:00 → 不设"]);
}

#[test]
fn changes_are_told_line_by_line() {
    use SetUpThing::{Service, Station};
    let slots =
        json!({"from": "09:00", "to": "11:00", "minutes": 30, "capacity": 2, "days_ahead": 14});
    let rows = [
        (
            change(
                Service,
                "haircut",
                json!({"opens": "09:00", "cap": null}),
                json!({"opens": "08:30", "cap": 40}),
            ),
            "理发：开始时间 9:00 → 8:30；每天限号 不限 → 40",
        ),
        (
            change(
                Service,
                "haircut",
                json!({"policy": "arrival"}),
                json!({"policy": {"share": {"every": 3}}}),
            ),
            "理发：叫号顺序 先到先办 → 每叫 3 个号最多 1 个优先",
        ),
        (
            change(
                Service,
                "repair",
                json!({"slots": null, "issue_from": "08:00"}),
                json!({"slots": slots, "issue_from": null}),
            ),
            "维修：取号开始 8:00 → 开始前一小时；预约时段 没有 → 9:00–11:00，每 30 分钟 2 位，可提前 14 天约",
        ),
        (
            change(
                Service,
                "repair",
                json!({}),
                json!({"opens": "09:00", "closes": null, "minutes": 15}),
            ),
            "维修：现在没有，重新设立；9:00 开始，不设结束时间，每位 15 分钟",
        ),
        (
            change(
                Station,
                "3",
                json!({"services": ["haircut"]}),
                json!({"services": ["haircut", "repair"]}),
            ),
            "3 号台：加上维修",
        ),
        (
            change(
                Station,
                "3",
                json!({"services": ["haircut"]}),
                json!({"services": ["repair"]}),
            ),
            "3 号台：加上维修；去掉理发",
        ),
        (
            change(
                Station,
                "3",
                json!({"services": ["haircut", "repair"]}),
                json!({"services": ["repair", "haircut"]}),
            ),
            "3 号台：服务顺序改为维修、理发",
        ),
        (
            change(Station, "7", json!({}), json!({"services": ["gone"]})),
            "7 号台：现在没有，重新设立，办gone",
        ),
    ];
    let left = |what, id: &str| SetUpLeft {
        what,
        id: id.to_owned(),
    };
    let like = SetUpLike {
        like: "2026-02-07".parse().unwrap(),
        tag: String::new(),
        changes: rows.iter().map(|(change, _)| change.clone()).collect(),
        left: vec![left(Service, "shoes"), left(Station, "6")],
        busy: vec!["3".parse().unwrap()],
        names: [("haircut", "理发"), ("repair", "维修"), ("shoes", "修鞋")]
            .map(|(id, zh)| (id.to_owned(), LocalText::new(zh, "")))
            .into(),
    };
    let told = changes(&like, ZH);
    for (line, (_, expected)) in told.lines.iter().zip(&rows) {
        assert_eq!(line, expected);
    }
    assert_eq!(told.left, "那天还没有，保持不变：修鞋、6 号台。");
    assert_eq!(told.busy, "3 号台正在叫号或服务，等空出来再设置。");
    let english = changes(&like, EN).lines.concat();
    assert!(
        english.chars().all(|c| !"，。；：".contains(c)),
        "{english}"
    );
}
