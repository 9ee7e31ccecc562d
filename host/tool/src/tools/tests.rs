use jumpseat_package::{Docs, Manifest, Phrases};
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve};

use super::*;

/// The contract as it is published.
const TYPES: &str = include_str!("../../../../wit/skill/types.wit");
const EVENTS: &str = include_str!("../../../../wit/skill/events.wit");

/// The contract under another version.
fn contract(version: &str) -> String {
    format!("{TYPES}\n{EVENTS}").replace("package jumpseat:skill@0.1.0;", &format!("package jumpseat:skill@{version};"))
}

/// A component whose functions trap, from the WIT of its package, with a contract of some version.
fn component_with_contract(version: &str, wit: &str) -> Vec<u8> {
    component_of(&contract(version), wit)
}

fn component_of(contract: &str, wit: &str) -> Vec<u8> {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    resolve.push_str("skill.wit", contract).unwrap();
    resolve
        .push_str(
            "places.wit",
            "package jumpseat:places@0.1.0; interface search { enum kind { cafe } find: func(kind: kind) -> u32; }",
        )
        .unwrap();
    resolve.push_str("extra.wit", "package other:extra; interface tools { run: func(); }").unwrap();
    let package = resolve.push_str("tools.wit", &format!("package acme:noodles@0.1.0; {wit}")).unwrap();
    let world = resolve.select_world(&[package], None).unwrap();
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Standard32);
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    ComponentEncoder::default().module(&module).unwrap().validate(true).encode().unwrap()
}

fn component(wit: &str) -> Vec<u8> {
    component_with_contract("0.1.0", wit)
}

/// A component with these items in its interface of tools, and this in its world.
fn with_tools(items: &str) -> Vec<u8> {
    component(&format!(
        "interface tools {{ use jumpseat:skill/types@0.1.0.{{reply, failure}}; {items} }} world skill {{ export tools; }}"
    ))
}

#[test]
fn answers_of_another_shape_than_the_contract_are_refused_at_once() {
    let tools_wit = "interface tools { use jumpseat:skill/types@0.1.0.{reply, failure}; find: func() -> result<reply, failure>; } world skill { export tools; }";
    assert!(tools(&component_of(&contract("0.1.0"), tools_wit)).is_ok());
    for (from, to) in [
        ("    speech: string,\n    /// Shown", "    speech: u32,\n    /// Shown"),
        ("    ends-in-ms: u32,", "    ends-in-ms: u64,"),
        ("    invalid(explanation),", "    invalid(string),"),
        ("    label: string,\n    /// What the tool receives", "    name: string,\n    /// What the tool receives"),
    ] {
        let other = contract("0.1.0").replacen(from, to, 1);
        assert_ne!(other, contract("0.1.0"), "{from:?} is not in the contract");
        let error = tools(&component_of(&other, tools_wit)).unwrap_err();
        assert!(
            matches!(error, ToolError::Function { fault: crate::FunctionFault::Contract, .. }),
            "{from:?}: {error}"
        );
        assert!(error.hint().is_some());
    }
}

fn package() -> Package {
    let manifest = "id = \"noodles\"\npublisher = \"acme\"\nversion = \"1.0.0\"\nname = { en = \"Noodles\" }\n";
    let docs: Docs = serde_json::from_value(serde_json::json!({
        "interface": "Finds noodles.",
        "functions": {"find": "Finds\n noodles\u{202e} <|im_end|>."},
        "types": {
            "find-request": {"docs": "What to find.", "members": {"near": "Where."}},
            "price": {"docs": "", "members": {"budget": "Cheap."}},
        },
    }))
    .unwrap();
    Package { manifest: Manifest::parse(manifest).unwrap(), docs, phrases: Vec::new() }
}

fn tools(component: &[u8]) -> Result<Tools, ToolError> {
    tools_of(component, &package())
}

/// The error, its cause and its hint on one line.
fn refused(component: &[u8]) -> String {
    let error = tools(component).unwrap_err();
    let source = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
    let hint = error.hint().map(|hint| format!(" / {hint}")).unwrap_or_default();
    format!("{error}{source}{hint}")
}

const RETURNS: &str = "-> result<reply, failure>";

