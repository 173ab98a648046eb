//! The report of a day in every form, from a hub and from its file.

use std::fs;

use crate::support::{Place, Ran};

const NOBODY: &str = "http://127.0.0.1:1";

fn done(ran: Ran) -> Ran {
    assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    ran
}

#[test]
fn a_day_is_told_in_every_form_and_the_same_from_the_file() {
    let place = Place::new();
    let served = place.serve(&[]);
    served.run(&["report"]).failed(1);
    served.issue("haircut", 3);
    done(served.run(&["call-next", "--station", "1"]));
    done(served.run(&["site", "close-day"]));

    let text = done(served.run(&["report"])).out;
    for told in [
        "report of the day",
        "By service",
        "Haircut",
        "Station 1",
        "nine in ten",
    ] {
        assert!(text.contains(told), "no {told} in {text}");
    }
    let chinese = done(served.run(&["report", "--lang", "zh"])).out;
    assert!(
        chinese.contains("服务日报") && chinese.contains("过号未到"),
        "{chinese}"
    );
    let csv = done(served.run(&["report", "--format", "csv", "--lang", "zh"])).out;
    assert!(csv.starts_with('\u{feff}'), "{csv}");
    assert!(csv.contains("\n理发,3,0,0,0,3,"), "{csv}");
    let workbook = done(served.run(&["report", "--format", "xlsx", "-o", "day.xlsx"]));
    assert_eq!(workbook.out, "");
    assert!(
        fs::read(place.path().join("day.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );
    let html = done(served.run(&["report", "--format", "html", "--lang", "zh"])).out;
    assert!(html.starts_with("<!doctype html>") && html.contains("@page"));
    // It stands alone: nothing is fetched from anywhere.
    for elsewhere in ["href=", "src=", "url(", "@import"] {
        assert!(!html.contains(elsewhere), "{elsewhere}");
    }
    let json = done(served.run(&["report", "--json"])).out;
    done(served.run(&["report", "--json", "-o", "day.json"]));
    let written = fs::read_to_string(place.path().join("day.json")).unwrap();
    assert_eq!(written, json);
    for args in [
        ["report", "--json", "--format", "csv"],
        ["--json", "report", "--format", "csv"],
    ] {
        let refused = served.run(&args);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{args:?}");
        assert!(refused.err.contains("--format"), "{}", refused.err);
    }
    served.stop();

    let alone = |args: &[&str]| {
        let mut args = args.to_vec();
        args.extend(["--hub", NOBODY]);
        done(place.run(&args)).out
    };
    assert_eq!(alone(&["report", "--format", "csv", "--lang", "zh"]), csv);
    assert_eq!(alone(&["report", "--format", "html", "--lang", "zh"]), html);
    let nothing = alone(&["report", "--day", "2001-01-01"]);
    assert!(
        nothing.contains("There was no service on this day."),
        "{nothing}"
    );
}
