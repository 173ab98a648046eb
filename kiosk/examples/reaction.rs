//! From the touch to the number on the screen, with the hub inside and its disk: a thousand fingers
//! one after the other. `cargo run --release -p paihao-kiosk --example reaction -- [FOLDER [TOUCHES]]`,
//! where FOLDER is on the disk that is meant; without one it is a temporary one.
//!
//! Measured is what a visitor waits for: the event of the finger, the worker, the request to the hub
//! over the loopback address, its log made durable, the answer, and the frame that shows the number,
//! drawn by the same renderer as in the window. What the display's server does with the frame is
//! not in it.

#![expect(clippy::print_stdout, reason = "a benchmark is read by people")]

use std::{
    cell::Cell,
    fs::File,
    io::{Seek, SeekFrom, Write},
    path::Path,
    rc::Rc,
    sync::{Arc, mpsc as std_mpsc},
    time::{Duration, Instant},
};

use hub::config::Config;
use paihao_kiosk::{
    flow::{Flow, Input, Reply, Request, Touch},
    kiosk::{Kiosk, Outside},
    one_box::OneBox,
    settings::Settings,
    view::Page,
    worker,
};
use paper::{JobId, Slip};
use slint::{
    ComponentHandle, LogicalPosition, PhysicalSize, PlatformError,
    platform::{
        Platform, PointerEventButton, WindowAdapter, WindowEvent,
        software_renderer::{MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType},
    },
};
use tokio::sync::mpsc;

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 800;
const TOUCHES: usize = 1000;
/// Longer than any bounce.
const BETWEEN: Duration = Duration::from_secs(1);
/// What the program itself may take; to it comes what the disk takes for three writes.
const GOAL: Duration = Duration::from_millis(60);
const WRITES: usize = 3;
/// Nobody waits longer for one answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// A window that is drawn, but on no display.
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

/// The world of the real window, but for a clock that can be put forward.
struct Desk {
    started: Instant,
    forward: Rc<Cell<Duration>>,
    requests: mpsc::Sender<Request>,
}

impl Outside for Desk {
    fn now(&self) -> Duration {
        self.started.elapsed() + self.forward.get()
    }

    fn clock(&self, _zone: chrono_tz::Tz) -> String {
        "9:05".into()
    }

    fn ask(&self, request: Request) {
        // The channel holds far more than one finger can ask.
        let _kept = self.requests.try_send(request);
    }

    fn local_time(&self, _zone: chrono_tz::Tz) -> chrono::NaiveDateTime {
        chrono::NaiveDateTime::default()
    }

    fn print(&self, _id: JobId, _slip: Slip, _of_use: Option<Duration>) {}

    fn withdraw(&self, _id: JobId) {}

    fn save(&self, _settings: &Settings) {}

    fn quit(&self) {}
}

struct Bench {
    kiosk: Rc<Kiosk>,
    window: Rc<MinimalSoftwareWindow>,
    pixels: Vec<PremultipliedRgbaColor>,
    replies: std_mpsc::Receiver<Reply>,
    forward: Rc<Cell<Duration>>,
}

impl Bench {
    fn draw(&mut self) {
        slint::platform::update_timers_and_animations();
        let pixels = &mut self.pixels;
        self.window.draw_if_needed(|renderer| {
            renderer.render(pixels, WIDTH as usize);
        });
    }

    /// Draws and takes answers until `is_there`.
    fn until(&mut self, is_there: impl Fn(&Page) -> bool) -> anyhow::Result<()> {
        let began = Instant::now();
        loop {
            self.draw();
            if self.kiosk.shown().is_some_and(|view| is_there(&view.page)) {
                return Ok(());
            }
            anyhow::ensure!(began.elapsed() < PATIENCE, "nothing comes");
            // The window wakes for an answer, or for its next frame.
            if let Ok(reply) = self.replies.recv_timeout(Duration::from_millis(16)) {
                self.kiosk.input(Input::Reply(reply));
            }
        }
    }

    /// A finger on the first card; the time until its number is drawn.
    fn touch(&mut self, at: LogicalPosition) -> anyhow::Result<Duration> {
        let button = PointerEventButton::Left;
        let window = self.window.clone();
        window.dispatch_event(WindowEvent::PointerPressed {
            position: at,
            button,
        });
        self.draw();
        let began = Instant::now();
        window.dispatch_event(WindowEvent::PointerReleased {
            position: at,
            button,
        });
        window.dispatch_event(WindowEvent::PointerExited);
        self.until(|page| matches!(page, Page::Ticket(_)))?;
        Ok(began.elapsed())
    }

