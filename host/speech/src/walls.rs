//! Walls around the programs that hear and speak.
//!
//! They parse what strangers made: texts of skills, sound of anybody in the car. They were not written to confine
//! themselves, so a program of ours does and then becomes the one that is wanted. What is open already, its pipes, it keeps;
//! beside those it reads its libraries, its data and what we hand over in files, and writes none.

use std::{
    ffi::{OsStr, OsString},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use jumpseat_assistant::SpeechError;
use jumpseat_confinement::{Confinement, Walls};

use crate::{
    child::Program,
    limits::{WALLS_BYTES_MAX, WALLS_MS_MAX},
};

/// The argument before a file or folder that the program may read.
const READ: &str = "--read";
/// The argument after which the program and its arguments stand.
const PROGRAM: &str = "--program";

/// How to start a program behind walls: the command that calls [`confined_main`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confiner {
    /// A program of ours.
    pub program: PathBuf,
    /// What tells it to call [`confined_main`] with the arguments that follow.
    pub arguments: Vec<OsString>,
}

impl Confiner {
    /// Which walls stand around the programs that it starts.
    pub async fn walls(&self) -> Result<Walls, SpeechError> {
        let program = Program { name: "confinement".to_owned(), path: self.program.clone(), confined: None };
        let answer = program.run(&self.arguments, &[], WALLS_BYTES_MAX, WALLS_MS_MAX).await?;
        serde_json::from_slice(&answer).map_err(|error| program.failed(error.to_string()))
    }

    /// The arguments with which it becomes a program that may read these files.
    pub(crate) fn arguments(&self, read: &[PathBuf], program: &Path) -> Vec<OsString> {
        let read = read.iter().flat_map(|path| [OsString::from(READ), path.into()]);
        let own = self.arguments.iter().cloned().chain(read);
        own.chain([PROGRAM.into(), program.into()]).collect()
    }
}

/// Confines this process to the files that its arguments name, and becomes the program that they name. Without one, it
/// says as JSON which walls stand. To be called before any thread is started.
pub fn confined_main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments = arguments.into_iter();
    let mut confinement = Confinement::default();
    while let Some(argument) = arguments.next() {
        match (argument.to_str(), arguments.next()) {
            (Some(READ), Some(path)) => confinement.read.push(path.into()),
            (Some(PROGRAM), Some(program)) => return become_program(confinement, &program, arguments),
            (Some(_) | None, _) => return failed("this command is for the program itself"),
        }
    }
    // Which walls stand does not depend on the program.
    let walls = confinement.starting(Path::new("/nonexistent")).apply();
    match serde_json::to_vec(&walls).map(|walls| io::stdout().write_all(&walls)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(_)) | Err(_) => ExitCode::FAILURE,
    }
}

#[cfg(unix)]
fn become_program(confinement: Confinement, program: &OsStr, arguments: impl Iterator<Item = OsString>) -> ExitCode {
    use std::os::unix::process::CommandExt as _;

    // A wall that the system lacks is no reason to be deaf and mute; who wants to know asks for the walls.
    confinement.starting(Path::new(program)).apply();
    #[expect(clippy::disallowed_methods, reason = "this process becomes the program that hears or speaks")]
    let error = std::process::Command::new(program).args(arguments).exec();
    failed(&format!("cannot start {}: {error}", program.display()))
}

#[cfg(not(unix))]
fn become_program(_: Confinement, _: &OsStr, _: impl Iterator<Item = OsString>) -> ExitCode {
    failed("this system has no process that becomes another program")
}

/// The last words of the process, which whoever started it keeps for the log.
fn failed(why: &str) -> ExitCode {
    writeln!(io::stderr(), "{why}").ok();
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_stands_after_the_files_that_it_may_read() {
        let confiner = Confiner { program: "/opt/jumpseat".into(), arguments: vec!["confined".into()] };
        let arguments = confiner.arguments(&["/model".into(), "/tmp/hearing".into()], Path::new("/usr/bin/hear"));
        assert_eq!(arguments, ["confined", "--read", "/model", "--read", "/tmp/hearing", "--program", "/usr/bin/hear"]);
    }
}
