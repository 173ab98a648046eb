use domain::settings::Language;

use super::*;
use crate::pages::form::Input;

const EN: Words = Words(Language::En);

/// What a browser sends for a form that was not touched.
fn untouched(form: &Form) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    for field in form.groups.iter().flat_map(|group| &group.fields) {
        match &field.input {
            Input::Line { value, .. } => {
                body.append_pair(field.name, value);
            }
            Input::One { options } | Input::Many { options } => {
                for option in options.iter().filter(|option| option.is_chosen) {
                    body.append_pair(field.name, &option.value);
                }
            }
        }
    }
    body.finish()
}

fn haircut() -> ServiceSettings {
    ServiceSettings {
        id: ServiceId::new("haircut").unwrap(),
        name: LocalText::new("理发", "Haircut"),
        prefix: "理".to_owned(),
        icon: "haircut".to_owned(),
        policy: Policy::First { run: 2 },
        cap: Some(80),
        opens: NaiveTime::from_hms_opt(8, 30, 0),
        closes: NaiveTime::from_hms_opt(11, 30, 0),
        skip_digits: vec![4],
        takes_items: true,
        ..ServiceSettings::default()
    }
}

#[test]
fn a_form_that_was_not_touched_changes_nothing() {
    let before = haircut();
    let typed = Filled::read(untouched(&form(&before, false, EN)).as_bytes());
    assert_eq!(read(&typed, &before, EN).unwrap(), before);
}

#[test]
fn wrong_values_are_named_by_their_field() {
    let before = haircut();
    let body = untouched(&form(&before, false, EN));
    let rows = [
        ("minutes=10", "minutes=0", "minutes"),
        ("minutes=10", "minutes=long", "minutes"),
        ("closes=11%3A30", "closes=08%3A00", "closes"),
        ("policy_number=2", "policy_number=99", "policy_number"),
        ("name_en=Haircut", "name_en=", ""),
        ("cap=80", "cap=-1", "cap"),
    ];
    for (old, new, field) in rows {
        assert!(body.contains(old), "{old} in {body}");
        let typed = Filled::read(body.replace(old, new).as_bytes());
        let wrong = read(&typed, &before, EN).err().map(|wrong| wrong.field);
        assert_eq!(wrong.unwrap_or_default(), field, "{new}");
    }
}
