//! The score: how far off, how often within, and against the simple rules.

use domain::settings::Language;
use forecast::score::{AHEAD_GROUPS, Log, Occasion, Predicted, Sums, group_of};
use hub::lang::Words;
use hub::tables::Cell;
use serde::Serialize;

use crate::output::table;
use crate::words::words;

/// The whole score; minutes, shares from 0 to 1.
#[derive(Debug, Serialize)]
pub(super) struct Score {
    /// Lines that were read.
    entries: usize,
    /// Lines that could not be.
    bad_lines: usize,
    /// Forecasts at the arrival.
    issue: Part,
    /// Forecasts at each step while waiting, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<Part>,
}

/// Forecasts of one occasion.
#[derive(Debug, Serialize)]
struct Part {
    all: Figures,
    /// By the number of people ahead: `0`, `1-2`, …
    by_ahead: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    ahead: &'static str,
    #[serde(flatten)]
    figures: Figures,
}

/// What some forecasts come to; nothing where there are none.
#[derive(Debug, Serialize)]
struct Figures {
    /// Forecasts whose wait is known.
    count: u64,
    mean_wait_min: Option<f64>,
    /// Mean absolute error of p50.
    mae_min: Option<f64>,
    /// Share of waits within p10 to p90, of those not told "at once".
    coverage: Option<f64>,
    /// Mean of p50 − wait.
    bias_min: Option<f64>,
    /// Mean of the expected wait − wait.
    bias_of_mean_min: Option<f64>,
    line_length: Option<Rule>,
    last_wait: Option<Rule>,
    mean_of_ten: Option<Rule>,
}

/// A simple rule on the waits of which it can tell something.
#[derive(Debug, Serialize)]
struct Rule {
    /// Its mean absolute error.
    mae_min: f64,
    /// The error of p50 on the same waits, as a share of it.
    ours_to_it: f64,
}

impl Score {
    pub(super) fn of(log: &Log, told: &[Predicted]) -> Self {
        let part = |occasion: Occasion| {
            let told: Vec<&Predicted> =
                told.iter().filter(|one| one.occasion == occasion).collect();
            (!told.is_empty()).then(|| Part::of(&told))
        };
        Self {
            entries: log.entries.len(),
            bad_lines: log.faults.len(),
            issue: part(Occasion::Issue).unwrap_or_else(|| Part::of(&[])),
            steps: part(Occasion::Step),
        }
    }

    pub(super) fn page(&self, language: Language) -> String {
        let (entries, bad) = (self.entries, self.bad_lines);
        let mut page = words!(
            language,
            "读入 {entries} 行，{bad} 行有错。时间单位：分钟。\n\n取号时的预测\n",
            "{entries} lines read, {bad} wrong. Times in minutes.\n\nTold at the arrival\n"
        );
        page.push_str(&self.issue.table(language));
        if let Some(steps) = &self.steps {
            page.push_str(&words!(
                language,
                "\n等候途中每次重新预测\n",
                "\nTold again at each step while waiting\n"
            ));
            page.push_str(&steps.table(language));
        }
        page
    }
}

impl Part {
    fn of(told: &[&Predicted]) -> Self {
        let group = |nth: usize| {
            let of_group = told
                .iter()
                .copied()
                .filter(|one| group_of(one.ahead) == nth);
            Figures::of(&Sums::of(of_group))
        };
        Self {
            all: Figures::of(&Sums::of(told.iter().copied())),
            by_ahead: AHEAD_GROUPS
                .into_iter()
                .enumerate()
                .map(|(nth, ahead)| Group {
                    ahead,
                    figures: group(nth),
                })
                .collect(),
        }
    }

    fn table(&self, language: Language) -> String {
        let words = Words(language);
        let headings = [
            words!(language, "前面人数", "ahead"),
            words!(language, "人次", "waits"),
            words!(language, "平均等候", "mean wait"),
            words!(language, "误差", "error"),
            words!(language, "80% 区间命中", "within 80%"),
            words!(language, "偏差", "bias"),
            words!(language, "队长×均值", "length x mean"),
            words!(language, "上一位", "last wait"),
            words!(language, "近十位平均", "mean of ten"),
        ];
        let mut rows: Vec<Vec<String>> = self
            .by_ahead
            .iter()
            .map(|group| group.figures.row(group.ahead.to_owned(), words))
            .collect();
        rows.push(self.all.row(words!(language, "全部", "all"), words));
        table(&headings, &rows)
    }
}

impl Figures {
    fn of(sums: &Sums) -> Self {
        let known = |value: f64| value.is_finite().then_some(value);
        let rule = |nth: usize| {
            let (its, ours) = sums.rule(nth)?;
            Some(Rule {
                mae_min: its,
                ours_to_it: ours / its,
            })
        };
        Self {
            count: sums.count,
            mean_wait_min: known(sums.mean_wait()),
            mae_min: known(sums.mae()),
            coverage: known(sums.coverage()),
            bias_min: known(sums.bias_p50()),
            bias_of_mean_min: known(sums.bias_mean()),
            line_length: rule(0),
            last_wait: rule(1),
            mean_of_ten: rule(2),
        }
    }

    fn row(&self, ahead: String, words: Words) -> Vec<String> {
        let told = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.2}"));
        let rule = |rule: &Option<Rule>| told(rule.as_ref().map(|rule| rule.mae_min));
        vec![
            ahead,
            self.count.to_string(),
            told(self.mean_wait_min),
            told(self.mae_min),
            Cell::Share(self.coverage).shown(words),
            told(self.bias_min),
            rule(&self.line_length),
            rule(&self.last_wait),
            rule(&self.mean_of_ten),
        ]
    }
}
