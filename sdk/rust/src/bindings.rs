//! Generated from the WIT of the contract.

#![expect(missing_docs, clippy::same_length_and_capacity, reason = "generated code")]

wit_bindgen::generate!({
    path: "wit",
    world: "jumpseat:sdk/imports",
    generate_all,
    // `jumpseat:skill/types` has no functions, so all of its types count as unused.
    generate_unused_types: true,
    additional_derives: [PartialEq],
});
