//! The tickets of service days, as they cross the wire.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::measure::TicketRow;
use protocol::{HistoryTicket, LocalTime};

/// A ticket of `day`, its times as clocks in `zone` show them.
pub fn history_ticket(day: NaiveDate, row: &TicketRow, zone: Tz) -> HistoryTicket {
    HistoryTicket {
        day,
        number: row.number.clone(),
        service: row.service.clone(),
        class: row.class,
        station: row.station.clone(),
        issued_at: LocalTime::at(row.issued_at, &zone),
        state: row.stage,
        waited_secs: row.waited_secs,
        serving_secs: row.serving_secs,
    }
}
