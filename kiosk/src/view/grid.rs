//! Where the cards stand: as many to a page as fit at their least size, as
//! large as the rest allows.

use std::cell::RefCell;

use crate::{
    lang::Lang,
    view::{Surface, card::CardView, measure},
};

/// Least distance of cards, mm.
pub const GAP: f32 = 6.0;
/// Text may grow where cards are large.
const BOOSTS: [f32; 4] = [1.0, 1.15, 1.3, 1.5];
/// More than this is no longer seen at a glance.
pub const CARDS_MAX: usize = 6;
/// Least distance of the buttons at the bottom edge, mm.
const GAP_SMALL: f32 = 3.2;
/// Least distance of cards from the edge of the glass, mm.
const MARGIN_MIN: f32 = 4.5;
const CARD_MIN: (f32, f32) = (60.0, 40.0);
/// In low position, where reach is worth more than size.
const LOW_CARD_MIN: (f32, f32) = (40.0, 20.0);
/// A card higher than this looks like a door.
const CARD_HEIGHT_MAX: f32 = 92.0;
/// Between the people ahead and a warning beside them, em.
const NOTE_GAP: f32 = 0.5;
/// Below and above the switches at the bottom edge.
const BAR_AIR: f32 = 3.0 + 4.5;

/// How much of itself a card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Picture above the texts.
    Tall,
    /// Picture beside the texts.
    Wide,
    /// Name and wait only.
    Bare,
}

const SHAPES: [Shape; 3] = [Shape::Tall, Shape::Wide, Shape::Bare];

/// How the inside of a card is set.
#[derive(Clone, Copy, Debug)]
struct Style {
    shape: Shape,
    one_line: bool,
    both_names: bool,
    boost: f32,
}

/// The places of the cards, mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// Cards beside each other.
    pub columns: usize,
    /// Cards below each other.
    pub rows: usize,
    /// Left edge of the first card.
    pub left: f32,
    /// Top edge of the first card.
    pub top: f32,
    /// Width of a card.
    pub width: f32,
    /// Height of a card.
    pub height: f32,
    /// Size of its picture.
    pub icon: f32,
    /// Factor on its text sizes.
    pub boost: f32,
    /// Its name in the other language too.
    pub both_names: bool,
    /// What it shows.
    pub shape: Shape,
    /// People ahead and wait in one line.
    pub one_line: bool,
    /// A warning stands in the line of the people ahead.
    pub note_beside: bool,
    /// There is room for the headline above.
    pub headline: bool,
    /// Factor on the text size of the buttons at the bottom edge.
    pub bar_boost: f32,
}

impl Grid {
    /// How many services stand on one page when there are `services`: one place
    /// is given to the "more" card if not all fit.
    pub fn cards_per_page(&self, services: usize) -> usize {
        let places = self.columns * self.rows;
        if services <= places {
            places
        } else {
            places.saturating_sub(1).max(1)
        }
    }
}

/// What the longest card of the day needs, in em and lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Need {
    services: usize,
    names: Vec<String>,
    others: Vec<String>,
    one_lines: Vec<String>,
    two_lines: Vec<(String, String)>,
    notes: Vec<String>,
}

impl Need {
    /// What these cards need.
    pub fn of(cards: &[CardView]) -> Self {
        // A card's place must not jump when a digit is added to its wait: the widest wait is planned for.
        let widest = |line: &str| line.replace(|c: char| c.is_ascii_digit(), "8");
        let joined = |card: &CardView| {
            let parts = [&card.line_one, &card.line_two];
            let said = parts.into_iter().filter(|part| !part.is_empty());
            said.cloned().collect::<Vec<_>>().join(" · ")
        };
        Self {
            services: cards.len(),
            names: cards.iter().map(|card| card.name.clone()).collect(),
            others: cards.iter().map(|card| card.other_name.clone()).collect(),
            one_lines: cards.iter().map(|card| widest(&joined(card))).collect(),
            two_lines: cards
                .iter()
                .map(|card| (widest(&card.line_one), widest(&card.line_two)))
                .collect(),
            notes: cards.iter().map(|card| card.note.clone()).collect(),
        }
    }

    /// A wait or a word is never broken within itself, and larger text is not worth a name in more lines.
    fn reads_well(&self, surface: &Surface, width: f32, style: Style) -> bool {
        let (main, second) = (surface.text_main(), surface.text_second() * style.boost);
        let is_one = |text: &String| measure::lines(text, second, width) <= 1;
        // A reason is a sentence and may take two.
        let is_reason = |i: &usize| self.two_lines[*i].1.is_empty();
        let mut waits = (0..self.services).filter(|i| !is_reason(i));
        let waits = waits.all(|i| {
            let (ahead, wait) = &self.two_lines[i];
            if style.one_line {
                is_one(&self.one_lines[i])
            } else {
                is_one(ahead) && is_one(wait)
            }
        });
        let is_whole = |name: &String, size: f32| measure::widest_word(name) * size <= width;
        let names = self.names.iter().all(|name| {
            let lines = |size| measure::lines(name, size, width);
            is_whole(name, main * style.boost) && lines(main * style.boost) <= lines(main)
        });
        let others = !style.both_names || self.others.iter().all(|name| is_whole(name, second));
        waits && names && others
    }

