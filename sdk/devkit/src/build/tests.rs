use std::{fs, os::unix::fs::PermissionsExt as _};

use super::*;
use crate::fixture::Fixture;

/// A skill with a Cargo.toml, and programs that stand in for cargo and rustc.
struct Workshop {
    fixture: Fixture,
    cargo: Cargo,
}

impl Workshop {
    /// `cargo` and `rustc` are shell scripts. The first finds the folder of the skill in `$PWD`.
    fn new(cargo: &str, rustc: &str) -> Self {
        let fixture = Fixture::new();
        fixture.write("Cargo.toml", "[package]\nname = \"noodles\"\n");
        fs::write(fixture.dir().join("noodles.wasm"), fixture.module()).unwrap();
        let program = |name: &str, script: &str| {
            let path = fixture.dir().join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            path
        };
        let cargo = Cargo { cargo: program("cargo", cargo), rustc: program("rustc", rustc) };
        Self { fixture, cargo }
    }

    fn build(&self) -> Result<Built, BuildError> {
        build_with(&self.cargo, self.fixture.dir(), None)
    }
}

/// Says that cargo built the module of the fixture.
const BUILDS: &str = r#"
here=$(pwd -P)
echo '{"reason":"compiler-artifact","manifest_path":"/elsewhere/Cargo.toml","filenames":["/elsewhere/other.wasm"]}'
echo '{"reason":"compiler-artifact","manifest_path":"'$here'/Cargo.toml","filenames":["'$here'/noodles.wasm"]}'
echo '{"reason":"build-finished","success":true}'
"#;

#[test]
fn a_skill_is_compiled_made_a_component_and_packed() {
    let workshop = Workshop::new(BUILDS, "");
    let built = workshop.build().unwrap();
    assert_eq!(built.packed.package.manifest.id.as_str(), "noodles");
    assert_eq!(built.target, workshop.fixture.dir().join("target"));
}

#[test]
fn cargo_is_asked_for_a_small_library_in_its_own_target_folder() {
    let workshop =
        Workshop::new(&format!("echo $* > args; env | grep CARGO_PROFILE_RELEASE | sort > env; {BUILDS}"), "");
    workshop.build().unwrap();
    let dir = workshop.fixture.dir();
    let read = |name| fs::read_to_string(dir.join(name)).unwrap();
    let arguments = read("args").replace(&dir.canonicalize().unwrap().display().to_string(), "DIR");
    insta::assert_snapshot!(arguments.replace(&dir.display().to_string(), "DIR").trim(), @"build --release --target wasm32-unknown-unknown --message-format json-render-diagnostics --manifest-path DIR/Cargo.toml --target-dir DIR/target");
    insta::assert_snapshot!(read("env"), @"
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1
    CARGO_PROFILE_RELEASE_LTO=true
    CARGO_PROFILE_RELEASE_OPT_LEVEL=s
    CARGO_PROFILE_RELEASE_PANIC=abort
    CARGO_PROFILE_RELEASE_STRIP=debuginfo
    ");
}

#[test]
fn each_failure_has_its_own_error_and_hint() {
    let check = |cargo: &str, rustc: &str| {
        let error = Workshop::new(cargo, rustc).build().unwrap_err();
        format!("{error} / {}", error.hint().unwrap_or_default())
    };
    insta::assert_snapshot!([
        check("exit 101", "echo /nowhere"),
        check("exit 101", "pwd"),
        check("exit 101", "exit 1"),
        check("echo '{\"reason\":\"build-finished\",\"success\":true}'", ""),
        check(&format!("printf '\\0asm\\1\\0\\0\\0' > noodles.wasm; {BUILDS}"), ""),
    ].join("\n"), @r#"
    Rust cannot compile for wasm32-unknown-unknown yet / run rustup target add wasm32-unknown-unknown; without rustup, Debian's rustc-web and rust-web-src do, with RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    cargo could not compile the skill / 
    cargo could not compile the skill / 
    cargo built no wasm32-unknown-unknown library of the skill / write crate-type = ["cdylib"] in the section [lib] of Cargo.toml
    the component does not export acme:noodles/tools@0.1.0 / write export tools; in the world that the skill is built for
    "#);
}

#[test]
fn a_missing_cargo_is_named() {
    let mut workshop = Workshop::new(BUILDS, "");
    workshop.cargo.cargo = "no-such-cargo".into();
    let error = workshop.build().unwrap_err();
    assert_eq!(error.to_string(), r#"cannot start "no-such-cargo""#);
    assert_eq!(error.hint().unwrap(), "install Rust: https://rustup.rs");
}

#[test]
fn a_mistake_in_the_folder_is_told_before_cargo_runs() {
    let workshop = Workshop::new("touch ran; exit 1", "");
    workshop.fixture.edit("skill.toml", "publisher", "publsher");
    assert!(matches!(workshop.build(), Err(BuildError::Description(_))));
    assert!(!workshop.fixture.dir().join("ran").exists());
}

#[test]
fn a_folder_without_sources_is_for_pack() {
    let fixture = Fixture::new();
    assert!(matches!(build(fixture.dir(), None), Err(BuildError::NoCargoToml { .. })));
}
