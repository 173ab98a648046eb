//! What belongs to a machine rather than to a site: where it listens, where its data lies, what
//! its address is. Flags, then the environment, then `paihao.toml`, then the default.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Where a hub listens unless told otherwise: every address of the machine.
pub const DEFAULT_LISTEN: &str = "0.0.0.0:8080";
/// The name of the file, looked for in the working folder, then in the machine's usual places.
pub const FILE_NAME: &str = "paihao.toml";

/// What a hub needs to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The folder of store, keys and `admin.token`.
    pub data_dir: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address that stands in QR codes, such as `https://queue.example`; without one it is the
    /// machine's own address in its network.
    pub public_url: Option<String>,
    /// Makes no sample site on the first start.
    pub empty: bool,
    /// Plays a made-up morning in memory instead of opening the data folder.
    pub demo: bool,
    /// Says in the machine's networks that a hub is here. For the programs around the hub, which
    /// says nothing by itself.
    pub announce: bool,
    /// Lets phones take numbers during this run, whatever the sites' settings say.
    pub join: bool,
    /// The file's part on this machine's printer, as TOML. A hub prints nothing: it is for the
    /// programs around it.
    pub printer: Option<String>,
}

/// What was said on the command line. What is left out comes from elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
    /// `--listen`.
    pub listen: Option<String>,
    /// `--empty`.
    pub empty: bool,
    /// `--demo`.
    pub demo: bool,
    /// `--no-announce`.
    pub no_announce: bool,
    /// Set by a kiosk without a display.
    pub join: bool,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is there and cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("{} is not understood: {source}", path.display())]
    NotUnderstood {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// The address to listen at is none.
    #[error("{0:?} is not an address to listen at; write one such as 0.0.0.0:8080")]
    BadListen(String),
    /// The public address is none.
    #[error("{0:?} is not a public address; write one such as http://192.168.1.20:8080")]
    BadPublicUrl(String),
    /// Neither yes nor no.
    #[error("PAIHAO_ANNOUNCE={0:?} is not understood; write yes or no")]
    BadAnnounce(String),
    /// The system has no usual place for data.
    #[error("no folder for data is known on this system; name one with --data-dir")]
    NoDataFolder,
}

/// The file. Other programs of the same machine keep their parts in it too.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileConfig {
    data_dir: Option<PathBuf>,
    listen: Option<String>,
    public_url: Option<String>,
    announce: Option<bool>,
    /// Not the hub's: whoever prints reads it.
    printer: Option<toml::Table>,
}

impl Config {
    /// Puts the configuration of this machine together.
    ///
    /// # Errors
    /// [`ConfigError`] in words for whoever starts the program.
    pub fn load(flags: Flags, env: impl Fn(&str) -> Option<OsString>) -> Result<Self, ConfigError> {
        let file = file(&env)?;
        let text = |name: &str| env(name).and_then(|value| value.into_string().ok());
        let data_dir = flags
            .data_dir
            .or_else(|| env("PAIHAO_DATA_DIR").map(PathBuf::from))
            .or(file.data_dir)
            .or_else(usual_data_folder)
            .ok_or(ConfigError::NoDataFolder)?;
        let listen = flags
            .listen
            .or_else(|| text("PAIHAO_LISTEN"))
            .or(file.listen);
        let listen = listen.unwrap_or_else(|| DEFAULT_LISTEN.to_owned());
        let public_url = text("PAIHAO_PUBLIC_URL").or(file.public_url);
        let announce = match text("PAIHAO_ANNOUNCE").as_deref() {
            None => file.announce.unwrap_or(true),
            Some("yes") => true,
            Some("no") => false,
            Some(other) => return Err(ConfigError::BadAnnounce(other.to_owned())),
        };
        Ok(Self {
            data_dir,
            listen: listen.parse().map_err(|_| ConfigError::BadListen(listen))?,
            public_url: public_url.map(checked_url).transpose()?,
            empty: flags.empty,
            demo: flags.demo,
            // A made-up morning is nobody's hub.
            announce: announce && !flags.no_announce && !flags.demo,
            join: flags.join,
            printer: file.printer.map(|table| table.to_string()),
        })
    }
}

/// An address without a slash at its end, so that paths can be put behind it.
fn checked_url(url: String) -> Result<String, ConfigError> {
    let trimmed = url.trim_end_matches('/');
    let authority = trimmed
        .strip_prefix("http://")
        .or_else(|| trimmed.strip_prefix("https://"));
    let is_good = authority.is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|b| b.is_ascii_graphic() && !b"/?#@\"<>\\".contains(&b))
    });
    if is_good {
        Ok(trimmed.to_owned())
    } else {
        Err(ConfigError::BadPublicUrl(url))
    }
}

