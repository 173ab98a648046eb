//! Random fingers on the real pages, with a hub that is sometimes slow, gone or of another mind.
//! `PAIHAO_TOUCHES=10000 cargo test -p paihao-kiosk --test ui fuzz` takes longer than usual.

use std::time::Duration;

use paihao_kiosk::{
    flow::{Input, LinkAnswer, PinState, Reply, Request, StickTrouble},
    settings::Settings,
    site_now::{BookedSlot, IssuedTicket, Refusal, ServiceState, Standing},
    view::Page,
};

use crate::{
    harness::{Bench, GLASSES, Glass},
    made_up::{site_with_all, site_with_wifi, slots, ticket},
    sheet::{Figure, Measured},
};

/// Touches of the usual run; all glasses together.
const TOUCHES: usize = 1200;
/// The same finger does not mean a second number this soon.
const BOUNCE: Duration = Duration::from_millis(800);
/// Longer than any page waits for a touch.
const LONG: Duration = Duration::from_secs(125);
/// Touches between two looks at the way home.
const PATIENCE: usize = 40;

/// SplitMix64: the same seed gives the same fingers.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 24) as f32
    }

    fn millis(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_millis(from + self.next() % (to - from))
    }
}

/// How the hub feels.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mood {
    Well,
    Slow,
    Refusing,
    Gone,
}

/// A hub that answers what the screen asks, in its mood.
struct FakeHub {
    mood: Mood,
    // How many of the questions were taken.
    taken: usize,
    // When each answer is due.
    open: Vec<(Duration, Request)>,
    // Attempts that were asked for and are neither answered nor abandoned.
    wanted: Vec<u64>,
    // Digits of the numbers that somebody waited for.
    given: Vec<String>,
    numbers: usize,
}

impl FakeHub {
    fn new() -> Self {
        Self {
            mood: Mood::Well,
            taken: 0,
            open: Vec::new(),
            wanted: Vec::new(),
            given: Vec::new(),
            numbers: 0,
        }
    }

    /// Takes new questions and answers those that are due.
    fn work(&mut self, bench: &Bench, dice: &mut Dice) {
        let now = bench.world.now.get();
        let fresh: Vec<Request> = bench.world.asked.borrow()[self.taken..].to_vec();
        self.taken += fresh.len();
        for request in fresh {
            match &request {
                Request::Issue { attempt, .. } => {
                    assert!(self.wanted.is_empty(), "two numbers are asked for at once");
                    self.wanted.push(*attempt);
                }
                Request::Abandon { attempt } => self.wanted.retain(|wanted| wanted != attempt),
                Request::Book { .. }
                | Request::Find { .. }
                | Request::Slots { .. }
                | Request::Bring { .. }
                | Request::Cancel { .. }
                | Request::Void { .. }
                | Request::CheckPin { .. }
                | Request::Link { .. }
                | Request::Stick { .. }
                | Request::NameSite { .. } => {}
            }
            let delay = match self.mood {
                Mood::Well | Mood::Refusing => dice.millis(5, 120),
                Mood::Slow | Mood::Gone => dice.millis(800, 9000),
            };
            self.open.push((now + delay, request));
        }
        if self.mood == Mood::Gone {
            return;
        }
        bench.kiosk.input(Input::Reply(Reply::Contact(None)));
        let (due, open) = self.open.drain(..).partition(|(due, _)| *due <= now);
        self.open = open;
        for (_, request) in due {
            if let Some(reply) = self.answer(request, dice) {
                bench.reply(reply);
            }
        }
    }

