//! What the program says in the terminal: the only place that prints.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a terminal is read by people"
)]

use crate::lang::Lang;

/// Why there is no window, how to get one, and what happens now.
pub fn no_display(lang: Lang, goes_on: bool) -> String {
    let how = lang.pick(
        "这里没有显示器，所以没有取号窗口；请在桌面上运行，或用 `xvfb-run paihao-kiosk`，或安装自助机软件包。",
        "There is no display here, so there is no window; run it on a desktop, with `xvfb-run paihao-kiosk`, or install the kiosk package.",
    );
    let now = lang.pick(
        "主机照常运行，这一次可以用手机在 /join 取号。",
        "The hub goes on alone; for this run phones can take numbers at /join.",
    );
    if goes_on {
        format!("{how}{}{now}", lang.pick("", " "))
    } else {
        how.to_owned()
    }
}

/// One line for whoever started the program.
pub fn line(text: &str) {
    println!("{text}");
}

/// One line on what went wrong.
pub fn trouble(text: &str) {
    eprintln!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_display_is_one_sentence_with_three_ways_out() {
        for lang in [Lang::Zh, Lang::En] {
            let said = no_display(lang, true);
            assert!(said.contains("xvfb-run") && said.contains("/join"));
            assert!(!no_display(lang, false).contains("/join"));
        }
    }
}
