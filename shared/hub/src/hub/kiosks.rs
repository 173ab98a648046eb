//! The kiosks of a site by name: paired ones, those that hold a token, and the one in the hub's own
//! process.

use std::sync::PoisonError;

use domain::{Role, SiteId};

use super::Hub;
use crate::registry::{EntryId, Grant};

/// A kiosk as staff call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedKiosk {
    /// As the hub names it.
    pub(crate) id: EntryId,
    /// As it was paired; empty where nobody gave it a name.
    pub(crate) name: String,
    /// Whether it was paired: it belongs here, also while nothing is heard of it.
    pub(crate) is_paired: bool,
}

impl Hub {
    /// Everything that may act as a kiosk at this site.
    pub(crate) fn kiosks_of(&self, site: &SiteId) -> Vec<NamedKiosk> {
        let state = self.0.registry.state();
        let may_be_one = |grant: &Grant| {
            let is_here = grant.site.as_ref().is_none_or(|only| only == site);
            is_here && grant.roles.contains(&Role::Kiosk)
        };
        let named = |id: &EntryId, name: &str, is_paired| NamedKiosk {
            id: id.clone(),
            name: name.to_owned(),
            is_paired,
        };
        let own = state.kiosks.iter().filter(|(_, kiosk)| {
            let is_paired = kiosk.paired_at.is_some();
            is_paired && kiosk.site == *site
        });
        let own = own.map(|(id, kiosk)| named(id, &kiosk.label, true));
        let programs = state.tokens.iter();
        let programs = programs.filter(|(_, token)| may_be_one(&token.grant));
        let programs =
            programs.map(|(id, token)| named(id, token.label.as_deref().unwrap_or(""), false));
        let local = self.0.local.read().unwrap_or_else(PoisonError::into_inner);
        let inside = local.values().filter(|(_, grant)| may_be_one(grant));
        let inside = inside.map(|(id, _)| named(id, "", false));
        own.chain(programs).chain(inside).collect()
    }

    /// What a kiosk of this site is called; empty where nobody gave it a name, or it is gone.
    pub(crate) fn kiosk_name(&self, site: &SiteId, kiosk: &str) -> String {
        let mut all = self.kiosks_of(site).into_iter();
        all.find(|named| named.id.as_str() == kiosk)
            .map_or_else(String::new, |named| named.name)
    }
}
