//! The doc comments of a skill's WIT.
//!
//! The model reads them to choose a tool, and drivers hear of them when they are asked for consent, so a tool or a
//! field without one is an error.

use std::{collections::BTreeMap, path::Path};

use jumpseat_package::{Docs, TypeDocs};
use wit_parser::{Interface, Resolve, TypeDefKind, TypeId};

/// Why the documentation was not read.
#[derive(Debug, thiserror::Error)]
pub enum DocumentationError {
    /// The WIT does not parse.
    #[error("the WIT of the skill is not acceptable: {reason}")]
    Wit {
        /// Where and what.
        reason: String,
    },
    /// There is no interface of tools.
    #[error("the WIT of the skill has no interface named \"tools\"")]
    NoTools,
    /// A tool has no comment.
    #[error("the tool {tool:?} has no doc comment")]
    UndocumentedTool {
        /// The tool.
        tool: String,
    },
    /// A field of a request has no comment.
    #[error("the field {field:?} of {ty:?} has no doc comment")]
    UndocumentedField {
        /// The record.
        ty: String,
        /// The field.
        field: String,
    },
}

impl DocumentationError {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Wit { .. } => None,
            Self::NoTools => Some("put the tools into `interface tools { … }` in wit/skill.wit".to_owned()),
            Self::UndocumentedTool { .. } | Self::UndocumentedField { .. } => {
                Some("the model chooses by these comments: add a line that begins with ///".to_owned())
            }
        }
    }
}

/// The doc comments of the interface `tools` of the WIT in a skill's folder.
pub(crate) fn read(folder: &Path) -> Result<Docs, DocumentationError> {
    let mut resolve = Resolve::default();
    let pushed = resolve.push_dir(folder.join("wit"));
    let (package, _files) = pushed.map_err(|error| DocumentationError::Wit { reason: format!("{error:#}") })?;
    let tools = resolve.packages.get(package).and_then(|package| package.interfaces.get("tools"));
    let tools = tools.and_then(|id| resolve.interfaces.get(*id)).ok_or(DocumentationError::NoTools)?;
    let docs = of_interface(&resolve, tools);
    check(&resolve, tools, &docs)?;
    Ok(docs)
}

fn of_interface(resolve: &Resolve, tools: &Interface) -> Docs {
    let functions = tools.functions.values();
    let functions = functions.filter_map(|function| Some((function.name.clone(), text(&function.docs)?))).collect();
    let types = tools.types.iter().map(|(name, id)| (name.clone(), of_type(resolve, *id))).collect();
    Docs { interface: text(&tools.docs).unwrap_or_default(), functions, types }
}

fn of_type(resolve: &Resolve, id: TypeId) -> TypeDocs {
    let Some(definition) = resolve.types.get(id) else { return TypeDocs::default() };
    let members: Vec<(&String, &wit_parser::Docs)> = match &definition.kind {
        TypeDefKind::Record(record) => record.fields.iter().map(|field| (&field.name, &field.docs)).collect(),
        TypeDefKind::Enum(cases) => cases.cases.iter().map(|case| (&case.name, &case.docs)).collect(),
        TypeDefKind::Variant(variant) => variant.cases.iter().map(|case| (&case.name, &case.docs)).collect(),
        TypeDefKind::Flags(flags) => flags.flags.iter().map(|flag| (&flag.name, &flag.docs)).collect(),
        _ => Vec::new(),
    };
    let members = members.into_iter().filter_map(|(name, docs)| Some((name.clone(), text(docs)?)));
    TypeDocs { docs: text(&definition.docs).unwrap_or_default(), members: members.collect::<BTreeMap<_, _>>() }
}

fn text(docs: &wit_parser::Docs) -> Option<String> {
    let text = docs.contents.as_deref()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn check(resolve: &Resolve, tools: &Interface, docs: &Docs) -> Result<(), DocumentationError> {
    if let Some(tool) = tools.functions.keys().find(|name| !docs.functions.contains_key(*name)) {
        return Err(DocumentationError::UndocumentedTool { tool: tool.clone() });
    }
    for (ty, id) in &tools.types {
        let Some(TypeDefKind::Record(record)) = resolve.types.get(*id).map(|definition| &definition.kind) else { continue };
        let documented = |name: &str| docs.types.get(ty).is_some_and(|docs| docs.members.contains_key(name));
        if let Some(field) = record.fields.iter().find(|field| !documented(&field.name)) {
            return Err(DocumentationError::UndocumentedField { ty: ty.clone(), field: field.name.clone() });
        }
    }
    Ok(())
}
