//! The code that Slint generates from `ui/*.slint`, and nothing else.

slint::include_modules!();
