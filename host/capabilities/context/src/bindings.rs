//! Generated from the WIT of the capability.

wasmtime::component::bindgen!({
    path: "../../../wit/context",
    world: "jumpseat:context/imports",
    additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
});
