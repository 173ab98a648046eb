//! Asks the hub again and again, so that its loss and its return are noticed without a visitor.

use std::sync::Arc;
use std::time::Duration;

use client::{Error, SiteClient, Tagged};
use protocol::{ServiceList, SiteView, StationList};
use tokio::sync::watch;

use crate::link::{Reach, Seen, reach_after, set_reach};

/// Between two probes.
const PERIOD: Duration = Duration::from_secs(2);

/// What was answered so far, each part with its tag, so that the hub sends only what is new.
struct Known {
    site: SiteView,
    services: Tagged<ServiceList>,
    stations: Tagged<StationList>,
}

/// Probes until the task is aborted.
pub(crate) async fn probe_forever(
    site: SiteClient,
    reach: watch::Sender<Reach>,
    to_seen: watch::Sender<Option<Arc<Seen>>>,
) {
    let mut known: Option<Known> = None;
    loop {
        let outcome = probe(&site, known.as_ref()).await;
        set_reach(&reach, reach_after(outcome.as_ref().err()));
        match outcome {
            Ok(now) => {
                let seen = now.seen();
                if to_seen
                    .borrow()
                    .as_deref()
                    .is_none_or(|before| differs(before, &seen))
                {
                    to_seen.send_replace(Some(Arc::new(seen)));
                }
                known = Some(now);
            }
            Err(error) => tracing::debug!(%error, "probing the hub"),
        }
        site.client().timer().sleep(PERIOD).await;
    }
}

async fn probe(site: &SiteClient, known: Option<&Known>) -> Result<Known, Error> {
    let services = known.map(|known| &known.services);
    let stations = known.map(|known| &known.stations);
    let new_services = site.services_if_new(services.and_then(tag)).await?;
    let new_stations = site.stations_if_new(stations.and_then(tag)).await?;
    let (Some(services), Some(stations)) = (
        new_services.or(services.cloned()),
        new_stations.or(stations.cloned()),
    ) else {
        // The hub says "as before" to somebody who never asked.
        let (address, found) = (
            site.client().address().clone(),
            "304 without a tag".to_owned(),
        );
        return Err(Error::NotAHub { address, found });
    };
    Ok(Known {
        site: site.show().await?.site,
        services,
        stations,
    })
}

fn tag<T>(tagged: &Tagged<T>) -> Option<&str> {
    tagged.tag.as_deref()
}

/// Whether somebody who looks would see something else. That time passed is no difference.
fn differs(before: &Seen, now: &Seen) -> bool {
    let site = SiteView {
        now: before.site.now,
        ..now.site.clone()
    };
    before.site != site || before.services != now.services || before.stations != now.stations
}

impl Known {
    fn seen(&self) -> Seen {
        Seen {
            site: self.site.clone(),
            services: self.services.value.clone(),
            stations: self.stations.value.clone(),
        }
    }
}
