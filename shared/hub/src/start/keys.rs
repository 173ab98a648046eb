//! Whether the keys beside the store are those of the last start.

use domain::settings::Language;
use domain::{Actor, Role};

use super::StartError;
use crate::hub::Hub;
use crate::secrets::Key;

/// Answers which keys are not what they were. The hub runs with them all the same, as the morning
/// goes on; whoever starts it is told what was lost.
pub(super) async fn check(hub: &Hub) -> Result<Vec<Key>, StartError> {
    let (by, prints) = (Actor::of(Role::Hub), hub.secrets().prints());
    let changed = hub.registry().note_keys(by, prints).await?;
    for key in &changed {
        tracing::error!(file = key.file(), "{}", key.warning(Language::En));
    }
    Ok(changed)
}
