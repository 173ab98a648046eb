# `just` lists the recipes. Installs from PyPI as `rust-just`.

_default:
    @just --justfile {{justfile()}} --list

# Everything that must hold before a change lands.
ci:
    bash .ci/run

# The rules alone, in seconds.
rules:
    cargo test -p paihao-domain

fmt:
    cargo fmt --all

lint:
    cargo clippy --workspace --all-targets -- -D warnings

# The pages in a real browser.
browser:
    cargo build -p paihao-admin
    cd tests/browser && npm ci --no-audit --no-fund && npm test

# Slips as an ESC/POS reader from npm takes them apart.
escpos:
    bash tests/escpos/run

# Touch, ticket, call, see: the built programs, a window, a browser. Makes the README's pictures.
main-job:
    bash tests/main_job/run

# The touchscreen's figures: rules, frames, touch to number, and what it takes when idle.
screen:
    cargo test -p paihao-kiosk --test ui sheet -- --nocapture
    cargo run --release -p paihao-kiosk --example frames
    cargo run --release -p paihao-kiosk --example reaction
    bash tests/main_job/idle

# A hub and two kiosks on machines of their own, and both cables out for a minute. Needs root.
network:
    bash tests/network/run

# Durable tickets per second beside the disk's own figures, as JSON.
load *ARGS:
    cargo build --release -p paihao-admin
    cargo run --release -p paihao-tests --bin load -- {{ARGS}}

# The forecast over days that other simulators made, goal by goal, and what it costs.
referee:
    PAIHAO_REFEREE=long cargo test -p paihao-forecast --test referee -- --nocapture
    cargo run --release -p paihao-forecast --example cost
    cargo run --release -p paihao-hub --example issue_latency