    /// Whether each warning has room in the line of the people ahead.
    fn notes_beside(&self, size: f32, width: f32) -> bool {
        let mut both = self.one_lines.iter().zip(&self.notes);
        both.all(|(ahead, note)| {
            let whole = measure::ems(ahead) + NOTE_GAP + measure::ems(note);
            note.is_empty() || whole * size <= width
        })
    }

    /// Height of the texts of the tallest card in `width`, mm.
    fn texts(&self, surface: &Surface, width: f32, style: Style) -> f32 {
        let Style {
            one_line,
            both_names,
            boost,
            ..
        } = style;
        let (main, second) = (surface.text_main() * boost, surface.text_second() * boost);
        let line =
            |text: &str, size: f32| measure::lines(text, size, width) as f32 * size * measure::LINE;
        let gap = 0.6;
        let beside = one_line && self.notes_beside(second, width);
        (0..self.services)
            .map(|i| {
                let mut height = line(&self.names[i], main);
                if both_names {
                    height += line(&self.others[i], second) + 3.0 * gap;
                }
                height += if one_line {
                    line(&self.one_lines[i], second)
                } else {
                    let (one, two) = &self.two_lines[i];
                    line(one, second) + line(two, second) + gap
                };
                if !beside {
                    height += line(&self.notes[i], second);
                }
                height + gap
            })
            .fold(0.0, f32::max)
    }
}

/// What else stands on the page.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// All controls in the lower half.
    pub low: bool,
    /// Language of the labels.
    pub lang: Lang,
    /// Said above the cards; empty without one.
    pub banner: &'a str,
    /// Buttons at the bottom edge besides the three switches.
    pub buttons: usize,
}

/// A plan and what it was made for.
struct Planned {
    surface: Surface,
    need: Need,
    low: bool,
    lang: Lang,
    banner: String,
    buttons: usize,
    grid: Grid,
}

impl Planned {
    fn is_for(&self, surface: &Surface, need: &Need, ask: &Ask) -> bool {
        self.surface == *surface
            && self.need == *need
            && (self.low, self.lang, self.buttons) == (ask.low, ask.lang, ask.buttons)
            && self.banner == ask.banner
    }
}

thread_local! {
    /// The newest plan. The screen is looked at anew five times a second, its services change a
    /// few times a day, and to try all the plans is most of the work of a look.
    static PLANNED: RefCell<Option<Planned>> = const { RefCell::new(None) };
}

/// Plans the page.
pub fn plan(surface: &Surface, need: &Need, ask: &Ask) -> Grid {
    PLANNED.with_borrow_mut(|planned| {
        if let Some(known) = planned.as_ref()
            && known.is_for(surface, need, ask)
        {
            return known.grid;
        }
        let grid = find(surface, need, ask);
        *planned = Some(Planned {
            surface: *surface,
            need: need.clone(),
            low: ask.low,
            lang: ask.lang,
            banner: ask.banner.to_owned(),
            buttons: ask.buttons,
            grid,
        });
        grid
    })
}

fn find(surface: &Surface, need: &Need, ask: &Ask) -> Grid {
    let low = ask.low;
    let smaller = 1.0 / surface.text_zoom;
    let usual = areas(surface, ask, 1.0);
    let with_small_bar = areas(surface, ask, smaller);
    let wanted = need.services.clamp(1, CARDS_MAX);
    let best_in = |areas: &[Area], shapes: &[Shape], boosts: &[f32]| {
        areas
            .iter()
            .flat_map(|area| candidates(surface, need, *area, low, (shapes, boosts)))
            .max_by(|a, b| rank(a, wanted).total_cmp(&rank(b, wanted)))
    };
    let best = |shapes: &[Shape], boosts: &[f32]| best_in(&usual, shapes, boosts);
    // Pictures are given up in low position, and where a service would be more than two touches away.
    let is_enough = |grid: &Grid| {
        let shown = grid.cards_per_page(need.services);
        shown >= need.services.min(2) && 2 * shown >= need.services
    };
    let with_pictures = || best(&[Shape::Tall, Shape::Wide], &BOOSTS).filter(&is_enough);
    (!low)
        .then(with_pictures)
        .flatten()
        .or_else(|| best(&SHAPES, &BOOSTS))
        // Half a small screen has no room for large text on every card, and upright none for large
        // text on two rows of buttons.
        .or_else(|| best(&SHAPES, &[smaller]))
        .or_else(|| best_in(&with_small_bar, &SHAPES, &[smaller]))
        .unwrap_or_else(|| smallest(surface, with_small_bar[with_small_bar.len() - 1], low))
}

