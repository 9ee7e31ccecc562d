//! Generated from the WIT of the capability.

wasmtime::component::bindgen!({
    path: "../../../wit/clock",
    world: "jumpseat:clock/imports",
    imports: { default: async | trappable },
    additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
});
