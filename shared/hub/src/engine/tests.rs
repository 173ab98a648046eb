//! The engine over a store in memory, and over one that fails as told.

mod days;
mod faults;
mod faulty;
mod many;
mod outlooks;
mod repeats;
mod restart;
mod square;
