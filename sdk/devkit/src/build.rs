//! Compiles a skill written in Rust.

use std::{
    fs,
    io,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
};

use wit_component::ComponentEncoder;

use crate::{PackError, Packed, pack};

/// The target of skills. It brings no system interface, so a skill imports nothing but capabilities.
const TARGET: &str = "wasm32-unknown-unknown";

/// The profile that skills are built with, as cargo's environment variables state it: small code, no unwinding.
const PROFILE: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "s"),
    ("CARGO_PROFILE_RELEASE_LTO", "true"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1"),
    ("CARGO_PROFILE_RELEASE_PANIC", "abort"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
];

/// A skill that was built.
#[derive(Debug, Clone, PartialEq)]
pub struct Built {
    /// The skill in one file.
    pub packed: Packed,
    /// Where its target folder is: a good place for the file.
    pub target: PathBuf,
}

/// Why a skill was not built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The folder holds no Rust package.
    #[error("{} is not the folder of a Rust package", folder.display())]
    NoPackage {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with its `Cargo.toml`.
        reason: String,
    },
    /// Cargo cannot be started.
    #[error("cannot start cargo")]
    NoCargo(#[source] io::Error),
    /// The target of skills is not installed.
    #[error("the Rust target {TARGET} is not installed")]
    NoTarget,
    /// Cargo failed; it has said why.
    #[error("cargo could not build the skill ({status})")]
    Cargo {
        /// How it ended.
        status: ExitStatus,
    },
    /// The package makes no WebAssembly module.
    #[error("cargo made no {}", file.display())]
    NoModule {
        /// The file that was expected.
        file: PathBuf,
    },
    /// The module does not become a component.
    #[error("the module does not become a component: {reason}")]
    Encode {
        /// What the encoder says.
        reason: String,
    },
    /// The component is not packed.
    #[error(transparent)]
    Pack(#[from] PackError),
}

impl BuildError {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoPackage { .. } => Some("a skill's folder holds Cargo.toml, skill.toml, wit/ and phrases/".to_owned()),
            Self::NoCargo(_) => Some("install Rust: https://rustup.rs".to_owned()),
            Self::NoTarget => Some(format!(
                "rustup target add {TARGET}; without rustup, install your distribution's package for it"
            )),
            Self::NoModule { .. } => Some("Cargo.toml needs [lib] with crate-type = [\"cdylib\"]".to_owned()),
            Self::Encode { .. } => Some("depend on jumpseat-sdk and write jumpseat_sdk::skill!(…) once".to_owned()),
            Self::Pack(error) => error.hint(),
            Self::Cargo { .. } => None,
        }
    }
}

/// Builds the Rust skill in a folder. Cargo's messages go to standard error. Without a target folder, the skill has
/// one of its own, so that building it never disturbs another build.
pub fn build(folder: &Path, target: Option<&Path>) -> Result<Built, BuildError> {
    let library = library_name(folder)?;
    let target = target.map_or_else(|| folder.join("target"), Path::to_owned);
    compile(folder, &target)?;
    let file = target.join(TARGET).join("release").join(library).with_extension("wasm");
    let module = fs::read(&file).map_err(|_missing| BuildError::NoModule { file })?;
    let component = encode(&module)?;
    Ok(Built { packed: pack(&component, folder)?, target })
}

/// The name of the package's library, as its file is called.
fn library_name(folder: &Path) -> Result<String, BuildError> {
    let no_package = |reason: String| BuildError::NoPackage { folder: folder.to_owned(), reason };
    let text = fs::read_to_string(folder.join("Cargo.toml")).map_err(|error| no_package(error.to_string()))?;
    let manifest: toml::Table = text.parse().map_err(|error: toml::de::Error| no_package(error.to_string()))?;
    let name = |section: &str| manifest.get(section)?.get("name")?.as_str();
    let name = name("lib").or_else(|| name("package")).ok_or_else(|| no_package("it has no name".to_owned()))?;
    Ok(name.replace('-', "_"))
}

#[expect(clippy::disallowed_methods, reason = "the compiler is a program")]
fn compile(folder: &Path, target: &Path) -> Result<(), BuildError> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--release", "--lib", "--target", TARGET, "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .envs(PROFILE)
        // Flags that are meant for programs of this machine do not fit the target of skills.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    let status = cargo.status().map_err(BuildError::NoCargo)?;
    if status.success() {
        return Ok(());
    }
    Err(if has_target() { BuildError::Cargo { status } } else { BuildError::NoTarget })
}

/// Whether the standard library of the target is there. Asked only when a build failed, to say why.
#[expect(clippy::disallowed_methods, reason = "the compiler is a program")]
fn has_target() -> bool {
    let output = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output();
    output.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

fn encode(module: &[u8]) -> Result<Vec<u8>, BuildError> {
    let encoded = ComponentEncoder::default().validate(true).module(module).and_then(|mut encoder| encoder.encode());
    encoded.map_err(|error| BuildError::Encode { reason: format!("{error:#}") })
}
