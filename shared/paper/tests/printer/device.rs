//! A printer behind a device: a terminal's other end stands for it.

use std::{
    fs::File,
    io::{Read, Write},
    os::fd::OwnedFd,
    thread,
};

use paihao_paper::{PrinterConfig, State, Width};
use rustix::{
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{OptionalActions, tcgetattr, tcsetattr},
};

use crate::{
    decoder::{self, Command, pages},
    fake::{LOW, READY},
    slips::ticket,
};

/// A device that passes bytes on as they are, and its other end.
fn device() -> (String, File, OwnedFd) {
    let printer = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&printer).unwrap();
    unlockpt(&printer).unwrap();
    let path = ptsname(&printer, Vec::new())
        .unwrap()
        .into_string()
        .unwrap();
    let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY;
    let held = rustix::fs::open(path.as_str(), flags, rustix::fs::Mode::empty()).unwrap();
    let mut raw = tcgetattr(&held).unwrap();
    raw.make_raw();
    tcsetattr(&held, OptionalActions::Now, &raw).unwrap();
    (path, File::from(printer), held)
}

/// Reads until a cut or the end, answering questions.
fn printed(mut end: File, answers: [u8; 4]) -> Vec<Command> {
    let (mut unread, mut taken) = (Vec::new(), Vec::new());
    let mut piece = [0; 1024];
    while let Ok(length @ 1..) = end.read(&mut piece) {
        unread.extend_from_slice(&piece[..length]);
        while let Some((command, size)) = decoder::next(&unread) {
            unread.drain(..size);
            match command {
                Command::Question(which) => {
                    end.write_all(&[answers[usize::from(which) - 1]]).unwrap();
                    // The fourth question after the cut is the last.
                    if which == 4 && taken.last() == Some(&Command::Cut) {
                        return taken;
                    }
                }
                Command::Init
                | Command::Dots(_)
                | Command::Cut
                | Command::Feed(_)
                | Command::Align(_)
                | Command::Chinese
                | Command::Size
                | Command::Code(..)
                | Command::Line(_) => taken.push(command),
            }
        }
    }
    taken
}

#[test]
fn a_slip_arrives_whole_although_the_device_takes_it_in_small_pieces() {
    let (path, end, _held) = device();
    let said = format!("device:{path},width=58");
    let config = PrinterConfig::read(Some(&said), None).unwrap();
    let printer = config.open().unwrap().unwrap();
    let reader = thread::spawn(move || printed(end, READY));
    printer.print(&ticket()).unwrap();
    let taken = reader.join().unwrap();
    let drawn = &ticket().pages(Width::Mm58)[0].raster;
    assert_eq!(&pages(&taken)[0], drawn);
}

#[test]
fn a_device_tells_of_its_paper_or_says_nothing() {
    let (path, mut end, _held) = device();
    let config = PrinterConfig::read(Some(&format!("device:{path}")), None).unwrap();
    let printer = config.open().unwrap().unwrap();
    // Nobody reads the other end: no answer comes.
    assert_eq!(printer.state(), State::Silent);
    let reader = thread::spawn(move || {
        let mut question = [0; 3];
        let mut asked = 0;
        while asked < 5 && end.read_exact(&mut question).is_ok() {
            // The first is still the one that was not answered.
            asked += 1;
            if asked > 1 {
                end.write_all(&[LOW[usize::from(question[2]) - 1]]).unwrap();
            }
        }
        end
    });
    assert_eq!(printer.state(), State::PaperLow);
    drop(reader.join().unwrap());
}

#[test]
fn a_device_that_is_not_there_is_told() {
    let config = PrinterConfig::read(Some("device:/no/such/device"), None).unwrap();
    let printer = config.open().unwrap().unwrap();
    assert_eq!(printer.state(), State::Unreachable);
    assert!(printer.print(&ticket()).unwrap_err().is_before_paper());
}
