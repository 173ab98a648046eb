//! What was repaired, as a table of the Open Repair Data Standard 0.3
//! (<https://standard.openrepair.org>): its columns, its categories and its words.

use domain::settings::Language;
use domain::{ItemKind, RepairOutcome};
use protocol::{RepairView, SiteView};
use serde::Serialize;
use std::io;

use crate::failure::Failure;

/// Where and by whom the repairs were done.
pub(super) struct Event<'a> {
    /// Who publishes them; the site itself if nobody else.
    pub(super) provider: Option<&'a str>,
    /// ISO 3166-1, three letters.
    pub(super) country: &'a str,
    /// The site.
    pub(super) site: &'a SiteView,
}

/// One repair, with the columns in the order of the standard.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    data_provider: &'a str,
    country: &'a str,
    partner_product_category: &'a str,
    product_category: &'a str,
    product_category_id: u8,
    brand: &'a str,
    year_of_manufacture: &'a str,
    product_age: &'a str,
    repair_status: &'a str,
    repair_barrier_if_end_of_life: &'a str,
    group_identifier: &'a str,
    event_date: String,
    problem: &'a str,
}

/// Reads the three letters of a country.
pub(super) fn country(text: &str) -> Result<String, String> {
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(text.to_owned())
    } else {
        Err("three capital letters, such as CHN".to_owned())
    }
}

impl Event<'_> {
    /// The table, with its header also when nothing was repaired.
    pub(super) fn csv(&self, repairs: &[RepairView]) -> Result<Vec<u8>, Failure> {
        let failed = |error: csv::Error| Failure::Output(io::Error::other(error));
        let mut writer = csv::WriterBuilder::new()
            .has_headers(false)
            .from_writer(Vec::new());
        writer.write_record(COLUMNS).map_err(failed)?;
        for repair in repairs {
            writer.serialize(self.row(repair)).map_err(failed)?;
        }
        let written = writer.into_inner();
        written.map_err(|error| Failure::Output(io::Error::other(error.to_string())))
    }

    fn row<'a>(&'a self, repair: &RepairView) -> Row<'a> {
        let name = self.site.name.get(Language::En);
        let (product_category, product_category_id) = category(repair.kind);
        // The standard wants small letters, a hyphen and digits.
        let letters = self.site.id.as_str().chars();
        let letters: String = letters.filter(char::is_ascii_lowercase).collect();
        let letters = if letters.is_empty() { "site" } else { &letters };
        Row {
            id: format!("{letters}-{}", repair.number),
            data_provider: self.provider.unwrap_or(name),
            country: self.country,
            partner_product_category: repair.kind.name(),
            product_category,
            product_category_id,
            // Nobody is asked for these, and what somebody said of the fault is his alone.
            brand: "",
            year_of_manufacture: "",
            product_age: "",
            repair_status: status(repair.outcome),
            repair_barrier_if_end_of_life: "",
            group_identifier: name,
            event_date: repair.received_on.to_string(),
            problem: "",
        }
    }
}

const COLUMNS: [&str; 14] = [
    "id",
    "data_provider",
    "country",
    "partner_product_category",
    "product_category",
    "product_category_id",
    "brand",
    "year_of_manufacture",
    "product_age",
    "repair_status",
    "repair_barrier_if_end_of_life",
    "group_identifier",
    "event_date",
    "problem",
];

/// The standard's category and its number.
fn category(kind: ItemKind) -> (&'static str, u8) {
    match kind {
        ItemKind::Fan => ("Fan", 7),
        ItemKind::Kettle => ("Kettle", 14),
        ItemKind::Lamp => ("Lamp", 15),
        ItemKind::Umbrella | ItemKind::Other => ("Misc", 18),
        ItemKind::Radio => ("Portable radio", 23),
        ItemKind::RiceCooker => ("Small kitchen item", 29),
        ItemKind::Clock => ("Watch/clock", 35),
        ItemKind::HairDryer => ("Hair dryer", 39),
        ItemKind::Iron => ("Iron", 40),
    }
}

/// The standard's word for how it came out.
fn status(outcome: Option<RepairOutcome>) -> &'static str {
    match outcome {
        Some(RepairOutcome::Repaired) => "Fixed",
        Some(RepairOutcome::TakenAway) => "Repairable",
        Some(RepairOutcome::NotRepairable) => "End of life",
        None => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_the_standard() {
        let site = serde_json::json!({
            "id": "square-2", "name": {"zh": "清园里", "en": "Qingyuanli"},
            "time_zone": "Asia/Shanghai", "language": "zh", "languages": ["zh"],
            "join_from_phones": false, "recall_limit": 3, "issue_undo_secs": 15,
            "retention_days": 7, "now": "2026-03-07T08:30:00+08:00", "day": null,
        });
        let site: SiteView = serde_json::from_value(site).unwrap();
        let event = Event {
            provider: None,
            country: "CHN",
            site: &site,
        };
        let repair = |number, kind, outcome| RepairView {
            number,
            kind,
            received_on: "2026-03-07".parse().unwrap(),
            outcome,
        };
        let csv = event
            .csv(&[
                repair(1, ItemKind::Kettle, Some(RepairOutcome::Repaired)),
                repair(2, ItemKind::RiceCooker, None),
            ])
            .unwrap();
        assert_eq!(
            String::from_utf8(csv).unwrap(),
            "id,data_provider,country,partner_product_category,product_category,\
             product_category_id,brand,year_of_manufacture,product_age,repair_status,\
             repair_barrier_if_end_of_life,group_identifier,event_date,problem\n\
             square-1,Qingyuanli,CHN,kettle,Kettle,14,,,,Fixed,,Qingyuanli,2026-03-07,\n\
             square-2,Qingyuanli,CHN,rice_cooker,Small kitchen item,29,,,,Unknown,,Qingyuanli,2026-03-07,\n"
        );
    }

    #[test]
    fn a_country_is_three_capitals() {
        assert_eq!(country("DEU").unwrap(), "DEU");
        for bad in ["", "CN", "chn", "中国人", "CHNA"] {
            assert!(country(bad).is_err(), "{bad}");
        }
    }
}
