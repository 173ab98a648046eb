//! A kiosk on a bench: fake hub, fake clock, real pages.

use std::{
    cell::{Cell, RefCell},
    ops::ControlFlow,
    rc::Rc,
    time::Duration,
};

use i_slint_backend_testing::{
    AccessibleRole, ElementHandle, ElementQuery, TestingBackend, TestingBackendOptions,
};
use paihao_kiosk::{
    flow::{Flow, Input, LinkAnswer, OnStick, Order, Reply, Request, Touch},
    kiosk::{Kiosk, Outside},
    lang::Lang,
    settings::Settings,
    site_now::{BookedSlot, FirstStart, IssuedTicket, Refusal, SiteNow},
    view::View,
};
use paper::{JobId, News, Slip};
use slint::{
    ComponentHandle, LogicalPosition, PhysicalSize,
    platform::{PointerEventButton, WindowEvent},
};

use crate::made_up::{site, slots, ticket};

/// A screen that exists.
#[derive(Clone, Copy, Debug)]
pub struct Glass {
    pub name: &'static str,
    pub width: u32,
    pub height: u32,
    pub px_per_mm: f32,
}

impl Glass {
    /// Width and height, mm.
    pub fn millimetres(&self) -> (f32, f32) {
        let mm = |px: u32| px as f32 / self.px_per_mm;
        (mm(self.width), mm(self.height))
    }

    /// 10.1″, where room is scarce.
    pub fn is_smallest(&self) -> bool {
        self.name.starts_with("10in")
    }

    /// Too small for two codes on one page.
    pub fn has_wifi_page(&self) -> bool {
        self.is_smallest()
    }
}

pub const GLASSES: [Glass; 6] = [
    Glass {
        name: "10in",
        width: 1280,
        height: 800,
        px_per_mm: 5.9,
    },
    Glass {
        name: "10in-portrait",
        width: 800,
        height: 1280,
        px_per_mm: 5.9,
    },
    Glass {
        name: "15in",
        width: 1920,
        height: 1080,
        px_per_mm: 5.56,
    },
    Glass {
        name: "15in-portrait",
        width: 1080,
        height: 1920,
        px_per_mm: 5.56,
    },
    Glass {
        name: "21in",
        width: 1920,
        height: 1080,
        px_per_mm: 4.03,
    },
    Glass {
        name: "21in-portrait",
        width: 1080,
        height: 1920,
        px_per_mm: 4.03,
    },
];

/// What the kiosk did to the world.
#[derive(Default)]
pub struct World {
    pub now: Cell<Duration>,
    pub asked: RefCell<Vec<Request>>,
    pub printed: RefCell<Vec<(JobId, Slip)>>,
    pub saved: RefCell<Vec<Settings>>,
    pub quit: Cell<bool>,
}

struct Wires(Rc<World>);

impl Outside for Wires {
    fn now(&self) -> Duration {
        self.0.now.get()
    }
    fn clock(&self, _zone: chrono_tz::Tz) -> String {
        "9:05".into()
    }
    fn ask(&self, request: Request) {
        self.0.asked.borrow_mut().push(request);
    }
    fn local_time(&self, _zone: chrono_tz::Tz) -> chrono::NaiveDateTime {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
        day.and_hms_opt(9, 5, 0).unwrap()
    }
    fn print(&self, id: JobId, slip: Slip, _of_use: Option<Duration>) {
        self.0.printed.borrow_mut().push((id, slip));
    }
    fn withdraw(&self, id: JobId) {
        self.0
            .printed
            .borrow_mut()
            .retain(|(other, _)| *other != id);
    }
    fn save(&self, settings: &Settings) {
        self.0.saved.borrow_mut().push(settings.clone());
    }
    fn quit(&self) {
        self.0.quit.set(true);
    }
}

/// A place on the glass, mm.
#[derive(Clone, Debug)]
pub struct Place {
    pub label: String,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Place {
    pub fn right(&self) -> f32 {
        self.x + self.width
    }
    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }
    pub fn contains(&self, x: f32, y: f32) -> bool {
        (self.x..self.right()).contains(&x) && (self.y..self.bottom()).contains(&y)
    }
}

/// What is on the glass, pixel by pixel.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[u8; 3]>,
}

impl Picture {
    pub fn at(&self, x: usize, y: usize) -> [u8; 3] {
        self.pixels[y * self.width + x]
    }

    /// As a colour-blind eye sees it, 0 to 255.
    pub fn grey(&self, x: usize, y: usize) -> i32 {
        let [red, green, blue] = self.at(x, y).map(i32::from);
        (299 * red + 587 * green + 114 * blue) / 1000
    }

