//! How the lines shrink, play by play.

use domain::TicketId;

use crate::estimate::Spread;
use crate::newcomer;
use crate::play::minutes;
use crate::prospect::Count;
use crate::roles::Listener;
use crate::time::kept;

/// Counts are told at multiples of this, in minutes from now.
pub const EBB_STEP_MIN: u32 = 5;

const STEP_MS: i64 = EBB_STEP_MIN as i64 * 60_000;
/// No service day is longer, in steps.
const STEPS_MAX: usize = 12 * 60 / EBB_STEP_MIN as usize;
/// So much is told of a line in which nothing changes, in steps.
const STEPS_LEAST: usize = 6;
/// If more plays than this share leave somebody uncalled, nobody can say when all were.
const LEFT_MAX: f64 = 0.05;

/// What the plays told of each line, and of all together.
pub(crate) struct Ebb {
    lines: Vec<Line>,
    all: Line,
    /// In this play, for each line.
    now: Vec<Playing>,
    is_cut: bool,
}

/// One line, or all: a value for each play.
#[derive(Default)]
pub(crate) struct Line {
    /// Who wait now.
    pub(crate) waiting: u32,
    /// Milliseconds until each of them is called, of all plays together.
    waits: Vec<u32>,
    /// Until the last of them is; none if somebody never is.
    last: Vec<Option<u32>>,
    /// Minutes until it closes.
    closes_in: Option<f64>,
    /// Plays in which the last of them is called before.
    in_time: usize,
    /// Until somebody who took a number now would be.
    newcomer: Vec<u32>,
    /// Until the last job ends.
    ends: Vec<u32>,
    /// At each step from now how many wait, by play.
    steps: Vec<Vec<u32>>,
}

/// A line in the play that is under way.
#[derive(Clone, Default)]
struct Playing {
    /// Of those who wait now, who were not called yet.
    left: u32,
    called: u32,
    last: i64,
    end: i64,
    newcomer: Option<i64>,
    /// Who came or was called since the step before.
    change: Vec<i32>,
}

impl Ebb {
    /// For lines in which so many wait now, and that close in so many minutes.
    pub(crate) fn of(lines: impl Iterator<Item = (usize, Option<f64>)>) -> Self {
        let line = |(waiting, closes_in)| Line {
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            closes_in,
            steps: vec![Vec::new(); STEPS_MAX],
            ..Line::default()
        };
        let lines: Vec<Line> = lines.map(line).collect();
        let waiting = lines.iter().map(|line| line.waiting as usize).sum();
        let mut ebb = Self {
            now: vec![Playing::default(); lines.len()],
            all: line((waiting, None)),
            lines,
            is_cut: false,
        };
        ebb.begin();
        ebb
    }

    fn begin(&mut self) {
        self.is_cut = false;
        for (now, line) in self.now.iter_mut().zip(&self.lines) {
            now.change.clear();
            now.change.resize(STEPS_MAX, 0);
            let change = std::mem::take(&mut now.change);
            *now = Playing {
                left: line.waiting,
                change,
                ..Playing::default()
            };
        }
    }

    /// A play is over.
    pub(crate) fn end_play(&mut self) {
        if self.is_cut {
            self.go_on();
        }
        let (mut sum, mut end, mut last) = (vec![0_u32; STEPS_MAX], 0, Some(0));
        let mut in_time = true;
        for (now, line) in self.now.iter().zip(&mut self.lines) {
            let mut waiting = i64::from(line.waiting);
            for (step, change) in now.change.iter().enumerate() {
                waiting += i64::from(*change);
                let waiting = u32::try_from(waiting.max(0)).unwrap_or(u32::MAX);
                line.steps[step].push(waiting);
                sum[step] += waiting;
            }
            let called = (now.left == 0).then(|| kept(now.last));
            in_time &= line.end_play(called);
            last = last.zip(called).map(|(one, other)| one.max(other));
            line.newcomer.extend(now.newcomer.map(kept));
            line.ends.push(kept(now.end));
            end = end.max(kept(now.end));
        }
        for (step, waiting) in sum.into_iter().enumerate() {
            self.all.steps[step].push(waiting);
        }
        self.all.last.push(last);
        self.all.in_time += usize::from(in_time);
        self.all.ends.push(end);
        self.begin();
    }

    /// A play that was cut goes on at its own pace; a line of which nobody was called yet has
    /// none, and who waits there is left.
    fn go_on(&mut self) {
        for service in 0..self.now.len() {
            let now = &self.now[service];
            let (left, last) = (i64::from(now.left), now.last);
            let Some(pace) = last.checked_div(i64::from(now.called)) else {
                continue;
            };
            for nth in 1..=left {
                self.leaves(service, last + nth * pace.max(1));
            }
            let now = &mut self.now[service];
            now.end = now.end.max(now.last + pace);
        }
    }