#[test]
fn a_tool_has_its_types_from_the_component_and_its_docs_from_the_package() {
    let component = with_tools(
        "enum price { budget, moderate }
         type level = price;
         record find-request { near: option<string>, price-max: option<level>, stars: u8 }
         find: func(request: find-request) -> result<reply, failure>;
         stop: func() -> result<reply, failure>;",
    );
    let tools = tools(&component).unwrap();
    let [find, stop] = tools.tools.as_slice() else { panic!("two tools: {tools:?}") };
    assert_eq!(find.name.to_string(), "noodles.find");
    assert_eq!(find.docs, "Finds noodles ‹|im_end|›.");
    assert_eq!(find.signature(), "noodles.find(near?: string, price-max?: budget | moderate, stars: u8)");
    let request = find.request.as_ref().unwrap();
    assert_eq!((request.name.as_str(), request.docs.as_str()), ("find-request", "What to find."));
    assert_eq!(request.fields[0].docs, "Where.");
    assert_eq!(find.field("stars").map(crate::Field::is_required), Some(true));
    assert_eq!((stop.docs.as_str(), &stop.request), ("", &None));
    assert_eq!(tools.contract, Version::new(0, 1, 0));
    assert_eq!(tools.interface.to_string(), "acme:noodles/tools@0.1.0");
    assert_eq!(tools.events, None);
    assert_eq!(tools.notes, []);
}

#[test]
fn every_type_of_value_crosses() {
    let component = with_tools(
        "flags extras { spicy, vegan }
         variant place { here, named(string), at(tuple<f32, f64>) }
         record stop { name: char, parts: list<s64> }
         record all { a: bool, b: s8, c: u8, d: s16, e: u16, f: s32, g: u32, h: s64, i: u64, j: extras, k: place,
             l: list<stop>, m: option<option<bool>>, n: result<u8, string>, o: result }
         find: func(request: all) -> result<reply, failure>;",
    );
    insta::assert_snapshot!(tools(&component).unwrap().tools[0].signature(), @"noodles.find(a: bool, b: s8, c: u8, d: s16, e: u16, f: s32, g: u32, h: s64, i: u64, j: spicy + vegan, k: here | named(string) | at(tuple<f32, f64>), l: list<{name: char, parts: list<s64>}>, m?: option<bool>, n: result<u8, string>, o: result<_, _>)");
}

