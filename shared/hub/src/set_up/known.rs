//! Earlier set-ups of a site, as far as its log was read for them.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use store::{Position, READ_RECORDS_MAX};
use tokio::sync::Mutex;

use super::{History, SetUp};
use crate::engine::{HistoryError, SiteHandle};

/// What a log tells of set-ups. Read when somebody asks, and then only what came since. Clones
/// share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownSetUps(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// The last record that was read.
    read_to: Position,
    history: History,
}

impl KnownSetUps {
    /// How the site was set up when `date` ended in `zone`.
    ///
    /// # Errors
    /// [`HistoryError`] when the log cannot be read.
    pub(crate) async fn at_the_end_of(
        &self,
        engine: &SiteHandle,
        date: NaiveDate,
        zone: Tz,
    ) -> Result<SetUp, HistoryError> {
        let mut known = self.0.lock().await;
        // Taken out: where reading breaks off, it begins anew the next time.
        let Known {
            mut read_to,
            mut history,
        } = std::mem::take(&mut *known);
        loop {
            let records = engine.records(read_to.next(), READ_RECORDS_MAX).await?;
            let Some(newest) = records.last() else { break };
            read_to = newest.position;
            // Ten thousand records take milliseconds even to be passed over.
            let read = engine.beside(move || {
                for record in &records {
                    history.take(record);
                }
                history
            });
            history = read.await.ok_or(HistoryError::NotUnderstood)?;
        }
        let then = history.at_the_end_of(date, zone);
        *known = Known { read_to, history };
        Ok(then)
    }
}
