//! The real window: the event loop's thread in front, the worker's behind.

use std::{
    cell::RefCell,
    path::PathBuf,
    rc::{Rc, Weak},
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use paper::{JobId, News, Pace, Place, PrinterConfig, Slip, Spooler};
use protocol::PrinterState;
use slint::{ComponentHandle, PhysicalSize, Timer, TimerMode};
use tokio::{
    runtime::Handle,
    sync::{mpsc, watch},
};

use crate::{
    flow::{Flow, Input, Reply, Request},
    kiosk::{Kiosk, Outside},
    options::{Size, usual_px_per_mm},
    settings::Settings,
    site_now::FirstStart,
    speech::{self, Manner, SystemPlayer},
    ui::App,
    view::slip::Printing,
    worker::{self, HubPort, Replies, here::printer_state},
};

/// How often the flow hears that time passed; also how soon a resized window is drawn anew.
const TICK: Duration = Duration::from_millis(200);
/// The window on a desktop, unless told otherwise: a 10.1″ kiosk.
const USUAL_SIZE: Size = Size {
    width: 1280,
    height: 800,
};

/// How the window is opened.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The screen's settings.
    pub settings: Settings,
    /// Where changed settings go; `None` keeps them in memory.
    pub data_dir: Option<PathBuf>,
    /// What a fresh data folder tells once.
    pub first_start: Option<FirstStart>,
    /// Where phones reach the hub.
    pub addresses: Vec<String>,
    /// The site whose calls may be spoken here.
    pub calls: Option<speech::Calls>,
    /// Size in pixels.
    pub size: Option<Size>,
    /// Fill the screen.
    pub fullscreen: bool,
    /// Pixels per millimetre for this run, whatever was measured.
    pub px_per_mm: Option<f32>,
    /// The slip printer.
    pub printer: PrinterConfig,
}

/// Whether this session has a display to open a window on.
pub fn has_display() -> bool {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return true;
    }
    // Then Slint draws on the display itself.
    if cfg!(feature = "linuxkms") && std::path::Path::new("/dev/dri").is_dir() {
        return true;
    }
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

thread_local! {
    /// The kiosk of this thread's window, for answers that come from the worker.
    static KIOSK: RefCell<Weak<Kiosk>> = const { RefCell::new(Weak::new()) };
}

/// Opens the window and serves it until it is closed.
///
/// # Errors
/// No window could be opened.
pub fn run<P: HubPort>(
    setup: Setup,
    port: Arc<P>,
    runtime: &Handle,
) -> Result<(), slint::PlatformError> {
    let (requests, taken) = mpsc::channel(worker::REQUESTS_MAX);
    let size = setup.size.unwrap_or(USUAL_SIZE);
    let px_per_mm = setup
        .px_per_mm
        .unwrap_or_else(|| usual_px_per_mm(size.width, size.height));
    let mut settings = setup.settings;
    if setup.px_per_mm.is_some() {
        settings.px_per_mm = None;
    }
    let (manner, spoken) = watch::channel(manner(&settings));
    let flow = Flow::new(settings, setup.first_start, px_per_mm);
    let spooler = Rc::new(RefCell::new(None));
    let desk = Desk {
        started: Instant::now(),
        requests,
        data_dir: setup.data_dir,
        manner,
        spooler: Rc::clone(&spooler),
    };
    let has_printer = setup.printer.place != Place::None;
    let flow = if has_printer {
        flow.with_printer()
    } else {
        flow
    };
    // Held to the end of this function: then nobody is told any more.
    let (told, printer) = watch::channel((!has_printer).then_some(PrinterState::None));
    let kiosk = Kiosk::new(flow, setup.px_per_mm.is_none(), Box::new(desk))?;
    kiosk.set_printing(Printing::of(&setup.printer));
    KIOSK.with(|own| *own.borrow_mut() = Rc::downgrade(&kiosk));
    let window = kiosk.app().window();
    if setup.fullscreen {
        window.set_fullscreen(true);
    } else {
        window.set_size(PhysicalSize::new(size.width, size.height));
    }
    kiosk.input(Input::Reply(Reply::Addresses(setup.addresses)));

    let app = kiosk.app().as_weak();
    let replies: Replies = Arc::new(move |reply| {
        // The loop may be gone already when the program ends.
        let _ = app.upgrade_in_event_loop(move |_| hand_in(Input::Reply(reply)));
    });
    if let Some(calls) = setup.calls {
        let replies = Arc::clone(&replies);
        let tell = move |trouble| replies(Reply::Spoken(trouble));
        runtime.spawn(speech::run(calls, spoken, SystemPlayer::default(), tell));
    }
    *spooler.borrow_mut() = spool(&setup.printer, kiosk.app().as_weak(), told.clone());
    if has_printer && spooler.borrow().is_none() {
        told.send_replace(Some(PrinterState::Offline));
    }
    runtime.spawn(worker::here::run(Arc::clone(&port), printer));
    runtime.spawn(worker::run(port, taken, replies));
    let ticking = Timer::default();
    ticking.start(TimerMode::Repeated, TICK, || hand_in(Input::Tick));
    kiosk.app().run()
}

