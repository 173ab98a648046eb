//! Cards, and forgetting persons.

use super::Decision;
use crate::card::CardKey;
use crate::command::CardCommand;
use crate::fact::Fact;
use crate::id::SubjectId;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::ticket::Class;

/// The class of a ticket taken with `card`: never a lower one than that without it.
///
/// # Errors
/// [`Refusal::CardUnknown`] and [`Refusal::CardRevoked`].
pub(super) fn class_with(
    site: &Site,
    class: Class,
    card: Option<&CardKey>,
) -> Result<Class, Refusal> {
    let Some(key) = card else {
        return Ok(class);
    };
    let card = site.cards.get(key).ok_or(Refusal::CardUnknown {})?;
    if card.is_revoked {
        return Err(Refusal::CardRevoked {});
    }
    Ok(class.max(card.class))
}

/// # Errors
/// [`Refusal::CardUnknown`]: whoever voids a lost card has to learn of a slip of the finger, since
/// the card meant stays good.
pub(super) fn decide(site: &Site, command: &CardCommand) -> Result<Decision, Refusal> {
    Ok(match command {
        CardCommand::Set { key, class } => match site.cards.get(key) {
            Some(known) if known.class == *class && !known.is_revoked => Decision::nothing(),
            Some(_) | None => Decision::one(Fact::CardSet {
                card: key.clone(),
                class: *class,
            }),
        },
        CardCommand::Revoke { key } => match site.cards.get(key) {
            Some(known) if known.is_revoked => Decision::nothing(),
            Some(_) => Decision::one(Fact::CardRevoked { card: key.clone() }),
            None => return Err(Refusal::CardUnknown {}),
        },
    })
}

/// Lets go of a person's data everywhere it is named.
pub(super) fn erase(site: &Site, subject: SubjectId) -> Decision {
    let of_appointments = site.appointments.values().filter_map(|known| known.subject);
    let of_items = site.items.values().filter_map(|known| known.subject);
    if of_appointments
        .chain(of_items)
        .any(|known| known == subject)
    {
        Decision::one(Fact::PersonErased { subject })
    } else {
        Decision::nothing()
    }
}
