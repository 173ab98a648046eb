//! Keypad and staff page.

use std::time::Duration;

use crate::{
    flow::{Flow, LinkAnswer, OnStick, PIN_DIGITS, PinState, StaffChoice, StaffPart, StickTrouble},
    lang::Lang,
    site_now::LinkKind,
    speech::{Trouble, Volume},
    view::Surface,
};

/// Rows of buttons for which the smallest screen has room; upright it has more.
const ROWS_MAX: usize = 3;
const ROWS_MAX_TALL: usize = 6;

/// What the keypad shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinView {
    /// Filled marks.
    pub typed: usize,
    /// All marks.
    pub digits: usize,
    /// Said below; may be empty.
    pub message: String,
}

/// What the staff page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffView {
    /// Which part.
    pub part: Part,
    /// Its heading.
    pub title: String,
    /// Whether the hub answers.
    pub hub_state: String,
    /// Where the hub is reached, or the address of a link.
    pub addresses: String,
    /// A sentence on what to do; may be empty.
    pub detail: String,
    /// The buttons.
    pub choices: Vec<ChoiceView>,
    /// How many beside each other.
    pub columns: usize,
    /// What the code holds; empty without one.
    pub url: String,
    /// Least size of the code, mm.
    pub code_size: f32,
    /// Pixels per millimetre as text.
    pub ruler: String,
}

/// Which part of the staff page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All buttons.
    Menu,
    /// Stations.
    Stations,
    /// A link.
    Link,
    /// The bank card.
    Ruler,
    /// About Slint.
    About,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceView {
    /// What it does.
    pub choice: StaffChoice,
    /// Its words.
    pub label: String,
    /// Its setting is on.
    pub active: bool,
}

/// The keypad.
pub fn pin(lang: Lang, typed: usize, state: PinState) -> PinView {
    let message = match state {
        PinState::Typing => "",
        PinState::Checking => lang.pick("正在核对……", "Checking …"),
        PinState::Wrong => lang.pick("密码不对，请再输一次。", "Wrong PIN. Please try again."),
        PinState::Locked => lang.pick(
            "错得太多，请过 15 分钟再试。",
            "Too many wrong tries. Please wait 15 minutes.",
        ),
        PinState::NoAnswer => lang.pick("暂时连不上，请再试。", "No connection. Please try again."),
    };
    PinView {
        typed,
        digits: PIN_DIGITS,
        message: message.into(),
    }
}

/// The staff page.
pub fn view(flow: &Flow, part: &StaffPart, now: Duration, surface: &Surface) -> StaffView {
    let lang = flow.wishes.lang;
    let empty = StaffView {
        part: Part::Menu,
        title: lang.pick("工作人员", "Staff").into(),
        hub_state: hub_state(flow, lang, now),
        addresses: flow.addresses.join("\n"),
        detail: String::new(),
        choices: Vec::new(),
        columns: if surface.is_portrait() { 2 } else { 4 },
        url: String::new(),
        code_size: 45.0 * surface.reach,
        ruler: format!("{:.2} px/mm", flow.px_per_mm()),
    };
    match part {
        StaffPart::Menu => {
            let choices = menu(flow, lang, now);
            let rows = if surface.is_portrait() {
                ROWS_MAX_TALL
            } else {
                ROWS_MAX
            };
            let is_full = choices.len() > rows * empty.columns;
            StaffView {
                columns: empty.columns + usize::from(is_full),
                choices,
                ..empty
            }
        }
        StaffPart::Stations => StaffView {
            part: Part::Stations,
            title: lang.pick("叫号台链接", "Desk link").into(),
            detail: lang.pick("给哪个号台用？", "For which station?").into(),
            choices: stations(flow, lang),
            ..empty
        },
        StaffPart::Link { kind, answer } => link(lang, kind, answer.as_ref(), empty),
        StaffPart::Stick { done } => stick(lang, done.as_ref(), empty),
        StaffPart::Void { number, done } => void(lang, number, *done, empty),
        StaffPart::Ruler => StaffView {
            part: Part::Ruler,
            title: lang.pick("屏幕大小", "Screen size").into(),
            detail: ruler_help(lang).into(),
            ..empty
        },
        StaffPart::About => StaffView {
            part: Part::About,
            title: lang.pick("关于", "About").into(),
            detail: format!(
                "{} {}",
                lang.pick("排号", "Paihao"),
                env!("CARGO_PKG_VERSION")
            ),
            ..empty
        },
    }
}

