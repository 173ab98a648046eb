//! A folder in which each slip becomes a file: to look at, or for another program to print.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::{
    escpos::{self, Model},
    picture::{self, SLIP_DPI},
    printer::{PrintError, Printer},
    slip::Slip,
    status::State,
};

/// A day has fewer slips of one name.
const SAME_NAME_MAX: u32 = 10_000;

/// What the files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pictures.
    Png,
    /// Documents.
    Pdf,
    /// What a slip printer would be sent.
    EscPos,
}

impl Format {
    /// How a file's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::EscPos => "bin",
        }
    }
}

/// A printer that writes files.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
    pub(crate) model: Model,
}

impl Folder {
    fn bytes(&self, slip: &Slip) -> io::Result<Vec<u8>> {
        match self.format {
            Format::Png => picture::png(&slip.pages(self.model.width), SLIP_DPI),
            Format::Pdf => Ok(picture::pdf(&slip.pages(self.model.width), SLIP_DPI)),
            Format::EscPos => Ok(escpos::bytes(slip, self.model)),
        }
    }

    /// A file of that name that is not there yet.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.path)?;
        let ending = self.format.ending();
        for at in 1..SAME_NAME_MAX {
            let path = self.path.join(format!("{name}-{at}.{ending}"));
            let fresh = OpenOptions::new().write(true).create_new(true).open(path);
            match fresh {
                Ok(mut file) => {
                    file.write_all(bytes)?;
                    return file.sync_all();
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Printer for Folder {
    fn print(&self, slip: &Slip) -> Result<(), PrintError> {
        let name = safe(&slip.name());
        let written = self.bytes(slip).and_then(|bytes| self.write(&name, &bytes));
        written.map_err(|source| PrintError::File {
            path: self.path.clone(),
            source,
        })
    }

    fn state(&self) -> State {
        if is_folder(&self.path) {
            State::Silent
        } else {
            State::Unreachable
        }
    }
}

fn is_folder(path: &Path) -> bool {
    fs::create_dir_all(path).is_ok()
}

/// A prefix is an organiser's word and may hold anything.
fn safe(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect()
}
