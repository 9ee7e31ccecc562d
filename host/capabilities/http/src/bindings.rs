//! Generated from the WIT of the capability.

wasmtime::component::bindgen!({
    path: "../../../wit/http",
    world: "jumpseat:http/imports",
    imports: { default: async | trappable },
    additional_derives: [PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize],
});
