//! How a hub shows a kiosk that it is the one it was paired with, without either saying a secret.
//!
//! Whoever answers at an address may be anybody, and a name in a network is anybody's. So a kiosk
//! that was told of a new address sends a number that was never used before it sends its
//! credential: only a hub that knows the credential's fingerprint can answer it. It does not help
//! against somebody who passes messages on between the two; nothing but TLS does.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

/// Goes into what is computed, so that the answer is of use for nothing else.
const PURPOSE: &[u8] = b"paihao hub proof 1";

/// Asks a hub to show that it knows this kiosk. Sent by the kiosk, without its credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProveHub {
    /// The kiosk, as the hub names it.
    pub kiosk: String,
    /// Never sent before.
    pub nonce: Uuid,
}

/// What only the hub of this kiosk can answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HubProof {
    /// HMAC-SHA-256 under the SHA-256 of the kiosk's credential, base64url.
    pub proof: String,
}

impl HubProof {
    /// The answer to `nonce` of a hub that keeps the SHA-256 of the kiosk's credential.
    pub fn of(fingerprint: &[u8; 32], nonce: Uuid) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(fingerprint).expect("any length is a key");
        mac.update(PURPOSE);
        mac.update(nonce.as_bytes());
        Self {
            proof: URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()),
        }
    }

    /// Whether a hub that gave out this credential answered `nonce`.
    pub fn is_by_hub_of(&self, credential: &str, nonce: Uuid) -> bool {
        *self == Self::of(&Sha256::digest(credential).into(), nonce)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_knows_the_credential_answers_and_only_to_this_question() {
        let fingerprint = Sha256::digest("credential").into();
        let (nonce, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let proof = HubProof::of(&fingerprint, nonce);
        assert!(proof.is_by_hub_of("credential", nonce));
        assert!(!proof.is_by_hub_of("another", nonce));
        assert!(!proof.is_by_hub_of("credential", other));
        // A promise between releases.
        assert_eq!(proof.proof, "o53sPnggrgcKFwHP430FgYeeC-nUFBDzebqZpSuz1Sc");
    }
}
