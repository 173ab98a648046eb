//! `poster`, `tag` and `printer`.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use client::Key;
use domain::ItemKind;
use protocol::{ReceiveItem, Seen};

use crate::support::Place;

/// A PNG's width and height.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn a_poster_and_paper_numbers_are_a4() {
    let place = Place::new();
    let served = place.serve(&[]);
    let ran = served.run(&["poster", "--out", "poster.png"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let poster = fs::read(place.path().join("poster.png")).unwrap();
    assert_eq!(size(&poster), (2480, 3508));

    let ran = served.run(&[
        "poster",
        "--numbers",
        "1-30",
        "--service",
        "haircut",
        "--out",
        "numbers.pdf",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("2 pages of A4"), "{}", ran.err);
    let pdf = fs::read(place.path().join("numbers.pdf")).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    assert!(pdf.starts_with(b"%PDF-") && text.contains("/Count 2"));
    // Without a service, numbers of all.
    let ran = served.run(&["poster", "--numbers", "1-30", "--out", "all.pdf"]);
    assert!(ran.err.contains("4 pages of A4"), "{}", ran.err);

    let unknown = [
        "poster",
        "--numbers",
        "1-3",
        "--service",
        "x",
        "--out",
        "x.pdf",
    ];
    served.run(&unknown).failed(1);
    served.run(&["poster", "--out", "poster.txt"]).failed(2);
    let nowhere = ["poster", "--out", "no/such/folder/poster.pdf"];
    served.run(&nowhere).failed(1);
    served
        .run(&["tag", "--item", "999", "--out", "tag.png"])
        .failed(1);
}

/// The tag hangs on the thing for weeks: its number and its address are those of the hub.
#[test]
fn a_tag_is_made_of_a_thing_that_the_hub_has() {
    let place = Place::new();
    let served = place.serve(&[]);
    let number = served.issue("repair", 1).remove(0);
    assert_eq!(served.run(&["call-next", "--station", "4"]).code, 0);
    let item = served.ask(async |site| {
        let key = Key::new("serve");
        site.start("4", &Seen::default(), &key).await.unwrap();
        let kettle = ReceiveItem {
            kind: ItemKind::Kettle,
            ticket: None,
            finish: true,
        };
        let key = Key::new("receive");
        let received = site.receive_item("4", &kettle, &key).await;
        received.unwrap().item
    });
    assert_eq!((&*item.number, &*item.ticket_number), ("件001", &*number));

    // By its digits and as it is written; to a file, and to a printer of either width.
    for (named, width, kind) in [("1", "80", "png"), ("件001", "58", "pdf")] {
        let file = format!("tag.{kind}");
        let printer = format!("file:slips,width={width}");
        let ran = served.run(&[
            "tag",
            "--item",
            named,
            "--out",
            &file,
            "--printer",
            &printer,
        ]);
        assert_eq!(ran.code, 0, "{named}: {}", ran.err);
        let tag = fs::read(place.path().join(&file)).unwrap();
        match kind {
            // Two parts of a slip: one for the thing, one for its owner.
            "png" => {
                let (wide, tall) = size(&tag);
                assert!(wide == 576 && tall > wide, "{wide} × {tall}");
            }
            _ => assert!(tag.starts_with(b"%PDF-"), "{named}"),
        }
    }
    let ran = served.run(&["tag", "--item", "1", "--printer", "file:slips,width=58"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let slips: Vec<_> = fs::read_dir(place.path().join("slips")).unwrap().collect();
    let [slip] = &slips[..] else {
        panic!("{slips:?}");
    };
    let printed = fs::read(slip.as_ref().unwrap().path()).unwrap();
    assert_eq!(size(&printed).0, 384);
    // What it hangs on must be there.
    served
        .run(&["tag", "--item", "2", "--out", "tag.png"])
        .failed(1);
}

#[test]
fn a_test_page_goes_to_the_printer_that_is_named_or_configured() {
    let place = Place::new();
    place.run(&["printer", "test"]).failed(2);
    let ran = place.run(&["printer", "test", "--printer", "file:slips,width=58"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = fs::read(place.path().join("slips/test-1.png")).unwrap();
    assert_eq!(size(&page).0, 384);

    let config = "[printer]\nkind = \"file\"\npath = \"elsewhere\"\n";
    fs::write(place.path().join("paihao.toml"), config).unwrap();
    assert_eq!(place.run(&["printer", "test"]).code, 0);
    let page = fs::read(place.path().join("elsewhere/test-1.png")).unwrap();
    assert_eq!(size(&page).0, 576);
    // A flag wins over the file.
    let ran = place.run(&["printer", "status", "--printer", "none"]);
    assert_eq!((ran.code, ran.out.trim()), (0, "No printer is configured"));

    place
        .run(&["printer", "test", "--printer", "paper"])
        .failed(2);
    fs::write(
        place.path().join("paihao.toml"),
        "[printer]\nkind = \"network\"\n",
    )
    .unwrap();
    let said = place.run(&["printer", "test"]);
    assert!(said.failed(2).contains("address"));
}

#[test]
fn what_a_printer_says_of_its_paper_is_said_in_words() {
    let place = Place::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let named = format!("network:{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut question = [0; 3];
            while stream.read_exact(&mut question).is_ok() {
                // Its paper is out.
                let answer = if question[2] == 4 { 0x72 } else { 0x12 };
                if stream.write_all(&[answer]).is_err() {
                    break;
                }
            }
        }
    });
    let ran = place.run(&["printer", "status", "--printer", &named]);
    assert!(ran.failed(1).contains("Out of paper: put in a new roll"));
    let ran = place.run(&["printer", "status", "--json", "--printer", &named]);
    let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&said["state"], &said["prints"]),
        (&"paper_out".into(), &false.into())
    );
    let ran = place.run(&["printer", "test", "--printer", &named]);
    assert!(
        ran.failed(1)
            .starts_with("paihao-admin: Not printed. Out of paper")
    );
    // Nothing listens at port 1.
    let ran = place.run(&["printer", "status", "--printer", "network:127.0.0.1:1"]);
    assert!(ran.failed(1).contains("not reached"));
}
