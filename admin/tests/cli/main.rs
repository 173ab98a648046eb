//! The real binary from outside: what it prints, what it answers, how it ends.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod alone;
mod changing;
mod file;
mod hub_elsewhere;
mod planning;
mod printing;
mod reporting;
mod scoring;
mod serving;
mod sounds;
mod support;
mod sync;
