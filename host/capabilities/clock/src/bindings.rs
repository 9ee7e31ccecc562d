//! Generated from the WIT of the capability.

wasmtime::component::bindgen!({
    path: "../../../wit/clock",
    world: "jumpseat:clock/imports",
    additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
});
