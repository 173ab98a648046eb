//! Pages of large buttons: what was brought, and service, day and time of an appointment.

use chrono::{Datelike, NaiveDate, Weekday};
use domain::ItemKind;

use crate::{
    flow::{BookingStep, Flow},
    lang::Lang,
    view::{Surface, measure},
};

/// Least distance of tiles, mm.
pub const GAP: f32 = 6.0;
const TILE_MIN: (f32, f32) = (34.0, 22.0);
/// A tile higher than this looks like a door.
const TILE_HEIGHT_MAX: f32 = 58.0;
/// More than these are no longer seen at a glance; things are, by their pictures.
const PLACES_MAX: usize = 6;
const PLACES_OF_THINGS_MAX: usize = 10;
/// Below and above the button at the bottom edge.
const BAR_AIR: f32 = 3.0 + 4.5;
/// Above the title.
const HEAD: f32 = 5.0;
/// Height of a picture, mm before the reach of the screen.
const ICON: f32 = 14.0;

/// A page of large buttons.
#[derive(Clone, Debug, PartialEq)]
pub struct TilesView {
    /// What to choose.
    pub title: String,
    /// Where they stand.
    pub plan: Plan,
    /// The buttons of this page.
    pub tiles: Vec<TileView>,
    /// Label of the button that leads to the next page; empty without one.
    pub more_label: String,
    /// The way back, or past this page.
    pub back_label: String,
}

/// One large button.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TileView {
    /// What a touch sends back.
    pub key: String,
    /// Large.
    pub label: String,
    /// Small below; may be empty.
    pub note: String,
    /// Name of the drawing; empty without one.
    pub icon: String,
    /// It was chosen before.
    pub active: bool,
}

/// The places of the tiles, mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Tiles beside each other.
    pub columns: usize,
    /// Tiles below each other.
    pub rows: usize,
    /// Left edge of the first.
    pub left: f32,
    /// Top edge of the first.
    pub top: f32,
    /// Width of each.
    pub width: f32,
    /// Height of each.
    pub height: f32,
    /// Height of its picture; 0 without one.
    pub icon: f32,
    /// Factor on its text sizes.
    pub boost: f32,
}

/// What was brought.
pub fn things(flow: &Flow, page: usize, surface: &Surface) -> TilesView {
    let lang = flow.wishes.lang;
    let brought = flow.visit.last().and_then(|held| held.ticket.brings);
    let tiles = ItemKind::ALL.map(|kind| TileView {
        key: kind.name().into(),
        label: thing(lang, kind).into(),
        note: String::new(),
        icon: kind.name().into(),
        active: brought == Some(kind),
    });
    let title = lang.pick("您带来了什么？", "What did you bring?");
    let back = lang.pick("不选了", "Skip");
    laid_out(flow, title, back, tiles.into(), page, surface)
}

/// A step on the way to an appointment.
pub fn booking(flow: &Flow, step: &BookingStep, page: usize, surface: &Surface) -> TilesView {
    let lang = flow.wishes.lang;
    let (title, tiles): (String, Vec<TileView>) = match step {
        BookingStep::Service => (
            lang.pick("预约哪一项？", "An appointment for what?").into(),
            flow.bookable()
                .map(|service| TileView {
                    key: service.id.clone(),
                    label: service.name.get(lang).into(),
                    ..TileView::default()
                })
                .collect(),
        ),
        BookingStep::Day { today } => {
            let days = today.days();
            let title = if days.is_empty() {
                lang.pick("现在没有能约的日子", "No day can be booked just now")
            } else {
                lang.pick("约哪一天？", "On which day?")
            };
            let tile = |date: &NaiveDate| TileView {
                key: date.to_string(),
                label: day(lang, *date),
                note: which_day(lang, *date, today.date).into(),
                ..TileView::default()
            };
            (title.into(), days.iter().map(tile).collect())
        }
        BookingStep::Time { day: chosen, .. } => {
            let on = day(lang, chosen.date);
            let title = match (lang, chosen.free.is_empty()) {
                (Lang::Zh, false) => format!("{on}，约几点？"),
                (Lang::En, false) => format!("{on}: at what time?"),
                (Lang::Zh, true) => format!("{on}约满了，请选别的日子"),
                (Lang::En, true) => format!("{on} is booked up"),
            };
            let tile = |slot: &chrono::DateTime<chrono::FixedOffset>| TileView {
                key: slot.to_rfc3339(),
                label: slot.format("%-H:%M").to_string(),
                ..TileView::default()
            };
            (title, chosen.free.iter().map(tile).collect())
        }
    };
    laid_out(
        flow,
        &title,
        lang.pick("返回", "Back"),
        tiles,
        page,
        surface,
    )
}

