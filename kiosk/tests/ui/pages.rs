//! Every page that there is, on every glass, in both languages, text sizes and positions.

use std::{sync::OnceLock, time::Duration};

use paihao_kiosk::{
    flow::{Input, Touch},
    lang::Lang,
    settings::Settings,
    site_now::{IssuedTicket, Refusal, ServiceState, SiteNow, Standing},
};

use crate::{
    clip::cut_texts,
    harness::{Bench, GLASSES, Glass, Place},
    made_up::{first_start, site, site_with_all, site_with_wifi, ticket},
};

/// Whose page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The services of the idle screen, so many of them.
    Idle { services: usize },
    /// Any other page of a visitor.
    Visit,
    /// Behind the PIN, before it, or on a fresh machine.
    Staff,
}

/// One page as it is seen.
pub struct Page {
    pub glass: Glass,
    pub lang: Lang,
    pub large: bool,
    pub low: bool,
    pub kind: Kind,
    pub state: String,
    /// All of that in words.
    pub name: String,
    pub targets: Vec<Place>,
    pub texts: Vec<Place>,
    /// Fields to type into; counted on the smallest glasses, as they do not depend on the size.
    pub inputs: usize,
    /// Texts whose signs are cut at the sides; looked for on the smallest glasses alone.
    pub cut: Vec<String>,
}

/// All of them, walked through once for all tests, because drawing takes longer than measuring.
pub fn pages() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| {
        // A bench belongs to its thread.
        std::thread::scope(|scope| {
            let walks = GLASSES.map(|glass| scope.spawn(move || pages_on(glass)));
            walks
                .into_iter()
                .flat_map(|walk| walk.join().unwrap())
                .collect()
        })
    })
}

/// Those of visitors.
pub fn visitors() -> impl Iterator<Item = &'static Page> {
    pages().iter().filter(|page| page.kind != Kind::Staff)
}

fn pages_on(glass: Glass) -> Vec<Page> {
    let mut pages = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        for large in [false, true] {
            for low in [false, true] {
                // Low position is seen with the shortest and the longest texts.
                let is_extreme = (lang == Lang::En) == large;
                if low && !is_extreme {
                    continue;
                }
                let mut walk = Walk {
                    glass,
                    lang,
                    large,
                    low,
                    pages: &mut pages,
                };
                walk.idle();
                walk.ticket();
                walk.numbers();
                walk.codes();
                walk.booking();
                walk.card();
                if !large && !low {
                    walk.staff();
                }
            }
        }
    }
    pages
}

/// How many services the idle screen is tried with.
pub const SERVICES: [usize; 6] = [1, 2, 3, 4, 6, 8];
/// As many as a fortnight takes on the smallest glass.
const TILE_PAGES_MAX: usize = 16;

struct Walk<'a> {
    glass: Glass,
    lang: Lang,
    large: bool,
    low: bool,
    pages: &'a mut Vec<Page>,
}

