//! The macro that turns a skill's own WIT into Rust.

/// Declares the skill: `jumpseat_sdk::skill!(acme::noodles);` for the package `acme:noodles` in `wit/`.
///
/// It defines the type `Skill` and the module `tools`, with the trait `tools::Guest` to implement for `Skill` and the
/// types of the requests. Write it once, at the root of the crate.
///
/// A skill that handles events writes `jumpseat_sdk::skill!(acme::noodles, events);` and implements
/// `events::Guest` as well. WIT in another folder is named by `in "path/from/Cargo.toml"` at the end.
#[macro_export]
macro_rules! skill {
    ($($package:ident)::+) => {
        $crate::skill!($($package)::+ in "wit");
    };
    ($($package:ident)::+, events) => {
        $crate::skill!($($package)::+, events in "wit");
    };
    ($($package:ident)::+, events in $path:tt) => {
        $crate::skill!($($package)::+ in $path);
        use bindings::exports::jumpseat::skill::events;
    };
    ($($package:ident)::+ in $path:tt) => {
        /// What the skill exports is implemented for this type.
        pub struct Skill;

        // `with` may name only what the world imports, which a macro cannot know, so the capabilities are generated
        // here once more. What a skill calls are those of this crate; what is not called is not in the component.
        #[allow(
            missing_docs,
            unreachable_pub,
            unsafe_code,
            unused_imports,
            unused_macros,
            clippy::mem_forget,
            clippy::pedantic,
            reason = "generated code"
        )]
        mod bindings {
            $crate::wit_bindgen::generate!({
                path: $path,
                world: "skill",
                generate_all,
                with: { "jumpseat:skill/types@0.1.0": ::jumpseat_sdk::types },
                runtime_path: "::jumpseat_sdk::wit_bindgen::rt",
                additional_derives: [PartialEq],
            });
        }

        // Elsewhere there is nobody to export to, and linkers refuse the names that the component model wants.
        #[cfg(target_arch = "wasm32")]
        bindings::export!(Skill with_types_in bindings);

        use bindings::exports::$($package)::+::tools;
    };
}
