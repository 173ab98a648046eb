//! The order in which a table lists stations.

/// What stations are sorted by: numbers as numbers, 2 and 3A before 10, and names after them.
pub(crate) fn station_order(id: &str) -> (u32, &str) {
    let digits = id.find(|c: char| !c.is_ascii_digit()).unwrap_or(id.len());
    let (number, rest) = id.split_at(digits);
    (number.parse().unwrap_or(u32::MAX), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_comes_before_ten() {
        let mut ids = ["10", "hall", "1", "3A", "2", "3", "99999999999"];
        ids.sort_by_key(|id| station_order(id));
        assert_eq!(ids, ["1", "2", "3", "3A", "10", "99999999999", "hall"]);
    }
}