/// How the outline of the bank card is used.
pub fn ruler_help(lang: Lang) -> &'static str {
    lang.pick(
        "把银行卡或身份证贴在框上，按 − 和 + 调到一样大。",
        "Hold a bank card against the frame; press − and + until both are the same size.",
    )
}

fn hub_state(flow: &Flow, lang: Lang, now: Duration) -> String {
    let state = if flow.is_unpaired() {
        lang.pick(
            "主机不认识这台机器了：请用 paihao-admin kiosk pair 取配对码，再以 --pair 启动",
            "The hub does not know this screen any more: get a code with paihao-admin kiosk pair and start with --pair",
        )
    } else if flow.is_hub_gone(now) {
        lang.pick("取号服务连不上", "The hub does not answer")
    } else {
        lang.pick("取号服务正常", "The hub answers")
    };
    let at = flow.addresses.join(lang.pick("、", ", "));
    let mut state = state.to_owned();
    if !at.is_empty() {
        state = format!("{state} · {at}");
    }
    let printer = printer_state(flow, lang);
    let voice = flow.voice_trouble.as_ref();
    let voice = voice.map(|trouble| voice_trouble(lang, trouble));
    for more in printer.map(str::to_owned).into_iter().chain(voice) {
        state = format!("{state}\n{more}");
    }
    state
}

/// Why nothing is heard, and what to do.
fn voice_trouble(lang: Lang, trouble: &Trouble) -> String {
    match trouble {
        Trouble::NoPlayer => lang
            .pick(
                "叫号没有声音：这台机器缺少播放程序，请安装 pw-play、paplay 或 aplay",
                "Calls are not heard: install pw-play, paplay or aplay on this machine",
            )
            .into(),
        Trouble::Failed { player, said } => {
            let what = lang.pick(
                "叫号没有声音，请检查音箱和声卡",
                "Calls are not heard: look after loudspeaker and sound card",
            );
            let said = [player.as_str(), said].join(" ");
            match lang {
                Lang::Zh => format!("{what}（{}）", said.trim()),
                Lang::En => format!("{what} ({})", said.trim()),
            }
        }
    }
}

fn voice_label(lang: Lang, volume: Volume) -> &'static str {
    match volume {
        Volume::Off => lang.pick("语音叫号：关", "Spoken calls: off"),
        Volume::Soft => lang.pick("语音叫号：小", "Spoken calls: soft"),
        Volume::Middle => lang.pick("语音叫号：中", "Spoken calls: medium"),
        Volume::Loud => lang.pick("语音叫号：大", "Spoken calls: loud"),
    }
}

/// How the printer is and what to do about it; `None` on a machine without one.
fn printer_state(flow: &Flow, lang: Lang) -> Option<&'static str> {
    let looking = lang.pick("正在看打印机……", "Looking for the printer …");
    let known = |state: paper::State| state.words(lang.into());
    flow.has_printer()
        .then(|| flow.printer().map_or(looking, known))
}

