//! A component from anybody: its package, its tools, and all that is derived from them.

use std::sync::Arc;

use jumpseat_package::{Docs, Manifest, Package, text};
use jumpseat_tool::{Grammar, Tools, limits, tools_of};

/// Whatever the bytes are, they are read or refused. What is read once reads the same after it was packed anew, and the
/// texts and names of tools are harmless.
pub(super) fn run(data: &[u8]) {
    let read = Package::read(data);
    assert_eq!(
        read.as_ref().ok().map(|package| &package.manifest),
        Package::read_without_phrases(data).ok().filter(|_| read.is_ok()).as_ref().map(|package| &package.manifest),
        "phrases or not, the manifest is the same"
    );
    let Some(package) = read.ok().or_else(stranger) else { return };
    #[cfg(feature = "engine")]
    drop(jumpseat_runtime::check(data, &package));
    let Ok(tools) = tools_of(data, &package) else { return };
    examine(&tools);
    drop(tools.check_phrases(&package));
    if let Ok(packed) = package.embed(data) {
        assert_eq!(Package::read(&packed).ok().as_ref(), Some(&package), "what was packed is read");
        assert_eq!(tools_of(&packed, &package).ok().as_ref(), Some(&tools), "packing changes no tool");
    }
}

fn examine(tools: &Tools) {
    assert!((1..=limits::TOOLS_MAX).contains(&tools.tools.len()));
    for tool in &tools.tools {
        assert_eq!(tool.docs, text::plain(&tool.docs, limits::TOOL_DOCS_CHARS_MAX));
        let schema = tool.schema().to_string();
        assert!(!schema.contains('<') && !schema.contains(text::is_hidden), "{schema}");
        drop(tool.signature());
    }
    drop(Grammar::of(&tools.tools.iter().map(Arc::clone).collect::<Vec<_>>()));
}

/// The package of a component that says nothing of itself.
fn stranger() -> Option<Package> {
    let manifest = Manifest::parse("id = \"a\"\npublisher = \"b\"\nversion = \"1.0.0\"\nname.en = \"C\"\n").ok()?;
    Some(Package { manifest, docs: Docs::default(), phrases: Vec::new() })
}
