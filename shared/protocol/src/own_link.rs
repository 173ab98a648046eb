//! The secret in the links of a kiosk away from its hub.
//!
//! The kiosk makes it before the hub has heard of the ticket, and the hub must be able to tell such
//! a link from a mistyped one. So it is two halves of 64 bits: the first is the start of an
//! HMAC-SHA-256 under the kiosk's link key over the ticket's id, the second the start of one over
//! the first. Whoever has the key sees that the second fits the first; to everybody else all 128
//! bits are random. It tells nothing of the ticket.

use domain::TicketId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Bytes of each half.
const HALF: usize = 8;

/// The secret of a ticket under a kiosk's link key.
pub fn secret(key: &[u8], ticket: TicketId) -> u128 {
    let first = start_of_mac(key, ticket.0.as_bytes());
    joined(first, start_of_mac(key, &first))
}

/// Whether a secret was made with this key, for whatever ticket.
pub fn is_made_with(key: &[u8], secret: u128) -> bool {
    let mut first = [0; HALF];
    first.copy_from_slice(&secret.to_be_bytes()[..HALF]);
    // Whoever asks learns of the comparison's time no more than that of a hash under a key.
    joined(first, start_of_mac(key, &first)) == secret
}

fn joined(first: [u8; HALF], second: [u8; HALF]) -> u128 {
    u128::from(u64::from_be_bytes(first)) << 64 | u128::from(u64::from_be_bytes(second))
}

/// No ticket's id is as short as a half, so that no input stands for both.
fn start_of_mac(key: &[u8], input: &[u8]) -> [u8; HALF] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
    mac.update(input);
    let mut start = [0; HALF];
    start.copy_from_slice(&mac.finalize().into_bytes()[..HALF]);
    start
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn a_secret_is_two_halves_of_which_the_second_vouches_for_the_first() {
        let ticket = TicketId(Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef));
        // Computed apart with Python: first = hmac.new(bytes([7]*32), uuid.bytes, "sha256")
        // .digest()[:8], then first + the same over first.
        assert_eq!(
            secret(&KEY, ticket),
            0x8894_4bc0_a867_3ab8_9eea_013c_fb4b_a67a
        );
    }

    #[test]
    fn a_key_knows_its_own_secrets_and_no_bit_may_differ() {
        let own = secret(&KEY, TicketId(Uuid::from_u128(7)));
        assert!(is_made_with(&KEY, own));
        assert!(!is_made_with(&[8; 32], own));
        for bit in 0..128 {
            assert!(!is_made_with(&KEY, own ^ (1 << bit)), "bit {bit}");
        }
    }
}