    /// What was told of each line, and of all together.
    pub(crate) fn into_lines(mut self) -> (Vec<Line>, Line) {
        let waits = self.lines.iter().flat_map(|line| line.waits.iter());
        self.all.waits = waits.copied().collect();
        (self.lines, self.all)
    }

    /// One of those who wait now is called.
    fn leaves(&mut self, service: usize, at: i64) {
        self.lines[service].waits.push(kept(at));
        let now = &mut self.now[service];
        now.left = now.left.saturating_sub(1);
        now.called += 1;
        now.last = now.last.max(at);
        self.changes(service, at, -1);
    }

    fn changes(&mut self, service: usize, at: i64, by: i32) {
        // What happens at once shows at the first step: now is now.
        let step = usize::try_from((at - 1).max(0) / STEP_MS + 1).unwrap_or(usize::MAX);
        if let Some(change) = self.now[service].change.get_mut(step) {
            *change += by;
        }
    }
}

impl Line {
    /// How many wait at each step from now on, as long as that changes.
    pub(crate) fn band(&mut self) -> Vec<Count> {
        let counts = self.steps.iter_mut().map(|counts| {
            counts.sort_unstable();
            let last = counts.len().saturating_sub(1) as f64;
            let at = |share: f64| counts.get((last * share).round() as usize);
            let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|share| at(share).copied().unwrap_or(0));
            Count { p10, p50, p90 }
        });
        let mut band: Vec<Count> = counts.collect();
        let changes = band.windows(2).rposition(|pair| pair[0] != pair[1]);
        band.truncate(changes.map_or(0, |at| at + 2).max(STEPS_LEAST + 1));
        band
    }

    /// In how many minutes nine of ten who wait now are called; none if too many are not.
    pub(crate) fn nine_of_ten(&mut self) -> Option<f64> {
        self.called()?;
        (!self.waits.is_empty()).then(|| Spread::of(&mut self.waits).p90)
    }

    /// Until the last one who waits now is called; none if nobody waits, or it cannot be said.
    pub(crate) fn called(&self) -> Option<Spread> {
        let mut last: Vec<u32> = self.last.iter().copied().flatten().collect();
        let left = 1.0 - last.len() as f64 / self.last.len().max(1) as f64;
        (self.waiting > 0 && !last.is_empty() && left <= LEFT_MAX).then(|| {
            // Who is never called comes after everybody.
            let worst = last.iter().max().copied().unwrap_or(0);
            last.resize(self.last.len(), worst);
            Spread::of(&mut last)
        })
    }

    /// Until somebody who took a number now would be called; none if that cannot be said.
    pub(crate) fn newcomer(&mut self) -> Option<Spread> {
        let (times, plays) = (&mut self.newcomer, self.last.len());
        let left = 1.0 - times.len() as f64 / plays.max(1) as f64;
        (!times.is_empty() && left <= LEFT_MAX).then(|| {
            let worst = times.iter().max().copied().unwrap_or(0);
            times.resize(plays, worst);
            Spread::of(times)
        })
    }

    /// Until everybody is done who is served, waits now or is expected; none if nobody is, or
    /// some are left.
    pub(crate) fn done(&mut self) -> Option<Spread> {
        let is_left = self.waiting > 0 && self.called().is_none();
        let is_busy = self.ends.iter().any(|end| *end > 0);
        (is_busy && !is_left).then(|| Spread::of(&mut self.ends))
    }

    /// In which share of the plays all who wait now are called before closing.
    pub(crate) fn in_time(&self) -> f64 {
        self.in_time as f64 / self.last.len().max(1) as f64
    }

    /// Notes when the last one was called, and answers whether that was before closing.
    fn end_play(&mut self, last: Option<u32>) -> bool {
        let is_before = |last: u32| {
            let last = minutes(i64::from(last));
            let closes = self.closes_in.unwrap_or(f64::INFINITY);
            closes > 0.0 && last <= closes
        };
        let in_time = self.waiting == 0 || last.is_some_and(is_before);
        self.in_time += usize::from(in_time);
        self.last.push(last);
        in_time
    }
}

impl Listener for Ebb {
    fn called(&mut self, ticket: TicketId, service: usize, at: i64) {
        if newcomer::is_coming(ticket) {
            self.changes(service, at, -1);
        } else {
            self.leaves(service, at);
        }
    }

    fn newcomer(&mut self, service: usize, at: i64) {
        self.now[service].newcomer = Some(at);
    }

    fn further(&mut self, _service: usize, _at: i64) {}

    fn free(&mut self, _service: usize, _at: i64) {}

    fn cut(&mut self) {
        self.is_cut = true;
    }

    fn ended(&mut self, service: usize, at: i64) {
        let now = &mut self.now[service];
        now.end = now.end.max(at);
    }

    fn entered(&mut self, service: usize, at: i64) {
        self.changes(service, at, 1);
    }
}