    /// The grey that most of a part of a column has.
    pub fn usual(&self, x: usize, rows: std::ops::Range<usize>) -> i32 {
        let mut counts = [0; 256];
        for y in rows {
            counts[self.grey(x, y) as usize] += 1;
        }
        (0..256).max_by_key(|grey| counts[*grey as usize]).unwrap()
    }
}

pub struct Bench {
    pub kiosk: Rc<Kiosk>,
    pub world: Rc<World>,
    pub glass: Glass,
}

impl Bench {
    /// An idle kiosk that knows its site.
    pub fn new(glass: Glass) -> Self {
        Self::with(glass, Settings::default(), None, site(2))
    }

    pub fn with_services(glass: Glass, services: usize) -> Self {
        Self::with(glass, Settings::default(), None, site(services))
    }

    pub fn with(
        glass: Glass,
        settings: Settings,
        first_start: Option<FirstStart>,
        site: SiteNow,
    ) -> Self {
        let flow = Flow::new(settings, first_start, glass.px_per_mm);
        Self::of(glass, flow, site)
    }

    /// An idle kiosk with a printer.
    pub fn with_printer(glass: Glass) -> Self {
        let flow = Flow::new(Settings::default(), None, glass.px_per_mm);
        Self::of(glass, flow.with_printer(), site(2))
    }

