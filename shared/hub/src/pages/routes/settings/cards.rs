//! `/dashboard/settings/cards`

use axum::response::Response;
use domain::{Class, Refusal};
use protocol::{RevokeCard, SetCard};

use super::organiser;
use crate::access::Organiser;
use crate::pages::form::{Filled, FormBody, Wrong, out_of_range};
use crate::pages::settings::cards::{Cards, CardsPage};
use crate::pages::visit::Visit;
use crate::problem::Trouble;

/// How many cards there are, and the form for one.
pub(in crate::pages::routes) async fn show(visit: Visit) -> Response {
    let organiser = organiser!(visit);
    page(&visit, &organiser, 200, |_| ())
}

/// Makes a card good, or void.
pub(in crate::pages::routes) async fn set(visit: Visit, body: FormBody) -> Response {
    let organiser = organiser!(visit);
    let typed = Filled::read(&body);
    let (number, words) = (typed.text("number").to_owned(), visit.words);
    let is_void = typed.text("do") == "revoke";
    let done = if is_void {
        organiser.revoke_card(RevokeCard { number }).await
    } else {
        let class = match typed.text("class") {
            "standard" => Class::Standard,
            _ => Class::Priority,
        };
        let class = Some(class);
        organiser.set_card(SetCard { number, class }).await
    };
    match done {
        Ok(_) if is_void => page(&visit, &organiser, 200, |c| {
            words.say("The card is void now.").clone_into(&mut c.said);
        }),
        Ok(_) => page(&visit, &organiser, 200, |c| {
            words.say("The card is valid now.").clone_into(&mut c.said);
        }),
        Err(trouble) => {
            let wrong = wrong(&visit, &trouble);
            page(&visit, &organiser, trouble.status(), |c| {
                let form = std::mem::take(&mut c.form);
                c.form = form.filled(&typed).with_wrong(Some(wrong));
            })
        }
    }
}

fn wrong(visit: &Visit, trouble: &Trouble) -> Wrong {
    let words = visit.words;
    let refusal = if let Trouble::Refused(about) = trouble {
        Some(&about.refusal)
    } else {
        None
    };
    let of_number = refusal.and_then(|refusal| {
        if *refusal == (Refusal::CardUnknown {}) {
            Some(words.say("No card has this number, so nothing was voided. Please check it."))
        } else {
            out_of_range(refusal, words).map(|_| words.say("1 to 64 letters and digits, please."))
        }
    });
    match of_number {
        Some(why) => Wrong {
            field: "number".to_owned(),
            why: why.to_owned(),
        },
        None => Wrong {
            field: String::new(),
            why: visit.sentence(trouble),
        },
    }
}

fn page(
    visit: &Visit,
    organiser: &Organiser,
    status: u16,
    add: impl FnOnce(&mut Cards),
) -> Response {
    let mut c = Cards::new(organiser.cards(), visit.words);
    add(&mut c);
    let (w, f) = (visit.words, visit.frame());
    visit.page_with(status, &CardsPage { w, f, c })
}