/// What a thing is called.
pub fn thing(lang: Lang, kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Kettle => lang.pick("电水壶", "Kettle"),
        ItemKind::RiceCooker => lang.pick("电饭煲", "Rice cooker"),
        ItemKind::Iron => lang.pick("电熨斗", "Iron"),
        ItemKind::Fan => lang.pick("电风扇", "Fan"),
        ItemKind::Lamp => lang.pick("台灯", "Lamp"),
        ItemKind::Radio => lang.pick("收音机", "Radio"),
        ItemKind::HairDryer => lang.pick("电吹风", "Hair dryer"),
        ItemKind::Clock => lang.pick("钟表", "Clock"),
        ItemKind::Umbrella => lang.pick("雨伞", "Umbrella"),
        ItemKind::Other => lang.pick("其他", "Other"),
    }
}

/// "3月7日".
pub fn day(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", date.month(), date.day()),
        Lang::En => date.format("%-d %b").to_string(),
    }
}

/// "周六".
pub fn weekday(lang: Lang, date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => lang.pick("周一", "Mon"),
        Weekday::Tue => lang.pick("周二", "Tue"),
        Weekday::Wed => lang.pick("周三", "Wed"),
        Weekday::Thu => lang.pick("周四", "Thu"),
        Weekday::Fri => lang.pick("周五", "Fri"),
        Weekday::Sat => lang.pick("周六", "Sat"),
        Weekday::Sun => lang.pick("周日", "Sun"),
    }
}

fn which_day(lang: Lang, date: NaiveDate, today: NaiveDate) -> &'static str {
    match date.signed_duration_since(today).num_days() {
        0 => lang.pick("今天", "today"),
        1 => lang.pick("明天", "tomorrow"),
        _ => weekday(lang, date),
    }
}

fn laid_out(
    flow: &Flow,
    title: &str,
    back: &str,
    tiles: Vec<TileView>,
    page: usize,
    surface: &Surface,
) -> TilesView {
    let lang = flow.wishes.lang;
    let more = lang.pick("更多", "More");
    let plan = plan(surface, &tiles, title, more, flow.wishes.low_position);
    let places = plan.columns * plan.rows;
    let per_page = if tiles.len() <= places {
        places
    } else {
        // One place is the "more" button's.
        places.saturating_sub(1).max(1)
    };
    let pages = tiles.len().div_ceil(per_page).max(1);
    let first = page % pages * per_page;
    TilesView {
        title: title.to_owned(),
        plan,
        tiles: tiles.into_iter().skip(first).take(per_page).collect(),
        more_label: if pages > 1 {
            more.into()
        } else {
            String::new()
        },
        back_label: back.to_owned(),
    }
}

fn plan(surface: &Surface, tiles: &[TileView], title: &str, more: &str, low: bool) -> Plan {
    let has_icons = tiles.iter().any(|tile| !tile.icon.is_empty());
    let places_max = if has_icons {
        PLACES_OF_THINGS_MAX
    } else {
        PLACES_MAX
    };
    let whole = surface.width - 2.0 * surface.margin();
    let lines = measure::lines(title, surface.text_main(), whole) as f32;
    let head = HEAD + lines * surface.text_main() * measure::LINE + 3.0;
    let top = if low {
        head.max(surface.height / 2.0)
    } else {
        head
    };
    let bottom = surface.height - surface.target() - BAR_AIR;
    let at = |columns: usize, rows: usize, icon: f32, boost: f32| {
        let room = (bottom - top - (rows as f32 - 1.0) * GAP) / rows as f32;
        let height = room.min(TILE_HEIGHT_MAX * surface.reach);
        Plan {
            columns,
            rows,
            left: surface.margin(),
            // They stand at the bottom, where hands are.
            top: bottom - rows as f32 * height - (rows as f32 - 1.0) * GAP,
            width: (whole - (columns as f32 - 1.0) * GAP) / columns as f32,
            height,
            icon,
            boost,
        }
    };
    let icons: &[f32] = if has_icons {
        &[ICON * surface.reach * 1.4, ICON * surface.reach]
    } else {
        &[0.0]
    };
    let wanted = tiles.len().clamp(2, places_max);
    let best = |boost: f32| {
        (1..=5)
            .flat_map(|columns| (1..=6).map(move |rows| (columns, rows)))
            .filter(|(columns, rows)| (2..=places_max).contains(&(columns * rows)))
            .flat_map(|place| icons.iter().map(move |icon| (place, *icon)))
            .map(|((columns, rows), icon)| at(columns, rows, icon, boost))
            .filter(|plan| holds(plan, surface, tiles, more))
            .max_by(|a, b| rank(a, wanted).total_cmp(&rank(b, wanted)))
    };
    // Half a small screen has no room for large text on every button.
    let smaller = 1.0 / surface.text_zoom;
    best(1.0)
        .or_else(|| best(smaller))
        .unwrap_or_else(|| at(2, 1, icons[icons.len() - 1], smaller))
}

