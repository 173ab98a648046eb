//! How many files and connections this process may have open.

/// Raises the limit as far as the system lets us. Many systems begin with 1,024, which a square full
/// of phones needs more than.
#[cfg(unix)]
pub(crate) fn raise_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        return;
    }
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, ?current, "the limit of open files stays as it is");
    }
}

/// Elsewhere the system has no such limit.
#[cfg(not(unix))]
pub(crate) fn raise_limit() {}

/// The limit; none if there is none.
#[cfg(unix)]
pub(super) fn allowed() -> Option<usize> {
    use rustix::process::{Resource, getrlimit};

    usize::try_from(getrlimit(Resource::Nofile).current?).ok()
}

/// Elsewhere the system has no such limit.
#[cfg(not(unix))]
pub(super) fn allowed() -> Option<usize> {
    None
}