    /// News of the printer or of a slip.
    pub fn hears(&self, news: News) {
        self.kiosk.input(Input::Paper(news));
        i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(20));
    }

    fn of(glass: Glass, flow: Flow, site: SiteNow) -> Self {
        let options = TestingBackendOptions {
            mock_time: true,
            threading: false,
            renderer_name: Some("software".into()),
        };
        // A second bench on the same thread keeps the platform of the first.
        let _ = slint::platform::set_platform(Box::new(TestingBackend::new(options)));
        let world = Rc::new(World::default());
        let kiosk = Kiosk::new(flow, false, Box::new(Wires(Rc::clone(&world)))).unwrap();
        kiosk
            .app()
            .window()
            .set_size(PhysicalSize::new(glass.width, glass.height));
        kiosk.app().show().unwrap();
        let bench = Self {
            kiosk,
            world,
            glass,
        };
        bench.reply(Reply::Addresses(vec!["http://192.168.1.20:8080".into()]));
        bench.reply(Reply::Contact(Some(Box::new(site))));
        bench.jump(Duration::from_secs(1));
        bench
    }

    pub fn reply(&self, reply: Reply) {
        self.kiosk.input(Input::Reply(reply));
        i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(20));
    }

    /// Moves the clock while the hub keeps answering.
    pub fn pass(&self, time: Duration) {
        self.pass_with(time, true);
    }

    /// Moves the clock at once: quicker than [`Self::pass`], where what happens on the way does
    /// not matter.
    pub fn jump(&self, time: Duration) {
        self.world.now.set(self.world.now.get() + time);
        i_slint_backend_testing::mock_elapsed_time(time);
        self.kiosk.input(Input::Reply(Reply::Contact(None)));
        self.kiosk.input(Input::Tick);
    }

    /// Moves the clock while the hub is silent.
    pub fn pass_silently(&self, time: Duration) {
        self.pass_with(time, false);
    }

    fn pass_with(&self, time: Duration, contact: bool) {
        let end = self.world.now.get() + time;
        while self.world.now.get() < end {
            let step = Duration::from_millis(200).min(end.saturating_sub(self.world.now.get()));
            self.world.now.set(self.world.now.get() + step);
            i_slint_backend_testing::mock_elapsed_time(step);
            if contact {
                self.kiosk.input(Input::Reply(Reply::Contact(None)));
            }
            self.kiosk.input(Input::Tick);
        }
    }

    /// Everything that can be touched.
    pub fn targets(&self) -> Vec<Place> {
        let touchable = |element: &ElementHandle| {
            matches!(
                element.accessible_role(),
                Some(AccessibleRole::Button | AccessibleRole::TextInput)
            )
        };
        if let Some(cover) = self.cover() {
            return self.places(vec![cover]);
        }
        let root = ElementQuery::from_root(self.kiosk.app());
        self.places(root.match_predicate(touchable).find_all())
    }

    /// Every text that is drawn.
    pub fn texts(&self) -> Vec<Place> {
        let elements = if let Some(cover) = self.cover() {
            labels_in(&cover)
        } else {
            let root = ElementQuery::from_root(self.kiosk.app());
            root.match_inherits("Label").find_all()
        };
        let mut texts = self.places(elements);
        texts.retain(|text| !text.label.is_empty());
        texts
    }

    /// What hides everything else for the last seconds before the way home.
    fn cover(&self) -> Option<ElementHandle> {
        self.shown().frame.leaving?;
        let root = ElementQuery::from_root(self.kiosk.app());
        root.match_inherits("StillThere").find_first()
    }

    fn places(&self, elements: Vec<ElementHandle>) -> Vec<Place> {
        let mm = self.glass.px_per_mm;
        elements
            .into_iter()
            .filter(|element| element.computed_opacity() > 0.0)
            .map(|element| {
                let (at, size) = (element.absolute_position(), element.size());
                Place {
                    label: element.accessible_label().unwrap_or_default().into(),
                    x: at.x / mm,
                    y: at.y / mm,
                    width: size.width / mm,
                    height: size.height / mm,
                }
            })
            .collect()
    }

    pub fn target(&self, label: &str) -> Place {
        let targets = self.targets();
        targets
            .iter()
            .find(|target| target.label.starts_with(label))
            .cloned()
            .unwrap_or_else(|| {
                panic!(
                    "no `{label}` among {:?}",
                    targets.iter().map(|t| &t.label).collect::<Vec<_>>()
                )
            })
    }

    pub fn has(&self, label: &str) -> bool {
        self.targets()
            .iter()
            .any(|target| target.label.starts_with(label))
    }

    pub fn says(&self, part: &str) -> bool {
        self.texts().iter().any(|text| text.label.contains(part))
    }

    /// A finger in the middle of the target with this label.
    pub fn touch(&self, label: &str) {
        let target = self.target(label);
        self.touch_at(
            target.x + target.width / 2.0,
            target.y + target.height / 2.0,
        );
    }

    /// A finger at a place, mm.
    pub fn touch_at(&self, x: f32, y: f32) {
        let mm = self.glass.px_per_mm;
        let position = LogicalPosition::new(x * mm, y * mm);
        let window = self.kiosk.app().window();
        window.dispatch_event(WindowEvent::PointerMoved { position });
        let button = PointerEventButton::Left;
        window.dispatch_event(WindowEvent::PointerPressed { position, button });
        i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(30));
        window.dispatch_event(WindowEvent::PointerReleased { position, button });
        window.dispatch_event(WindowEvent::PointerExited);
        settle();
    }

    /// The newest question to the hub.
    pub fn asked(&self) -> Option<Request> {
        self.world.asked.borrow().last().cloned()
    }

    pub fn issues(&self) -> usize {
        let asked = self.world.asked.borrow();
        asked
            .iter()
            .filter(|request| matches!(request, Request::Issue { .. }))
            .count()
    }

    /// The hub answers the last issue with a number.
    pub fn answer_issue(&self) {
        let (attempt, order) = self.ordered();
        let slot = match order {
            Order::Line(_) => None,
            Order::CheckIn { .. } => Some("10:00".to_owned()),
        };
        let service = order.service().unwrap_or("haircut");
        self.reply(Reply::Issued {
            attempt,
            result: Ok(IssuedTicket {
                slot,
                ..ticket(service)
            }),
        });
    }

    /// The hub answers the last issue with this number.
    pub fn answer_issue_with(&self, issued: IssuedTicket) {
        let (attempt, _) = self.ordered();
        let result = Ok(issued);
        self.reply(Reply::Issued { attempt, result });
    }

    /// The hub refuses the last issue.
    pub fn refuse_issue(&self, refusal: Refusal) {
        let (attempt, _) = self.ordered();
        let result = Err(refusal);
        self.reply(Reply::Issued { attempt, result });
    }

    fn ordered(&self) -> (u64, Order) {
        let Some(Request::Issue { attempt, order }) = self.asked() else {
            panic!("no number was asked for")
        };
        (attempt, order)
    }

    /// The hub tells the times of the day that was asked for: of today twelve, all free.
    pub fn answer_slots(&self) {
        let Some(Request::Slots {
            attempt,
            service,
            date,
        }) = self.asked()
        else {
            panic!("no times were asked for")
        };
        let result = Ok(slots(&service, date));
        self.reply(Reply::Slots { attempt, result });
    }

    /// The hub books what was asked for.
    pub fn answer_book(&self) {
        let Some(Request::Book {
            attempt,
            service,
            slot,
        }) = self.asked()
        else {
            panic!("nothing was booked")
        };
        let result = Ok(BookedSlot {
            token: "JKLMabcdefghijklmnopqrstuv".into(),
            url: "http://192.168.100.20:8080/a/JKLMabcdefghijklmnopqrstuv".into(),
            service,
            code: "048201".into(),
            slot,
        });
        self.reply(Reply::Booked { attempt, result });
    }

    /// The hub notes what was brought.
    pub fn answer_bring(&self) {
        let Some(Request::Bring { attempt, kind, .. }) = self.asked() else {
            panic!("nothing was brought")
        };
        let kind = Some(kind);
        self.reply(Reply::Brought { attempt, kind });
    }

    /// The hub has handed a number back, or not.
    pub fn answer_cancel(&self, done: bool) {
        let Some(Request::Cancel { attempt, .. }) = self.asked() else {
            panic!("nothing was handed back")
        };
        self.reply(Reply::Cancelled { attempt, done });
    }

    /// The hub finds the ticket that was scanned.
    pub fn answer_find(&self, found: IssuedTicket) {
        let Some(Request::Find { attempt, .. }) = self.asked() else {
            panic!("no ticket was looked for")
        };
        let result = Ok(found);
        self.reply(Reply::Found { attempt, result });
    }

    /// A scanner types a line into the window.
    pub fn scan(&self, line: &str) {
        let window = self.kiosk.app().window();
        for key in line.chars().chain(['\n']) {
            let text = slint::SharedString::from(key);
            window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
            window.dispatch_event(WindowEvent::KeyReleased { text });
        }
        i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(20));
    }

    /// A touch that is no bounce of the one before.
    pub fn then(&self, label: &str) {
        self.jump(Duration::from_secs(1));
        self.touch(label);
    }

    /// From the idle screen to a number, slowly enough to be no bounce.
    pub fn take(&self, card: &str) {
        self.jump(Duration::from_secs(1));
        self.touch(card);
        self.answer_issue();
        self.jump(Duration::from_secs(1));
    }

    /// Into the staff page.
    pub fn enter_staff(&self) {
        self.tap_the_corner();
        self.type_the_pin();
    }

    /// To the keypad before the staff page.
    pub fn tap_the_corner(&self) {
        self.pass(Duration::from_secs(1));
        for _ in 0..5 {
            self.touch_at(3.0, 3.0);
        }
    }

    pub fn type_the_pin(&self) {
        for digit in ["2", "0", "4", "8", "1", "7"] {
            self.touch(digit);
        }
        let Some(Request::CheckPin { attempt, .. }) = self.asked() else {
            panic!("no PIN asked")
        };
        self.reply(Reply::PinChecked {
            attempt,
            state: None,
        });
    }

    /// A link page.
    pub fn open_link(&self, label: &str) {
        self.touch(label);
        let Some(Request::Link { attempt, .. }) = self.asked() else {
            panic!("no link asked")
        };
        let url = "http://192.168.1.20:8080/l/k3Jx9QmVbT2nR7cYwZ5aUd".to_owned();
        self.reply(Reply::Linked {
            attempt,
            answer: LinkAnswer::Url(url),
        });
    }

    /// The stick took it.
    pub fn answer_stick(&self) {
        let Some(Request::Stick { attempt }) = self.asked() else {
            panic!("no stick asked")
        };
        let file = "paihao-018f3c5e.jsonl".to_owned();
        let result = Ok(OnStick { file, entries: 128 });
        self.reply(Reply::OnStick { attempt, result });
    }

    /// Fields to type into.
    pub fn text_inputs(&self) -> usize {
        ElementQuery::from_root(self.kiosk.app())
            .match_inherits("TextInput")
            .find_all()
            .len()
    }

    /// The codes on the page; their places are in pixels.
    pub fn codes(&self) -> Vec<Place> {
        let root = ElementQuery::from_root(self.kiosk.app());
        let codes = root.match_inherits("QrCode").find_all();
        let in_pixels = |code: ElementHandle| Place {
            label: String::new(),
            x: code.absolute_position().x,
            y: code.absolute_position().y,
            width: code.size().width,
            height: code.size().height,
        };
        codes.into_iter().map(in_pixels).collect()
    }

    /// What the program believes to be on the glass.
    pub fn shown(&self) -> View {
        self.kiosk.shown().unwrap()
    }

    /// Draws the page.
    pub fn picture(&self) -> Picture {
        let drawn = self.kiosk.app().window().take_snapshot().unwrap();
        Picture {
            width: drawn.width() as usize,
            height: drawn.height() as usize,
            pixels: drawn
                .as_slice()
                .iter()
                .map(|pixel| [pixel.r, pixel.g, pixel.b])
                .collect(),
        }
    }

    pub fn elements_labelled(&self, label: &str) -> usize {
        ElementHandle::find_by_accessible_label(self.kiosk.app(), label).count()
    }

    pub fn set_wishes(&self, lang: Lang, large: bool) {
        if lang == Lang::En {
            self.kiosk.input(Input::Touch(Touch::Language));
        }
        if large {
            self.kiosk.input(Input::Touch(Touch::LargeText));
        }
        settle();
    }
}

/// The texts inside of one element.
fn labels_in(element: &ElementHandle) -> Vec<ElementHandle> {
    let mut labels = Vec::new();
    element.visit_descendants(|inner| {
        let mut names = inner.bases().into_iter().flatten().chain(inner.type_name());
        let is_label = names.any(|name| name == "Label");
        drop(names);
        if is_label {
            labels.push(inner);
        }
        ControlFlow::<()>::Continue(())
    });
    labels
}

/// Whatever moves comes to rest.
fn settle() {
    i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(300));
}
