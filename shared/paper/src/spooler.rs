//! The thread that waits for the printer, so that nobody else has to.

#[cfg(test)]
mod tests;

use std::{
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

use crate::{
    printer::Printer,
    queue::{JobId, News, Queue, Step},
    slip::Slip,
    status::State,
};

/// How often things are done again.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// A slip that failed is tried again after this.
    pub retry: Duration,
    /// The printer is looked at as often, while nothing is printed.
    pub look: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            retry: Duration::from_secs(2),
            look: Duration::from_secs(5),
        }
    }
}

enum Order {
    Print {
        id: JobId,
        slip: Box<Slip>,
        of_use: Option<Duration>,
    },
    Withdraw(JobId),
}

/// A printer with its thread. The thread ends after the slip that it is printing, once this is
/// dropped.
#[derive(Debug)]
pub struct Spooler {
    orders: Sender<Order>,
}

impl Spooler {
    /// Starts the thread. `told` hears what becomes of slips and printer, on that thread.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(
        printer: Box<dyn Printer>,
        pace: Pace,
        told: impl Fn(News) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (orders, taken) = mpsc::channel();
        let desk = Desk {
            printer,
            pace,
            told,
            queue: Queue::new(pace.retry),
            started: Instant::now(),
            state: None,
        };
        thread::Builder::new()
            .name("printer".into())
            .spawn(move || desk.serve(&taken))?;
        Ok(Self { orders })
    }

    /// Hands a slip in; it is of use for so long, or for ever.
    pub fn print(&self, id: JobId, slip: Slip, of_use: Option<Duration>) {
        let slip = Box::new(slip);
        self.order(Order::Print { id, slip, of_use });
    }

    /// Nobody wants that slip any more.
    pub fn withdraw(&self, id: JobId) {
        self.order(Order::Withdraw(id));
    }

    fn order(&self, order: Order) {
        if self.orders.send(order).is_err() {
            tracing::error!("the thread of the printer has ended; nothing is printed any more");
        }
    }
}

struct Desk<T> {
    printer: Box<dyn Printer>,
    pace: Pace,
    told: T,
    queue: Queue,
    started: Instant,
    // As it was told last.
    state: Option<State>,
}

impl<T: Fn(News)> Desk<T> {
    fn serve(mut self, orders: &Receiver<Order>) {
        self.look();
        loop {
            for late in self.queue.overdue(self.now()) {
                (self.told)(late);
            }
            let wait = match self.queue.step(self.now()) {
                Step::Print(id, slip) => {
                    // What was withdrawn meanwhile is not printed.
                    match orders.try_recv() {
                        Ok(order) => self.take(order),
                        Err(_) => self.print(id, &slip),
                    }
                    continue;
                }
                Step::WaitUntil(then) => then.saturating_sub(self.now()),
                Step::Idle => self.pace.look,
            };
            match orders.recv_timeout(wait) {
                Ok(order) => self.take(order),
                Err(RecvTimeoutError::Timeout) if self.queue.step(self.now()) == Step::Idle => {
                    self.look();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn take(&mut self, order: Order) {
        let now = self.now();
        let news = match order {
            Order::Print { id, slip, of_use } => {
                let until = of_use.map(|of_use| now + of_use);
                self.queue.add(id, *slip, until, now)
            }
            Order::Withdraw(id) => self.queue.withdraw(id),
        };
        if let Some(news) = news {
            (self.told)(news);
        }
    }

    fn print(&mut self, id: JobId, slip: &Slip) {
        let result = self.printer.print(slip);
        if let Err(error) = &result {
            tracing::warn!(%error, cause = ?std::error::Error::source(error), "not printed");
        }
        let news = self.queue.done(id, &result, self.now());
        if let Some(news) = news {
            (self.told)(news);
        }
        match result {
            Ok(()) => self.look(),
            Err(error) => self.is_now(error.state()),
        }
    }

    fn look(&mut self) {
        let state = self.printer.state();
        self.is_now(state);
    }

    fn is_now(&mut self, state: State) {
        if self.state != Some(state) {
            self.state = Some(state);
            (self.told)(News::Printer(state));
        }
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }
}
