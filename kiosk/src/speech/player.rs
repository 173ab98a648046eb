//! Plays a sound by starting a program that every system of its kind has: no sound library has to
//! be there to build the kiosk.

use std::{io::Write as _, process::Stdio, time::Duration};

use tempfile::NamedTempFile;
use tokio::process::Command;

use super::Trouble;

/// A program that has not ended so long after the sound should have is stuck.
const STUCK_AFTER: Duration = Duration::from_secs(10);
/// Of 16 bit at the lowest rate: what no announcement is longer than.
const BYTES_PER_SEC_MIN: usize = 16_000;

/// Plays sounds.
pub trait Player: Send + Sync + 'static {
    /// Plays a WAV file to its end; stops when it is dropped.
    fn play(&self, wav: Vec<u8>) -> impl Future<Output = Result<(), Trouble>> + Send;
}

/// A program and what stands before the file's name.
#[derive(Clone, Debug)]
struct Program {
    name: String,
    arguments: Vec<&'static str>,
}

/// The programs of this system, tried in their order.
#[derive(Clone, Debug)]
pub struct SystemPlayer {
    programs: Vec<Program>,
}

/// PowerShell reads the file's name from here: no name can then be taken for a command.
const CLIP: &str = "PAIHAO_CLIP";
/// Written after Microsoft's description; not tried on Windows.
const SOUND_PLAYER: &str = "(New-Object System.Media.SoundPlayer $env:PAIHAO_CLIP).PlaySync()";

impl Default for SystemPlayer {
    /// PipeWire, PulseAudio or ALSA; on Windows the player of .NET.
    fn default() -> Self {
        let program = |name: &str, arguments: &[&'static str]| Program {
            name: name.to_owned(),
            arguments: arguments.to_vec(),
        };
        let programs = if cfg!(windows) {
            let arguments = ["-NoProfile", "-NonInteractive", "-Command", SOUND_PLAYER];
            vec![program("powershell", &arguments)]
        } else {
            vec![
                program("pw-play", &[]),
                program("paplay", &[]),
                program("aplay", &["-q"]),
            ]
        };
        Self { programs }
    }
}

impl Player for SystemPlayer {
    async fn play(&self, wav: Vec<u8>) -> Result<(), Trouble> {
        let longest = Duration::from_secs((wav.len() / BYTES_PER_SEC_MIN) as u64);
        let file = tokio::task::spawn_blocking(move || keep(&wav)).await;
        let file = match file {
            Ok(file) => file.map_err(|error| failed("", &error))?,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        };
        let mut trouble = Trouble::NoPlayer;
        for program in &self.programs {
            // One that is installed and has nothing to speak to gives way to the next.
            match tokio::time::timeout(longest + STUCK_AFTER, program.play(&file)).await {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(Trouble::NoPlayer)) => {}
                Ok(Err(why @ Trouble::Failed { .. })) => trouble = why,
                Err(_) => trouble = failed(&program.name, &"it does not end"),
            }
        }
        Err(trouble)
    }
}

impl Program {
    async fn play(&self, file: &NamedTempFile) -> Result<(), Trouble> {
        let mut command = Command::new(&self.name);
        command.args(&self.arguments).env(CLIP, file.path());
        if !cfg!(windows) {
            command.arg(file.path());
        }
        let command = command.stdin(Stdio::null()).kill_on_drop(true);
        let output = match command.output().await {
            Ok(output) => output,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Trouble::NoPlayer);
            }
            Err(error) => return Err(failed(&self.name, &error)),
        };
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().find(|line| !line.trim().is_empty());
        let said = said.map_or_else(|| output.status.to_string(), |line| line.trim().to_owned());
        Err(failed(&self.name, &said))
    }
}

/// A file that is gone with its value, whatever became of the player.
fn keep(wav: &[u8]) -> std::io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new()
        .prefix("paihao-call-")
        .suffix(".wav")
        .tempfile()?;
    file.write_all(wav)?;
    file.flush()?;
    Ok(file)
}

fn failed(player: &str, said: &impl ToString) -> Trouble {
    Trouble::Failed {
        player: player.to_owned(),
        said: said.to_string(),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use super::*;

    fn script(folder: &Path, name: &str, text: &str) -> Program {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        Program {
            name: path.to_str().unwrap().to_owned(),
            arguments: Vec::new(),
        }
    }

    fn missing() -> Program {
        Program {
            name: "/nowhere/pw-play".to_owned(),
            arguments: Vec::new(),
        }
    }

    #[tokio::test]
    async fn the_first_program_that_works_gets_the_whole_sound() {
        let folder = tempfile::tempdir().unwrap();
        let heard = folder.path().join("heard");
        let broken = script(
            folder.path(),
            "broken",
            "echo 'no sound server' >&2; exit 1",
        );
        let works = script(
            folder.path(),
            "works",
            &format!("cp \"$1\" {}", heard.display()),
        );
        let never = script(folder.path(), "never", "exit 1");
        let programs = vec![missing(), broken, works, never];
        let player = SystemPlayer { programs };
        player.play(b"RIFF the sound".to_vec()).await.unwrap();
        assert_eq!(std::fs::read(heard).unwrap(), b"RIFF the sound");
    }

    #[tokio::test]
    async fn a_machine_without_a_player_or_with_a_broken_one_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let programs = vec![missing()];
        let silent = SystemPlayer { programs }.play(Vec::new()).await;
        assert_eq!(silent, Err(Trouble::NoPlayer));
        let broken = script(
            folder.path(),
            "broken",
            "echo 'no sound server' >&2; exit 1",
        );
        let player = broken.name.clone();
        let programs = vec![broken, missing()];
        let silent = SystemPlayer { programs }.play(Vec::new()).await;
        let said = "no sound server".to_owned();
        assert_eq!(silent, Err(Trouble::Failed { player, said }));
    }
}
