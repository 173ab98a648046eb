//! How long the software renderer draws the busiest pages at 1920 × 1080 on one core: all of a
//! page, and what usually changes in it. `cargo run --release -p paihao-kiosk --example frames`.

#![expect(clippy::print_stdout, reason = "a benchmark is read by people")]

use std::{
    cell::RefCell,
    rc::Rc,
    time::{Duration, Instant},
};

use paihao_kiosk::{
    flow::{Flow, Input, Reply, Request, Touch},
    kiosk::{Kiosk, Outside},
    settings::Settings,
};
use paper::{JobId, Slip};
use slint::{
    ComponentHandle, PhysicalSize, PlatformError,
    platform::{
        Platform, WindowAdapter,
        software_renderer::{MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType},
    },
};

#[path = "support/square.rs"]
mod square;

const WIDTH: u32 = 1920;
const HEIGHT: u32 = 1080;
const FRAMES: usize = 300;
/// What an eye takes for one movement.
const GOAL: Duration = Duration::from_millis(16);

/// A window that is only drawn.
struct Screen {
    window: Rc<MinimalSoftwareWindow>,
    started: Instant,
}

impl Platform for Screen {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }

    fn duration_since_start(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A world whose clock is moved by the benchmark.
#[derive(Default)]
struct Still(Rc<RefCell<Duration>>);

impl Outside for Still {
    fn now(&self) -> Duration {
        *self.0.borrow()
    }

    fn clock(&self, _zone: chrono_tz::Tz) -> String {
        "9:05".into()
    }

    fn ask(&self, _request: Request) {}

    fn local_time(&self, _zone: chrono_tz::Tz) -> chrono::NaiveDateTime {
        chrono::NaiveDateTime::default()
    }

    fn print(&self, _id: JobId, _slip: Slip, _of_use: Option<Duration>) {}

    fn withdraw(&self, _id: JobId) {}

    fn save(&self, _settings: &Settings) {}

    fn quit(&self) {}
}

/// One frame.
struct Frame {
    /// By the clock on the wall: longer where others want the same core.
    took: Duration,
    /// Of the core itself.
    busy: Duration,
    /// Of the screen that was drawn.
    share: f32,
}

/// What this thread has had of a core so far; nothing where the system does not say.
fn processor_time() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split(' ').next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

struct Bench {
    kiosk: Rc<Kiosk>,
    window: Rc<MinimalSoftwareWindow>,
    now: Rc<RefCell<Duration>>,
    pixels: Vec<PremultipliedRgbaColor>,
}

impl Bench {
    /// Draws what changed.
    fn frame(&mut self) -> Option<Frame> {
        self.draw(RepaintBufferType::ReusedBuffer)
    }

    /// Draws all of it.
    fn whole_frame(&mut self) -> Option<Frame> {
        self.window.request_redraw();
        self.draw(RepaintBufferType::NewBuffer)
    }

    fn draw(&mut self, buffer: RepaintBufferType) -> Option<Frame> {
        slint::platform::update_timers_and_animations();
        let mut drawn = None;
        let pixels = &mut self.pixels;
        self.window.draw_if_needed(|renderer| {
            renderer.set_repaint_buffer_type(buffer);
            let (began, busy) = (Instant::now(), processor_time());
            let region = renderer.render(pixels, WIDTH as usize);
            let size = region.bounding_box_size();
            drawn = Some(Frame {
                took: began.elapsed(),
                busy: processor_time().saturating_sub(busy),
                share: (size.width * size.height) as f32 / (WIDTH * HEIGHT) as f32,
            });
        });
        drawn
    }

    fn input(&self, input: Input) {
        self.kiosk.input(input);
    }

    fn pass(&self, time: Duration) {
        *self.now.borrow_mut() += time;
        self.input(Input::Tick);
    }
}

fn main() -> Result<(), PlatformError> {
    let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
    let screen = Screen {
        window: window.clone(),
        started: Instant::now(),
    };
    slint::platform::set_platform(Box::new(screen))
        .map_err(|error| PlatformError::Other(error.to_string()))?;
    let now = Rc::new(RefCell::new(Duration::ZERO));
    let flow = Flow::new(Settings::default(), None, 4.03);
    let kiosk = Kiosk::new(flow, false, Box::new(Still(now.clone())))?;
    window.set_size(PhysicalSize::new(WIDTH, HEIGHT));
    kiosk.app().show()?;
    let mut bench = Bench {
        kiosk,
        window,
        now,
        pixels: vec![PremultipliedRgbaColor::default(); (WIDTH * HEIGHT) as usize],
    };
    bench.input(Input::Reply(Reply::Contact(Some(Box::new(square::site(
        6, 11,
    ))))));
    println!(
        "page │ frames │ of the screen │ of a core, ms: median, p99 │ on the wall, ms: median, p99 │ goal"
    );
    let whole = (0..FRAMES).filter_map(|_| bench.whole_frame()).collect();
    report("six services, all of it", whole);
    let mut changes = Vec::new();
    for i in 0..FRAMES {
        // As the second-and-a-half look at the hub: one card says another number.
        let site = square::site(6, 11 + i as u32);
        bench.input(Input::Reply(Reply::Contact(Some(Box::new(site)))));
        changes.extend(bench.frame());
    }
    report("six services, news of one line", changes);
    bench.pass(Duration::from_secs(1));
    bench.input(Input::Touch(Touch::Card("haircut".into())));
    let reply = Reply::Issued {
        attempt: 1,
        result: Ok(square::ticket("haircut", 12)),
    };
    bench.input(Input::Reply(reply));
    let whole = (0..FRAMES).filter_map(|_| bench.whole_frame()).collect();
    report("a number, all of it", whole);
    let mut ring = Vec::new();
    for _ in 0..FRAMES {
        bench.pass(Duration::from_secs(1));
        bench.input(Input::Reply(Reply::Contact(None)));
        ring.extend(bench.frame());
        if ring.len() % 20 == 19 {
            bench.input(Input::Touch(Touch::Anywhere));
        }
    }
    report("a number, a second of its ring", ring);
    Ok(())
}

fn report(page: &str, frames: Vec<Frame>) {
    let sorted = |part: fn(&Frame) -> f64| {
        let mut all: Vec<f64> = frames.iter().map(part).collect();
        all.sort_by(f64::total_cmp);
        move |share: f64| {
            let at = (all.len().saturating_sub(1) as f64 * share) as usize;
            all.get(at).copied().unwrap_or_default()
        }
    };
    let share = sorted(|frame| f64::from(frame.share));
    let busy = sorted(|frame| frame.busy.as_secs_f64() * 1000.0);
    let took = sorted(|frame| frame.took.as_secs_f64() * 1000.0);
    println!(
        "{page} │ {} │ {:.0} % │ {:.2}, {:.2} │ {:.2}, {:.2} │ ≤ {}",
        frames.len(),
        share(0.5) * 100.0,
        busy(0.5),
        busy(0.99),
        took(0.5),
        took(0.99),
        GOAL.as_millis(),
    );
}
