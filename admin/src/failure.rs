//! Why a command did not do what was asked, as a sentence and an exit code.

use std::error::Error as _;
use std::io;
use std::path::PathBuf;

use domain::settings::Language;

use crate::words::words;

/// Why a command ends with another code than 0.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The hub said no, or could not be asked.
    #[error("the hub")]
    Hub(#[source] Box<client::Error>),
    /// No hub answers, and there is no file that could be read instead.
    #[error("no hub and no file")]
    NothingThere {
        /// Where a hub was looked for.
        hub: String,
        /// Where its file would be.
        file: PathBuf,
    },
    /// The store is another program's. Says so itself.
    #[error("{0}")]
    Busy(String),
    /// The file cannot be opened.
    #[error("the store cannot be opened")]
    Store(#[source] Box<store::OpenError>),
    /// The configuration cannot be used.
    #[error("the configuration cannot be used")]
    Config(#[source] Box<hub::config::ConfigError>),
    /// The hub could not start.
    #[error("the hub could not start")]
    Start(#[source] Box<hub::start::StartError>),
    /// The hub could not go on.
    #[error("the hub could not go on")]
    Ended(#[source] Box<hub::alarm::Fault>),
    /// Something was found to be wrong, or is not there. Says so itself.
    #[error("{0}")]
    Wrong(String),
    /// What was typed does not fit.
    #[error("{0}")]
    Usage(String),
    /// A file that was named cannot be read or written.
    #[error("{path}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The output was closed or is full.
    #[error("the output cannot be written")]
    Output(#[from] io::Error),
    /// The runtime did not start.
    #[error("this program could not start")]
    Runtime(#[source] io::Error),
}

impl From<client::Error> for Failure {
    fn from(error: client::Error) -> Self {
        Self::Hub(Box::new(error))
    }
}

impl From<store::OpenError> for Failure {
    fn from(error: store::OpenError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<hub::config::ConfigError> for Failure {
    fn from(error: hub::config::ConfigError) -> Self {
        Self::Config(Box::new(error))
    }
}

impl From<hub::start::StartError> for Failure {
    fn from(error: hub::start::StartError) -> Self {
        Self::Start(Box::new(error))
    }
}

impl From<hub::alarm::Fault> for Failure {
    fn from(fault: hub::alarm::Fault) -> Self {
        Self::Ended(Box::new(fault))
    }
}

const DONE: u8 = 0;
const WRONG: u8 = 1;
const USAGE: u8 = 2;
const UNREACHABLE: u8 = 69;

impl Failure {
    /// The exit code.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Hub(error) if error.is_unreachable() => UNREACHABLE,
            Self::NothingThere { .. }
            | Self::Busy(_)
            | Self::Store(_)
            | Self::Start(_)
            | Self::Ended(_)
            | Self::Runtime(_) => UNREACHABLE,
            Self::Config(_) | Self::Usage(_) => USAGE,
            // Whoever closed the pipe has read enough.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => DONE,
            Self::Hub(_) | Self::Wrong(_) | Self::File { .. } | Self::Output(_) => WRONG,
        }
    }

    /// The sentence for the person, with what to do; none if there is nothing to say.
    pub(crate) fn sentence(&self, language: Language) -> Option<String> {
        Some(match self {
            Self::Hub(error) => of_hub(error, language),
            Self::NothingThere { hub, file } => {
                let file = file.display();
                words!(
                    language,
                    "{hub} 没有应答，{file} 也不存在。请先运行 paihao-admin serve，或用 --hub、--data-dir 指明位置。",
                    "No hub answers at {hub}, and there is no {file}. Run paihao-admin serve first, or name the place with --hub or --data-dir."
                )
            }
            Self::Store(error) => with_causes(&**error),
            Self::Start(error) => with_causes(&**error),
            Self::Ended(fault) => with_causes(&**fault),
            Self::Config(error) => error.to_string(),
            Self::Busy(sentence) | Self::Wrong(sentence) | Self::Usage(sentence) => {
                sentence.clone()
            }
            Self::File { path, source } => {
                let path = path.display();
                words!(
                    language,
                    "无法读写 {path}：{source}",
                    "Cannot read or write {path}: {source}"
                )
            }
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return None,
            Self::Output(error) | Self::Runtime(error) => format!("{self}: {error}"),
        })
    }
}

/// An error with what lies beneath it, on one line.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut sentence = error.to_string();
    let mut cause = error.source();
    while let Some(beneath) = cause {
        let said = beneath.to_string();
        if !sentence.contains(&said) {
            sentence = format!("{sentence}: {said}");
        }
        cause = beneath.source();
    }
    sentence
}

fn of_hub(error: &client::Error, language: Language) -> String {
    match error {
        client::Error::Problem(problem) if problem.status == 401 => words!(
            language,
            "主机不认识这个令牌。请在主机所在的机器上运行，或用 --token 给出 paihao-admin token add 得到的令牌。",
            "The hub does not know this token. Run this on the hub's machine, or give --token with a token from paihao-admin token add."
        ),
        // What the hub proposes then is for its pages: to reload them.
        client::Error::Problem(problem) if problem.code == "not_found" => {
            let title = &problem.title;
            words!(
                language,
                "{title}请用 list 查看现有的。",
                "{title} Look with list what there is."
            )
        }
        client::Error::Problem(problem) => match &problem.detail {
            Some(detail) => format!("{} {detail}", problem.title),
            None => problem.title.clone(),
        },
        client::Error::Unreachable { address, .. } => words!(
            language,
            "{address} 没有应答。请先运行 paihao-admin serve，或用 --hub 指明主机地址。",
            "No hub answers at {address}. Run paihao-admin serve first, or name the hub's address with --hub."
        ),
        client::Error::UnknownOutcome { address, .. } => words!(
            language,
            "{address} 没有答复，不知道这件事是否已经办成。请先用 paihao-admin status 查看，再决定是否重试。",
            "The hub at {address} did not answer, and whether it was done is not known. Look with paihao-admin status before trying again."
        ),
        client::Error::NotAHub { address, found } => words!(
            language,
            "{address} 不是排号主机（{found}）。请检查 --hub 的地址和端口。",
            "What answers at {address} is not a hub ({found}). Check the address and port of --hub."
        ),
        client::Error::NotUnderstood { .. } => {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            words!(
                language,
                "看不懂主机的答复（{cause}）。请在两边使用同一个版本。",
                "The hub's answer is not understood ({cause}). Use the same release on both sides."
            )
        }
    }
}
