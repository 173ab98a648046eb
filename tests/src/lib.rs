//! What black-box tests share: the built programs, a hub as a child process, HTTP by the byte.
//!
//! What it is: a small kit for `tests/integration`, `tests/reopen` and the program `load`. What it
//! is not: a client of the hub. Tests must be able to send what no client of ours would, so
//! [`Wire`] knows nothing of the product and repairs nothing.
//!
//! Read [`program`] for where the built programs are found, [`Served`] for a hub that can be
//! killed, [`Wire`] for requests.

mod memory;
mod programs;
mod served;
mod wire;

pub use memory::{Memory, memory_of};
pub use programs::{NotBuilt, program};
pub use served::Served;
pub use wire::{Ask, Reply, Stream, Wire};
