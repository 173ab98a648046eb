use serde_json::json;

use super::*;

fn service(value: serde_json::Value) -> Result<ServiceSettings, String> {
    let settings: ServiceSettings = serde_json::from_value(value).map_err(|e| e.to_string())?;
    settings.check().map_err(|r| format!("{r:?}"))?;
    Ok(settings)
}

#[test]
fn what_is_left_out_has_its_default() {
    let s = service(json!({"id": "haircut", "name": {"zh": "理发"}})).unwrap();
    assert_eq!(
        (s.minutes, s.policy, s.at_risk_below),
        (10, Policy::Share { every: 3 }, 0.70)
    );
    assert_eq!(
        (s.reinstate_after, s.carry_over, s.refuse_after_min),
        (3, 20, 60)
    );
    assert!(
        !s.takes_items,
        "settings from before the field say nothing of it"
    );
    let site: SiteSettings = serde_json::from_str("{}").unwrap();
    assert_eq!(
        (site.recall_limit, site.issue_undo_secs, site.retention_days),
        (3, 15, 7)
    );
}

#[test]
fn settings_survive_a_round_trip() {
    let s = service(
        json!({"id": "r", "name": {"en": "Repair"}, "prefix": "修", "opens": "08:30",
        "closes": "11:30", "policy": {"first": {"run": 2}}, "skip_digits": [4],
        "slots": {"from": "09:00", "to": "11:00", "minutes": 15}}),
    )
    .unwrap();
    let again: ServiceSettings = serde_json::from_value(serde_json::to_value(&s).unwrap()).unwrap();
    assert_eq!(s, again);
    assert_eq!(s.name.get(Language::Zh), "Repair");
    assert_eq!(service(json!({"cap": 0})).unwrap().cap, Some(0));
}

#[test]
fn settings_out_of_range_are_refused_by_field() {
    let bad = [
        (json!({"minutes": 0}), "minutes"),
        (json!({"policy": {"share": {"every": 1}}}), "every"),
        (json!({"policy": {"first": {"run": 0}}}), "run"),
        (json!({"cap": 100_001}), "cap"),
        (json!({"opens": "11:00", "closes": "09:00"}), "closes"),
        (json!({"issue_from": "12:00", "closes": "09:00"}), "closes"),
        (json!({"opens": "9 o'clock"}), "time of day"),
        (json!({"prefix": "理发店铺"}), "prefix"),
        (json!({"prefix": "1"}), "prefix"),
        (json!({"skip_digits": [10]}), "skip_digits"),
        (json!({"skip_digits": [1, 2, 3, 4, 5, 6]}), "skip_digits"),
        (json!({"at_risk_below": 1.5}), "at_risk_below"),
        (json!({"name": {"zh": "理\n发"}}), "name"),
        (
            json!({"slots": {"from": "09:00", "to": "09:05", "minutes": 15}}),
            "slots",
        ),
        (json!({"polcy": "arrival"}), "polcy"),
    ];
    for (mut value, names) in bad {
        value["id"] = json!("haircut");
        if value.get("name").is_none() {
            value["name"] = json!({"zh": "理发"});
        }
        let error = service(value.clone()).unwrap_err();
        assert!(error.contains(names), "{value}: {error}");
    }
}

#[test]
fn a_station_names_each_service_once() {
    let station: StationSettings =
        serde_json::from_value(json!({"id": "1", "services": ["a", "b", "a"]})).unwrap();
    assert!(station.check().is_err());
}