fn file(env: &impl Fn(&str) -> Option<OsString>) -> Result<FileConfig, ConfigError> {
    if let Some(path) = env("PAIHAO_CONFIG") {
        return read(Path::new(&path));
    }
    let usual = directories::ProjectDirs::from("", "", "paihao");
    let usual = usual.map(|dirs| dirs.config_dir().join(FILE_NAME));
    let places = [
        Some(PathBuf::from(FILE_NAME)),
        usual,
        Some(Path::new("/etc/paihao").join(FILE_NAME)),
    ];
    match places.into_iter().flatten().find(|path| path.is_file()) {
        Some(path) => read(&path),
        None => Ok(FileConfig::default()),
    }
}

fn read(path: &Path) -> Result<FileConfig, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
        path: path.into(),
        source,
    })?;
    toml::from_str(&text).map_err(|source| ConfigError::NotUnderstood {
        path: path.into(),
        source: Box::new(source),
    })
}

fn usual_data_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "paihao").map(|dirs| dirs.data_dir().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(flags: Flags, env: &[(&str, &str)], file: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        std::fs::write(&path, file).unwrap();
        Config::load(flags, |name| {
            let set = env
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, value)| value.into());
            if name == "PAIHAO_CONFIG" {
                Some(path.clone().into())
            } else {
                set
            }
        })
    }

    #[test]
    fn flags_win_over_environment_over_file_over_default() {
        let flag = Flags {
            listen: Some("127.0.0.1:1".to_owned()),
            ..Flags::default()
        };
        let env = [
            ("PAIHAO_LISTEN", "127.0.0.1:2"),
            ("PAIHAO_DATA_DIR", "/data"),
        ];
        let file = "listen = \"127.0.0.1:3\"\n[printer]\nkind = \"network\"";
        let rows = [
            (flag, &env[..], file, "127.0.0.1:1"),
            (Flags::default(), &env[..], file, "127.0.0.1:2"),
            (Flags::default(), &env[1..], file, "127.0.0.1:3"),
            (Flags::default(), &env[1..], "", DEFAULT_LISTEN),
        ];
        for (flags, env, file, expected) in rows {
            let config = load(flags, env, file).unwrap();
            assert_eq!(config.listen.to_string(), expected);
            assert_eq!(config.data_dir, Path::new("/data"));
            let printer = (!file.is_empty()).then_some("kind = \"network\"\n");
            assert_eq!(config.printer.as_deref(), printer);
        }
    }

    #[test]
    fn a_hub_is_announced_unless_somebody_says_no() {
        let says = |flags: &Flags, env: &[(&str, &str)], file| {
            let env = [&[("PAIHAO_DATA_DIR", "/data")], env].concat();
            load(flags.clone(), &env, file).unwrap().announce
        };
        let (none, yes, no) = (
            Flags::default(),
            [("PAIHAO_ANNOUNCE", "yes")],
            [("PAIHAO_ANNOUNCE", "no")],
        );
        assert!(says(&none, &[], ""));
        assert!(says(&none, &yes, "announce = false"));
        assert!(!says(&none, &[], "announce = false"));
        assert!(!says(&none, &no, "announce = true"));
        let flag = Flags {
            no_announce: true,
            ..Flags::default()
        };
        assert!(!says(&flag, &yes, ""));
        let demo = Flags {
            demo: true,
            ..Flags::default()
        };
        assert!(!says(&demo, &yes, ""));
    }

    #[test]
    fn mistakes_are_named() {
        let env = |value| [("PAIHAO_LISTEN", value), ("PAIHAO_DATA_DIR", "/data")];
        let error = load(Flags::default(), &env("8080"), "").unwrap_err();
        assert!(matches!(error, ConfigError::BadListen(_)), "{error}");
        let error = load(Flags::default(), &[("PAIHAO_ANNOUNCE", "maybe")], "").unwrap_err();
        assert!(error.to_string().contains("yes or no"), "{error}");
        for file in [
            "lisen = \"x\"",
            "public_url = \"queue.example\"",
            "public_url = \"http://a/b\"",
        ] {
            assert!(
                load(Flags::default(), &env("127.0.0.1:1"), file).is_err(),
                "{file}"
            );
        }
        let config = load(
            Flags::default(),
            &env("127.0.0.1:1"),
            "public_url = \"http://a:8/\"",
        );
        assert_eq!(config.unwrap().public_url.as_deref(), Some("http://a:8"));
    }
}
