//! Whether Chinese can be shown.

use std::process::Command;

use super::Finding;
use crate::app::App;
use crate::words::words;

/// The kiosk brings its own font; a browser that shows a board on this machine needs one.
pub(super) fn fonts(app: &App) -> Finding {
    match chinese_fonts() {
        None => Finding::warn(
            "font",
            words!(
                app.language,
                "自助机自带中文字体；本机浏览器有没有中文字体，这里看不出来。若在本机显示叫号屏，请打开看一眼。",
                "The kiosk brings its own font; whether browsers on this machine have one for Chinese is not known. For a board here, open it and look."
            ),
        ),
        Some(0) => Finding::warn(
            "font",
            words!(
                app.language,
                "自助机自带中文字体；但本机没有安装中文字体，若在本机浏览器里显示叫号屏，请安装（如 apt install fonts-noto-cjk）。",
                "The kiosk brings its own font, but none for Chinese is installed: for a board in a browser on this machine install one (apt install fonts-noto-cjk)."
            ),
        ),
        Some(_) => Finding::ok(
            "font",
            words!(
                app.language,
                "字体：自助机自带中文字体，本机浏览器也有中文字体",
                "Fonts: the kiosk brings its own; browsers on this machine have Chinese fonts too"
            ),
        ),
    }
}

/// How many fonts for Chinese the system lists; none where it cannot be asked.
fn chinese_fonts() -> Option<usize> {
    let listed = Command::new("fc-list")
        .args([":lang=zh", "family"])
        .output()
        .ok()
        .filter(|listed| listed.status.success())?;
    Some(String::from_utf8_lossy(&listed.stdout).lines().count())
}
