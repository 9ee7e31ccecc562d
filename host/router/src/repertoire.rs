//! What the router keeps of a skill.

use std::sync::Arc;

use jumpseat_package::Language;
use jumpseat_tool::Tool;

use crate::{RejectedPhrase, Surface, matcher::Phrasebook, shortlist::Document};

/// What the router knows of a skill: its tools, its phrases ready to match, and what speaks for each tool. It is made
/// from a [`Surface`], which is several times as large and not needed any more. Each is made for itself, so that many
/// can be made at the same time.
#[derive(Debug)]
pub struct Repertoire {
    pub(crate) tools: Vec<(Arc<Tool>, Document)>,
    pub(crate) phrasebooks: Phrasebooks,
    rejected: Vec<RejectedPhrase>,
}

/// The phrases of a skill in all languages.
#[derive(Debug)]
pub(crate) struct Phrasebooks {
    english: Phrasebook,
    chinese: Phrasebook,
}

impl Repertoire {
    /// Compiles what a skill offers.
    pub fn of(surface: &Surface) -> Self {
        let mut rejected = Vec::new();
        let mut phrasebook = |language| {
            let (phrasebook, more) = Phrasebook::of(surface, language);
            rejected.extend(more);
            phrasebook
        };
        let phrasebooks =
            Phrasebooks { english: phrasebook(Language::English), chinese: phrasebook(Language::Chinese) };
        let document = |tool: &Arc<Tool>| (Arc::clone(tool), Document::of(tool, &surface.phrases));
        Self { tools: surface.tools.iter().map(document).collect(), phrasebooks, rejected }
    }

    /// Phrases that are not used because they do not fit their tools.
    pub fn rejected(&self) -> &[RejectedPhrase] {
        &self.rejected
    }
}

impl Phrasebooks {
    pub(crate) fn of(&self, language: Language) -> &Phrasebook {
        match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        }
    }
}
