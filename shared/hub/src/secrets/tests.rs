use uuid::Uuid;

use super::*;

#[test]
fn keys_are_made_once_and_only_the_owner_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    let ticket = TicketId(Uuid::from_u128(7));
    let first = Secrets::open(&keys).unwrap().ticket_secret(ticket, None);
    assert_eq!(
        Secrets::open(&keys).unwrap().ticket_secret(ticket, None),
        first
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&keys), 0o700);
        assert_eq!(
            [
                mode(&keys.join(LINK_KEY_FILE)),
                mode(&keys.join(PEPPER_FILE))
            ],
            [0o600; 2]
        );
    }
}

#[test]
fn an_altered_key_is_refused_and_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    Secrets::open(folder.path()).unwrap();
    std::fs::write(folder.path().join(LINK_KEY_FILE), "short").unwrap();
    let error = Secrets::open(folder.path()).unwrap_err();
    assert!(matches!(error, SecretFileError::NotAKey { .. }), "{error}");
}

#[test]
fn a_ticket_link_is_the_first_half_of_an_hmac_behind_the_site_code() {
    let secrets = Secrets {
        link_key: [7; 32],
        pepper: [9; 32],
    };
    let ticket = TicketId(Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef));
    let code = "ab2c".parse().unwrap();
    let link = TicketLink::of(code, secrets.ticket_secret(ticket, None));
    // Computed apart with Python: hmac.new(bytes([7]*32), uuid.bytes, "sha256").digest()[:16].
    assert_eq!(link.as_str(), "ab2ciJRLwKhnOrjRpt3AVuEK0Q");
    assert_eq!(
        link.as_str().parse::<TicketLink>().unwrap().site(),
        "ab2c".parse().ok()
    );
    // A kiosk that has its own key makes the same as the hub, and nobody else's.
    let of_kiosk = secrets.ticket_secret(ticket, Some("k1"));
    let key = secrets.satellite_key("k1");
    assert_eq!(protocol::own_link::secret(&key, ticket), of_kiosk);
    assert_ne!(secrets.ticket_secret(ticket, Some("k2")), of_kiosk);
    assert_ne!(link.secret(), of_kiosk);
    // Whose it is can be told of a kiosk's link, also before the ticket is known.
    assert!(secrets.is_of_satellite("k1", of_kiosk));
    assert!(!secrets.is_of_satellite("k2", of_kiosk));
    assert!(!secrets.is_of_satellite("k1", link.secret()));
}

#[test]
fn texts_that_are_no_links_are_told_apart_before_any_look_up() {
    for text in [
        "",
        "ab2c",
        "ab2c0123456789abcdefghijkl+",
        "AB2C0123456789abcdefghijkl",
        "号号号号号号号号a1",
    ] {
        assert!(text.parse::<TicketLink>().is_err(), "{text:?}");
    }
}

#[test]
fn a_pin_matches_itself_and_only_with_its_own_pepper() {
    let (ours, other) = (Secrets::passing(), Secrets::passing());
    let pin = Pin::new("314159").unwrap();
    let stored = ours.pin_hash(&pin);
    assert!(stored.starts_with("$argon2id$"), "{stored}");
    assert!(ours.pin_matches(&pin, &stored));
    assert!(!ours.pin_matches(&Pin::new("314158").unwrap(), &stored));
    assert!(!other.pin_matches(&pin, &stored));
    assert!(!ours.pin_matches(&pin, "not a hash"));
}

#[test]
fn a_pin_is_six_to_twelve_digits() {
    for bad in ["", "12345", "1234567890123", "12345a", "１２３４５６"] {
        assert!(Pin::new(bad).is_none(), "{bad:?}");
    }
    assert!(Pin::new(Pin::random().as_str()).is_some());
}

#[test]
fn derived_secrets_repeat_for_the_same_parts_alone() {
    let secrets = Secrets::passing();
    let one = secrets.derived("token", &[b"ab", b"c"]);
    assert_eq!(one, secrets.derived("token", &[b"ab", b"c"]));
    assert_ne!(one, secrets.derived("token", &[b"a", b"bc"]));
    assert_ne!(one, secrets.derived("link", &[b"ab", b"c"]));
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let shown = format!(
        "{:?} {:?} {:?}",
        Secrets::passing(),
        Token::random(),
        Pin::random()
    );
    assert_eq!(shown, "Secrets(…) Token(…) Pin(…)");
}