    fn home(&mut self) -> anyhow::Result<()> {
        self.forward.set(self.forward.get() + BETWEEN);
        self.kiosk.input(Input::Touch(Touch::Done));
        self.forward.set(self.forward.get() + BETWEEN);
        self.until(|page| matches!(page, Page::Services(page) if !page.cards.is_empty()))
    }
}

fn main() -> anyhow::Result<()> {
    let own = tempfile::tempdir()?;
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| own.path().to_owned(), Into::into);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let running = runtime.block_on(hub::start::start(Config {
        data_dir: folder.join("reaction"),
        listen: "127.0.0.1:0".parse()?,
        public_url: None,
        empty: false,
        demo: false,
        join: false,
        printer: None,
        announce: false,
    }))?;
    let port = OneBox::of(&running)?.port;
    let port = Arc::new(port.ok_or_else(|| anyhow::anyhow!("the hub has no site"))?);
    let (requests, taken) = mpsc::channel(worker::REQUESTS_MAX);
    let (answers, replies) = std_mpsc::channel();
    let carry: worker::Replies = Arc::new(move |reply| {
        // The benchmark may be over.
        let _gone = answers.send(reply);
    });
    runtime.spawn(worker::run(port, taken, carry));

    let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
    let started = Instant::now();
    let screen = Screen {
        window: window.clone(),
        started,
    };
    slint::platform::set_platform(Box::new(screen))?;
    let forward = Rc::new(Cell::new(BETWEEN));
    let desk = Desk {
        started,
        forward: forward.clone(),
        requests,
    };
    let kiosk = Kiosk::new(
        Flow::new(Settings::default(), None, 5.9),
        false,
        Box::new(desk),
    )?;
    window.set_size(PhysicalSize::new(WIDTH, HEIGHT));
    kiosk.app().show()?;
    let mut bench = Bench {
        kiosk,
        window,
        pixels: vec![PremultipliedRgbaColor::default(); (WIDTH * HEIGHT) as usize],
        replies,
        forward,
    };
    bench.until(|page| matches!(page, Page::Services(page) if !page.cards.is_empty()))?;
    let at = LogicalPosition::new(WIDTH as f32 * 0.25, HEIGHT as f32 * 0.6);
    let touches = std::env::args().nth(2).map_or(Ok(TOUCHES), |n| n.parse())?;
    let mut times = Vec::new();
    for _ in 0..touches {
        times.push(bench.touch(at)?);
        bench.home()?;
    }
    let disk = fdatasyncs(&folder)?;
    report(times, disk);
    runtime.block_on(running.stop())?;
    Ok(())
}

/// One small write after the other, made durable: the disk without the program.
fn fdatasyncs(folder: &Path) -> std::io::Result<Vec<Duration>> {
    let path = folder.join("reaction.probe");
    let mut file = File::create(&path)?;
    file.write_all(&[0; 4096])?;
    file.sync_all()?;
    let mut each = Vec::new();
    for _ in 0..TOUCHES {
        let began = Instant::now();
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&[0x5a; 4096])?;
        file.sync_data()?;
        each.push(began.elapsed());
    }
    std::fs::remove_file(path)?;
    Ok(each)
}

fn report(mut times: Vec<Duration>, mut disk: Vec<Duration>) {
    times.sort();
    disk.sort();
    let millis = |sorted: &[Duration], share: f64| {
        let at = ((sorted.len() - 1) as f64 * share) as usize;
        sorted[at].as_secs_f64() * 1000.0
    };
    println!("what │ times │ median ms │ p99 ms");
    for (what, sorted) in [("touch to number", &times), ("fdatasync alone", &disk)] {
        let (median, p99) = (millis(sorted, 0.5), millis(sorted, 0.99));
        println!("{what} │ {} │ {median:.2} │ {p99:.2}", sorted.len());
    }
    let goal = GOAL.as_secs_f64() * 1000.0 + WRITES as f64 * millis(&disk, 0.99);
    let is_met = millis(&times, 0.99) <= goal;
    let word = if is_met { "met" } else { "missed" };
    println!(
        "goal for p99: {} ms + {WRITES} fdatasyncs = {goal:.1} ms: {word}",
        GOAL.as_millis()
    );
}
