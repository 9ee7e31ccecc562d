//! Which of the programs that hear and speak are installed.

use std::path::PathBuf;

use crate::{
    child::find,
    espeak, microphone,
    player::{self, PLAYERS},
    pocketsphinx,
};

/// A program that hearing or speaking needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineStatus {
    /// What it is for: "recogniser", "synthesiser", "microphone", "speakers".
    pub name: String,
    /// What is looked for.
    pub program: String,
    /// Where it is, if it is installed.
    pub found: Option<PathBuf>,
    /// How to get it.
    pub hint: String,
    /// Whether it is started behind walls where there are some. Those that reach the sound of the machine are not: they talk
    /// to its sound server, and hear nothing from strangers.
    pub is_confined: bool,
}

/// Looks for everything that hearing and speaking can use, given the commands that are configured.
pub fn engines(recorder: Option<&[String]>, player: Option<&[String]>) -> Vec<EngineStatus> {
    vec![
        confined("recogniser", pocketsphinx::PROGRAM, pocketsphinx::HINT),
        EngineStatus {
            name: "recogniser's English".to_owned(),
            program: "pocketsphinx-en-us".to_owned(),
            found: pocketsphinx::model_folder(),
            hint: pocketsphinx::HINT.to_owned(),
            is_confined: false,
        },
        confined("synthesiser", espeak::PROGRAM, espeak::HINT),
        status("microphone", &names(recorder, &microphone::RECORDERS), microphone::HINT),
        status("speakers", &names(player, &PLAYERS), player::HINT),
    ]
}

fn names<'a>(configured: Option<&'a [String]>, known: &[(&'a str, &[&str])]) -> Vec<&'a str> {
    match configured {
        Some([name, ..]) => vec![name],
        Some([]) | None => known.iter().map(|(name, _)| *name).collect(),
    }
}

fn status(name: &str, programs: &[&str], hint: &str) -> EngineStatus {
    EngineStatus {
        name: name.to_owned(),
        program: programs.join(" or "),
        found: programs.iter().find_map(|program| find(program)),
        hint: hint.to_owned(),
        is_confined: false,
    }
}

fn confined(name: &str, program: &str, hint: &str) -> EngineStatus {
    EngineStatus { is_confined: true, ..status(name, &[program], hint) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configured_command_is_what_is_looked_for() {
        let engines = engines(Some(&["sh".to_owned(), "-c".to_owned()]), Some(&["no-such-player".to_owned()]));
        let of = |name: &str| engines.iter().find(|engine| engine.name == name).unwrap();
        assert_eq!(of("microphone").program, "sh");
        assert!(of("microphone").found.is_some());
        assert_eq!(of("speakers").found, None);
        assert_eq!(of("synthesiser").hint, "sudo apt-get install espeak-ng");
    }

    #[test]
    fn all_that_could_serve_are_named() {
        let engines = engines(None, Some(&[]));
        assert_eq!(engines[3].program, "pw-record or parec or arecord");
        assert_eq!(engines[4].program, "pw-play or paplay or aplay");
    }
}