impl Walk<'_> {
    fn see(&mut self, bench: &Bench, kind: Kind, state: &str) {
        let Self {
            glass,
            lang,
            large,
            low,
            ..
        } = *self;
        let texts = bench.texts();
        let cut = if glass.is_smallest() && !low {
            cut_texts(bench, &texts)
        } else {
            Vec::new()
        };
        self.pages.push(Page {
            glass,
            lang,
            large,
            low,
            kind,
            state: state.to_owned(),
            name: format!(
                "{} {lang:?}{}{} · {state}",
                glass.name,
                if large { " 130 %" } else { "" },
                if low { " low" } else { "" }
            ),
            targets: bench.targets(),
            texts,
            inputs: if glass.is_smallest() {
                bench.text_inputs()
            } else {
                0
            },
            cut,
        });
    }

    fn visit(&mut self, bench: &Bench, state: &str) {
        self.see(bench, Kind::Visit, state);
    }

    fn fresh(&self, site: SiteNow) -> Bench {
        let settings = Settings {
            cards: site.services.iter().any(|service| service.takes_items),
            low_position: self.low,
            ..Settings::default()
        };
        let bench = Bench::with(self.glass, settings, None, site);
        bench.set_wishes(self.lang, self.large);
        bench
    }

    fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    fn haircut(&self) -> &'static str {
        self.lang.pick("理发", "Haircut")
    }

    fn idle(&mut self) {
        for services in SERVICES {
            let kind = Kind::Idle { services };
            let bench = self.fresh(site(services));
            self.see(&bench, kind, "services");
            let bench = self.fresh(site_with_all(services));
            self.see(&bench, kind, "services and buttons");
        }
        let bench = self.fresh(site(8));
        bench.touch(self.pick("更多服务", "More"));
        self.visit(&bench, "more services");
        bench.jump(Duration::from_secs(40));
        self.visit(&bench, "still there");
        let bench = self.fresh(site(2));
        bench.pass_silently(Duration::from_secs(6));
        self.visit(&bench, "hub gone");
        let bench = self.fresh(SiteNow::default());
        self.visit(&bench, "no services");
    }

    fn ticket(&mut self) {
        let bench = self.fresh(site(2));
        bench.take(self.haircut());
        self.visit(&bench, "ticket");
        bench.jump(Duration::from_secs(16));
        self.visit(&bench, "ticket without 不要了");
        let bench = self.fresh(site(2));
        bench.take(self.haircut());
        bench.touch(self.pick("不要了", "Cancel it"));
        self.visit(&bench, "handing back");
        bench.answer_cancel(true);
        self.visit(&bench, "handed back");
        let bench = self.fresh(site_with_wifi(2));
        bench.take(self.haircut());
        self.visit(&bench, "ticket with the network");
        if self.glass.has_wifi_page() {
            bench.touch(self.pick("先连 Wi-Fi", "Wi-Fi"));
            self.visit(&bench, "the network");
        }
        let mut full = site(2);
        full.services[1].state = ServiceState::Full;
        let bench = self.fresh(full);
        bench.then(self.haircut());
        self.visit(&bench, "taking");
        bench.jump(Duration::from_secs(6));
        self.visit(&bench, "slow");
        bench.refuse_issue(Refusal::Full);
        self.visit(&bench, "refused");
        bench.then(self.pick("返回", "Back"));
        bench.set_wishes(self.lang, self.large);
        bench.then(self.pick("小家电维修", "Small appliance repair"));
        self.visit(&bench, "not taking");
    }

    /// More than one number, and what was brought.
    fn numbers(&mut self) {
        let repair = self.pick("小家电维修", "Small appliance repair");
        let (also, bring) = (
            self.pick("也要", "Also"),
            self.pick("带来了什么", "I brought"),
        );
        let bench = self.fresh(site_with_all(4));
        bench.take(self.haircut());
        self.visit(&bench, "ticket with one more button");
        bench.touch(also);
        self.visit(&bench, "the other services");
        bench.take(repair);
        self.visit(&bench, "second ticket");
        bench.touch(bring);
        self.tiles(&bench, "things");
        bench.jump(Duration::from_secs(1));
        bench
            .kiosk
            .input(Input::Touch(Touch::Tile("rice_cooker".into())));
        bench.answer_bring();
        self.visit(&bench, "ticket that names a thing");
        let mut site = site_with_all(2);
        site.wifi = site_with_wifi(2).wifi;
        let bench = self.fresh(site);
        bench.take(self.haircut());
        bench.touch(also);
        bench.take(repair);
        self.visit(&bench, "second ticket with the network");
    }

    /// The code of an appointment, and other codes under the scanner.
    fn codes(&mut self) {
        let bench = self.fresh(site_with_all(2));
        bench.then(self.pick("预约签到", "Booking"));
        self.visit(&bench, "keypad");
        bench.touch("4");
        self.visit(&bench, "keypad with a digit");
        let bench = self.fresh(site_with_all(2));
        let on_sunday = Refusal::WrongDay {
            slot: "2026-03-08T10:00:00".parse().ok(),
        };
        for (refusal, state) in [
            (Refusal::Unknown, "code not known"),
            (on_sunday, "wrong day"),
        ] {
            bench.scan("048201");
            self.visit(&bench, "checking in");
            bench.refuse_issue(refusal);
            self.visit(&bench, state);
        }
        bench.scan("048201");
        bench.answer_issue();
        self.visit(&bench, "checked in");
        bench.scan("http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv");
        bench.answer_find(IssuedTicket {
            url: String::new(),
            standing: Standing::OnHold,
            ..ticket("haircut")
        });
        self.visit(&bench, "found ticket");
        bench.scan("what is this");
        self.visit(&bench, "not understood");
    }

    fn booking(&mut self) {
        let bench = self.fresh(site_with_all(2));
        bench.then(self.pick("预约签到", "Booking"));
        bench.then(self.pick("我要预约", "Book a time"));
        self.tiles(&bench, "bookable");
        bench.then(self.haircut());
        bench.answer_slots();
        self.tiles(&bench, "days");
        bench.then(self.pick("3月8日", "8 Mar"));
        bench.answer_slots();
        self.tiles(&bench, "times");
        bench.then("10:00");
        bench.answer_book();
        self.visit(&bench, "booked");
    }

    fn card(&mut self) {
        let bench = self.fresh(site_with_all(2));
        bench.then(self.pick("便民卡", "Card"));
        self.visit(&bench, "card");
        for _ in 0..20 {
            bench.touch("8");
        }
        self.visit(&bench, "card with many digits");
        bench.then(self.pick("好了", "Done"));
        self.visit(&bench, "services with a card");
        bench.then(self.haircut());
        bench.refuse_issue(Refusal::CardRevoked);
        self.visit(&bench, "card revoked");
    }

    /// Every page of several large buttons.
    fn tiles(&mut self, bench: &Bench, state: &str) {
        self.visit(bench, state);
        let more = self.pick("更多", "More");
        if !bench.has(more) {
            return;
        }
        let first = bench.targets()[0].label.clone();
        for _ in 0..TILE_PAGES_MAX {
            bench.touch(more);
            if bench.targets()[0].label == first {
                return;
            }
            self.visit(bench, state);
        }
        panic!("the pages of {state} never begin again")
    }

    fn staff(&mut self) {
        let usual = Settings {
            lang: self.lang,
            ..Settings::default()
        };
        let bench = Bench::with(self.glass, usual.clone(), None, site(2));
        bench.tap_the_corner();
        self.see(&bench, Kind::Staff, "PIN");
        bench.type_the_pin();
        self.see(&bench, Kind::Staff, "staff");
        for (button, state) in [
            (self.pick("屏幕大小", "Screen size"), "ruler"),
            (self.pick("关于", "About"), "about"),
            (self.pick("叫号台链接", "Desk link"), "stations"),
        ] {
            bench.touch(button);
            self.see(&bench, Kind::Staff, state);
            if state != "stations" {
                bench.touch(self.pick("返回", "Back"));
            }
        }
        bench.open_link(self.pick("3 号台", "Station 3"));
        self.see(&bench, Kind::Staff, "link");
        let away = SiteNow {
            gives_alone: true,
            ..site(2)
        };
        let bench = Bench::with(self.glass, usual.clone(), None, away);
        bench.tap_the_corner();
        bench.type_the_pin();
        bench.pass_silently(Duration::from_secs(6));
        self.see(&bench, Kind::Staff, "staff, hub gone");
        bench.touch(self.pick("存到 U 盘", "Save to a USB stick"));
        self.see(&bench, Kind::Staff, "stick, writing");
        bench.answer_stick();
        self.see(&bench, Kind::Staff, "stick");
        let bench = Bench::with(self.glass, usual, Some(first_start()), site(2));
        for step in ["language", "size", "site", "codes"] {
            self.see(&bench, Kind::Staff, &format!("first run, {step}"));
            bench.touch(if step == "codes" {
                self.pick("开始取号", "Start")
            } else {
                self.pick("下一步", "Next")
            });
        }
        assert!(bench.has(self.haircut()), "the first run does not end");
    }
}
