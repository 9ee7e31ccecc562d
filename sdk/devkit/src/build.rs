//! From the sources of a Rust skill to a skill file.

mod cargo;

use std::{
    fs,
    path::{Path, PathBuf},
};

use self::cargo::Cargo;
use crate::{DescriptionError, PackError, Packed, component::component_of, description::Description};

/// The target that skills are compiled for: nothing of it can import WASI.
const TARGET: &str = "wasm32-unknown-unknown";

/// A built skill.
#[derive(Debug, Clone, PartialEq)]
pub struct Built {
    /// The folder in which cargo put what it built.
    pub target: PathBuf,
    /// The skill file.
    pub packed: Packed,
}

/// Why a skill was not built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The folder holds no Cargo.toml.
    #[error("{} holds no Cargo.toml", dir.display())]
    NoCargoToml {
        /// The folder.
        dir: PathBuf,
    },
    /// What the folder says is not acceptable. Nothing was compiled.
    #[error(transparent)]
    Description(#[from] DescriptionError),
    /// cargo cannot be started.
    #[error("cannot start {program:?}")]
    CargoMissing {
        /// The program.
        program: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The standard library for the target is not installed.
    #[error("Rust cannot compile for {TARGET} yet")]
    TargetMissing,
    /// The skill does not compile. cargo has said why.
    #[error("cargo could not compile the skill")]
    Compile,
    /// cargo built no library for the target.
    #[error("cargo built no {TARGET} library of the skill")]
    NoLibrary,
    /// What cargo built cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// What cargo built cannot be made a component.
    #[error("cannot make a component: {message}")]
    Component {
        /// What the encoder of components says.
        message: String,
    },
    /// The component was not packed.
    #[error(transparent)]
    Pack(PackError),
}

impl BuildError {
    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoCargoToml { .. } => {
                "build is for skills in Rust; pack takes a component that another toolchain made"
            }
            Self::CargoMissing { .. } => "install Rust: https://rustup.rs",
            Self::TargetMissing => {
                "run rustup target add wasm32-unknown-unknown; without rustup, Debian's rustc-web and rust-web-src do, \
                 with RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort"
            }
            Self::NoLibrary => "write crate-type = [\"cdylib\"] in the section [lib] of Cargo.toml",
            Self::Component { .. } => {
                "the skill's world must be bound with jumpseat-sdk, and its crate must import no WASI"
            }
            Self::Description(error) => return error.hint(),
            Self::Pack(error) => return error.hint(),
            Self::Compile | Self::Read { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

/// Compiles the Rust skill in a folder and packs it.
///
/// It is built by a cargo call of its own, small and without debug information whatever the profile of its workspace,
/// in the target folder that is given, or else in `target` of its folder; so the caches of other builds stay valid.
/// What cargo reports goes to standard error as it comes.
pub fn build(dir: &Path, target_dir: Option<&Path>) -> Result<Built, BuildError> {
    build_with(&Cargo::default(), dir, target_dir)
}

fn build_with(cargo: &Cargo, dir: &Path, target_dir: Option<&Path>) -> Result<Built, BuildError> {
    if !dir.join("Cargo.toml").is_file() {
        return Err(BuildError::NoCargoToml { dir: dir.to_owned() });
    }
    // A mistake in what the folder says is told before anybody waits for a compiler.
    let description = Description::read(dir)?;
    let target = target_dir.map_or_else(|| dir.join("target"), Path::to_path_buf);
    let path = cargo.build(dir, &target)?;
    let module = fs::read(&path).map_err(|source| BuildError::Read { path, source })?;
    let component = component_of(&module).map_err(|message| BuildError::Component { message })?;
    let packed = description.pack(&component).map_err(BuildError::Pack)?;
    Ok(Built { target, packed })
}

#[cfg(test)]
mod tests;
