//! Ties flow, view and window together on the thread of the window.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
    time::Duration,
};

use paper::{JobId, Slip};
use slint::ComponentHandle;

use crate::{
    adapters,
    flow::{Effect, Flow, Input, Printed, Request, Touch},
    lang::Lang,
    options::usual_px_per_mm,
    settings::Settings,
    ui::App,
    view::{
        self, Glass, View,
        slip::{self, Printing},
    },
};

/// The world as the window's thread sees it.
pub trait Outside {
    /// Time since the start; never goes back.
    fn now(&self) -> Duration;
    /// The time of day for the header.
    fn clock(&self, zone: chrono_tz::Tz) -> String;
    /// Hands a question to the worker; returns at once.
    fn ask(&self, request: Request);
    /// The time in the site's zone, for what is printed.
    fn local_time(&self, zone: chrono_tz::Tz) -> chrono::NaiveDateTime;
    /// Hands a slip to the printer; returns at once. It is of use for so long, or for ever.
    fn print(&self, id: JobId, slip: Slip, of_use: Option<Duration>);
    /// That slip is not wanted any more.
    fn withdraw(&self, id: JobId);
    /// Keeps the screen's settings.
    fn save(&self, settings: &Settings);
    /// Ends the program.
    fn quit(&self);
}

/// A window with its flow.
pub struct Kiosk {
    app: App,
    flow: RefCell<Flow>,
    outside: Box<dyn Outside>,
    models: adapters::Models,
    printing: RefCell<Printing>,
    // As it was sent to the printer, for staff who wants it once more.
    last_slip: RefCell<Option<Slip>>,
    // Nobody said how large a millimetre is: the window's size tells.
    scale_by_size: bool,
    // What is on the glass, so that only what changed is written again.
    shown: RefCell<Option<View>>,
}

/// Lets an adapter hand in touches without keeping the kiosk alive.
#[derive(Clone)]
pub(crate) struct Hands(Weak<Kiosk>);

impl Hands {
    /// Hands in one touch.
    pub(crate) fn touch(&self, touch: Touch) {
        if let Some(kiosk) = self.0.upgrade() {
            kiosk.input(Input::Touch(touch));
        }
    }

    /// Hands in one key.
    pub(crate) fn key(&self, text: String) {
        if let Some(kiosk) = self.0.upgrade() {
            kiosk.input(Input::Key(text));
        }
    }
}

impl Kiosk {
    /// A window on `flow`, wired and drawn for the first time. `scale_by_size` guesses the
    /// millimetre from the window's size.
    ///
    /// # Errors
    /// No window can be made: there is no display.
    pub fn new(
        flow: Flow,
        scale_by_size: bool,
        outside: Box<dyn Outside>,
    ) -> Result<Rc<Self>, slint::PlatformError> {
        let app = App::new()?;
        let kiosk = Rc::new_cyclic(|weak| {
            let models = adapters::wire(&app, &Hands(weak.clone()));
            Self {
                app,
                flow: RefCell::new(flow),
                outside,
                models,
                printing: RefCell::default(),
                last_slip: RefCell::default(),
                scale_by_size,
                shown: RefCell::new(None),
            }
        });
        kiosk.draw();
        Ok(kiosk)
    }

    /// Says how this machine prints.
    pub fn set_printing(&self, printing: Printing) {
        *self.printing.borrow_mut() = printing;
    }

    /// The window.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// What is on the glass.
    pub fn shown(&self) -> Option<View> {
        self.shown.borrow().clone()
    }

    /// Takes one input, does what follows, and draws what changed.
    pub fn input(&self, input: Input) {
        let effects = self.flow.borrow_mut().step(input, self.outside.now());
        for effect in effects {
            match effect {
                Effect::Ask(request) => self.outside.ask(request),
                Effect::Print { id, what, of_use } => self.print(id, &what, of_use),
                Effect::Withdraw(id) => self.outside.withdraw(id),
                Effect::SaveSettings => self.outside.save(&self.flow.borrow().settings),
                Effect::Quit => self.outside.quit(),
            }
        }
        self.draw();
    }

    fn print(&self, id: JobId, what: &Printed, of_use: Option<Duration>) {
        let flow = self.flow.borrow();
        let site = flow.site.as_ref();
        let zone = site.map_or(chrono_tz::UTC, |site| site.time_zone);
        let at = self.outside.local_time(zone);
        let fresh = slip::slip(&flow, what, &self.printing.borrow(), at);
        let mut last = self.last_slip.borrow_mut();
        let slip = match what {
            Printed::Ticket(..) | Printed::Booked(..) => {
                last.clone_from(&fresh);
                fresh
            }
            Printed::Test => fresh,
            Printed::Again => last.clone(),
        };
        if let Some(slip) = slip {
            self.outside.print(id, slip, of_use);
        }
    }

    fn draw(&self) {
        let window = self.app.window();
        let (size, scale) = (window.size(), window.scale_factor());
        if self.scale_by_size {
            self.flow.borrow_mut().px_per_mm_default = usual_px_per_mm(size.width, size.height);
        }
        let glass = Glass {
            width: size.width as f32,
            height: size.height as f32,
            scale,
        };
        let next = {
            let flow = self.flow.borrow();
            let zone = flow
                .site
                .as_ref()
                .map_or(chrono_tz::UTC, |site| site.time_zone);
            let clock = if flow.site.is_some() {
                self.outside.clock(zone)
            } else {
                String::new()
            };
            view::view(&flow, self.outside.now(), glass, &clock)
        };
        let before = self.shown.replace(Some(next.clone()));
        if before.as_ref() == Some(&next) {
            return;
        }
        if before.as_ref().map(|view| view.frame.lang) != Some(next.frame.lang) {
            speak(next.frame.lang);
        }
        adapters::show(&self.app, &self.models, &next);
    }
}

/// Chooses the catalogue of the fixed labels; only possible once a component exists.
fn speak(lang: Lang) {
    if let Err(error) = slint::select_bundled_translation(lang.catalogue()) {
        tracing::error!(%error, "the labels stay in the language they are in");
    }
}
