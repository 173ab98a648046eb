//! The promises of the stores, shown from outside: one binary, so that it is linked once.

mod conformance;
mod crash;
mod disk;
mod failed;
mod golden;
mod home;
mod load;
mod refusal;
mod reopen;
mod support;
mod tamper;
mod vault;