/// A stretch of the page, mm.
#[derive(Clone, Copy)]
struct Area {
    top: f32,
    bottom: f32,
    headline: bool,
    bar_boost: f32,
}

/// With the headline and the upper third free, with less air, and with none:
/// the first that holds the cards is the nicest.
fn areas(surface: &Surface, ask: &Ask, bar_boost: f32) -> Vec<Area> {
    let (low, banner) = (ask.low, ask.banner);
    let bottom = surface.height - bar(surface, ask, bar_boost);
    let header = 3.0 + surface.text_second() * measure::LINE + 0.8;
    let head = headline_bottom(surface);
    if low {
        return vec![Area {
            top: surface.height / 2.0,
            bottom,
            headline: true,
            bar_boost,
        }];
    }
    if !banner.is_empty() {
        return vec![Area {
            top: banner_bottom(surface, banner),
            bottom,
            headline: false,
            bar_boost,
        }];
    }
    let third = surface.height / 3.0;
    vec![
        Area {
            top: head.max(third),
            bottom,
            headline: true,
            bar_boost,
        },
        Area {
            top: head,
            bottom,
            headline: true,
            bar_boost,
        },
        Area {
            top: header,
            bottom,
            headline: false,
            bar_boost,
        },
    ]
}

/// The banner stands below the header, with its picture on the left.
fn banner_bottom(surface: &Surface, banner: &str) -> f32 {
    let width = surface.width - 2.0 * surface.margin() - 9.0 - 8.0 * surface.reach;
    let lines = measure::lines(banner, surface.text_second(), width);
    let text = lines as f32 * surface.text_second() * measure::LINE;
    4.6 + surface.text_second() * measure::LINE + text.max(8.0 * surface.reach) + 6.0 + 3.0
}

fn headline_bottom(surface: &Surface) -> f32 {
    let size = 13.0 * surface.reach * surface.text_zoom;
    let width = surface.width - 2.0 * surface.margin();
    let lines = measure::lines("Touch a service to get a number", size, width);
    let top = 14.0 * surface.reach * (surface.text_zoom * 0.9).max(1.0);
    top + lines as f32 * size * measure::LINE + 2.0
}

/// The switches at the bottom edge. In portrait, or with more buttons beside them, they stand
/// under their pictures and may take two lines; in portrait the buttons have a row of their own.
fn bar(surface: &Surface, ask: &Ask, boost: f32) -> f32 {
    if !surface.is_portrait() && ask.buttons == 0 {
        return surface.target() + BAR_AIR;
    }
    let whole = surface.width - 2.0 * surface.margin();
    let cell =
        |columns: usize, gap: f32| (whole - (columns as f32 - 1.0) * gap) / columns as f32 - 3.0;
    let switches = match ask.lang {
        Lang::Zh => ["English", "标准字", "高位"],
        Lang::En => ["Normal", "Higher", "中文"],
    };
    // Each button's longest word.
    let buttons = match ask.lang {
        Lang::Zh => ["预约签到", "便民卡"],
        Lang::En => ["Booking", "Card"],
    };
    let row = |words: &mut dyn Iterator<Item = &str>, cell: f32| {
        let second = surface.text_second() * boost;
        let lines = words
            .map(|word| measure::lines(word, second, cell))
            .max()
            .unwrap_or(1);
        let text = lines as f32 * second * measure::LINE;
        surface.target().max(text + 8.0 * surface.reach + 3.6)
    };
    if !surface.is_portrait() {
        let cell = cell(3 + ask.buttons, GAP_SMALL);
        return row(&mut switches.into_iter().chain(buttons), cell) + BAR_AIR;
    }
    let below = row(&mut switches.into_iter(), cell(3, GAP));
    let above = match ask.buttons {
        0 => 0.0,
        many => row(&mut buttons.into_iter(), cell(many, GAP)) + GAP_SMALL,
    };
    below + above + BAR_AIR
}

fn candidates<'a>(
    surface: &'a Surface,
    need: &'a Need,
    area: Area,
    low: bool,
    (shapes, boosts): (&'a [Shape], &'a [f32]),
) -> impl Iterator<Item = Grid> + 'a {
    // One place would be the "more" card's alone.
    let least_places = need.services.clamp(1, 2);
    (1..=3)
        .flat_map(|columns| (1..=CARDS_MAX).map(move |rows| (columns, rows)))
        .filter(move |(columns, rows)| (least_places..=CARDS_MAX).contains(&(columns * rows)))
        .flat_map(move |place| shapes.iter().map(move |shape| (place, *shape)))
        .flat_map(|place| [false, true].map(|one_line| (place, one_line)))
        .flat_map(|place| [false, true].map(|both| (place, both)))
        .flat_map(move |place| boosts.iter().map(move |boost| (place, *boost)))
        .filter_map(move |((((place, shape), one_line), both), boost)| {
            let both_names = both && shape != Shape::Bare;
            fit(
                surface,
                need,
                area,
                low,
                place,
                Style {
                    shape,
                    one_line,
                    both_names,
                    boost,
                },
            )
        })
}

