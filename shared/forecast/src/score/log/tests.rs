use super::*;

const HEADING: &str = "arrived,called,started,ended,station,service,outcome\n";

fn read(lines: &str) -> Log {
    Log::read(format!("{HEADING}{lines}").as_bytes())
}

fn only(lines: &str) -> Entry {
    let log = read(lines);
    assert_eq!(log.faults, [], "{lines}");
    assert_eq!(log.entries.len(), 1, "{lines}");
    log.entries[0].clone()
}

#[test]
fn moments_are_read_as_people_write_them() {
    let first = only("2026-03-07 08:30:00,,,,,,").arrived;
    for text in [
        "2026-03-07T08:30:00Z",
        "2026-03-07T16:30:00+08:00",
        "2026-03-07T08:30:00",
        "2026-03-07 08:30",
        "2026-03-07 08:30:00.000",
        "2026/3/7 8:30",
        "7.3.2026 8:30:00",
        "1772872200",
        "1772872200.0",
        " 2026-03-07 08:30:00 ",
    ] {
        assert_eq!(only(&format!("{text},,,,,,")).arrived, first, "{text}");
    }
}

#[test]
fn each_bad_line_says_what_is_wrong() {
    let not_a_moment = |column, found: &str| Trouble::NotAMoment {
        column,
        found: found.to_owned(),
    };
    for (line, trouble) in [
        ("soon,,,,,,", not_a_moment("arrived", "soon")),
        (
            "100,2026-02-30 08:00,,,,,",
            not_a_moment("called", "2026-02-30 08:00"),
        ),
        ("100,,NaN,,,,", not_a_moment("started", "NaN")),
        (",100,,,,,", Trouble::NoArrival),
        (
            "100,200",
            Trouble::Fields {
                found: 2,
                expected: 7,
            },
        ),
        (
            "100,,,,,,,",
            Trouble::Fields {
                found: 8,
                expected: 7,
            },
        ),
        (
            "1000,500,,,,,",
            Trouble::Before {
                column: "called",
                before: "arrived",
            },
        ),
        (
            "1000,1100,1200,900,,,",
            Trouble::Before {
                column: "ended",
                before: "started",
            },
        ),
        ("100,,,,,,eaten", Trouble::Outcome("eaten".to_owned())),
    ] {
        let log = read(&format!(
            "10,20,30,40,1,a,served\n{line}\n50,60,70,80,1,a,served\n"
        ));
        assert_eq!(log.faults, [Fault { line: 3, trouble }], "{line}");
        assert_eq!(log.entries.len(), 2, "{line}: the others count");
    }
}

#[test]
fn a_heading_without_a_column_names_it() {
    let log = Log::read(b"arrived,called,started,ended,station,outcome\n1,2,3,4,a,served\n");
    let trouble = Trouble::NoColumn("service");
    assert_eq!(log.faults, [Fault { line: 1, trouble }]);
    assert!(log.entries.is_empty());
}

#[test]
fn columns_stand_in_any_order_and_separators_vary() {
    let plain = read("100,200,230,900,1,hair,served\n").entries;
    for text in [
        "outcome;service;station;ended;started;called;arrived;note\nserved;hair;1;900;230;200;100;x\n",
        "Arrived\tCalled\tStarted\tEnded\tStation\tService\tOutcome\n100\t200\t230\t900\t1\thair\tServed\n",
        "\u{feff}arrived,called,started,ended,station,service,outcome\r\n100,200,230,900,1,hair,served\r\n",
        "\n100,200,230,900,1,hair,served",
    ] {
        let log = Log::read(text.as_bytes());
        assert_eq!(log.faults, [], "{text:?}");
        let same = Entry {
            line: 2,
            ..log.entries[0].clone()
        };
        assert_eq!([same], plain[..], "{text:?}");
    }
}

#[test]
fn rows_are_put_into_the_order_of_arrival() {
    let log = read("300,,,,,,\n100,,,,,,\n\n200,,,,,,\n");
    let lines: Vec<u64> = log.entries.iter().map(|entry| entry.line).collect();
    assert_eq!(lines, [3, 5, 2]);
}

#[test]
fn clocks_that_differ_a_little_are_no_fault() {
    let entry = only("1000,990,1010,1500,1,a,served");
    assert_eq!(entry.called, Some(entry.arrived));
    assert_eq!(entry.wait_min(), Some(0.0));
}

#[test]
fn what_is_missing_is_told_by_what_is_there() {
    for (line, outcome) in [
        ("100,,,400,,a,", Outcome::GaveUp),
        ("100,200,,400,1,a,", Outcome::Served),
        ("100,200,,400,1,a,no_show", Outcome::NoShow),
        ("100,,,400,,a,HANG", Outcome::GaveUp),
        ("100,200,300,,1,a,", Outcome::Open),
        ("100,,,,,,unserved", Outcome::Open),
    ] {
        assert_eq!(only(line).outcome, outcome, "{line}");
    }
    let entry = only("100,,200,400,1,a,served");
    assert_eq!(entry.called, entry.started, "who is served was called");
}

#[test]
fn remarks_and_names_in_other_encodings_are_let_through() {
    let mut bytes = b"# a remark\n".to_vec();
    bytes.extend(HEADING.as_bytes());
    bytes.extend(b"100,200,200,400,1,\xc0\xed\xb7\xa2,served\n#more\n");
    let log = Log::read(&bytes);
    assert_eq!((log.faults.len(), log.entries.len()), (0, 1));
    assert_eq!(log.entries[0].line, 3);
    let remarks: Vec<_> = log
        .remarks
        .iter()
        .map(|(line, text)| (*line, text.as_str()))
        .collect();
    assert_eq!(remarks, [(1, "a remark"), (4, "more")]);
}
