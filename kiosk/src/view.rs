//! What the pages show, pure: plain structs from the flow, the time and the
//! size of the surface. Every sentence with a number in it is chosen here; fixed
//! labels are in the catalogue of the `.slint` files.

pub mod card;
pub mod first_run;
pub mod grid;
pub mod keypad;
pub mod measure;
pub mod notice;
pub mod services;
pub mod slip;
pub mod staff;
pub mod surface;
pub mod ticket;
pub mod tiles;
pub mod wait;
pub mod wifi;

use std::time::Duration;

pub use surface::Surface;

use crate::{
    flow::{Flow, Leaving, Screen},
    lang::Lang,
};

/// Everything on the glass.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// What belongs to no single page.
    pub frame: Frame,
    /// The page.
    pub page: Page,
}

/// The window as the system knows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glass {
    /// Width, pixels of the screen.
    pub width: f32,
    /// Height, pixels of the screen.
    pub height: f32,
    /// Pixels of the screen per logical pixel of the window system.
    pub scale: f32,
}

/// Sizes, language and the countdown.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Language of the fixed labels.
    pub lang: Lang,
    /// The surface after the visitor's wishes.
    pub surface: Surface,
    /// Deeper colours on white, for a screen in the sun.
    pub sunlight: bool,
    /// All controls in the lower half.
    pub low: bool,
    /// Nothing moves.
    pub still: bool,
    /// Pixels per logical pixel of the window system.
    pub scale: f32,
    /// The "still there?" page over an inner page: seconds left and their share.
    pub leaving: Option<(u64, f32)>,
}

/// One page with its texts.
#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    /// The idle screen.
    Services(services::ServicesView),
    /// The number.
    Ticket(Box<ticket::TicketView>),
    /// One sentence.
    Notice(notice::NoticeView),
    /// The keypad for visitors.
    Keypad(keypad::KeypadView),
    /// Several large buttons.
    Tiles(tiles::TilesView),
    /// The keypad before the staff page.
    Pin(staff::PinView),
    /// Behind the PIN.
    Staff(staff::StaffView),
    /// A fresh machine.
    FirstRun(first_run::FirstRunView),
}

/// The view of `flow` at `now` on a window of `width` × `height` pixels.
/// `clock` is the time of day as the header shows it.
pub fn view(flow: &Flow, now: Duration, glass: Glass, clock: &str) -> View {
    let Glass {
        width,
        height,
        scale,
    } = glass;
    let surface = Surface::new(width, height, flow.px_per_mm(), flow.wishes.large_text);
    let leaving = flow.leaving(now);
    let page = match &flow.screen {
        Screen::Services { page } => {
            Page::Services(services::view(flow, now, &surface, *page, clock))
        }
        Screen::Also { page } => Page::Services(services::also(flow, now, &surface, *page, clock)),
        Screen::Ticket {
            ticket,
            since,
            can_undo,
            undoing,
            wifi,
        } => {
            let shown = ticket::Shown {
                since: *since,
                can_undo: *can_undo,
                undoing: *undoing,
                wifi: *wifi,
                leaving,
            };
            Page::Ticket(Box::new(ticket::view(flow, ticket, shown, now, &surface)))
        }
        Screen::Booked(booked) => {
            Page::Ticket(Box::new(ticket::booked(flow, booked, leaving, &surface)))
        }
        Screen::Taking { order, since } => {
            let waited = now.saturating_sub(*since);
            Page::Notice(notice::taking(flow, order, waited))
        }
        Screen::Asking { question, since } => {
            let waited = now.saturating_sub(*since);
            Page::Notice(notice::asking(flow.wishes.lang, question, waited))
        }
        Screen::Bring { page } => Page::Tiles(tiles::things(flow, *page, &surface)),
        Screen::Booking { step, page } => Page::Tiles(tiles::booking(flow, step, *page, &surface)),
        Screen::Keypad { purpose, typed } => Page::Keypad(keypad::view(flow, *purpose, typed)),
        Screen::Notice(notice) => Page::Notice(notice::view(flow, notice)),
        Screen::Pin { typed, state } => {
            Page::Pin(staff::pin(flow.wishes.lang, typed.len(), *state))
        }
        Screen::Staff(part) => Page::Staff(staff::view(flow, part, now, &surface)),
        Screen::FirstRun { step, name } => {
            Page::FirstRun(first_run::view(flow, *step, name.as_deref()))
        }
    };
    let leaving = countdown(&flow.screen, leaving);
    let frame = Frame {
        lang: flow.wishes.lang,
        surface,
        sunlight: flow.settings.sunlight,
        low: flow.wishes.low_position,
        still: flow.settings.still,
        scale,
        leaving,
    };
    View { frame, page }
}

/// The ticket page has its own ring; every other page is covered for the last seconds.
fn countdown(screen: &Screen, leaving: Leaving) -> Option<(u64, f32)> {
    match (screen, leaving) {
        (Screen::Ticket { .. } | Screen::Booked(_), _)
        | (_, Leaving::Never | Leaving::Later { .. } | Leaving::Now) => None,
        (_, Leaving::Soon { seconds, .. }) => {
            let whole = crate::flow::LEAVING_SHOWN.as_secs_f32();
            Some((seconds, seconds as f32 / whole))
        }
    }
}
