use std::fmt::Debug;

use domain::settings as set;
use serde::de::DeserializeOwned;

use super::*;

/// What the domain writes must be read here and come out the same.
#[track_caller]
fn same<M: Serialize + DeserializeOwned + Debug>(domain: &impl Serialize) {
    let written = serde_json::to_value(domain).unwrap();
    let mirror: M = serde_json::from_value(written.clone())
        .unwrap_or_else(|error| panic!("{written}: {error}"));
    assert_eq!(serde_json::to_value(&mirror).unwrap(), written);
}

#[test]
fn words_are_the_domains() {
    use domain::station::ActionKind as Did;
    for class in [domain::Class::Standard, domain::Class::Priority] {
        same::<Class>(&class);
    }
    for reason in [
        domain::CancelReason::NotWanted,
        domain::CancelReason::Visitor,
        domain::CancelReason::Staff,
    ] {
        same::<CancelReason>(&reason);
    }
    for kind in [
        Did::Call,
        Did::Recall,
        Did::Start,
        Did::Finish,
        Did::NoShow,
        Did::Hold,
        Did::Resume,
        Did::Transfer,
    ] {
        same::<ActionKind>(&kind);
    }
    for role in [
        domain::Role::Resident,
        domain::Role::Display,
        domain::Role::Kiosk,
        domain::Role::Volunteer,
        domain::Role::TeamLeader,
        domain::Role::Organiser,
        domain::Role::Technician,
        domain::Role::District,
        domain::Role::Hub,
    ] {
        same::<Role>(&role);
    }
}

#[test]
fn outcomes_are_the_domains() {
    use domain::{Nobody, Reason};
    for reason in [
        Reason::Arrival,
        Reason::Priority,
        Reason::Reinstated,
        Reason::AppointmentDue,
        Reason::AppointmentEarly,
        Reason::Chosen,
    ] {
        same::<Outcome>(&crate::Outcome::Called(reason));
    }
    for nobody in [Nobody::NobodyWaiting, Nobody::AllElsewhere] {
        same::<Outcome>(&crate::Outcome::Nobody(nobody));
        let written = serde_json::to_string(&crate::Outcome::Nobody(nobody)).unwrap();
        let back: crate::Outcome = serde_json::from_str(&written).unwrap();
        assert_eq!(back, crate::Outcome::Nobody(nobody));
    }
}

#[test]
fn settings_are_the_domains() {
    for policy in [
        set::Policy::Arrival,
        set::Policy::default(),
        set::Policy::First { run: 2 },
    ] {
        same::<Policy>(&policy);
    }
    let service = set::ServiceSettings {
        slots: serde_json::from_str(r#"{"from":"09:00","to":"11:00","minutes":15}"#).unwrap(),
        cap: Some(100),
        opens: chrono::NaiveTime::from_hms_opt(9, 0, 0),
        ..set::ServiceSettings::default()
    };
    same::<ServiceFields>(&service);
    same::<SiteFields>(&set::SiteSettings::default());
    same::<StationFields>(&set::StationSettings::default());
}
