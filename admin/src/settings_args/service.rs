//! Settings of a service.

use clap::{Args, ValueEnum};
use protocol::ServicePatch;
use serde_json::{Map, Value, json};

use super::{NameArgs, put, word};

/// Settings of a service.
#[derive(Debug, Args)]
pub(crate) struct ServiceArgs {
    #[command(flatten)]
    name: NameArgs,
    /// Word before the number on a ticket, such as 理
    #[arg(long, value_name = "WORD")]
    prefix: Option<String>,
    /// Drawing on the card, by name
    #[arg(long, value_name = "NAME")]
    icon: Option<String>,
    /// Colour on the card
    #[arg(long, value_name = "COLOUR")]
    colour: Option<ColourArg>,
    /// Usual minutes of serving
    #[arg(long, value_name = "N")]
    minutes: Option<u16>,
    /// How priority and arrival share the turns: arrival, share:N or first:N
    #[arg(long, value_parser = policy, value_name = "POLICY")]
    policy: Option<Value>,
    /// Most tickets of a day, or none
    #[arg(long, value_parser = number_or_none, value_name = "N|none")]
    cap: Option<Value>,
    /// Numbers are given from here, HH:MM or none
    #[arg(long, value_name = "HH:MM|none")]
    issue_from: Option<String>,
    /// Serving starts, HH:MM or none
    #[arg(long, value_name = "HH:MM|none")]
    opens: Option<String>,
    /// Numbers are given until here, HH:MM or none
    #[arg(long, value_name = "HH:MM|none")]
    closes: Option<String>,
    /// When a newcomer will probably not be served
    #[arg(long, value_name = "ACTION")]
    at_risk: Option<AtRiskArg>,
    /// "Probably not" means a chance below this, 0 to 1
    #[arg(long, value_name = "CHANCE")]
    at_risk_below: Option<f64>,
    /// Calls that somebody waits for who comes back after a no-show
    #[arg(long, value_name = "N")]
    reinstate_after: Option<u16>,
    /// Digits that no number holds, such as 4,7, or none
    #[arg(long, value_parser = digits_or_none, value_name = "DIGITS|none")]
    skip_digits: Option<Value>,
    /// Whether people bring things along, to be repaired
    #[arg(long, value_name = "true|false")]
    takes_items: Option<bool>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ColourArg {
    Cinnabar,
    Indigo,
    Pine,
    Plum,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum AtRiskArg {
    Warn,
    Refuse,
}

impl ServiceArgs {
    /// Whether a name is given in one language alone.
    pub(crate) fn needs_name(&self) -> bool {
        self.name.name_zh.is_some() != self.name.name_en.is_some()
    }

    /// The fields to change; `now` is the name as it is.
    pub(crate) fn patch(self, now: Option<&domain::settings::LocalText>) -> ServicePatch {
        let mut fields = Map::new();
        self.name.put(&mut fields, now);
        put(&mut fields, "prefix", self.prefix);
        put(&mut fields, "icon", self.icon);
        put(&mut fields, "colour", self.colour.map(word));
        put(&mut fields, "minutes", self.minutes);
        put(&mut fields, "policy", self.policy);
        put(&mut fields, "cap", self.cap);
        put(
            &mut fields,
            "issue_from",
            self.issue_from.as_deref().map(or_none),
        );
        put(&mut fields, "opens", self.opens.as_deref().map(or_none));
        put(&mut fields, "closes", self.closes.as_deref().map(or_none));
        put(&mut fields, "at_risk", self.at_risk.map(word));
        put(&mut fields, "at_risk_below", self.at_risk_below);
        put(&mut fields, "reinstate_after", self.reinstate_after);
        put(&mut fields, "skip_digits", self.skip_digits);
        put(&mut fields, "takes_items", self.takes_items);
        ServicePatch(fields)
    }
}

/// A value or the word `none`, for what may be empty.
fn or_none(text: &str) -> Value {
    if text == "none" {
        Value::Null
    } else {
        Value::String(text.to_owned())
    }
}

fn number_or_none(text: &str) -> Result<Value, String> {
    if text == "none" {
        return Ok(Value::Null);
    }
    text.parse::<u32>()
        .map(Value::from)
        .map_err(|_| "a number or the word none".to_owned())
}

fn digits_or_none(text: &str) -> Result<Value, String> {
    if text == "none" {
        return Ok(json!([]));
    }
    let digits: Result<Vec<u8>, _> = text.split(',').map(|digit| digit.trim().parse()).collect();
    digits
        .map(Value::from)
        .map_err(|_| "digits such as 4,7 or the word none".to_owned())
}

fn policy(text: &str) -> Result<Value, String> {
    let (name, number) = text.split_once(':').unwrap_or((text, ""));
    let parsed = number.parse::<u8>().ok();
    match (name, number, parsed) {
        ("arrival", "", None) => Ok(json!("arrival")),
        ("share", "", None) => Ok(json!({"share": {"every": 3}})),
        ("share", _, Some(every)) => Ok(json!({"share": {"every": every}})),
        ("first", "", None) => Ok(json!({"first": {"run": 2}})),
        ("first", _, Some(run)) => Ok(json!({"first": {"run": run}})),
        (_, _, _) => Err("arrival, share:N or first:N".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use domain::ServiceSettings;
    use domain::settings::LocalText;

    use super::*;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        service: ServiceArgs,
    }

    fn typed(args: &[&str]) -> Result<ServiceArgs, clap::Error> {
        let args = std::iter::once(&"test").chain(args);
        Typed::try_parse_from(args).map(|typed| typed.service)
    }

    #[test]
    fn every_option_of_a_service_is_a_field_of_the_domain() {
        let args = typed(&[
            "--name-zh=修鞋",
            "--prefix=鞋",
            "--icon=shoe",
            "--colour=pine",
            "--minutes=7",
            "--policy=first:3",
            "--cap=40",
            "--issue-from=none",
            "--opens=09:00",
            "--closes=11:30",
            "--at-risk=refuse",
            "--at-risk-below=0.5",
            "--reinstate-after=2",
            "--skip-digits=4,7",
        ]);
        let patch = args.unwrap().patch(Some(&LocalText::new("旧", "Shoes")));
        assert_eq!(patch.0.len(), 14);
        let settings = patch.apply(&ServiceSettings::default()).unwrap();
        settings.check().unwrap();
        assert_eq!(settings.name, LocalText::new("修鞋", "Shoes"));
        assert_eq!((settings.cap, settings.skip_digits), (Some(40), vec![4, 7]));
    }

    #[test]
    fn none_empties_and_nonsense_is_refused() {
        let args = typed(&["--cap=none", "--closes=none", "--skip-digits=none"]);
        assert_eq!(
            Value::Object(args.unwrap().patch(None).0),
            json!({"cap": null, "closes": null, "skip_digits": []})
        );
        for wrong in [
            "--cap=many",
            "--policy=share:x",
            "--policy=last",
            "--colour=red",
            "--skip-digits=four",
        ] {
            assert!(typed(&[wrong]).is_err(), "{wrong}");
        }
    }
}