/// Whether every tile shows all of itself, no word broken.
fn holds(plan: &Plan, surface: &Surface, tiles: &[TileView], more: &str) -> bool {
    let inner = plan.width - 4.0;
    let main = surface.text_main() * plan.boost;
    let second = surface.text_second() * plan.boost;
    let widest = |text: &str, size: f32| {
        let words = text.split(' ').map(measure::ems);
        words.fold(0.0, f32::max) * size
    };
    let more = TileView {
        label: more.to_owned(),
        ..TileView::default()
    };
    let is_large = plan.width >= TILE_MIN.0 && plan.height >= TILE_MIN.1;
    is_large
        && tiles.iter().chain([&more]).all(|tile| {
            let text = |text: &str, size: f32| {
                measure::lines(text, size, inner) as f32 * size * measure::LINE
            };
            let height = plan.icon + text(&tile.label, main) + text(&tile.note, second) + 5.0;
            let is_ascii = tile.label.is_ascii();
            let width = if is_ascii {
                widest(&tile.label, main)
            } else {
                // A short name in two lines is read twice.
                let short = measure::ems(&tile.label) <= 6.0;
                if short {
                    measure::ems(&tile.label) * main
                } else {
                    0.0
                }
            };
            height <= plan.height && width <= inner
        })
}

/// All on one page first; then no empty places, larger pictures, and buttons that look like some.
fn rank(plan: &Plan, wanted: usize) -> f32 {
    let places = plan.columns * plan.rows;
    let shown = places.min(wanted) as f32;
    let empty = places.saturating_sub(wanted) as f32;
    let ugly = (plan.width / plan.height / 1.5).ln().abs();
    shown * 100.0 - empty * 30.0 - ugly * 12.0 + plan.icon
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    const GLASSES: [(f32, f32, f32); 6] = [
        (1280.0, 800.0, 5.9),
        (800.0, 1280.0, 5.9),
        (1920.0, 1080.0, 5.56),
        (1080.0, 1920.0, 5.56),
        (1920.0, 1080.0, 4.03),
        (1080.0, 1920.0, 4.03),
    ];

    #[test]
    fn every_thing_is_reached_on_every_glass() {
        for (width, height, px_per_mm) in GLASSES {
            for (lang, large, low) in [
                (Lang::Zh, false, false),
                (Lang::Zh, true, false),
                (Lang::En, true, false),
                (Lang::En, true, true),
            ] {
                let surface = Surface::new(width, height, px_per_mm, large);
                let mut flow = Flow::new(Settings::default(), None, px_per_mm);
                flow.wishes.lang = lang;
                flow.wishes.low_position = low;
                let mut seen = Vec::new();
                for page in 0..ItemKind::ALL.len() {
                    let view = things(&flow, page, &surface);
                    assert!(
                        holds(&view.plan, &surface, &view.tiles, &view.more_label),
                        "{width}×{height} {lang:?} {large} {low}: {:?}",
                        view.plan
                    );
                    seen.extend(view.tiles.into_iter().map(|tile| tile.key));
                }
                seen.sort();
                seen.dedup();
                assert_eq!(seen.len(), ItemKind::ALL.len());
            }
        }
    }

    #[test]
    fn a_day_is_said_as_people_say_it() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
        assert_eq!(day(Lang::Zh, date), "3月7日");
        assert_eq!(day(Lang::En, date), "7 Mar");
        assert_eq!(which_day(Lang::Zh, date, date), "今天");
        let before = date.pred_opt().unwrap();
        assert_eq!(which_day(Lang::Zh, date, before), "明天");
        let earlier = before.pred_opt().unwrap();
        assert_eq!(which_day(Lang::Zh, date, earlier), "周六");
    }
}
