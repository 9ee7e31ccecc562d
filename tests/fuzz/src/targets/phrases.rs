//! A phrase file, and a driver's sentence that is compared with it.

use std::sync::Arc;

use jumpseat_package::{Language, Phrases};
use jumpseat_router::{Match, Repertoire, Router, Surface, conflicts};
use jumpseat_tool::{Case, Field, Record, Tool, Type};

/// The first line is what the driver says, all others are the file. A sentence that matches is a call that the tool takes.
pub(super) fn run(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let (sentence, file) = text.split_once('\n').unwrap_or((text, ""));
    let Ok(phrases) = Phrases::parse(file) else { return };
    let Some(tools) = tools() else { return };
    let written = serde_json::to_string(&phrases).unwrap_or_default();
    assert_eq!(serde_json::from_str(&written).ok().as_ref(), Some(&phrases), "what a skill file holds is read again");
    let Some(skill) = tools.first().map(|tool| tool.name.skill.clone()) else { return };
    let surface = Surface { skill, tools, phrases: vec![phrases] };
    let repertoire = Repertoire::of(&surface);
    for rejected in repertoire.rejected() {
        drop(rejected.fault.hint());
    }
    drop(conflicts(std::slice::from_ref(&surface)));
    let router = Router::new([repertoire]);
    for language in Language::ALL {
        if let Ok(Match::Call(call)) = router.phrase(sentence, language) {
            let arguments = call.tool.arguments(&call.arguments.to_json());
            assert_eq!(arguments.as_ref(), Ok(&call.arguments), "{sentence:?}");
        }
    }
}

/// Two tools with a field of each kind that phrases fill.
fn tools() -> Option<Vec<Arc<Tool>>> {
    let field = |name: &str, ty| Field { name: name.to_owned(), docs: String::new(), ty };
    let optional = |ty| Type::Option(Box::new(ty));
    let cases = ["cheap", "dear"].map(|name| Case { name: name.to_owned(), docs: String::new(), payload: None });
    let fields = vec![
        field("near", optional(Type::String)),
        field("count", optional(Type::U8)),
        field("far-m", optional(Type::F64)),
        field("price", optional(Type::Enum("price".to_owned(), cases.to_vec()))),
        field("covered", optional(Type::Bool)),
    ];
    let request = Record { name: "find-request".to_owned(), docs: String::new(), fields };
    let tool = |name: &str, request| Some(Arc::new(Tool { name: name.parse().ok()?, docs: String::new(), request }));
    Some(vec![tool("parking.find", Some(request))?, tool("parking.stop", None)?])
}
