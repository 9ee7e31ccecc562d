//! What a skill offers to the driver.

use std::sync::Arc;

use jumpseat_package::{Phrases, SkillId};
use jumpseat_tool::Tool;

/// The tools of an installed skill and how people ask for them.
#[derive(Debug, Clone)]
pub struct Surface {
    /// The skill.
    pub skill: SkillId,
    /// What it can do.
    pub tools: Vec<Arc<Tool>>,
    /// Its sample sentences, one entry per language.
    pub phrases: Vec<Phrases>,
}
