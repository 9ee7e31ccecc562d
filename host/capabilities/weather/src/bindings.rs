//! Generated from the WIT of the capability.

#![expect(missing_docs, reason = "generated code; the WIT documents every item")]

wasmtime::component::bindgen!({
    path: "../../../wit/weather",
    world: "jumpseat:weather/imports",
    imports: { default: async | trappable },
    additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
});
