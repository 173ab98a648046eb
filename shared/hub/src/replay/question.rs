//! Questions of a scenario, answered by the views that live pages use.

use domain::{Class, Moment, Refusal, Site, measure};
use forecast::Estimate;
use serde_json::{Value, json};

use super::command::ticket;
use super::names::Names;
use super::script::Question;
use crate::outlook::{self, Outlook, forecast};
use crate::views::{self, Scene};

/// The answer, with ids instead of names.
///
/// # Errors
/// [`Refusal::NotFound`].
pub(super) fn answer(
    site: &Site,
    outlook: &Outlook,
    now: Moment,
    names: &Names,
    question: &Question,
) -> Result<Value, Refusal> {
    let scene = Scene::new(site, outlook, now);
    Ok(match question {
        Question::Queue { service } => {
            site.known_service(service)?;
            json!(views::queue(&scene, Some(service)))
        }
        Question::Ticket { ticket: name } => {
            let id = ticket(names, name)?;
            site.known_state(id)?;
            json!({"ticket": views::known_ticket(&scene, id)})
        }
        Question::Station { station } => {
            json!({"station": views::station(&scene, site.known_station(station)?)})
        }
        Question::Stats {} => json!(views::stats(&measure::report(&measure::rows(site)))),
        Question::Forecast {
            service: Some(service),
            ..
        } => {
            site.known_service(service)?;
            estimate(forecast(site, now).newcomer(service, Class::Standard))
        }
        Question::Forecast {
            ticket: name,
            service: None,
        } => {
            let id = ticket(names, name.as_deref().unwrap_or(""))?;
            site.known_state(id)?;
            let forecast = forecast(site, now);
            let told = site.tickets.get(&id).and_then(|ticket| {
                outlook::estimate(&forecast, ticket, Some(scene.ahead(ticket)?))
            });
            estimate(told)
        }
    })
}

/// An estimate, unrounded; nulls where nobody can say.
fn estimate(estimate: Option<Estimate>) -> Value {
    let tell = |part: fn(&Estimate) -> f64| estimate.as_ref().map(part);
    json!({
        "p10": tell(|e| e.p10),
        "p50": tell(|e| e.p50),
        "p90": tell(|e| e.p90),
        "mean": tell(|e| e.mean),
        "served_before_close": tell(|e| e.served_before_close),
        "rough": estimate.map(|e| e.rough),
    })
}
