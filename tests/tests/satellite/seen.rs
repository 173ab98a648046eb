//! What people see of a kiosk behind a cut cable: its number is still to come, and its printer is
//! heard of again with its next message.

use protocol::PrinterState;

use crate::cable::Weather;
use crate::square::Square;

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_from_behind_a_cut_cable_is_told_to_count_until_it_is_brought() {
    let square = Square::open().await;
    let mut kiosk = square.kiosk("东门", 1).await;
    assert!(kiosk.sync().await);
    kiosk.weather(Weather::Cut);
    let paper = kiosk.touch("haircut").await.unwrap();
    assert_eq!(paper.number, "理甲01");

    let told = square.organiser.ticket(&paper.token).await.unwrap_err();
    assert_eq!(told.code(), Some("ticket_pending"), "{told}");
    let mistyped = paper.token.replace(&paper.token[8..12], "aaaa");
    let told = square.organiser.ticket(&mistyped).await.unwrap_err();
    assert_eq!(told.code(), Some("not_found"), "{told}");

    kiosk.weather(Weather::Fine);
    assert!(kiosk.sync().await);
    let known = square.organiser.ticket(&paper.token).await.unwrap();
    assert_eq!(known.ticket.number, paper.number);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_message_tells_how_the_printer_is() {
    let square = Square::open().await;
    let mut kiosk = square.kiosk("东门", 1).await;
    for (told, seen) in [
        (None, None),
        (Some(PrinterState::Ok), Some(PrinterState::Ok)),
        (Some(PrinterState::PaperOut), Some(PrinterState::PaperOut)),
        // It stays so until the printer says otherwise.
        (None, Some(PrinterState::PaperOut)),
    ] {
        if let Some(printer) = told {
            kiosk.program().await.tell_printer(printer);
        }
        assert!(kiosk.sync().await);
        let list = square.organiser.satellites().await.unwrap();
        assert_eq!(list.kiosks.len(), 1);
        assert_eq!(
            (&*list.kiosks[0].name, list.kiosks[0].connected),
            ("东门", true)
        );
        assert_eq!(list.kiosks[0].printer, seen);
    }
}