    fn answer(&mut self, request: Request, dice: &mut Dice) -> Option<Reply> {
        let refuses = self.mood == Mood::Refusing || dice.below(12) == 0;
        let refusal = [
            Refusal::Full,
            Refusal::Unknown,
            Refusal::CardUnknown,
            Refusal::NoAnswer,
        ];
        let refusal = refusal[dice.below(4)].clone();
        Some(match request {
            Request::Issue { attempt, order } => {
                // A number that nobody waits for is cancelled by the worker, and not told.
                let at = self.wanted.iter().position(|wanted| *wanted == attempt)?;
                self.wanted.remove(at);
                if refuses {
                    let result = Err(refusal);
                    return Some(Reply::Issued { attempt, result });
                }
                self.numbers += 1;
                let digits = format!("{:03}", self.numbers);
                self.given.push(digits.clone());
                let service = order.service().unwrap_or("haircut").to_owned();
                let result = Ok(IssuedTicket {
                    id: format!("id {digits}"),
                    token: format!("{digits:0>26}"),
                    digits,
                    service,
                    ..ticket("haircut")
                });
                Reply::Issued { attempt, result }
            }
            Request::Book {
                attempt,
                service,
                slot,
            } => Reply::Booked {
                attempt,
                result: if refuses {
                    Err(Refusal::SlotFull)
                } else {
                    Ok(BookedSlot {
                        token: "JKLMabcdefghijklmnopqrstuv".into(),
                        url: "http://192.168.100.20:8080/a/JKLMabcdefghijklmnopqrstuv".into(),
                        service,
                        code: "048201".into(),
                        slot,
                    })
                },
            },
            Request::Find { attempt, .. } => {
                let standing = [
                    Standing::Waiting,
                    Standing::OnHold,
                    Standing::Served,
                    Standing::Unserved,
                ];
                let found = IssuedTicket {
                    standing: standing[dice.below(4)].clone(),
                    ..ticket("haircut")
                };
                self.given.push(found.digits.clone());
                let result = if refuses { Err(refusal) } else { Ok(found) };
                Reply::Found { attempt, result }
            }
            Request::Slots {
                attempt,
                service,
                date,
            } => {
                let times = slots(&service, date);
                let result = if refuses { Err(refusal) } else { Ok(times) };
                Reply::Slots { attempt, result }
            }
            Request::Bring { attempt, kind, .. } => {
                let kind = (!refuses).then_some(kind);
                Reply::Brought { attempt, kind }
            }
            Request::Cancel { attempt, .. } | Request::Void { attempt, .. } => Reply::Cancelled {
                attempt,
                done: !refuses,
            },
            Request::CheckPin { attempt, .. } => {
                let state = [None, Some(PinState::Wrong), Some(PinState::Locked)];
                let state = state[dice.below(3)];
                Reply::PinChecked { attempt, state }
            }
            Request::Stick { attempt } => Reply::OnStick {
                attempt,
                result: Err(StickTrouble::NoStick),
            },
            Request::Link { attempt, .. } => {
                let url = "http://192.168.1.20:8080/l/k3Jx9QmVbT2nR7cYwZ5aUd".to_owned();
                let answer = if refuses {
                    LinkAnswer::Refused
                } else {
                    LinkAnswer::Url(url)
                };
                Reply::Linked { attempt, answer }
            }
            Request::Abandon { .. } | Request::NameSite { .. } => return None,
        })
    }
}

/// One bench with its fingers.
struct Fingers {
    bench: Bench,
    hub: FakeHub,
    dice: Dice,
    last_issue: Option<Duration>,
    // Numbers asked for by touches that followed another too soon.
    doubled: usize,
    ways_home: usize,
    lost: Vec<String>,
}

impl Fingers {
    fn new(glass: Glass, seed: u64) -> Self {
        let settings = Settings {
            cards: true,
            ..Settings::default()
        };
        let mut site = site_with_all(8);
        site.services[4].state = ServiceState::Taking;
        site.wifi = seed
            .is_multiple_of(2)
            .then(|| site_with_wifi(1).wifi)
            .flatten();
        Self {
            bench: Bench::with(glass, settings, None, site),
            hub: FakeHub::new(),
            dice: Dice(seed),
            last_issue: None,
            doubled: 0,
            ways_home: 0,
            lost: Vec::new(),
        }
    }

    fn pass(&mut self, time: Duration) {
        let world = &self.bench.world;
        world.now.set(world.now.get() + time);
        i_slint_backend_testing::mock_elapsed_time(time);
        self.bench.kiosk.input(Input::Tick);
        self.hub.work(&self.bench, &mut self.dice);
    }

