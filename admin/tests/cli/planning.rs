//! A plan for a coming day, and setting it up like an earlier one.

use crate::support::{Place, Ran, Served};

const NOBODY: &str = "http://127.0.0.1:1";
fn ok(served: &Served<'_>, args: &[&str]) -> Ran {
    let ran = served.run(args);
    assert_eq!(ran.code, 0, "{args:?} {} {}", ran.out, ran.err);
    ran
}

fn json(served: &Served<'_>, args: &[&str]) -> serde_json::Value {
    let mut args = args.to_vec();
    args.push("--json");
    served.run(&args).json()
}

/// A folder in which a hub saw some Saturdays.
fn after_saturdays(count: usize) -> Place {
    let place = Place::new();
    let nine = [
        "2026-03-07T01:00:00Z",
        "2026-03-14T01:00:00Z",
        "2026-03-21T01:00:00Z",
    ];
    place.past(async |history| {
        for nine in nine.iter().take(count) {
            history.day(nine, 12).await;
        }
    });
    place
}

#[test]
fn a_plan_is_told_by_the_hub_and_the_same_from_its_file() {
    let place = after_saturdays(3);
    let served = place.serve(&[]);
    let args = [
        "plan",
        "--wait",
        "20",
        "--max-stations",
        "6",
        "--for",
        "2026-03-28",
    ];
    let plan = json(&served, &args);
    assert_eq!(
        plan["plan"]["days"],
        serde_json::json!(["2026-03-07", "2026-03-14", "2026-03-21"])
    );
    assert_eq!(plan["plan"]["wait_min"], 20);
    let haircut = &plan["plan"]["services"][0];
    assert_eq!(
        (&haircut["id"], &haircut["rough"]),
        (&"haircut".into(), &false.into())
    );
    assert_eq!(haircut["crews"].as_array().unwrap().len(), 6);

    let zh = ok(&served, &["plan", "--lang", "zh"]).out;
    for text in [
        "根据 3 个服务日",
        "理发：",
        "90% 的人最多等",
        "全天台数",
        "小家电维修：那几天没有人来办",
    ] {
        assert!(zh.contains(text), "no {text} in {zh}");
    }
    let en = ok(&served, &["plan"]).out;
    for text in [
        "From 3 service days",
        "Haircut: ",
        "Stations needed",
        "One more saves each",
    ] {
        assert!(en.contains(text), "no {text} in {en}");
    }
    let two = ok(&served, &["plan", "--days", "2"]).out;
    assert!(two.contains("a mere hint"), "{two}");
    served.run(&["plan", "--share", "30"]).failed(1);
    served.kill();

    let mut args = args.to_vec();
    args.extend(["--hub", NOBODY, "--json"]);
    assert_eq!(
        place.run(&args).json(),
        plan,
        "the file tells what the hub told"
    );
    let refused = place.run(&["plan", "--wait", "999", "--hub", NOBODY]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("240"), "{}", refused.err);
}

#[test]
fn a_site_without_earlier_days_has_no_plan() {
    let place = Place::new();
    let served = place.serve(&[]);
    let none = served.run(&["plan", "--lang", "zh"]);
    assert!(none.failed(1).contains("没法估算"), "{}", none.err);
    let usage = [
        &["plan", "--apply"][..],
        &["plan", "--days", "3", "--like", "2026-03-07"],
        &["plan", "--wait", "soon"],
        &["plan", "--for", "soon"],
    ];
    for args in usage {
        assert_eq!(served.run(args).code, 2, "{args:?}");
    }
}

#[test]
fn a_site_is_set_up_like_an_earlier_day() {
    let (place, day) = (after_saturdays(1), "2026-03-07");
    let served = place.serve(&[]);
    ok(
        &served,
        &[
            "service",
            "set",
            "haircut",
            "--minutes",
            "25",
            "--opens",
            "07:15",
        ],
    );
    ok(
        &served,
        &["station", "set", "3", "--services", "haircut,repair"],
    );
    ok(&served, &["station", "remove", "5"]);
    ok(&served, &["station", "add", "9", "--services", "repair"]);
    let before = json(&served, &["station", "list"]);
    let like = ["plan", "--like", day, "--lang", "zh"];
    let told = ok(&served, &like).out;
    for text in [
        "加 --apply 就照办",
        "理发：开始时间 7:15 → ",
        "每位分钟数 25 → ",
        "3 号台：去掉小家电维修",
        "5 号台：现在没有，重新设立，办小家电维修",
        "那天还没有，保持不变：9 号台。",
    ] {
        assert!(told.contains(text), "no {text} in {told}");
    }
    let after = json(&served, &["station", "list"]);
    assert_eq!(after, before, "nothing was done");

    ok(&served, &["station", "open", "3"]);
    let issued = served.issue("repair", 1);
    ok(&served, &["call-next", "--station", "3"]);
    let apply = [&like[..], &["--apply"]].concat();
    let busy = served.run(&apply);
    assert!(busy.failed(1).contains("3 号台"), "{issued:?} {}", busy.err);
    served.ask(async |site| {
        let key = client::Key::new("done");
        let seen = protocol::Seen::default();
        site.start("3", &seen, &key).await.unwrap();
        let key = client::Key::new("finished");
        site.finish("3", &seen, &key).await.unwrap();
    });
    let done = ok(&served, &apply).out;
    assert!(done.contains("马上生效"), "{done}");
    let stations = json(&served, &["station", "list"])["stations"].clone();
    let ids: Vec<_> = stations
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].clone())
        .collect();
    assert!(
        ids.contains(&"5".into()) && ids.contains(&"9".into()),
        "{ids:?}"
    );
    let again = ok(&served, &apply).out;
    assert!(again.contains("没有要改的"), "{again}");
    let view = json(&served, &["plan", "--like", day]);
    assert_eq!(view["set_up"]["changes"], serde_json::json!([]));
    served.kill();

    let mut alone = like.to_vec();
    alone.extend(["--hub", NOBODY]);
    let from_file = place.run(&alone);
    assert!(from_file.out.contains("没有要改的"), "{}", from_file.out);
    alone.push("--apply");
    let apply = place.run(&alone);
    assert_eq!(apply.code, 1, "{}", apply.err);
    assert!(apply.err.contains("主机没有运行"), "{}", apply.err);
}
