//! Settings of a site.

use clap::Args;
use protocol::SitePatch;
use serde_json::{Map, Value, json};

use super::{NameArgs, put, word};

/// Settings of a site.
#[derive(Debug, Args)]
pub(crate) struct SiteArgs {
    #[command(flatten)]
    name: NameArgs,
    /// Time zone, such as Asia/Shanghai
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Language a screen starts in
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<crate::args::LanguageArg>,
    /// Whether residents may take a number with their own phone
    #[arg(long, value_name = "BOOL")]
    join_from_phones: Option<bool>,
    /// Calls after which the desk proposes a no-show
    #[arg(long, value_name = "N")]
    recall_limit: Option<u8>,
    /// Seconds in which a kiosk may take a number back
    #[arg(long, value_name = "SECONDS")]
    issue_undo_secs: Option<u32>,
    /// Days after which personal data is erased
    #[arg(long, value_name = "DAYS")]
    retention_days: Option<u16>,
    /// The network that visitors' phones must join, shown as a code on kiosks; `none` for any
    #[arg(long, value_name = "NAME")]
    wifi_name: Option<String>,
    /// Its password; left out for an open network
    #[arg(long, value_name = "PASSWORD", requires = "wifi_name")]
    wifi_password: Option<String>,
}

impl SiteArgs {
    /// Whether a name is given in one language alone.
    pub(crate) fn needs_name(&self) -> bool {
        self.name.name_zh.is_some() != self.name.name_en.is_some()
    }

    /// The fields to change; `now` is the name as it is.
    pub(crate) fn patch(self, now: Option<&domain::settings::LocalText>) -> SitePatch {
        let mut fields = Map::new();
        self.name.put(&mut fields, now);
        put(&mut fields, "time_zone", self.time_zone);
        put(&mut fields, "language", self.language.map(word));
        put(&mut fields, "join_from_phones", self.join_from_phones);
        put(&mut fields, "recall_limit", self.recall_limit);
        put(&mut fields, "issue_undo_secs", self.issue_undo_secs);
        put(&mut fields, "retention_days", self.retention_days);
        put(
            &mut fields,
            "wifi",
            wifi(self.wifi_name, self.wifi_password),
        );
        SitePatch(fields)
    }
}

/// The network as a field; null takes it away.
fn wifi(name: Option<String>, password: Option<String>) -> Option<Value> {
    let name = name?;
    if name == "none" {
        return Some(Value::Null);
    }
    Some(json!({ "name": name, "password": password.unwrap_or_default() }))
}
