//! Sentences that two skills claim.
//!
//! The templates of all skills are walked at once, along sequences of words that at least two skills accept. There
//! are two walks, each within a limit of its own. The first finds sentences that two skills name alike: they stay
//! with the skill that was installed first. The second finds sentences that a skill takes from one that was installed
//! before it, because its template names words that the other one's takes in a text field. Not told is the reverse,
//! that an earlier skill keeps a sentence that it names and a later one would take in a text field: such a field
//! takes anything. Nor is it told where each of two templates names a word that the other's text field takes: the
//! earlier skill keeps these, and nobody means them.
//!
//! The walks are exact for words and for the words of enums and booleans. Numbers are taken to equal numbers, but are
//! not compared with words: a number that equals a fixed word is rare. Text fields are taken to be of any length.
//! After their limit, conflicts are no longer told; who wins a sentence does not depend on it, because that is
//! decided when the sentence is heard.

mod walk;

use std::fmt;

use jumpseat_package::Language;
use jumpseat_tool::ToolName;

use self::walk::Walk;
use super::draft::Draft;
use crate::Surface;

/// Two skills claim one sentence, and one of them loses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The language of the sentence.
    pub language: Language,
    /// A sentence that both claim, with "…" where any text stands and "1" where any number stands.
    pub sentence: String,
    /// Who answers it.
    pub winner: Claim,
    /// Who does not.
    pub loser: Claim,
    /// Why the winner is the winner.
    pub precedence: Precedence,
}

/// A template that claims a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The tool that it stands for.
    pub tool: ToolName,
    /// The template as written.
    pub template: String,
}

/// Why one of two skills answers a sentence that both claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precedence {
    /// Both name the same words of it, and the winner was installed first.
    InstalledFirst,
    /// The winner was installed later, and names words of it that the loser takes in a text field. It is told once
    /// for each template that loses and each tool that wins.
    NamesMoreWords,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sentence, winner: Claim { tool: winner, .. }, loser: Claim { tool: loser, template }, .. } = self;
        match self.precedence {
            Precedence::InstalledFirst => {
                write!(f, "\"{sentence}\" stays with {winner}, installed before {loser}")
            }
            Precedence::NamesMoreWords => {
                write!(
                    f,
                    "\"{sentence}\" goes to {winner}, which names more of its words than \"{template}\" of {loser}"
                )
            }
        }
    }
}

/// The sentences that several of some skills claim, given in the order in which they were installed. This is for whoever
/// installs a skill: it takes seconds for a hundred skills, and who answers a sentence does not depend on it.
pub fn conflicts(surfaces: &[Surface]) -> Vec<Conflict> {
    let in_language = |language| {
        let (draft, _) = Draft::of(surfaces, language);
        let walk = |precedence| Walk::new(&draft, language, precedence).run();
        [Precedence::InstalledFirst, Precedence::NamesMoreWords].into_iter().flat_map(walk).collect::<Vec<_>>()
    };
    [Language::English, Language::Chinese].into_iter().flat_map(in_language).collect()
}
