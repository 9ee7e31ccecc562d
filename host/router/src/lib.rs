//! From a transcript and the dialogue so far to a plan.
//!
//! Three stages, cheapest first: the sentence templates of all installed skills, matched exactly and without
//! ambiguity; a shortlist of the few tools that could be meant; a language model that chooses among them.
//!
//! It is pure but for the model, which stands behind [`LanguageModel`]. It deliberately knows no engine and no
//! process, grants nothing and calls nothing: a plan is a proposal.
//!
//! ```
//! use std::sync::Arc;
//!
//! use jumpseat_package::{Language, Phrases};
//! use jumpseat_router::{Match, Repertoire, Router, Surface};
//! use jumpseat_tool::Tool;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let tool = Tool { name: "traffic-lights.check".parse()?, docs: "Tells the colour ahead.".into(), request: None };
//! let phrases = Phrases::parse("{language: en, tools: {check: ['[tell me] what the light ahead (is|shows)']}}")?;
//! let skill = tool.name.skill.clone();
//! let surface = Surface { skill, tools: vec![Arc::new(tool)], phrases: vec![phrases] };
//! let router = Router::new([Repertoire::of(&surface)]);
//!
//! let Match::Call(call) = router.phrase("Tell me what the light ahead shows!", Language::English)? else { panic!() };
//! assert_eq!(call.tool.name.to_string(), "traffic-lights.check");
//! # Ok(())
//! # }
//! ```

mod answers;
mod dialogue;
pub mod limits;
mod matcher;
mod model;
pub mod normalise;
pub mod numbers;
mod plan;
mod repertoire;
mod route;
mod shortlist;
mod surface;
mod tokens;

pub use answers::{
    ConsentAnswer, PermissionSentences, PermissionWish, SkillNames, answer_templates, permission_templates,
};
pub use dialogue::{Choice, Dialogue, Exchange, Question};
pub use matcher::{Claim, Conflict, Match, PhraseFault, Precedence, RejectedPhrase, conflicts};
pub use model::{Decision, LanguageModel, ModelAnswer, ModelError, ModelRequest};
pub use normalise::SentenceError;
pub use plan::{Call, Path, Plan};
pub use repertoire::Repertoire;
pub use route::{RouteTimings, Routed, Router};
pub use surface::Surface;

#[cfg(test)]
mod samples;