fn menu(flow: &Flow, lang: Lang, now: Duration) -> Vec<ChoiceView> {
    let button = |choice, label: &str, active| ChoiceView {
        choice,
        label: label.into(),
        active,
    };
    let low = flow.settings.low_position;
    let sunlight = flow.settings.sunlight;
    let moves = !flow.settings.still;
    let cards = flow.settings.cards;
    let mut choices = vec![
        button(
            StaffChoice::DeskLinks,
            lang.pick("叫号台链接", "Desk link"),
            false,
        ),
        button(
            StaffChoice::Link(LinkKind::Board),
            lang.pick("大屏链接", "Board link"),
            false,
        ),
        button(
            StaffChoice::Link(LinkKind::Dashboard),
            lang.pick("管理页链接", "Dashboard link"),
            false,
        ),
        button(
            StaffChoice::DefaultLanguage,
            lang.pick("平时：中文", "Language: English"),
            false,
        ),
        button(
            StaffChoice::DefaultLowPosition,
            if low {
                lang.pick("低位：平时开", "Low position: on")
            } else {
                lang.pick("低位：平时关", "Low position: off")
            },
            low,
        ),
        button(
            StaffChoice::Sunlight,
            if sunlight {
                lang.pick("阳光配色：开", "Sunlight colours: on")
            } else {
                lang.pick("阳光配色：关", "Sunlight colours: off")
            },
            sunlight,
        ),
        button(
            StaffChoice::Motion,
            if moves {
                lang.pick("动画：开", "Motion: on")
            } else {
                lang.pick("动画：关", "Motion: off")
            },
            moves,
        ),
        button(
            StaffChoice::Cards,
            if cards {
                lang.pick("便民卡：开", "Cards: on")
            } else {
                lang.pick("便民卡：关", "Cards: off")
            },
            cards,
        ),
        button(
            StaffChoice::Voice,
            voice_label(lang, flow.settings.voice),
            flow.settings.voice != Volume::Off,
        ),
        button(
            StaffChoice::Ruler,
            lang.pick("屏幕大小", "Screen size"),
            false,
        ),
        button(StaffChoice::About, lang.pick("关于", "About"), false),
        button(
            StaffChoice::Exit,
            lang.pick("退出程序", "Close the program"),
            false,
        ),
    ];
    // Links come from the hub. While it is gone, a stick takes what it does not know yet.
    if flow.gives_alone() && flow.is_hub_gone(now) {
        choices
            .retain(|view| !matches!(view.choice, StaffChoice::DeskLinks | StaffChoice::Link(_)));
        let label = lang.pick("存到 U 盘", "Save to a USB stick");
        choices.insert(0, button(StaffChoice::Stick, label, false));
    }
    // Before the way out.
    let at = choices.len() - 1;
    choices.splice(at..at, paper_buttons(flow, lang));
    choices
}

/// What can be done about paper, where there is a printer.
fn paper_buttons(flow: &Flow, lang: Lang) -> Vec<ChoiceView> {
    let button = |choice, label: String| ChoiceView {
        choice,
        label,
        active: false,
    };
    let mut buttons = Vec::new();
    if flow.has_printer() {
        let label = lang.pick("打印测试页", "Print a test page");
        buttons.push(button(StaffChoice::TestPage, label.into()));
    }
    if let Some(last) = flow.last_slip() {
        let number = &last.number;
        let (again, void) = match lang {
            Lang::Zh => (format!("补打 {number}"), format!("作废 {number}")),
            Lang::En => (format!("Print {number} again"), format!("Void {number}")),
        };
        buttons.push(button(StaffChoice::Reprint, again));
        if !last.token.is_empty() {
            buttons.push(button(StaffChoice::Void, void));
        }
    }
    buttons
}

fn stick(lang: Lang, done: Option<&Result<OnStick, StickTrouble>>, empty: StaffView) -> StaffView {
    let detail = match (lang, done) {
        (Lang::Zh, None) => "正在写入……".to_owned(),
        (Lang::En, None) => "Writing …".to_owned(),
        (Lang::Zh, Some(Ok(file))) => format!(
            "写好了：{}（{} 条），现在可以拔下 U 盘。请拿到总机，运行 paihao-admin sync import。",
            file.file, file.entries
        ),
        (Lang::En, Some(Ok(file))) => format!(
            "Done: {} ({} entries). The stick can be pulled out. At the hub run paihao-admin sync import.",
            file.file, file.entries
        ),
        (Lang::Zh, Some(Err(StickTrouble::NoStick))) => {
            "没找到 U 盘。请插上 U 盘，等几秒再试。".to_owned()
        }
        (Lang::En, Some(Err(StickTrouble::NoStick))) => {
            "No stick was found. Plug one in, wait a few seconds and try again.".to_owned()
        }
        (Lang::Zh, Some(Err(StickTrouble::Failed(why)))) => {
            format!("没写成，请换一个 U 盘再试（{why}）。")
        }
        (Lang::En, Some(Err(StickTrouble::Failed(why)))) => {
            format!("It could not be written; please try another stick ({why}).")
        }
    };
    StaffView {
        part: Part::Stations,
        title: lang.pick("存到 U 盘", "USB stick").into(),
        detail,
        ..empty
    }
}