fn hand_in(input: Input) {
    if let Some(kiosk) = KIOSK.with(|own| own.borrow().upgrade()) {
        kiosk.input(input);
    }
}

/// The printer's thread, which tells the window what becomes of slips, and the hub how the printer
/// is; none without a printer.
fn spool(
    printer: &PrinterConfig,
    app: slint::Weak<App>,
    hub: watch::Sender<Option<PrinterState>>,
) -> Option<Spooler> {
    let printer = match printer.open() {
        Ok(printer) => printer?,
        Err(error) => {
            tracing::error!(%error, "nothing is printed");
            return None;
        }
    };
    let told = move |news| {
        if let News::Printer(state) = news {
            hub.send_replace(Some(printer_state(state)));
        }
        // The loop may be gone already when the program ends.
        let _ = app.upgrade_in_event_loop(move |_| hand_in(Input::Paper(news)));
    };
    Spooler::start(printer, Pace::default(), told)
        .inspect_err(
            |error| tracing::error!(%error, "the printer has no thread; nothing is printed"),
        )
        .ok()
}

/// The world behind the real window.
struct Desk {
    started: Instant,
    requests: mpsc::Sender<Request>,
    data_dir: Option<PathBuf>,
    spooler: Rc<RefCell<Option<Spooler>>>,
    manner: watch::Sender<Manner>,
}

/// An idle screen's language is the one that it speaks.
fn manner(settings: &Settings) -> Manner {
    Manner {
        volume: settings.voice,
        lang: settings.lang,
    }
}

impl Outside for Desk {
    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn clock(&self, zone: chrono_tz::Tz) -> String {
        let now = chrono::DateTime::<chrono::Utc>::from(SystemTime::now());
        now.with_timezone(&zone).format("%-H:%M").to_string()
    }

    fn ask(&self, request: Request) {
        if let Err(error) = self.requests.try_send(request) {
            tracing::error!(%error, "the worker takes no questions; the page will time out");
        }
    }

    fn local_time(&self, zone: chrono_tz::Tz) -> chrono::NaiveDateTime {
        let now = chrono::DateTime::<chrono::Utc>::from(SystemTime::now());
        now.with_timezone(&zone).naive_local()
    }

    fn print(&self, id: JobId, slip: Slip, of_use: Option<Duration>) {
        if let Some(spooler) = &*self.spooler.borrow() {
            spooler.print(id, slip, of_use);
        }
    }

    fn withdraw(&self, id: JobId) {
        if let Some(spooler) = &*self.spooler.borrow() {
            spooler.withdraw(id);
        }
    }

    fn save(&self, settings: &Settings) {
        self.manner.send_replace(manner(settings));
        let Some(data_dir) = &self.data_dir else {
            return;
        };
        if let Err(error) = settings.save(data_dir) {
            tracing::error!(%error, path = %data_dir.display(), "screen settings were not kept");
        }
    }

    fn quit(&self) {
        if let Err(error) = slint::quit_event_loop() {
            tracing::error!(%error, "the window does not close");
        }
    }
}