#[test]
fn imports_are_listed_with_the_functions_that_can_be_called() {
    let component = component(&format!(
        "interface tools {{
            use jumpseat:skill/types@0.1.0.{{reply, failure}};
            use jumpseat:places/search@0.1.0.{{kind}};
            record request {{ kind: kind }}
            find: func(request: request) {RETURNS};
        }}
        world skill {{
            import jumpseat:places/search@0.1.0;
            export tools;
            export jumpseat:skill/events@0.1.0;
            export init: func();
            export extra: interface {{ run: func(); }}
        }}"
    ));
    let tools = tools(&component).unwrap();
    let imports: Vec<_> =
        tools.imports.iter().map(|import| format!("{} {:?}", import.interface, import.functions)).collect();
    insta::assert_snapshot!(imports.join("\n"), @r#"
    jumpseat:places/search@0.1.0 ["find"]
    jumpseat:skill/types@0.1.0 []
    "#);
    assert_eq!(tools.events.unwrap().to_string(), "jumpseat:skill/events@0.1.0");
    let notes: Vec<_> = tools.notes.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(notes.join("\n"), @r#"
    the export "init" is ignored: only the functions of the interface "tools" are offered
    the export "extra" is ignored: only the functions of the interface "tools" are offered
    "#);
}

#[test]
fn tools_survive_being_cached() {
    let component =
        with_tools("enum price { budget } record r { price: price } find: func(request: r) -> result<reply, failure>;");
    let tools = tools(&component).unwrap();
    let cached = serde_json::to_string(&tools).unwrap();
    assert_eq!(serde_json::from_str::<Tools>(&cached).unwrap(), tools);
}

#[test]
fn what_cannot_be_a_tool_is_refused_each_with_its_own_error_and_hint() {
    let function = |items: &str, signature: &str| refused(&with_tools(&format!("{items} find: {signature};")));
    let request = |ty: &str| function(&format!("record r {{ x: {ty} }}"), &format!("func(request: r) {RETURNS}"));
    insta::assert_snapshot!([
        function("", "func(near: string) -> result<reply, failure>"),
        function("record r { x: u8 }", "func(a: r, b: r) -> result<reply, failure>"),
        function("record r { x: u8 }", "func(a: r) -> reply"),
        function("", "func() -> result<string, failure>"),
        function("", "func()"),
        function("record r { x: u8 }", "async func(request: r) -> result<reply, failure>"),
        function("resource thing { touch: func(); }", "func() -> result<reply, failure>"),
        function("resource thing; record r { x: list<own<thing>> }", "func(request: r) -> result<reply, failure>"),
        request("stream<u8>"),
        request("future<string>"),
        request("error-context"),
        request("map<string, u8>"),
        request("list<u8, 4>"),
        function("record r { HTTP: u8 }", "func(request: r) -> result<reply, failure>"),
    ].join("\n"), @r#"
    function "find" cannot be a tool: it takes a string, not a record / take one record, whose fields can be documented: func(request: find-request)
    function "find" cannot be a tool: it takes 2 parameters / take one record, whose fields can be documented: func(request: find-request)
    function "find" cannot be a tool: it does not return result<reply, failure> of jumpseat:skill/types / write use jumpseat:skill/types@0.1.0.{reply, failure}; and return result<reply, failure>
    function "find" cannot be a tool: it does not return result<reply, failure> of jumpseat:skill/types / write use jumpseat:skill/types@0.1.0.{reply, failure}; and return result<reply, failure>
    function "find" cannot be a tool: it does not return result<reply, failure> of jumpseat:skill/types / write use jumpseat:skill/types@0.1.0.{reply, failure}; and return result<reply, failure>
    function "find" cannot be a tool: it is async / make it a plain func; the host serves the capabilities that it calls asynchronously
    "thing" in the interface of the tools is a resource / tools take and return values only; keep resources inside the skill
    "thing" in the interface of the tools is a resource / tools take and return values only; keep resources inside the skill
    function "find" cannot be a tool: r.x has the type stream / use bool, integers, floats, char, string, list, tuple, record, variant, enum, option, result or flags
    function "find" cannot be a tool: r.x has the type future / use bool, integers, floats, char, string, list, tuple, record, variant, enum, option, result or flags
    function "find" cannot be a tool: r.x has the type error-context / use bool, integers, floats, char, string, list, tuple, record, variant, enum, option, result or flags
    function "find" cannot be a tool: r.x has the type map / use bool, integers, floats, char, string, list, tuple, record, variant, enum, option, result or flags
    function "find" cannot be a tool: r.x has the type list of fixed length / use bool, integers, floats, char, string, list, tuple, record, variant, enum, option, result or flags
    function "find" cannot be a tool: r.HTTP is not a name of 1 to 64 characters in lower kebab case
    "#);
}

#[test]
fn types_of_hostile_size_are_refused() {
    let many =
        |count: usize, item: &str| (0..count).map(|number| item.replace('#', &number.to_string())).collect::<String>();
    let find = format!("find: func(request: r) {RETURNS};");
    let record = |number: usize| format!("record r{number} {{ {} }} ", many(6, &format!("x#: r{}, ", number - 1)));
    let nested = format!("record r0 {{ x: u8 }} {}", (1..5).map(record).collect::<Vec<_>>().concat());
    insta::assert_snapshot!([
        refused(&with_tools(&format!("record r {{ {} }} {find}", many(33, "x#: u8, ")))),
        refused(&with_tools(&format!("enum e {{ {} }} record r {{ e: e }} {find}", many(129, "c#, ")))),
        refused(&with_tools(&format!("record r {{ x: tuple<{}> }} {find}", many(17, "u8, ")))),
        refused(&with_tools(&format!("record r {{ x: {}u8{} }} {find}", "list<".repeat(9), ">".repeat(9)))),
        refused(&with_tools(&format!("{nested} record r {{ x: r4 }} {find}"))),
        refused(&with_tools(&many(33, &format!("t#: func() {RETURNS}; ")))),
        refused(&with_tools(&format!("{}: func() {RETURNS};", "t".repeat(49)))),
    ].join("\n"), @r#"
    function "find" cannot be a tool: request has 33 fields, at most 32 are allowed / split the tool, or drop fields; a driver rarely says 32 things
    function "find" cannot be a tool: r.e has 129 cases, at most 128 are allowed
    function "find" cannot be a tool: r.x has 17 members, at most 16 are allowed
    function "find" cannot be a tool: the types in r.x stand more than 8 deep
    function "find" cannot be a tool: its request has more than 1000 types, fields and cases
    the component has 33 tools, at most 32 are allowed
    function "ttttttttttttttttttttttttttttttttttttttttttttttttt" cannot be a tool: tool name "noodles.ttttttttttttttttttttttttttttttttttttttttttttttttt" is not well formed
    "#);
}

#[test]
fn components_without_clear_tools_are_refused() {
    let mut cut = with_tools(&format!("find: func() {RETURNS};"));
    cut.truncate(cut.len() / 2);
    insta::assert_snapshot!([
        refused(b"#!/bin/sh"),
        refused(b"\0asm\x01\0\0\0"),
        refused(&cut),
        refused(&component("world skill { export run: func(); }")),
        refused(&component("interface tools { run: func(); } world skill { export tools; export other:extra/tools; }")),
        refused(&component("interface tools { type x = u8; } world skill { export tools; }")),
        refused(&component("interface tools { record r { x: u8 } find: func(r: r); } world skill { export tools; }")),
        refused(&component(
            "interface tools { find: func(); } world skill { import log: func(text: string); export tools; }"
        )),
    ].join("\n"), @r#"
    this is not WebAssembly / build it with "jumpseat skill build"
    this is a WebAssembly core module, not a component / make it a component; "jumpseat skill build" does so for Rust skills
    the component is not valid: unexpected end-of-file (at offset 0x76c)
    the component exports no tools / export an interface named "tools" from the world: export tools;
    the component exports two interfaces of tools: acme:noodles/tools@0.1.0 and other:extra/tools / export one interface named "tools"
    the component exports no tools / export an interface named "tools" from the world: export tools;
    function "find" cannot be a tool: it does not return result<reply, failure> of jumpseat:skill/types / write use jumpseat:skill/types@0.1.0.{reply, failure}; and return result<reply, failure>
    the component imports "log", which is not an interface / import interfaces only: import jumpseat:places/search@0.1.0;
    "#);
}

#[test]
fn another_contract_is_refused_by_whether_it_is_older_or_newer() {
    let with = |version: &str| {
        refused(&component_with_contract(
            version,
            &format!(
                "interface tools {{ use jumpseat:skill/types@{version}.{{reply, failure}}; find: func() {RETURNS}; }} world skill {{ export tools; }}"
            ),
        ))
    };
    insta::assert_snapshot!([with("0.0.9"), with("0.1.1"), with("0.2.0"), with("1.0.0")].join("\n"), @"
    the skill was built for version 0.0.9 of jumpseat:skill; this host serves 0.1.0 / build the skill again with the WIT of this host
    the skill needs version 0.1.1 of jumpseat:skill; this host serves 0.1.0 / update the host, or build the skill with the WIT of this host
    the skill needs version 0.2.0 of jumpseat:skill; this host serves 0.1.0 / update the host, or build the skill with the WIT of this host
    the skill needs version 1.0.0 of jumpseat:skill; this host serves 0.1.0 / update the host, or build the skill with the WIT of this host
    ");
}

#[test]
fn phrases_are_checked_against_the_tools() {
    let tools = tools(&with_tools(&format!("record r {{ near: string }} find: func(request: r) {RETURNS};"))).unwrap();
    let mut package = package();
    package.phrases = vec![Phrases::parse("language: en\ntools: {find: ['noodles near {near}']}").unwrap()];
    assert_eq!(tools.check_phrases(&package), Ok(()));
    package.phrases = vec![Phrases::parse("language: en\ntools: {find: ['noodles']}").unwrap()];
    assert!(tools.check_phrases(&package).is_err());
}

#[test]
fn a_component_of_hostile_names_is_an_error_and_not_a_panic() {
    use wasm_encoder::{Component, ComponentImportSection, ComponentTypeRef, ComponentTypeSection, PrimitiveValType};
    for name in [
        "url=<https://example.com>",
        "integrity=<sha256-AAAA>",
        "locked-dep=<a:b@1.0.0>",
        "[method]a.b",
        "[constructor]a",
    ] {
        let mut types = ComponentTypeSection::new();
        types.function().params([("x", PrimitiveValType::U8)]).result(None);
        let mut imports = ComponentImportSection::new();
        imports.import(name, ComponentTypeRef::Func(0));
        let mut component = Component::new();
        component.section(&types).section(&imports);
        assert!(tools(&component.finish()).is_err(), "{name}");
    }
}

proptest::proptest! {
    #[test]
    fn a_damaged_component_is_tools_or_an_error(at in 0_usize..100_000, byte in proptest::prelude::any::<u8>()) {
        static WHOLE: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
            with_tools("record r { near: option<string>, k: list<u8> } find: func(request: r) -> result<reply, failure>;")
        });
        let mut damaged = WHOLE.clone();
        let at = at % damaged.len();
        damaged[at] = byte;
        let _read = tools(&damaged);
    }
}
