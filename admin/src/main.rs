//! `paihao-admin`: reads its arguments, does one thing, ends with a code that scripts can use.

use std::process::ExitCode;

fn main() -> ExitCode {
    paihao_admin::run(std::env::args_os())
}
