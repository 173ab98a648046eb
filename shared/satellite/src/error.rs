//! What can go wrong with a kiosk's own files.

use std::path::PathBuf;

/// Why a credential could not be kept or read back.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// The folder or the file cannot be used.
    #[error("cannot {doing} {path}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file was altered.
    #[error("{path} is not what a pairing left behind; remove it and pair this kiosk again")]
    NotACredential {
        /// The file.
        path: PathBuf,
        /// Where it differs.
        #[source]
        source: serde_json::Error,
    },
}
