//! Draws that can be compared: what one station, one line or one appointment meets does not
//! depend on how many others there are.
//!
//! The n-th job of a station takes as long whoever else works, and the n-th call of a line is
//! followed or not. So two plays of the same draw, one with a station more, differ by that
//! station and by nothing else (common random numbers).

use crate::chance::Draw;
use crate::inflow::Inflows;
use crate::roles::{Turn, Work};

/// Sets apart the numbers with which chance begins; any large odd number does.
const APART: u64 = 0x9E37_79B9_7F4A_7C15;

/// A draw with chance of its own for everybody.
pub(crate) struct Fated<'a> {
    draw: Draw<'a>,
    inflows: &'a Inflows,
    seed: u64,
    /// How often chance was asked at each station, and in each line.
    stations: Vec<u64>,
    lines: Vec<u64>,
    /// The station that was asked last: the gap is its own.
    asked: usize,
}

/// For whom chance is asked.
#[derive(Clone, Copy)]
enum Whom {
    Station(usize),
    Line(usize),
    Appointment(usize),
    WalkIns,
}

impl<'a> Fated<'a> {
    pub(crate) fn of(
        mut draw: Draw<'a>,
        inflows: &'a Inflows,
        stations: usize,
        lines: usize,
    ) -> Self {
        Self {
            seed: draw.seed(),
            draw,
            inflows,
            stations: vec![0; stations],
            lines: vec![0; lines],
            asked: 0,
        }
    }

    /// What chance begins with, the n-th time that somebody asks.
    fn seed(&self, whom: Whom, nth: u64) -> u64 {
        let (kind, index) = match whom {
            Whom::Station(index) => (1, index),
            Whom::Line(index) => (2, index),
            Whom::Appointment(index) => (3, index),
            Whom::WalkIns => (4, 0),
        };
        let place = (kind << 56) | ((index as u64) << 32) | nth;
        self.seed ^ place.wrapping_mul(APART)
    }

    fn at_station<R>(&mut self, station: usize, what: impl FnOnce(&mut Draw<'a>) -> R) -> R {
        self.asked = station;
        let nth = self.stations[station];
        self.stations[station] += 1;
        let seed = self.seed(Whom::Station(station), nth);
        self.draw.with_seed(seed, what)
    }

    fn in_line<R>(&mut self, service: usize, what: impl FnOnce(&mut Draw<'a>) -> R) -> R {
        let nth = self.lines[service];
        self.lines[service] += 1;
        let seed = self.seed(Whom::Line(service), nth);
        self.draw.with_seed(seed, what)
    }
}

impl Work for Fated<'_> {
    fn job(&mut self, station: usize, service: usize) -> f64 {
        self.at_station(station, |draw| draw.job(station, service))
    }

    fn rest(&mut self, station: usize) -> f64 {
        self.at_station(station, |draw| draw.rest(station))
    }

    fn gap(&mut self) -> f64 {
        self.at_station(self.asked, Draw::gap)
    }

    fn begins(&mut self, station: usize) -> Option<f64> {
        self.at_station(station, |draw| draw.begins(station))
    }

    fn turn(&mut self, service: usize, after_min: f64) -> Turn {
        self.in_line(service, |draw| draw.turn(service, after_min))
    }

    fn passes_over(&mut self, service: usize, after_min: f64) -> bool {
        self.in_line(service, |draw| draw.passes_over(service, after_min))
    }

    fn comes(&mut self, appointment: usize) -> Option<f64> {
        let seed = self.seed(Whom::Appointment(appointment), 0);
        self.draw.with_seed(seed, |draw| draw.comes(appointment))
    }

    fn walk_ins(&mut self) -> Vec<(f64, usize)> {
        self.inflows.at_random(self.seed(Whom::WalkIns, 0))
    }
}