    /// One touch, or a line from the scanner.
    fn act(&mut self) {
        let pause = match self.dice.below(4) {
            0 => self.dice.millis(20, 200),
            1 | 2 => self.dice.millis(200, 1500),
            _ => self.dice.millis(1500, 12_000),
        };
        self.pass(pause);
        if self.dice.below(30) == 0 {
            let moods = [
                Mood::Well,
                Mood::Well,
                Mood::Slow,
                Mood::Refusing,
                Mood::Gone,
            ];
            self.hub.mood = moods[self.dice.below(5)];
        }
        if self.dice.below(40) == 0 {
            let lines = [
                "048201",
                "http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv",
                "6901234567892",
            ];
            self.bench.scan(lines[self.dice.below(3)]);
            self.hub.work(&self.bench, &mut self.dice);
            self.last_issue = None;
            return;
        }
        let at = self.aim();
        self.touch(at);
        // Old hands tremble.
        if self.dice.below(5) == 0 {
            let soon = self.dice.millis(30, 700);
            self.pass(soon);
            self.touch(at);
        }
    }

    /// On something that can be touched, mostly; five times into the corner, seldom.
    fn aim(&mut self) -> (f32, f32) {
        let targets = self.bench.targets();
        let (width, height) = self.bench.glass.millimetres();
        if targets.is_empty() || self.dice.below(6) == 0 {
            return (self.dice.share() * width, self.dice.share() * height);
        }
        if self.dice.below(40) == 0 {
            return (3.0, 3.0);
        }
        let target = &targets[self.dice.below(targets.len())];
        (
            target.x + target.width * (0.1 + 0.8 * self.dice.share()),
            target.y + target.height * (0.1 + 0.8 * self.dice.share()),
        )
    }

    fn touch(&mut self, (x, y): (f32, f32)) {
        let before = self.bench.issues();
        self.bench.touch_at(x, y);
        let asked = self.bench.issues() - before;
        let now = self.bench.world.now.get();
        assert!(asked <= 1, "one touch asks for {asked} numbers");
        if asked == 1 {
            let is_bounce = self
                .last_issue
                .is_some_and(|last| now.saturating_sub(last) < BOUNCE);
            self.doubled += usize::from(is_bounce);
            self.last_issue = Some(now);
        }
        self.hub.work(&self.bench, &mut self.dice);
        self.shows_only_what_was_given();
    }

    /// A number on the glass is one that the hub gave to whoever waits for it.
    fn shows_only_what_was_given(&self) {
        if let Page::Ticket(page) = self.bench.shown().page {
            let is_booking = page.digits == "048201";
            assert!(
                is_booking || self.hub.given.contains(&page.digits),
                "{} was never given",
                page.digits
            );
        }
    }

    /// Nobody touches anything: every page leads home, whatever the hub does.
    fn rest(&mut self) {
        let before = format!("{:?}", self.bench.shown().page);
        let end = self.bench.world.now.get() + LONG;
        while self.bench.world.now.get() < end {
            self.pass(Duration::from_secs(5));
        }
        self.ways_home += 1;
        let shown = self.bench.shown();
        let is_home = matches!(
            &shown.page,
            Page::Services(page) if !page.has_back && page.more_where.starts_with('1')
        );
        if !is_home || shown.frame.leaving.is_some() {
            self.lost.push(before.chars().take(80).collect());
        }
    }
}

fn touches() -> usize {
    let wanted = std::env::var("PAIHAO_TOUCHES").ok();
    wanted.and_then(|n| n.parse().ok()).unwrap_or(TOUCHES)
}

/// Random touches; rules 8 and 10 as they break where nobody thought of.
pub static FUZZ: Measured = Measured::by(|| {
    let mut doubled = Figure::at_most(
        8,
        "second numbers of one intention, random touches",
        0.0,
        "numbers",
    );
    let mut lost = Figure::at_most(10, "pages without a way home, random touches", 0.0, "pages");
    let each = touches().div_ceil(GLASSES.len());
    for (seed, glass) in (1..).zip(GLASSES) {
        let mut fingers = Fingers::new(glass, seed);
        for i in 0..each {
            fingers.act();
            if i % PATIENCE == PATIENCE - 1 {
                fingers.rest();
            }
        }
        fingers.rest();
        let place = format!(
            "{} seed {seed}: {each} touches, {} numbers, {} ways home {:?}",
            glass.name, fingers.hub.numbers, fingers.ways_home, fingers.lost
        );
        assert!(
            fingers.hub.numbers > 0,
            "{place}: the fingers never meet a card"
        );
        doubled.see(fingers.doubled as f32, &place);
        lost.see(fingers.lost.len() as f32, &place);
    }
    vec![doubled, lost]
});

#[test]
fn random_fingers_lose_no_page_and_take_no_second_number() {
    FUZZ.holds();
}
