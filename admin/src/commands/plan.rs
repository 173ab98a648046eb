//! `plan`: how many stations a coming day needs, and setting it up like an earlier one.

use chrono::NaiveDate;
use clap::Args;
use hub::lang::Words;
use hub::plan::text::{
    self, Changes, Table, advice, all_together, end_of_day, expected_of_day, rests_on,
};
use protocol::{PlanAsk, PlanView, SetUpAs, SetUpLike};
use serde_json::json;

use crate::app::App;
use crate::failure::Failure;
use crate::hub_call;
use crate::output::{print, print_json, table};
use crate::source::Source;
use crate::words::words;

/// How many stations each service needs hour by hour, from what earlier days were like, and what
/// each further volunteer buys.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// The day to plan for, as in 2026-03-07 [default: the next service day]
    #[arg(long = "for", value_name = "DAY")]
    date: Option<NaiveDate>,
    /// Earlier service days to look at, the newest ones on which people came [default: 8]
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Look at this earlier day alone, and show what would change to set the site up like it
    #[arg(long, value_name = "DAY", conflicts_with = "days")]
    like: Option<NaiveDate>,
    /// Set the site up as on that day, from now on
    #[arg(long, requires = "like")]
    apply: bool,
    /// The longest wait that is wanted, in minutes [default: 30]
    #[arg(long, value_name = "MIN")]
    wait: Option<u32>,
    /// Of a hundred people so many are to wait no longer [default: 90]
    #[arg(long, value_name = "PERCENT")]
    share: Option<u32>,
    /// Most stations at one service [default: two more than there are]
    #[arg(long, value_name = "N")]
    max_stations: Option<u32>,
}

impl Plan {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        let ask = PlanAsk {
            date: self.date,
            days: self.days,
            like: self.like,
            wait: self.wait,
            share: self.share,
            max_stations: self.max_stations,
        };
        let source = Source::open(app).await?;
        let plan = source.plan(app, &ask).await?;
        let words = Words(app.language);
        let Some(day) = self.like else {
            if app.json {
                return Ok(print_json(&json!({"plan": plan}))?);
            }
            if plan.days.is_empty() {
                return Err(Failure::Wrong(rests_on(&plan, words)));
            }
            return Ok(print(&page(app, &plan))?);
        };
        let like = source.set_up_like(app, day).await?;
        if self.apply {
            apply(app, &source, &like).await?;
        }
        if app.json {
            let told = json!({"plan": plan, "set_up": like, "applied": self.apply});
            return Ok(print_json(&told)?);
        }
        let set_up = set_up_text(app, &like, self.apply);
        Ok(print(&format!("{}\n{set_up}", page(app, &plan)))?)
    }
}

/// Sets the site up as `like` tells.
async fn apply(app: &App, source: &Source, like: &SetUpLike) -> Result<(), Failure> {
    let Source::Hub(site) = source else {
        return Err(Failure::Wrong(words!(
            app.language,
            "主机没有运行，不能照那天设置。请先运行 paihao-admin serve，再试一次。",
            "The hub must run for this. Start it with paihao-admin serve and try again."
        )));
    };
    let Changes { busy, .. } = text::changes(like, Words(app.language));
    if !busy.is_empty() {
        return Err(Failure::Wrong(busy));
    }
    let wanted = SetUpAs {
        date: like.like,
        tag: like.tag.clone(),
    };
    let left = hub_call::once(async |key| site.set_up_as(&wanted, key).await).await?;
    if left.changes.is_empty() {
        return Ok(());
    }
    Err(Failure::Wrong(words!(
        app.language,
        "刚才有人改了设置，所以什么都没有改。请再看一遍会改什么，然后再试。",
        "Something was changed meanwhile, so nothing was done. Look again at what would change."
    )))
}

/// Everything of a plan as people read it.
fn page(app: &App, plan: &PlanView) -> String {
    let (words, date) = (Words(app.language), plan.date);
    let (wait, share) = (plan.wait_min, plan.share_percent);
    let title = words!(
        app.language,
        "{date}  要几个台（{share}% 的人最多等 {wait} 分钟）",
        "{date}  Stations needed ({share} % wait at most {wait} minutes)"
    );
    let mut page = vec![title, rests_on(plan, words), String::new()];
    page.extend(plan.services.iter().map(|service| advice(service, words)));
    page.extend(all_together(plan, words));
    for service in plan.services.iter().filter(|service| service.end.is_some()) {
        let name = service.name.get(app.language);
        let expected = expected_of_day(service, words);
        page.extend([
            format!("\n{name}  {expected}"),
            lines(&text::hours(plan, service, words)),
            end_of_day(service, words),
            String::new(),
            lines(&text::crews(plan, service, words)),
        ]);
    }
    page.join("\n")
}

fn lines(told: &Table) -> String {
    let rows: Vec<Vec<String>> = told.rows.iter().map(|row| row.cells.clone()).collect();
    table(&told.headings, &rows)
}

fn set_up_text(app: &App, like: &SetUpLike, is_applied: bool) -> String {
    let Changes { lines, left, busy } = text::changes(like, Words(app.language));
    let day = like.like;
    if lines.is_empty() {
        return words!(
            app.language,
            "现在的设置和 {day} 一样，没有要改的。{left}",
            "Everything is set up as it was on {day}. {left}"
        );
    }
    let heading = if is_applied {
        words!(
            app.language,
            "已照 {day} 设置，马上生效。改了：",
            "Set up as on {day}, from now on. Changed:"
        )
    } else {
        words!(
            app.language,
            "照 {day} 设置会改这些（加 --apply 就照办）：",
            "To set up as on {day} this would change (--apply does it):"
        )
    };
    let told = lines.iter().chain([&left, &busy]);
    let told = told.filter(|line| !line.is_empty());
    let told = told.map(|line| format!("  {line}"));
    std::iter::once(heading)
        .chain(told)
        .collect::<Vec<_>>()
        .join("\n")
}
