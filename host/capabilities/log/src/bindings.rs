//! Generated from the WIT of the capability.

wasmtime::component::bindgen!({
    path: "../../../wit/log",
    world: "jumpseat:log/imports",
    additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
});
