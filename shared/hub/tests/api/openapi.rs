//! The description is a promise: it changes when somebody means it to.

#[test]
fn the_description_stays_as_it_is() {
    let description = hub::api::openapi().to_pretty_json().unwrap();
    insta::assert_snapshot!(description);
}
