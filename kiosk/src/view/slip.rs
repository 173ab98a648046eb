//! What stands on paper, in the words of the page that shows it.

use chrono::NaiveDateTime;
use domain::settings::{Language, LocalText};
use paper::{PrinterConfig, Slip, TestPage, TicketSlip, Tongues};

use crate::{
    flow::{Flow, Printed},
    lang::Lang,
    site_now::{BookedSlot, IssuedTicket, LineRule, ServiceNow},
    view::{ticket, tiles, wait},
};

/// How this machine prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printing {
    /// Where to, as it is configured; for the test page.
    pub place: String,
    /// The large language; without one it is the visitor's.
    pub lang: Option<Language>,
    /// The other language stands small under it.
    pub both: bool,
}

impl Printing {
    /// As the printer is configured.
    pub fn of(config: &PrinterConfig) -> Self {
        Self {
            place: config.place.to_string(),
            lang: config.lang,
            both: config.both,
        }
    }

    fn tongues(&self, visitor: Lang) -> Tongues {
        let main = self.lang.unwrap_or(visitor.into());
        if self.both {
            Tongues::both(main)
        } else {
            Tongues::only(main)
        }
    }
}

/// The slip for `what` at the site's local time; `None` where the last one is wanted again.
pub fn slip(flow: &Flow, what: &Printed, how: &Printing, at: NaiveDateTime) -> Option<Slip> {
    match what {
        Printed::Ticket(ticket, lang) => {
            let tongues = how.tongues(*lang);
            Some(Slip::Ticket(Box::new(of_ticket(flow, ticket, tongues, at))))
        }
        Printed::Booked(booked, lang) => {
            let tongues = how.tongues(*lang);
            Some(Slip::Ticket(Box::new(of_booked(flow, booked, tongues, at))))
        }
        Printed::Test => Some(Slip::Test(Box::new(TestPage {
            lang: flow.wishes.lang.into(),
            printer: how.place.clone(),
            at,
            url: flow.addresses.first().cloned().unwrap_or_default(),
        }))),
        Printed::Again => None,
    }
}

fn of_ticket(
    flow: &Flow,
    issued: &IssuedTicket,
    tongues: Tongues,
    at: NaiveDateTime,
) -> TicketSlip {
    let service = service(flow, &issued.service);
    let rule = service.map_or(LineRule::Arrival, |service| service.rule);
    TicketSlip {
        prefix: issued.prefix.clone(),
        digits: issued.digits.clone(),
        ahead: both(|lang| wait::standing(lang, issued)),
        wait: both(|lang| wait::range(lang, issued.ahead, issued.wait)),
        note: both(|lang| ticket::warning(lang, issued)),
        rule: both(|lang| wait::rule(lang, rule)),
        is_called: true,
        url: issued.url.clone(),
        ..empty(flow, service, tongues, at)
    }
}

fn of_booked(flow: &Flow, booked: &BookedSlot, tongues: Tongues, at: NaiveDateTime) -> TicketSlip {
    let service = service(flow, &booked.service);
    let date = booked.slot.date_naive();
    TicketSlip {
        digits: booked.code.clone(),
        ahead: both(|lang| {
            let (day, weekday) = (tiles::day(lang, date), tiles::weekday(lang, date));
            format!("{day} {weekday} {}", booked.slot.format("%-H:%M"))
        }),
        wait: both(|lang| ticket::is_booked(lang).to_owned()),
        rule: both(|lang| ticket::how_to_check_in(lang).to_owned()),
        url: booked.url.clone(),
        ..empty(flow, service, tongues, at)
    }
}

fn empty(
    flow: &Flow,
    service: Option<&ServiceNow>,
    tongues: Tongues,
    at: NaiveDateTime,
) -> TicketSlip {
    let text = |text: &crate::lang::Both| LocalText::new(&text.zh, &text.en);
    TicketSlip {
        tongues,
        site: flow
            .site
            .as_ref()
            .map(|site| text(&site.name))
            .unwrap_or_default(),
        service: service
            .map(|service| text(&service.name))
            .unwrap_or_default(),
        icon: service
            .map(|service| service.icon.clone())
            .unwrap_or_default(),
        prefix: String::new(),
        digits: String::new(),
        ahead: LocalText::default(),
        wait: LocalText::default(),
        note: LocalText::default(),
        rule: LocalText::default(),
        is_called: false,
        url: String::new(),
        issued_at: at,
    }
}

fn service<'a>(flow: &'a Flow, id: &str) -> Option<&'a ServiceNow> {
    let mut services = flow.site.iter().flat_map(|site| &site.services);
    services.find(|service| service.id == id)
}

/// The same text in both languages.
fn both(say: impl Fn(Lang) -> String) -> LocalText {
    LocalText::new(&say(Lang::Zh), &say(Lang::En))
}
