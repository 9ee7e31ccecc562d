//! What is not loaded, and what the installer is told.

use jumpseat_runtime::{Grant, LoadError};

use crate::{
    car::{Garage, say},
    components::{of_shape, package},
};

/// A component whose world has these lines besides its tools.
fn with_world(lines: &str) -> Vec<u8> {
    of_shape(&format!(
        "package jumpseat-guests:shape@0.1.0;
        interface tools {{
            use jumpseat:skill/types@0.1.0.{{reply, failure}};
            act: func() -> result<reply, failure>;
        }}
        world skill {{ {lines} export tools; }}"
    ))
}

/// The error with its cause, and the hint.
fn refusal(component: &[u8], manifest: &str) -> String {
    let error = Garage::new().load(component, &package("shape", manifest), &Grant::all()).err().expect("it is refused");
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
    let hint = error.hint().unwrap_or_default();
    format!("{error}{cause}\nhint: {hint}")
}

/// A package that exists for one test, nested into the file of the test's own package.
fn nested(package: &str, interface: &str, import: &str) -> Vec<u8> {
    of_shape(&format!(
        "package jumpseat-guests:shape@0.1.0;
        package {package} {{ {interface} }}
        interface tools {{
            use jumpseat:skill/types@0.1.0.{{reply, failure}};
            act: func() -> result<reply, failure>;
        }}
        world skill {{ import {import}; export tools; }}"
    ))
}

#[test]
fn every_refusal_says_what_is_wrong_and_what_to_do() {
    let resource = of_shape(
        "package jumpseat-guests:shape@0.1.0;
        interface tools {
            use jumpseat:skill/types@0.1.0.{reply, failure};
            resource door;
            record act-request { door: door }
            act: func(request: act-request) -> result<reply, failure>;
        }
        world skill { export tools; }",
    );
    let core_module = wat::parse_str("(module)").unwrap();
    let wasi = nested(
        "wasi:cli@0.2.6",
        "interface environment { get-environment: func() -> list<string>; }",
        "wasi:cli/environment@0.2.6",
    );
    let unknown = nested("acme:radar@1.0.0", "interface beam { sweep: func(); }", "acme:radar/beam@1.0.0");
    let search = "interface search { look: func(); }";
    let older = nested("jumpseat:places@0.0.9", search, "jumpseat:places/search@0.0.9");
    let newer = nested("jumpseat:places@0.2.0", search, "jumpseat:places/search@0.2.0");
    let refusals = [
        refusal(b"no wasm", ""),
        refusal(&core_module, ""),
        refusal(&wasi, ""),
        refusal(&unknown, ""),
        refusal(&older, ""),
        refusal(&newer, ""),
        refusal(&resource, ""),
        refusal(&with_world("import act: func();"), ""),
        refusal(&with_world(""), "events = [\"signal-ahead\"]"),
    ];
    insta::assert_snapshot!(refusals.join("\n\n"), @r#"
    the tools of the component cannot be offered: this is not WebAssembly
    hint: build it with "jumpseat skill build"

    the tools of the component cannot be offered: this is a WebAssembly core module, not a component
    hint: make it a component; "jumpseat skill build" does so for Rust skills

    the component imports wasi:cli/environment@0.2.6, and skills get nothing from WASI
    hint: build Rust for wasm32-unknown-unknown, JavaScript with disableFeatures, Python with --stub-wasi

    the component imports acme:radar/beam@1.0.0, which this host does not know
    hint: this host serves clock, context, http, location, log, parking, places, preferences, storage, traffic-signals, vehicle, weather

    the component was built for jumpseat:places/search@0.0.9; this host serves version 0.1.0
    hint: build the skill again with the WIT of this host

    the component needs jumpseat:places/search@0.2.0; this host serves version 0.1.0
    hint: update the host, or build the skill with the WIT of this host

    the tools of the component cannot be offered: "door" in the interface of the tools is a resource
    hint: tools take and return values only; keep resources inside the skill

    the tools of the component cannot be offered: the component imports "act", which is not an interface
    hint: import interfaces only: import jumpseat:places/search@0.1.0;

    the manifest names events, and the component exports no jumpseat:skill/events
    hint: export jumpseat:skill/events@0.1.0 from the world, or remove events from skill.toml
    "#);
}

#[test]
fn types_of_other_packages_need_no_grant() {
    let types =
        nested("acme:kitchen@1.0.0", "interface dishes { record dish { name: string } }", "acme:kitchen/dishes@1.0.0");
    assert!(Garage::new().load(&types, &package("shape", ""), &Grant::only([""; 0])).is_ok());
}

#[tokio::test]
async fn a_capability_in_another_form_does_not_link() {
    let other = nested("jumpseat:places@0.1.0", "interface search { find: func(); }", "jumpseat:places/search@0.1.0");
    let skill = Garage::new().load(&other, &package("shape", ""), &Grant::all()).unwrap();
    let error = skill.prepare().await.unwrap_err();
    assert!(matches!(error, LoadError::Link { .. }), "{error:?}");
    let outcome = say(&skill, "act").await;
    assert!(matches!(outcome, jumpseat_assistant::Outcome::Missing { .. }), "{outcome:?}");
}

/// One instance given for two imports that have one type: valid, and more than the validator of this version can take.
const TWICE_THE_SAME: &str = r#"(component
    (type $things (instance (type u32) (export "thing" (type (eq 0)))))
    (type $takes (component
        (alias outer 1 $things (type $taken))
        (import "one" (instance (type $taken)))
        (import "other" (instance (type $taken)))))
    (import "taker" (component $taker (type $takes)))
    (type $number u32)
    (instance $given (export "thing" (type $number)))
    (instance (instantiate $taker (with "one" (instance $given)) (with "other" (instance $given)))))"#;

#[test]
fn a_component_that_the_validator_panics_on_is_refused() {
    let component = wat::parse_str(TWICE_THE_SAME).unwrap();
    let error = jumpseat_runtime::check(&component, &package("shape", "")).unwrap_err();
    let LoadError::Tools(error) = error else { panic!("it was read: {error:?}") };
    assert_eq!(error.to_string(), "the component is not valid: the validator gave it up");
}
