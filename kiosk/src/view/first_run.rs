//! The walk through a fresh machine.

use crate::{
    flow::{FirstRunStep, Flow},
    lang::Lang,
    site_now::{LinkKind, SiteNow},
    view::staff,
};

/// Size of the three codes beside each other, mm: they are scanned from a hand's breadth.
const CODE_SIZE: f32 = 24.0;

/// What the first-run page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstRunView {
    /// Which step.
    pub step: FirstRunStep,
    /// Its heading.
    pub title: String,
    /// What to do.
    pub detail: String,
    /// Which language is chosen.
    pub chinese: bool,
    /// In the field.
    pub site_name: String,
    /// Services with their stations.
    pub lines: Vec<String>,
    /// The staff PIN.
    pub pin: String,
    /// Where phones reach the hub.
    pub addresses: String,
    /// Label and address of each link.
    pub links: Vec<(String, String)>,
    /// Least size of their codes, mm.
    pub code_size: f32,
    /// Pixels per millimetre as text.
    pub ruler: String,
    /// The button.
    pub next: String,
}

/// The page at `step`, with the name as edited.
pub fn view(flow: &Flow, step: FirstRunStep, name: Option<&str>) -> FirstRunView {
    let lang = flow.wishes.lang;
    let known = flow.site.as_ref().map_or("", |site| site.name.get(lang));
    let (title, detail) = words(lang, step);
    let first = flow.first_start.as_ref();
    FirstRunView {
        step,
        title: title.into(),
        detail: detail.into(),
        chinese: lang == Lang::Zh,
        site_name: name.unwrap_or(known).to_owned(),
        lines: flow
            .site
            .as_ref()
            .map(|site| lines(lang, site))
            .unwrap_or_default(),
        pin: first.map_or(String::new(), |first| first.pin.clone()),
        addresses: flow.addresses.join("\n"),
        links: first
            .iter()
            .flat_map(|first| &first.links)
            .map(|(kind, url)| (link_name(lang, kind).to_owned(), url.clone()))
            .collect(),
        code_size: CODE_SIZE,
        ruler: format!("{:.2} px/mm", flow.px_per_mm()),
        next: match step {
            FirstRunStep::Language | FirstRunStep::Size | FirstRunStep::Site => {
                lang.pick("下一步", "Next").into()
            }
            FirstRunStep::Codes => lang.pick("开始取号", "Start").into(),
        },
    }
}

fn words(lang: Lang, step: FirstRunStep) -> (&'static str, &'static str) {
    match step {
        FirstRunStep::Language => (
            lang.pick("欢迎使用排号", "Welcome to Paihao"),
            lang.pick("平时用哪种语言？", "Which language should the screen show?"),
        ),
        FirstRunStep::Size => (
            lang.pick("屏幕大小", "Screen size"),
            staff::ruler_help(lang),
        ),
        FirstRunStep::Site => (
            lang.pick("您的服务点", "Your square"),
            lang.pick(
                "名称可以现在改；服务和号台以后在管理页里改。",
                "Change the name now if you like; services and stations later in the dashboard.",
            ),
        ),
        FirstRunStep::Codes => (
            lang.pick("请记下密码", "Please write down the PIN"),
            lang.pick(
                "下面的链接 30 分钟内有效，各用一次；以后在工作人员页里再取。",
                "Each link works once within 30 minutes; later ones are on the staff page.",
            ),
        ),
    }
}

fn lines(lang: Lang, site: &SiteNow) -> Vec<String> {
    let join = lang.pick("、", ", ");
    site.services
        .iter()
        .map(|service| {
            let ids: Vec<&str> = site
                .stations
                .iter()
                .filter(|station| station.services.contains(&service.id))
                .map(|station| station.id.as_str())
                .collect();
            let name = service.name.get(lang);
            match (lang, ids.is_empty()) {
                (_, true) => name.to_owned(),
                (Lang::Zh, false) => format!("{name} · {} 号台", ids.join(join)),
                (Lang::En, false) => format!("{name} · stations {}", ids.join(join)),
            }
        })
        .take(8)
        .collect()
}

fn link_name(lang: Lang, kind: &LinkKind) -> &'static str {
    match kind {
        LinkKind::Desk { .. } => lang.pick("叫号台", "Desk"),
        LinkKind::Board => lang.pick("大屏", "Board"),
        LinkKind::Dashboard => lang.pick("管理页", "Dashboard"),
    }
}