fn void(lang: Lang, number: &str, done: Option<bool>, empty: StaffView) -> StaffView {
    let detail = match (lang, done) {
        (Lang::Zh, None) => "正在作废……".to_owned(),
        (Lang::En, None) => "Just a moment …".to_owned(),
        (Lang::Zh, Some(true)) => format!("{number} 已经作废，不会再叫。"),
        (Lang::En, Some(true)) => format!("{number} is void and will not be called."),
        (Lang::Zh, Some(false)) => format!("{number} 没能作废：可能正在办理，或已经办完。"),
        (Lang::En, Some(false)) => {
            format!("{number} was not voided: it may be at a station, or done.")
        }
    };
    StaffView {
        part: Part::Stations,
        title: number.to_owned(),
        detail,
        ..empty
    }
}

fn stations(flow: &Flow, lang: Lang) -> Vec<ChoiceView> {
    let free = ChoiceView {
        choice: StaffChoice::Link(LinkKind::Desk { station: None }),
        label: lang.pick("志愿者自选", "The volunteer chooses").into(),
        active: false,
    };
    let each = flow
        .site
        .iter()
        .flat_map(|site| &site.stations)
        .take(11)
        .map(|station| ChoiceView {
            choice: StaffChoice::Link(LinkKind::Desk {
                station: Some(station.id.clone()),
            }),
            label: station_name(lang, &station.id),
            active: false,
        });
    std::iter::once(free).chain(each).collect()
}

/// "3 号台".
pub fn station_name(lang: Lang, id: &str) -> String {
    match lang {
        Lang::Zh => format!("{id} 号台"),
        Lang::En => format!("Station {id}"),
    }
}

fn link(lang: Lang, kind: &LinkKind, answer: Option<&LinkAnswer>, empty: StaffView) -> StaffView {
    let title = match kind {
        LinkKind::Desk { station: None } => lang.pick("叫号台链接", "Desk link").to_owned(),
        LinkKind::Desk { station: Some(id) } => station_name(lang, id),
        LinkKind::Board => lang.pick("大屏链接", "Board link").to_owned(),
        LinkKind::Dashboard => lang.pick("管理页链接", "Dashboard link").to_owned(),
    };
    let (url, detail) = match answer {
        None => (String::new(), lang.pick("正在准备……", "Getting ready …")),
        Some(LinkAnswer::Url(url)) => (
            url.clone(),
            lang.pick(
                "请用手机扫码或输入网址。2 分钟内有效，只能用一次。",
                "Scan it or type the address. Good for 2 minutes and for one use.",
            ),
        ),
        Some(LinkAnswer::Refused) => (
            String::new(),
            lang.pick("这台机器不能发链接。", "This screen may not give links."),
        ),
        Some(LinkAnswer::NoAnswer) => (
            String::new(),
            lang.pick("暂时连不上，请再试。", "No connection. Please try again."),
        ),
    };
    StaffView {
        part: Part::Link,
        title,
        addresses: url.clone(),
        url,
        detail: detail.into(),
        ..empty
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_voice_is_told_with_what_to_do() {
        let failed = Trouble::Failed {
            player: "aplay".into(),
            said: "no soundcards found".into(),
        };
        for (lang, missing, broken) in [
            (
                Lang::Zh,
                "请安装 pw-play",
                "声卡（aplay no soundcards found）",
            ),
            (
                Lang::En,
                "install pw-play",
                "card (aplay no soundcards found)",
            ),
        ] {
            let said = voice_trouble(lang, &Trouble::NoPlayer);
            assert!(said.contains(missing), "{said}");
            let said = voice_trouble(lang, &failed);
            assert!(said.ends_with(broken), "{said}");
        }
    }
}
