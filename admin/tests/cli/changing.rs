//! For admin/tests/cli/changing.rs (add `mod changing;` to admin/tests/cli/main.rs) once the routes
//! PATCH tokens/{id}, PATCH kiosks/{id} and DELETE sites/{id} are merged.
//!
//! What was added is changed and removed.

use crate::support::Place;

#[test]
fn tokens_kiosks_and_sites_are_changed_and_removed() {
    let place = Place::new();
    let served = place.serve(&[]);
    let json = |args: &[&str]| {
        let mut args = args.to_vec();
        args.push("--json");
        served.run(&args).json()
    };
    let token = json(&["token", "add", "--role", "volunteer", "--station", "1"]);
    let token = token["token"]["id"].as_str().unwrap();
    let changed = json(&[
        "token",
        "set",
        token,
        "--label",
        "desk 1",
        "--station",
        "none",
    ]);
    assert_eq!(changed["token"]["label"], "desk 1");
    assert!(changed["token"]["station"].is_null(), "{changed}");
    let changed = json(&["token", "set", token, "--station", "2"]);
    assert_eq!(
        changed["token"]["label"], "desk 1",
        "what is left out stays"
    );
    assert_eq!(changed["token"]["station"], "2");
    served
        .run(&["token", "set", "t-0", "--label", "x"])
        .failed(1);

    let kiosk = json(&["kiosk", "add", "东门"]);
    let kiosk = kiosk["kiosk"]["id"].as_str().unwrap();
    assert_eq!(
        json(&["kiosk", "set", kiosk, "--name", "西门"])["kiosk"]["name"],
        "西门"
    );
    assert!(served.run(&["kiosk", "list"]).out.contains("西门"));

    assert_eq!(
        served
            .run(&["site", "add", "annex", "--name-zh", "分站"])
            .code,
        0
    );
    assert_eq!(json(&["site", "remove", "annex"])["removed"], "annex");
    served.run(&["status", "--site", "annex"]).failed(1);
    served.run(&["site", "remove", "square"]).failed(1);
    served.kill();
    let alone = place
        .run(&["site", "list", "--json", "--hub", "http://127.0.0.1:1"])
        .json();
    assert_eq!(
        alone["sites"].as_array().unwrap().len(),
        1,
        "also from the file"
    );
}
