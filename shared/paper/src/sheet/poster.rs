//! The poster: what a neighbour has to know, readable from some steps away.

use domain::settings::{Language, LocalText, Wifi};

use super::{HEIGHT, MARGIN, MM, WIDTH, drawn};
use crate::{
    column::{Column, Page, Set},
    font::Cut,
    words::Tongues,
};

/// What a site's poster says.
#[derive(Clone, Debug, PartialEq)]
pub struct Poster {
    /// Name of the site.
    pub site: LocalText,
    /// What people come for, in the site's order.
    pub services: Vec<LocalText>,
    /// What the code holds: where numbers are taken by phone, or where the lines are seen.
    pub url: String,
    /// A number can be taken by phone.
    pub joins: bool,
    /// The network that phones must join first; `None` when any does.
    pub wifi: Option<Wifi>,
}

/// Sizes, mm: a lone code takes what is left up to this.
const CODE: f32 = 112.0;
const CODE_BESIDE: f32 = 84.0;
const BADGE: f32 = 16.0;
/// What the words under the codes and the three steps need, mm.
const BELOW: f32 = 110.0;

impl Poster {
    /// The poster as one sheet.
    pub fn page(&self) -> Page {
        let wide = WIDTH as f32 - 2.0 * MARGIN * MM;
        drawn(|page| {
            let mut column = Column::new(page, MARGIN * MM, wide, MARGIN * MM);
            self.head(&mut column);
            let y = column.y;
            let y = self.codes(page, wide, y);
            self.steps(page, wide, y);
        })
    }

    fn head(&self, column: &mut Column<'_>) {
        let tongues = Tongues::both(Language::Zh);
        column.text(Set::new(Cut::Black, 17.0 * MM), tongues.main(&self.site));
        column.text(Set::new(Cut::Regular, 7.0 * MM), tongues.also(&self.site));
        column.gap(1.0 * MM);
        let names = |lang| {
            let names = self.services.iter().map(|name| name.get(lang));
            names.collect::<Vec<_>>().join(" · ")
        };
        column.text(Set::new(Cut::Bold, 8.5 * MM), &names(Language::Zh));
        column.text(Set::new(Cut::Regular, 5.0 * MM), &names(Language::En));
        column.gap(3.0 * MM);
        column.rule(1.0 * MM);
        column.gap(3.0 * MM);
    }

    /// The site's code; with a network of its own that network's code before it.
    fn codes(&self, page: &mut Page, wide: f32, y: f32) -> f32 {
        let left = (HEIGHT as f32 - y) / MM - MARGIN - BELOW;
        let scan = if self.joins {
            LocalText::new("微信扫码取号", "Scan to take a number")
        } else {
            LocalText::new("扫码看排队情况", "Scan to see the lines")
        };
        let Some(wifi) = &self.wifi else {
            let code = Labelled {
                text: &self.url,
                side: left.min(CODE),
                label: scan,
                detail: String::new(),
            };
            return code.draw(page, MARGIN * MM, wide, y);
        };
        let network = Labelled {
            text: &wifi_text(wifi),
            side: left.min(CODE_BESIDE),
            label: LocalText::new("① 先连无线网", "First join this network"),
            detail: if wifi.password.is_empty() {
                wifi.name.clone()
            } else {
                format!("{}　密码 {}", wifi.name, wifi.password)
            },
        };
        let site = Labelled {
            text: &self.url,
            side: left.min(CODE_BESIDE),
            label: LocalText::new(&format!("② {}", scan.zh), &format!("Then: {}", scan.en)),
            detail: String::new(),
        };
        let half = wide / 2.0;
        let below = network.draw(page, MARGIN * MM, half, y);
        let right = site.draw(page, MARGIN * MM + half, half, y);
        below.max(right)
    }

    fn steps(&self, page: &mut Page, wide: f32, y: f32) {
        let mut column = Column::new(page, MARGIN * MM, wide, y + 2.0 * MM);
        column.rule(0.5 * MM);
        let mut y = column.y + 5.0 * MM;
        for (at, step) in self.words().iter().enumerate() {
            let mut badge = Column::new(page, (MARGIN + 4.0) * MM, BADGE * MM, y + 1.0 * MM);
            badge.badge(&(at + 1).to_string(), BADGE * MM);
            let left = (MARGIN + 4.0 + BADGE + 6.0) * MM;
            let room = WIDTH as f32 - MARGIN * MM - left;
            let mut text = Column::new(page, left, room, y);
            text.one_line(Set::new(Cut::Bold, 10.0 * MM).left(), &step.zh);
            text.one_line(Set::new(Cut::Regular, 5.2 * MM).left(), &step.en);
            y = text.y + 4.0 * MM;
        }
    }

    fn words(&self) -> [LocalText; 3] {
        let take = if self.joins {
            LocalText::new(
                "取号：扫上面的码，或点取号屏",
                "Take a number: scan the code, or touch a service on the screen",
            )
        } else {
            LocalText::new(
                "取号：在取号屏上点一下",
                "Take a number: touch a service on the screen",
            )
        };
        [
            take,
            LocalText::new(
                "等候：手机上看得到前面几位",
                "Wait where you like: your phone shows how many are ahead",
            ),
            LocalText::new(
                "叫到您：到大屏上写的号台去",
                "Called: go to the station on the board",
            ),
        ]
    }
}

/// A code with words under it.
struct Labelled<'a> {
    text: &'a str,
    side: f32,
    label: LocalText,
    detail: String,
}

impl Labelled<'_> {
    fn draw(&self, page: &mut Page, left: f32, wide: f32, y: f32) -> f32 {
        let mut column = Column::new(page, left, wide, y);
        column.code(self.text, self.side * MM);
        column.one_line(Set::new(Cut::Bold, 11.0 * MM), &self.label.zh);
        column.text(Set::new(Cut::Regular, 5.0 * MM), &self.label.en);
        column.one_line(Set::new(Cut::Bold, 5.5 * MM), &self.detail);
        column.y
    }
}

/// What phones read to join a network by themselves.
fn wifi_text(wifi: &Wifi) -> String {
    let escaped = |text: &str| {
        let mut out = String::new();
        for c in text.chars() {
            if matches!(c, '\\' | ';' | ',' | '"' | ':') {
                out.push('\\');
            }
            out.push(c);
        }
        out
    };
    let name = escaped(&wifi.name);
    if wifi.password.is_empty() {
        format!("WIFI:T:nopass;S:{name};;")
    } else {
        format!("WIFI:T:WPA;S:{name};P:{};;", escaped(&wifi.password))
    }
}
