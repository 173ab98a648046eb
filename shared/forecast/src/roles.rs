//! Who takes part in a play: one says how long everything takes, one hears what happens.

use domain::TicketId;

/// How long everything takes in one play; minutes. Stations and services by index.
pub(crate) trait Work {
    /// Somebody called there: the way and the serving.
    fn job(&mut self, station: usize, service: usize) -> f64;
    /// What the job under way still needs.
    fn rest(&mut self, station: usize) -> f64;
    /// A station between a job and the next call.
    fn gap(&mut self) -> f64;
    /// When a station that does nothing begins to call; none if it is gone.
    fn begins(&mut self, station: usize) -> Option<f64>;
    /// Whether who is called so long from now is there.
    fn turn(&mut self, service: usize, after_min: f64) -> Turn;
    /// Whether a station that looks for somebody so long from now takes one who is not here yet.
    fn passes_over(&mut self, service: usize, after_min: f64) -> bool;
    /// When an appointment's holder comes; none if not at all.
    fn comes(&mut self, appointment: usize) -> Option<f64>;
    /// When people come who have no appointment, each with the line.
    fn walk_ins(&mut self) -> Vec<(f64, usize)> {
        Vec::new()
    }
}

/// What a call comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Turn {
    /// Somebody comes.
    Comes,
    /// Nobody comes, which takes so many minutes to find out.
    Missed(f64),
    /// They had given up before: nobody is called at all.
    GaveUp,
}

/// What is told of a play as it goes; milliseconds from now.
pub(crate) trait Listener {
    /// Somebody of the line is called.
    fn called(&mut self, ticket: TicketId, service: usize, at: i64);
    /// The one who came last to a line would be called.
    fn newcomer(&mut self, service: usize, at: i64);
    /// And those after that one.
    fn further(&mut self, service: usize, at: i64);
    /// When a station looks for somebody of a line for the first time.
    fn free(&mut self, service: usize, at: i64);
    /// The play ends although somebody could still be called.
    fn cut(&mut self);
    /// A job of a line ends.
    fn ended(&mut self, service: usize, at: i64);
    /// Somebody who did not wait before stands in the line.
    fn entered(&mut self, _service: usize, _at: i64) {}
}
