use std::sync::Arc;

use super::*;
use crate::hub::Parts;
use crate::place::Place;
use crate::seams::Seams;
use crate::secrets::Secrets;

#[tokio::test(start_paused = true)]
async fn the_morning_serves_everybody_who_came() {
    let clock = FastClock::at_a_morning("2026-03-07T00:00:00Z".parse().unwrap());
    let hub = Hub::open(Parts {
        store: Arc::new(store::MemoryStore::new()),
        vault: Arc::new(store::MemoryStore::new()),
        // As in the program: people sign in by the real time, which is years later.
        seams: Seams {
            sign_in_clock: Arc::new(crate::clock::SystemClock),
            ..Seams::with_clock(Arc::new(clock))
        },
        secrets: Secrets::passing(),
        place: Place::public("http://demo"),
        join: true,
    })
    .await
    .unwrap();
    crate::start::set_up_sample_site(&hub).await.unwrap();
    play(hub.clone()).await;
    let counts = hub.sites().first().unwrap().read(|published| {
        let of = |name: &str| {
            let all = published.site.tickets.values();
            all.filter(|ticket| ticket.state.name() == name).count()
        };
        [
            of("served"),
            of("no_show"),
            of("waiting"),
            of("called"),
            of("serving"),
        ]
    });
    assert_eq!(counts.iter().sum::<usize>(), VISITS as usize);
    assert_eq!(counts[2..], [0, 0, 0], "{counts:?}");
    assert!(counts[1] > 0, "somebody did not come: {counts:?}");
}
