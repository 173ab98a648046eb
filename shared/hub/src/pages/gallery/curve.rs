//! How the made-up morning went, how it may end, and what one more barber would change.

use forecast::{Prospect, experience, prospect, what_if};
use protocol::{CurveView, Newcomers, WhatIfView};

use super::morning::Morning;
use super::{Frame, Words, html, views};
use crate::pages::curve::{CurvePage, Curves, DayLinks};
use crate::pages::form::Filled;
use crate::pages::what_if::{Answered, WhatIfPage, asked, form};
use crate::views::Scene;

/// The curve of the morning until now, and from now on.
pub(super) fn view(morning: &Morning, scene: &Scene<'_>) -> CurveView {
    views::curve(scene, &rest(morning))
}

fn rest(morning: &Morning) -> Prospect {
    let seen = experience(&morning.site, morning.now);
    prospect(&morning.site, &seen, morning.now, &[])
}

pub(super) fn pages(morning: &Morning, w: Words) -> Vec<(&'static str, String)> {
    let site = &morning.site;
    let here = "/dashboard/curve";
    let day = |view: &CurveView| {
        let today = domain::day::local_date(morning.now, site.settings.time_zone);
        html(&CurvePage {
            w,
            f: Frame::new(site, w, "", here),
            c: Curves::new(site, view, w),
            d: DayLinks::new(view.date, today, w, here),
        })
    };
    let today = morning.look(|scene| view(morning, scene));
    let rows = domain::measure::rows(site);
    let earlier = morning.look(|scene| views::curve_of_day(scene, today.date, &rows));
    let nobody = morning.look(|scene| views::curve_of_day(scene, today.date, &[]));
    vec![
        ("curve", day(&today)),
        ("curve-earlier", day(&earlier)),
        ("curve-nobody", day(&nobody)),
        ("what-if", what_if_page(morning, "", w)),
        (
            "what-if-answered",
            what_if_page(morning, "add=haircut&add_count=2&rest=4&rest_at=09:30", w),
        ),
    ]
}

fn what_if_page(morning: &Morning, query: &str, w: Words) -> String {
    let site = &morning.site;
    let here = "/dashboard/what-if";
    let typed = Filled::read(query.as_bytes());
    let ask = asked(site, &typed, morning.now, w).unwrap();
    let answered = || {
        // What is tried is the forecast's matter, and tested there.
        let seen = experience(site, morning.now);
        let told = what_if(site, &seen, morning.now, &[], &[]);
        let view = morning.look(|scene| {
            let [as_is, changed] = [&told.as_is, &told.changed]
                .map(|told| views::rest_of_day(scene, told, Newcomers::None));
            WhatIfView { as_is, changed }
        });
        Answered::of(site, &ask, &view, w)
    };
    let (a, c) = if query.is_empty() {
        (Answered::nothing(site, w, here), Curves::default())
    } else {
        answered()
    };
    html(&WhatIfPage {
        w,
        f: Frame::new(site, w, "", here),
        a,
        c,
        form: form(site, &typed, w),
    })
}
