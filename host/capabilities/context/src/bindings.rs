//! Generated from the WIT of the capability.

wasmtime::component::bindgen!({
    path: "../../../wit/context",
    world: "jumpseat:context/imports",
    imports: { default: async | trappable },
    additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
});
