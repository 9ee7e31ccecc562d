//! Generated from the WIT of the capability.

wasmtime::component::bindgen!({
    path: "../../../wit/log",
    world: "jumpseat:log/imports",
    imports: { default: async | trappable },
    additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
});
