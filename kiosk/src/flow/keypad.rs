//! Digits that visitors type: the code of an appointment, the number of a card.

use std::time::Duration;

use super::{CARD_DIGITS_MAX, CODE_DIGITS, Effect, Flow, Order, Purpose, Screen};

impl Flow {
    /// Whether a service can be booked.
    pub fn takes_appointments(&self) -> bool {
        let mut services = self.site.iter().flat_map(|site| &site.services);
        services.any(|service| service.takes_appointments)
    }

    /// 预约签到 or 便民卡 on the services page.
    pub(super) fn offer_keypad(&mut self, purpose: Purpose, now: Duration) -> Vec<Effect> {
        let offered = match purpose {
            Purpose::Code => self.takes_appointments(),
            Purpose::Card => self.settings.cards,
        };
        if !offered || !matches!(self.screen, Screen::Services { .. }) || self.is_bounce(now) {
            return Vec::new();
        }
        self.open_keypad(purpose, now)
    }

    pub(super) fn open_keypad(&mut self, purpose: Purpose, now: Duration) -> Vec<Effect> {
        let typed = String::new();
        self.show(Screen::Keypad { purpose, typed }, now);
        Vec::new()
    }

    pub(super) fn type_digit(&mut self, digit: char, now: Duration) -> Vec<Effect> {
        let Screen::Keypad { purpose, typed } = &mut self.screen else {
            return Vec::new();
        };
        if !digit.is_ascii_digit() {
            return Vec::new();
        }
        match purpose {
            Purpose::Card => {
                if typed.len() < CARD_DIGITS_MAX {
                    typed.push(digit);
                }
                Vec::new()
            }
            Purpose::Code => {
                typed.push(digit);
                if typed.len() < CODE_DIGITS {
                    return Vec::new();
                }
                let name = typed.clone();
                self.take(Order::CheckIn { name }, now)
            }
        }
    }

    /// The number of the card is typed to its end.
    pub(super) fn enter(&mut self, now: Duration) -> Vec<Effect> {
        let Screen::Keypad { purpose, typed } = &self.screen else {
            return Vec::new();
        };
        match purpose {
            Purpose::Card if !typed.is_empty() => {
                let number = typed.clone();
                self.with_card(number, now)
            }
            Purpose::Card | Purpose::Code => Vec::new(),
        }
    }

    /// With the card in hand, back to the services.
    pub(super) fn with_card(&mut self, number: String, now: Duration) -> Vec<Effect> {
        self.last_touch = now;
        self.card = Some(number);
        self.show(Screen::Services { page: 0 }, now);
        Vec::new()
    }
}
