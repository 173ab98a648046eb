//! Cards: the number comes in, what is kept is computed from it.

use domain::ticket::Class;
use domain::{CardCommand, CardKey, Command};
use protocol::{CardsView, RevokeCard, SetCard};

use super::Organiser;
use crate::hub::Hub;
use crate::problem::Trouble;

/// Characters of a card's number; nobody prints longer ones.
const NUMBER_CHARS: std::ops::RangeInclusive<usize> = 1..=64;

/// What stands for a card's number, whatever spaces and hyphens it was typed with; `None` for what
/// is no number of a card.
pub(super) fn key(hub: &Hub, number: &str) -> Option<CardKey> {
    let typed: String = number
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_uppercase)
        .collect();
    let is_number =
        NUMBER_CHARS.contains(&typed.chars().count()) && typed.chars().all(char::is_alphanumeric);
    let hash = hub.secrets().digest("card", &[typed.as_bytes()]);
    is_number.then(|| CardKey(hash.to_string().into()))
}

impl Organiser {
    /// A card is good for a class from now on.
    ///
    /// # Errors
    /// `value_out_of_range` for what is no number of a card.
    pub async fn set_card(&self, request: SetCard) -> Result<CardsView, Trouble> {
        let key = self.card_key(&request.number)?;
        let class = request.class.unwrap_or(Class::Priority);
        self.on_card(CardCommand::Set { key, class }).await
    }

    /// A card is not valid any more.
    ///
    /// # Errors
    /// `value_out_of_range` for what is no number of a card.
    pub async fn revoke_card(&self, request: RevokeCard) -> Result<CardsView, Trouble> {
        let key = self.card_key(&request.number)?;
        self.on_card(CardCommand::Revoke { key }).await
    }

    /// How many there are.
    pub fn cards(&self) -> CardsView {
        self.site().read(|published| {
            let cards = published.site.cards.values();
            let revoked = cards.filter(|card| card.is_revoked).count();
            CardsView {
                valid: (published.site.cards.len() - revoked) as u32,
                revoked: revoked as u32,
            }
        })
    }

    fn card_key(&self, number: &str) -> Result<CardKey, Trouble> {
        let wrong = || self.out_of_range("number", "1 to 64 letters and digits");
        key(&self.hub, number).ok_or_else(wrong)
    }

    async fn on_card(&self, command: CardCommand) -> Result<CardsView, Trouble> {
        self.acting.submit(Command::Card(command)).await?;
        Ok(self.cards())
    }
}
