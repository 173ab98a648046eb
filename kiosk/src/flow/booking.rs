//! The way to an appointment: service, day, time.

use std::time::Duration;

use chrono::NaiveDate;

use super::{BookingStep, Effect, Flow, Notice, Purpose, Question, Request, Screen};
use crate::site_now::{BookedSlot, Refusal, ServiceNow, SlotsNow};

impl Flow {
    /// The services that can be booked.
    pub fn bookable(&self) -> impl Iterator<Item = &ServiceNow> {
        let services = self.site.iter().flat_map(|site| &site.services);
        services.filter(|service| service.takes_appointments)
    }

    /// 现在预约 on the keypad. Where there is one service, nobody is asked which.
    pub(super) fn book(&mut self, now: Duration) -> Vec<Effect> {
        let is_code = matches!(
            self.screen,
            Screen::Keypad {
                purpose: Purpose::Code,
                ..
            }
        );
        if !is_code || self.is_bounce(now) {
            return Vec::new();
        }
        self.choose_service(now)
    }

    fn choose_service(&mut self, now: Duration) -> Vec<Effect> {
        let services: Vec<String> = self.bookable().map(|known| known.id.clone()).collect();
        match services.as_slice() {
            [] => Vec::new(),
            [only] => self.ask_slots(only.clone(), None, None, now),
            [_, ..] => {
                self.booking(BookingStep::Service, now);
                Vec::new()
            }
        }
    }

    /// One of the large buttons.
    pub(super) fn tile(&mut self, key: &str, now: Duration) -> Vec<Effect> {
        if self.is_bounce(now) {
            return Vec::new();
        }
        let Screen::Booking { step, .. } = &self.screen else {
            return if matches!(self.screen, Screen::Bring { .. }) {
                self.brings(key, now)
            } else {
                Vec::new()
            };
        };
        match step {
            BookingStep::Service => {
                let known = self.bookable().any(|service| service.id == key);
                if known {
                    return self.ask_slots(key.to_owned(), None, None, now);
                }
            }
            BookingStep::Day { today } => {
                let today = today.clone();
                return self.choose_day(today, key, now);
            }
            BookingStep::Time { day, .. } => {
                if let Some(slot) = day.slot(key) {
                    let service = day.service.clone();
                    self.ask(Question::Book, now);
                    return vec![Effect::Ask(Request::Book {
                        attempt: self.attempt,
                        service,
                        slot,
                    })];
                }
            }
        }
        Vec::new()
    }

    fn choose_day(&mut self, today: SlotsNow, key: &str, now: Duration) -> Vec<Effect> {
        let Some(date) = today.days().into_iter().find(|day| day.to_string() == key) else {
            return Vec::new();
        };
        if date == today.date {
            let day = today.clone();
            self.booking(BookingStep::Time { today, day }, now);
            return Vec::new();
        }
        self.ask_slots(today.service.clone(), Some(date), Some(today), now)
    }

    fn ask_slots(
        &mut self,
        service: String,
        date: Option<NaiveDate>,
        today: Option<SlotsNow>,
        now: Duration,
    ) -> Vec<Effect> {
        self.ask(Question::Slots { today }, now);
        vec![Effect::Ask(Request::Slots {
            attempt: self.attempt,
            service,
            date,
        })]
    }

    pub(super) fn slots(&mut self, result: Result<SlotsNow, Refusal>, now: Duration) {
        let Screen::Asking { question, .. } = &self.screen else {
            return;
        };
        let question = question.clone();
        match (result, &question) {
            (Ok(today), Question::Slots { today: None }) => {
                self.booking(BookingStep::Day { today }, now);
            }
            (Ok(day), Question::Slots { today: Some(today) }) => {
                let today = today.clone();
                self.booking(BookingStep::Time { today, day }, now);
            }
            (Err(refusal), _) => {
                self.show(Screen::Notice(Notice::Failed { question, refusal }), now);
            }
            (Ok(_), Question::Find { .. } | Question::Book) => {}
        }
    }

    pub(super) fn booked(
        &mut self,
        result: Result<BookedSlot, Refusal>,
        now: Duration,
    ) -> Vec<Effect> {
        if !matches!(self.screen, Screen::Asking { .. }) {
            return Vec::new();
        }
        self.last_touch = now;
        let printing = match &result {
            Ok(booked) => self.print_booked(booked),
            Err(_) => Vec::new(),
        };
        let screen = match result {
            Ok(booked) => Screen::Booked(booked),
            Err(refusal) => Screen::Notice(Notice::Failed {
                question: Question::Book,
                refusal,
            }),
        };
        self.show(screen, now);
        printing
    }

    /// One step back on the way.
    pub(super) fn booking_back(&mut self, step: BookingStep, now: Duration) -> Vec<Effect> {
        match step {
            BookingStep::Time { today, .. } => self.booking(BookingStep::Day { today }, now),
            BookingStep::Day { .. } if self.bookable().count() > 1 => {
                self.booking(BookingStep::Service, now);
            }
            BookingStep::Day { .. } | BookingStep::Service => {
                return self.open_keypad(Purpose::Code, now);
            }
        }
        Vec::new()
    }

    fn booking(&mut self, step: BookingStep, now: Duration) {
        self.show(Screen::Booking { step, page: 0 }, now);
    }
}
