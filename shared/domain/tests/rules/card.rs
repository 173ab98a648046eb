//! Cards: what class they give, and that they give it no more.

use domain::{CardCommand, CardKey, Class, Command};

use crate::kit::{Square, service};

fn key(text: &str) -> CardKey {
    CardKey(text.into())
}

fn set(text: &str, class: Class) -> Command {
    Command::Card(CardCommand::Set {
        key: key(text),
        class,
    })
}

fn revoke(text: &str) -> Command {
    Command::Card(CardCommand::Revoke { key: key(text) })
}

fn with(text: &str, class: Class) -> Command {
    Command::IssueTicket {
        service: service("haircut"),
        class,
        visit: None,
        card: Some(key(text)),
        carried_from: None,
    }
}

#[test]
fn a_card_gives_its_class_and_never_a_lower_one() {
    let mut s = Square::new();
    s.ok(set("gold", Class::Priority));
    s.ok(set("plain", Class::Standard));
    let rows = [
        ("gold", Class::Standard, Class::Priority),
        ("plain", Class::Standard, Class::Standard),
        ("plain", Class::Priority, Class::Priority),
    ];
    for (card, asked, expected) in rows {
        s.ok(with(card, asked));
        let newest = s.site.tickets.values().max_by_key(|t| t.count).unwrap();
        assert_eq!(newest.class, expected, "{card}");
    }
}

#[test]
fn a_card_that_is_not_valid_gives_no_number() {
    let mut s = Square::new();
    assert_eq!(s.code(with("gold", Class::Standard)), "card_unknown");
    assert_eq!(s.code(revoke("gold")), "card_unknown");
    s.ok(set("gold", Class::Priority));
    assert_eq!(s.code(set("gold", Class::Priority)), "nothing");
    s.ok(revoke("gold"));
    assert_eq!(s.code(revoke("gold")), "nothing");
    assert_eq!(s.code(with("gold", Class::Standard)), "card_revoked");
    s.ok(set("gold", Class::Priority));
    assert_eq!(s.code(with("gold", Class::Standard)), "ok");
    assert_eq!(s.site.tickets.len(), 1);
}

#[test]
fn a_refusal_does_not_repeat_the_card() {
    let mut s = Square::new();
    let refusal = s.run(with("62220001", Class::Standard)).unwrap_err();
    assert_eq!(
        serde_json::to_string(&refusal).unwrap(),
        r#"{"code":"card_unknown"}"#
    );
    assert!(!format!("{:?}", key("62220001")).contains("6222"));
}
