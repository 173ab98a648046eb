//! What a helper or organiser does: PIN, staff page, first-run page.

use std::time::Duration;

use super::{
    Effect, FirstRunStep, Flow, LinkAnswer, OnStick, PIN_DIGITS, PinState, Printed, Request,
    Screen, StaffChoice, StaffPart, StickTrouble, usual,
};
use crate::lang::Lang;

/// Longer names do not fit the header.
const SITE_NAME_CHARS_MAX: usize = 40;

impl Flow {
    pub(super) fn digit(&mut self, digit: char, now: Duration) -> Vec<Effect> {
        let Screen::Pin { typed, state } = &mut self.screen else {
            return Vec::new();
        };
        if *state == PinState::Checking || !digit.is_ascii_digit() {
            return Vec::new();
        }
        if *state != PinState::Typing {
            typed.clear();
            *state = PinState::Typing;
        }
        typed.push(digit);
        if typed.len() < PIN_DIGITS {
            return Vec::new();
        }
        *state = PinState::Checking;
        let pin = typed.clone();
        self.attempt += 1;
        self.changed_at = now;
        vec![Effect::Ask(Request::CheckPin {
            attempt: self.attempt,
            pin,
        })]
    }

    pub(super) fn erase(&mut self) -> Vec<Effect> {
        if let Screen::Keypad { typed, .. } = &mut self.screen {
            typed.pop();
        }
        if let Screen::Pin { typed, state } = &mut self.screen
            && *state != PinState::Checking
        {
            typed.pop();
            *state = PinState::Typing;
        }
        Vec::new()
    }

    pub(super) fn pin_checked(&mut self, problem: Option<PinState>, now: Duration) {
        match (&mut self.screen, problem) {
            (Screen::Pin { typed, .. }, None) => {
                self.pin = std::mem::take(typed);
                self.show(Screen::Staff(StaffPart::Menu), now);
            }
            (Screen::Pin { typed, state }, Some(problem)) => {
                typed.clear();
                *state = problem;
            }
            (_, _) => {}
        }
    }

    pub(super) fn back(&mut self, now: Duration) -> Vec<Effect> {
        match &self.screen {
            Screen::Staff(StaffPart::Menu) | Screen::Pin { .. } | Screen::Keypad { .. } => {
                self.go_home(now)
            }
            Screen::Also { .. } | Screen::Bring { .. } => self.back_to_ticket(now),
            Screen::Booking { step, .. } => {
                let step = step.clone();
                self.booking_back(step, now)
            }
            Screen::Staff(_) => {
                self.show(Screen::Staff(StaffPart::Menu), now);
                Vec::new()
            }
            Screen::FirstRun { .. }
            | Screen::Services { .. }
            | Screen::Taking { .. }
            | Screen::Asking { .. }
            | Screen::Ticket { .. }
            | Screen::Booked(_)
            | Screen::Notice(_) => Vec::new(),
        }
    }

    pub(super) fn staff(&mut self, choice: StaffChoice, now: Duration) -> Vec<Effect> {
        if !matches!(self.screen, Screen::Staff(_)) {
            return Vec::new();
        }
        match choice {
            StaffChoice::DeskLinks => self.show(Screen::Staff(StaffPart::Stations), now),
            StaffChoice::Link(kind) => {
                let part = StaffPart::Link {
                    kind: kind.clone(),
                    answer: None,
                };
                self.show(Screen::Staff(part), now);
                let pin = self.pin.clone();
                return vec![Effect::Ask(Request::Link {
                    attempt: self.attempt,
                    kind,
                    pin,
                })];
            }
            StaffChoice::DefaultLanguage => {
                self.settings.lang = self.settings.lang.other();
                self.wishes = usual(&self.settings);
                return vec![Effect::SaveSettings];
            }
            StaffChoice::DefaultLowPosition => {
                self.settings.low_position = !self.settings.low_position;
                self.wishes = usual(&self.settings);
                return vec![Effect::SaveSettings];
            }
            StaffChoice::Sunlight => {
                self.settings.sunlight = !self.settings.sunlight;
                return vec![Effect::SaveSettings];
            }
            StaffChoice::Motion => {
                self.settings.still = !self.settings.still;
                return vec![Effect::SaveSettings];
            }
            StaffChoice::Cards => {
                self.settings.cards = !self.settings.cards;
                return vec![Effect::SaveSettings];
            }
            StaffChoice::Voice => {
                self.settings.voice = self.settings.voice.next();
                self.voice_trouble = None;
                return vec![Effect::SaveSettings];
            }
            StaffChoice::TestPage => return self.print_for_staff(Printed::Test),
            StaffChoice::Reprint => return self.print_for_staff(Printed::Again),
            StaffChoice::Void => return self.void(now),
            StaffChoice::Stick => {
                self.show(Screen::Staff(StaffPart::Stick { done: None }), now);
                let attempt = self.attempt;
                return vec![Effect::Ask(Request::Stick { attempt })];
            }
            StaffChoice::Ruler => self.show(Screen::Staff(StaffPart::Ruler), now),
            StaffChoice::About => self.show(Screen::Staff(StaffPart::About), now),
            StaffChoice::Exit => return vec![Effect::Quit],
        }
        Vec::new()
    }

