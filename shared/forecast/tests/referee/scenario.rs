//! A made log with what a site knows beside its tickets, and what is true of its days.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use domain::Moment;
use paihao_forecast::Known;
use paihao_forecast::score::{Entry, Happening, Log, What, happenings, in_order};
use statrs::distribution::{ContinuousCDF, Exp, Gamma, LogNormal};

/// The days of one scenario.
pub(crate) struct Scenario {
    /// The name of its file.
    pub(crate) name: String,
    pub(crate) entries: Vec<Entry>,
    pub(crate) happenings: Vec<Happening>,
    /// What is true of each day, by its date.
    truths: BTreeMap<i64, Vec<Truth>>,
}

/// What is true of one service on one day.
#[derive(Debug, Clone)]
pub(crate) struct Truth {
    pub(crate) service: String,
    law: String,
    mean: f64,
    pub(crate) cv: f64,
    /// By the station's name.
    pub(crate) speeds: BTreeMap<String, f64>,
    pub(crate) no_show: f64,
    pub(crate) absent: f64,
}

impl Scenario {
    /// Every log, the first `days` days of each.
    pub(crate) fn all(days: i64) -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/forecast/logs");
        let files = std::fs::read_dir(&folder).unwrap();
        let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        paths.sort();
        paths.iter().map(|path| Self::read(path, days)).collect()
    }

    fn read(path: &Path, days: i64) -> Self {
        let mut log = Log::read(&std::fs::read(path).unwrap());
        assert_eq!(log.faults, [], "{}", path.display());
        log.entries.retain(|entry| day(entry.arrived) < days);
        let mut scenario = Self {
            name: path.file_stem().unwrap().to_string_lossy().into_owned(),
            happenings: happenings(&log.entries),
            entries: log.entries,
            truths: BTreeMap::new(),
        };
        for (_, remark) in &log.remarks {
            scenario.note(remark, days);
        }
        in_order(&scenario.entries, &mut scenario.happenings);
        scenario
    }

    /// A remark is `what,seconds,…`.
    fn note(&mut self, remark: &str, days: i64) {
        let fields: Vec<&str> = remark.split(',').collect();
        let Some(at) = fields.get(1).and_then(|secs| moment(secs)) else {
            return;
        };
        if day(at) >= days {
            return;
        }
        let what = match fields[0] {
            "truth" => {
                let truths = self.truths.entry(day(at)).or_default();
                return truths.push(Truth::of(&fields));
            }
            "slot" => return self.book(at, moment(fields[3]).unwrap()),
            "open" => {
                let services = fields[3].split(';').map(str::to_owned).collect();
                What::Opened(fields[2].to_owned(), services)
            }
            "pause" => {
                let until = at + TimeDelta::seconds(fields[3].parse().unwrap());
                What::Paused(fields[2].to_owned(), until)
            }
            "break" => {
                let minutes = fields[4].parse::<f64>().unwrap() / 60.0;
                What::Announced(fields[2].to_owned(), moment(fields[3]).unwrap(), minutes)
            }
            "close" => What::Closed(fields[2].to_owned()),
            "booked" => What::Booked(fields[2].to_owned(), moment(fields[3]).unwrap()),
            other => panic!("what is {other:?}?"),
        };
        self.happenings.push(Happening { at, what });
    }

    /// Who arrived at that moment had an appointment.
    fn book(&mut self, at: Moment, start: Moment) {
        let slots = self.happenings.iter_mut().filter(|one| one.at == at);
        let slot = slots
            .filter_map(|one| match &mut one.what {
                What::Arrived(_, slot) => Some(slot),
                What::Called(_)
                | What::Started(_)
                | What::Ended(_)
                | What::Opened(..)
                | What::Paused(..)
                | What::Announced(..)
                | What::Closed(_)
                | What::Booked(..) => None,
            })
            .find(|slot| slot.is_none());
        *slot.expect("somebody arrived then") = Some(start);
    }

    /// What is true of the day of a moment.
    pub(crate) fn truths(&self, at: Moment) -> &[Truth] {
        self.truths.get(&day(at)).map_or(&[], Vec::as_slice)
    }

    /// The CV of its serving times.
    pub(crate) fn cv(&self) -> f64 {
        self.truths.values().flatten().next().unwrap().cv
    }
}

impl Truth {
    fn of(fields: &[&str]) -> Self {
        let number = |nth: usize| fields[nth].parse::<f64>().unwrap();
        let speeds = fields[6].split(';').filter_map(|one| one.split_once(':'));
        Self {
            service: fields[2].to_owned(),
            law: fields[3].to_owned(),
            mean: number(4),
            cv: number(5),
            speeds: speeds
                .map(|(station, speed)| (station.to_owned(), speed.parse().unwrap()))
                .collect(),
            no_show: number(7),
            absent: number(8),
        }
    }

    /// The law, for stations by their ids.
    pub(crate) fn known(&self, speeds: BTreeMap<domain::StationId, f64>) -> Known {
        let (mean, cv) = (self.mean, self.cv);
        let quantile: Box<dyn Fn(f64) -> f64> = match self.law.as_str() {
            "lognormal" => {
                let sigma2 = (1.0 + cv * cv).ln();
                let law = LogNormal::new(mean.ln() - sigma2 / 2.0, sigma2.sqrt()).unwrap();
                Box::new(move |chance| law.inverse_cdf(chance))
            }
            "exponential" => {
                let law = Exp::new(1.0 / mean).unwrap();
                Box::new(move |chance| law.inverse_cdf(chance))
            }
            "gamma" => {
                let shape = 1.0 / (cv * cv);
                let law = Gamma::new(shape, shape / mean).unwrap();
                Box::new(move |chance| law.inverse_cdf(chance))
            }
            other => panic!("what law is {other:?}?"),
        };
        Known::new(quantile, speeds)
    }

    /// Mean minutes of a job at a station of speed 1.
    pub(crate) fn mean(&self) -> f64 {
        self.mean
    }
}

/// The days are counted from 1970.
pub(crate) fn day(at: Moment) -> i64 {
    at.timestamp().div_euclid(24 * 60 * 60)
}

fn moment(secs: &str) -> Option<Moment> {
    Moment::from_timestamp(secs.parse().ok()?, 0)
}
