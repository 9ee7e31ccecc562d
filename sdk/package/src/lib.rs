//! What one skill file holds besides its code: manifest, documentation and phrases.
//!
//! A skill is one WebAssembly component. Toolchains drop WIT doc comments when they encode a component, so the
//! build embeds them again, together with the manifest and the sample sentences, in one custom section. The
//! devkit writes that section and the host reads it; both use this crate, so that the format has one home.
//!
//! It deliberately knows nothing of how a sentence is matched, how a tool is called, or where skills are kept.

mod docs;
mod host_name;
mod ids;
mod language;
pub mod limits;
mod manifest;
mod package;
mod phrases;
mod shape;
mod spelling;
mod template;
pub mod text;

pub use docs::{Docs, TypeDocs};
pub use host_name::{HostName, HostNameError};
pub use ids::{IdError, Publisher, SkillId};
pub use language::{Language, UnknownLanguage};
pub use manifest::{CapabilityRequest, HTTP, Manifest, ManifestError, RESERVED_ID};
pub use package::{Package, PackageError, SECTION_NAME};
pub use phrases::{Phrases, PhrasesError, Sentence};
pub use shape::{FieldKind, FieldShape, Misfit, MisfitFault};
pub use template::{Expression, Part, Rules, Template, TemplateError, TemplateFault};