fn fit(
    surface: &Surface,
    need: &Need,
    area: Area,
    low: bool,
    (columns, rows): (usize, usize),
    style: Style,
) -> Option<Grid> {
    let Style {
        shape,
        one_line,
        both_names,
        boost,
    } = style;
    let least = if low { LOW_CARD_MIN } else { CARD_MIN };
    let width_within = |margin: f32| {
        (surface.width - 2.0 * margin - (columns as f32 - 1.0) * GAP) / columns as f32
    };
    // Two plain cards beside each other on a narrow glass are worth a little of its margin.
    let narrow = surface.margin().min(MARGIN_MIN);
    let is_short = width_within(surface.margin()) < least.0 && width_within(narrow) >= least.0;
    let margin = if shape == Shape::Bare && is_short {
        narrow
    } else {
        surface.margin()
    };
    let width = width_within(margin);
    let room = (area.bottom - area.top - (rows as f32 - 1.0) * GAP) / rows as f32;
    let height = room.min(CARD_HEIGHT_MAX * surface.reach);
    if width < least.0 || height < least.1 {
        return None;
    }
    let (icon, inner, needed) = match shape {
        Shape::Tall => {
            let icon = 18.0 * surface.reach * boost;
            let inner = width - 8.0 * surface.reach;
            (
                icon,
                inner,
                need.texts(surface, inner, style) + icon + 10.0 * surface.reach,
            )
        }
        Shape::Wide => {
            let icon = 14.0 * surface.reach * boost;
            let beside = width - icon - 8.0 * surface.reach - 3.0;
            let texts = need.texts(surface, beside, style);
            (icon, beside, texts.max(icon + 10.0 * surface.reach) + 2.6)
        }
        Shape::Bare => (
            0.0,
            width - 6.0,
            need.texts(surface, width - 6.0, style) + 2.0,
        ),
    };
    let reads_well = need.reads_well(surface, inner, style);
    let fits = height >= needed && reads_well;
    fits.then_some(Grid {
        columns,
        rows,
        left: margin,
        // Cards stand at the bottom, where hands are.
        top: area.bottom - rows as f32 * height - (rows as f32 - 1.0) * GAP,
        width,
        height,
        icon,
        boost,
        both_names,
        shape,
        one_line,
        note_beside: one_line && need.notes_beside(surface.text_second() * boost, inner),
        headline: area.headline && need.services > 0 || need.services == 0,
        bar_boost: area.bar_boost,
    })
}

/// Everything on one page first; then the upper third free; then pictures above,
/// then cards that look like cards.
fn rank(grid: &Grid, wanted: usize) -> f32 {
    let places = grid.columns * grid.rows;
    let shown = places.min(wanted) as f32;
    let empty = places.saturating_sub(wanted) as f32;
    let shape = match grid.shape {
        Shape::Tall => 2.0,
        Shape::Wide => 1.5,
        Shape::Bare => 0.0,
    };
    let ratio = grid.width / grid.height;
    let ugly = (ratio / 1.35).ln().abs();
    shown * 100.0 - empty * 30.0 + if grid.headline { 20.0 } else { 0.0 } + shape * 6.0 - ugly * 8.0
        + (grid.boost - 1.0) * 40.0
        + if grid.both_names { 25.0 } else { 0.0 }
        + grid.top.min(90.0) * 0.02
}

/// When nothing fits (names longer than any card), two at least stand below
/// each other; their texts are cut at the card's edge.
fn smallest(surface: &Surface, area: Area, low: bool) -> Grid {
    let least = if low { LOW_CARD_MIN } else { CARD_MIN };
    let room = area.bottom - area.top;
    let rows = if room >= 2.0 * least.1 + GAP { 2 } else { 1 };
    Grid {
        columns: if rows == 1 { 2 } else { 1 },
        rows,
        left: surface.margin(),
        top: area.top,
        width: if rows == 1 {
            (surface.width - 2.0 * surface.margin() - GAP) / 2.0
        } else {
            surface.width - 2.0 * surface.margin()
        },
        height: (room - (rows as f32 - 1.0) * GAP) / rows as f32,
        icon: 14.0 * surface.reach,
        boost: 1.0,
        both_names: false,
        shape: if low { Shape::Bare } else { Shape::Wide },
        one_line: true,
        note_beside: false,
        headline: false,
        bar_boost: area.bar_boost,
    }
}
