//! Addresses of a station's pages.

/// Where the pages of one station lie.
pub(in crate::pages) struct Way {
    /// As in the page's frame.
    pub(in crate::pages) prefix: String,
    /// Its name, which needs no escaping.
    pub(in crate::pages) station: String,
}

impl Way {
    /// The address of `page` of the desk: empty, or `/items`.
    pub(in crate::pages) fn to(&self, page: &str) -> String {
        format!("{}/desk{page}?station={}", self.prefix, self.station)
    }
}
