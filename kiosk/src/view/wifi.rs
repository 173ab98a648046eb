//! The code that lets a phone join the square's network, where a ticket's link needs that.

use crate::{site_now::Wifi, view::Surface};

/// Size of the code beside a ticket's, mm without its quiet zone: scanned from a hand's breadth.
const BESIDE: f32 = 26.0;
/// And where it has a page of its own.
const ALONE: f32 = 45.0;

/// What the ticket page shows of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct WifiView {
    /// As phones list it.
    pub name: String,
    /// What the code holds.
    pub payload: String,
    /// It stands beside the ticket's code; otherwise on a page of its own.
    pub beside: bool,
    /// The button that leads to it stands in the head of the page; otherwise below the number,
    /// where every control is in low position.
    pub in_head: bool,
    /// That page is shown.
    pub open: bool,
    /// Least size of the code, mm.
    pub code_size: f32,
}

/// The network on a ticket page; `open` when its own page was asked for.
pub fn view(wifi: &Wifi, open: bool, low: bool, surface: &Surface) -> WifiView {
    let beside = surface.is_large();
    WifiView {
        name: wifi.name.clone(),
        payload: payload(wifi),
        beside,
        in_head: !low,
        open: open && !beside,
        code_size: if beside { BESIDE } else { ALONE },
    }
}

/// The text that phones' cameras understand as a network, as ZXing and WPA3 §7 write it.
fn payload(wifi: &Wifi) -> String {
    let name = escaped(&wifi.name);
    if wifi.password.is_empty() {
        format!("WIFI:T:nopass;S:{name};;")
    } else {
        format!("WIFI:T:WPA;S:{name};P:{};;", escaped(&wifi.password))
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | ';' | ',' | ':' | '"') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wifi(name: &str, password: &str) -> Wifi {
        Wifi {
            name: name.into(),
            password: password.into(),
        }
    }

    #[test]
    fn a_network_is_written_as_phones_read_it() {
        for (name, password, written) in [
            ("便民", "12345678", "WIFI:T:WPA;S:便民;P:12345678;;"),
            ("Square", "", "WIFI:T:nopass;S:Square;;"),
            (
                r"a;b,c",
                r#"x:y\z""#,
                r#"WIFI:T:WPA;S:a\;b\,c;P:x\:y\\z\";;"#,
            ),
        ] {
            assert_eq!(payload(&wifi(name, password)), written);
        }
    }

    #[test]
    fn a_small_screen_gives_it_a_page_of_its_own() {
        let small = Surface::new(1280.0, 800.0, 5.9, false);
        let large = Surface::new(1920.0, 1080.0, 5.56, false);
        let wifi = wifi("Square", "");
        assert!(view(&wifi, true, false, &small).open);
        assert!(!view(&wifi, true, false, &large).open);
        assert!(view(&wifi, false, false, &large).beside);
    }
}
