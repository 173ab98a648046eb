//! A strict reader of ESC/POS: whatever it does not know is a failure.

use paihao_paper::Raster;

/// One command.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Command {
    /// `ESC @`.
    Init,
    /// `GS v 0`.
    Dots(Raster),
    /// `GS V B n`.
    Cut,
    /// `ESC d n`.
    Feed(u8),
    /// `ESC a n`.
    Align(u8),
    /// `FS &`.
    Chinese,
    /// `GS ! n` and `FS ! n`.
    Size,
    /// `GS ( k` with its function and what follows.
    Code(u8, Vec<u8>),
    /// Characters up to the line feed.
    Line(Vec<u8>),
    /// `DLE EOT n`.
    Question(u8),
}

/// The next command at the beginning of `bytes` and how long it is; `None` while it is not whole.
pub(crate) fn next(bytes: &[u8]) -> Option<(Command, usize)> {
    let at = |index: usize| bytes.get(index).copied();
    let number = |index: usize| Some(usize::from(at(index)?) + 256 * usize::from(at(index + 1)?));
    Some(match (at(0)?, at(1)) {
        (0x10, second) => {
            assert_eq!(second?, 0x04, "only DLE EOT is known");
            let question = at(2)?;
            assert!((1..=4).contains(&question), "DLE EOT {question}");
            (Command::Question(question), 3)
        }
        (0x1b, second) => match second? {
            b'@' => (Command::Init, 2),
            b'a' => (Command::Align(at(2)?), 3),
            b'd' => (Command::Feed(at(2)?), 3),
            other => panic!("ESC {other:#x}"),
        },
        (0x1c, second) => match second? {
            b'&' => (Command::Chinese, 2),
            b'!' => {
                at(2)?;
                (Command::Size, 3)
            }
            other => panic!("FS {other:#x}"),
        },
        (0x1d, second) => match second? {
            b'!' => {
                at(2)?;
                (Command::Size, 3)
            }
            b'V' => {
                assert_eq!((at(2)?, at(3)?), (b'B', 0));
                (Command::Cut, 4)
            }
            b'v' => {
                assert_eq!((at(2)?, at(3)?), (b'0', 0));
                let (stride, rows) = (number(4)?, number(6)?);
                assert!((1..=72).contains(&stride) && (1..=255).contains(&rows));
                let data = bytes.get(8..8 + stride * rows)?;
                (Command::Dots(dots(stride, data)), 8 + data.len())
            }
            b'(' => {
                assert_eq!((at(2)?, at(5)?), (b'k', b'1'));
                let length = number(3)?;
                let data = bytes.get(7..5 + length)?;
                (Command::Code(at(6)?, data.to_vec()), 5 + length)
            }
            other => panic!("GS {other:#x}"),
        },
        (b'\n', _) => (Command::Line(Vec::new()), 1),
        (first, _) => {
            assert!(first >= 0x20, "control character {first:#x}");
            let end = bytes.iter().position(|byte| *byte == b'\n')?;
            let line = &bytes[..end];
            assert!(line.iter().all(|byte| *byte >= 0x20), "{line:?}");
            (Command::Line(line.to_vec()), end + 1)
        }
    })
}

/// All commands; the last must be whole.
pub(crate) fn read(mut bytes: &[u8]) -> Vec<Command> {
    let mut commands = Vec::new();
    while !bytes.is_empty() {
        let (command, length) = next(bytes).expect("a command that is not whole");
        commands.push(command);
        bytes = &bytes[length..];
    }
    commands
}

/// The bands of dots up to each cut, put together.
pub(crate) fn pages(commands: &[Command]) -> Vec<Raster> {
    let mut pages = Vec::new();
    let mut bands: Vec<&Raster> = Vec::new();
    for command in commands {
        match command {
            Command::Dots(band) => bands.push(band),
            Command::Cut | Command::Feed(_) => {
                let width = bands.iter().map(|band| band.width()).max().unwrap_or(0);
                let high: usize = bands.iter().map(|band| band.height()).sum();
                let mut page = Raster::new(width, high);
                let mut y = 0;
                for band in bands.drain(..) {
                    page.put(band, 0, y);
                    y += band.height() as i32;
                }
                pages.push(page);
            }
            Command::Init
            | Command::Align(_)
            | Command::Chinese
            | Command::Size
            | Command::Code(..)
            | Command::Line(_)
            | Command::Question(_) => {}
        }
    }
    assert!(bands.is_empty(), "paper that is not cut");
    pages
}

fn dots(stride: usize, data: &[u8]) -> Raster {
    let mut paper = Raster::new(stride * 8, data.len() / stride);
    for (at, byte) in data.iter().enumerate() {
        for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
            paper.set((at % stride * 8 + bit) as i32, (at / stride) as i32);
        }
    }
    paper
}
