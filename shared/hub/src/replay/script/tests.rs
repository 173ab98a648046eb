use super::*;

const AT: &str = r#""at":"2026-03-07T08:30:00+08:00""#;

#[test]
fn every_command_and_question_is_read() {
    let lines = [
        r#""do":"issue_ticket","service":"a","as":"t1","class":"priority","key":"k""#,
        r#""do":"issue_ticket","service":"a","visit":"t1""#,
        r#""do":"issue_ticket","service":"a","as":null,"class":null,"key":null,"visit":null,"card":null"#,
        r#""do":"call_next","station":"1","finish":null,"key":null"#,
        r#""do":"pause_station","station":"1","minutes":null"#,
        r#""do":"start_serving","station":"1","ticket":null"#,
        r#""do":"hold_ticket","station":null,"ticket":"t1""#,
        r#""do":"resume_ticket","ticket":"t1","station":null"#,
        r#""ask":"forecast","service":"a","ticket":null"#,
        r#""do":"call_next","station":"1","finish":true"#,
        r#""do":"call_ticket","station":"1","ticket":"t1""#,
        r#""do":"recall_ticket","station":"1""#,
        r#""do":"start_serving","station":"1","ticket":"t1""#,
        r#""do":"finish_serving","station":"1""#,
        r#""do":"mark_no_show","station":"1""#,
        r#""do":"hold_ticket","ticket":"t1""#,
        r#""do":"hold_ticket","station":"1","key":"k2""#,
        r#""do":"resume_ticket","ticket":"t1","station":"1""#,
        r#""do":"transfer_ticket","station":"1","service":"b""#,
        r#""do":"reinstate_ticket","ticket":"t1""#,
        r#""do":"cancel_ticket","ticket":"t1""#,
        r#""do":"undo","station":"1""#,
        r#""do":"open_station","station":"1""#,
        r#""do":"pause_station","station":"1","minutes":10"#,
        r#""do":"close_station","station":"1""#,
        r#""do":"open_day""#,
        r#""do":"close_day""#,
        r#""do":"stop_issuing","service":"a""#,
        r#""do":"resume_issuing","service":"a""#,
        r#""ask":"queue","service":"a""#,
        r#""ask":"ticket","ticket":"t1""#,
        r#""ask":"station","station":"1""#,
        r#""ask":"stats""#,
        r#""ask":"forecast","ticket":"t1""#,
    ];
    for line in lines {
        let read = step(&format!("{{{AT},{line}}}"));
        assert!(read.is_ok(), "{line}: {read:?}");
    }
}

#[test]
fn what_is_not_understood_is_said() {
    let lines = [
        ("", "EOF"),
        ("[]", "object"),
        ("{}", "at"),
        (r#"{"at":"yesterday","do":"open_day"}"#, "yesterday"),
        (r#"{"at":7,"do":"open_day"}"#, "at"),
        (r"{AT}", "do"),
        (r#"{AT,"do":"dance"}"#, "dance"),
        (r#"{AT,"do":"open_day","day":"today"}"#, "day"),
        (r#"{AT,"do":"open_day","as":"t1"}"#, "as"),
        (r#"{AT,"do":"call_next"}"#, "station"),
        (r#"{AT,"do":"call_next","station":null}"#, "null"),
        (r#"{AT,"do":"hold_ticket","station":null}"#, "needed"),
        (
            r#"{AT,"do":"call_next","station":"1","finnish":true}"#,
            "finnish",
        ),
        (r#"{AT,"do":"call_next","station":1}"#, "string"),
        (r#"{AT,"do":"call_next","station":"一"}"#, "name"),
        (r#"{AT,"do":"hold_ticket"}"#, "needed"),
        (r#"{AT,"do":"transfer_ticket","service":"b"}"#, "needed"),
        (r#"{AT,"do":"issue_ticket","service":"a","as":""}"#, "as"),
        (
            r#"{AT,"do":"issue_ticket","service":"a","class":"gold"}"#,
            "gold",
        ),
        (
            r#"{AT,"do":"issue_ticket","service":"a","card":7}"#,
            "string",
        ),
        (
            r#"{AT,"do":"book_appointment","service":"a","slot":"ten"}"#,
            "invalid",
        ),
        (r#"{AT,"do":"receive_item","kind":"fan"}"#, "needed"),
        (
            r#"{AT,"do":"receive_item","station":"1","kind":"car"}"#,
            "car",
        ),
        (
            r#"{AT,"do":"pause_station","station":"1","minutes":-1}"#,
            "-1",
        ),
        (r#"{AT,"ask":"weather"}"#, "weather"),
        (r#"{AT,"ask":"stats","key":"k"}"#, "key"),
        (r#"{AT,"ask":"forecast"}"#, "forecast"),
        (
            r#"{AT,"ask":"forecast","service":"a","ticket":"t1"}"#,
            "forecast",
        ),
    ];
    for (line, names) in lines {
        let error = step(&line.replace("AT", AT)).unwrap_err();
        assert!(error.contains(names), "{line}: {error}");
    }
}

#[test]
fn what_is_left_out_or_null_has_its_default() {
    let read = |site: &str| opening(&format!(r#"{{{AT},"site":{site}}}"#)).unwrap();
    let bare = read(
        r#"{"services":[{"id":"haircut"},{"id":"repair"},{"id":"nails"}],"stations":[{"id":"1"}]}"#,
    );
    let nulls = read(
        r#"{"id":null,"time_zone":null,"recall_limit":null,"services":[
            {"id":"haircut","prefix":null,"name":{"zh":null},"minutes":null,"policy":null,
                "cap":null,"opens":null,"at_risk":null,"skip_digits":null,"slots":null},
            {"id":"repair","carry_over":null},{"id":"nails"}],
            "stations":[{"id":"1","services":null,"open":null,"order":null,"preference_run":null}]}"#,
    );
    assert_eq!(bare, nulls);
    let prefixes: Vec<_> = bare.services.iter().map(|s| s.prefix.as_str()).collect();
    assert_eq!(prefixes, ["理", "修", ""]);
    let empty = read(r#"{"services":[{"id":"haircut","prefix":""}],"stations":null}"#);
    assert_eq!(empty.services[0].prefix, "", "an empty one is given");
}

#[test]
fn the_first_line_gives_the_site() {
    let site = r#"{"time_zone":"Europe/Berlin","services":[{"id":"a"}],
        "stations":[{"id":"1","services":["a"]}]}"#;
    let read = opening(&format!(r#"{{{AT},"site":{site}}}"#)).unwrap();
    assert_eq!((read.services.len(), read.stations.len()), (1, 1));
    assert_eq!(read.site.id.as_str(), "square");
    for bad in [
        r#"{"sevices":[]}"#,
        r#"{"services":[{"naem":"a"}]}"#,
        "[]",
        r#"{"services":1}"#,
    ] {
        assert!(
            opening(&format!(r#"{{{AT},"site":{bad}}}"#)).is_err(),
            "{bad}"
        );
    }
    assert!(opening(&format!("{{{AT}}}")).is_err());
    assert!(opening(&format!(r#"{{{AT},"site":{{}},"more":1}}"#)).is_err());
}