    pub(super) fn linked(&mut self, fresh: LinkAnswer) {
        if let Screen::Staff(StaffPart::Link { answer, .. }) = &mut self.screen {
            *answer = Some(fresh);
        }
    }

    pub(super) fn on_stick(&mut self, result: Result<OnStick, StickTrouble>) {
        if let Screen::Staff(StaffPart::Stick { done }) = &mut self.screen {
            *done = Some(result);
        }
    }

    pub(super) fn ruler(&mut self, larger: bool) -> Vec<Effect> {
        let in_use = self.px_per_mm();
        self.settings.nudge(in_use, larger);
        vec![Effect::SaveSettings]
    }

    pub(super) fn first_language(&mut self, lang: Lang) -> Vec<Effect> {
        self.settings.lang = lang;
        self.wishes = usual(&self.settings);
        vec![Effect::SaveSettings]
    }

    pub(super) fn site_name(&mut self, typed: String) -> Vec<Effect> {
        if let Screen::FirstRun { name, .. } = &mut self.screen {
            *name = Some(typed);
        }
        Vec::new()
    }

    pub(super) fn first_next(&mut self, now: Duration) -> Vec<Effect> {
        let Screen::FirstRun { step, name } = &self.screen else {
            return Vec::new();
        };
        let (step, name) = (*step, name.clone());
        let next = match step {
            FirstRunStep::Language => FirstRunStep::Size,
            FirstRunStep::Size => FirstRunStep::Site,
            FirstRunStep::Site => FirstRunStep::Codes,
            FirstRunStep::Codes => {
                self.settings.first_run_done = true;
                self.first_start = None;
                let mut effects = self.go_home(now);
                effects.push(Effect::SaveSettings);
                return effects;
            }
        };
        let mut effects = Vec::new();
        if step == FirstRunStep::Site
            && let Some(name) = self.changed_name(name.as_deref())
        {
            effects.push(Effect::Ask(Request::NameSite {
                lang: self.wishes.lang,
                name,
            }));
        }
        self.show(Screen::FirstRun { step: next, name }, now);
        effects
    }

    /// The typed name, cut to what fits, if it says something new.
    fn changed_name(&self, typed: Option<&str>) -> Option<String> {
        let typed: String = typed?.trim().chars().take(SITE_NAME_CHARS_MAX).collect();
        let known = self
            .site
            .as_ref()
            .map_or("", |site| site.name.get(self.wishes.lang));
        (!typed.is_empty() && typed != known).then_some(typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        flow::{Input, Reply, Touch},
        settings::Settings,
        speech::{Trouble, Volume},
    };

    #[test]
    fn the_voice_is_set_by_presses_and_its_trouble_is_forgotten_with_the_next() {
        let mut flow = Flow::new(Settings::default(), None, 5.9);
        flow.screen = Screen::Staff(StaffPart::Menu);
        let press = Input::Touch(Touch::Staff(StaffChoice::Voice));
        let now = Duration::from_secs(5);
        for volume in [Volume::Soft, Volume::Middle, Volume::Loud, Volume::Off] {
            let trouble = Some(Trouble::NoPlayer);
            flow.step(Input::Reply(Reply::Spoken(trouble.clone())), now);
            assert_eq!(flow.voice_trouble, trouble);
            assert_eq!(flow.step(press.clone(), now), [Effect::SaveSettings]);
            assert_eq!(flow.settings.voice, volume);
            assert_eq!(flow.voice_trouble, None);
        }
    }
}
