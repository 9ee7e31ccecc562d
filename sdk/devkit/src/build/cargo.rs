//! Calls cargo.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde::Deserialize;

use super::{BuildError, TARGET};

/// The release profile of a skill, whatever its workspace says: small code, and nothing that only a debugger reads.
/// The section that holds the WIT of the skill's world survives `debuginfo`; it would not survive `symbols` everywhere.
const PROFILE: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "s"),
    ("CARGO_PROFILE_RELEASE_LTO", "true"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1"),
    ("CARGO_PROFILE_RELEASE_PANIC", "abort"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
];

/// The programs of the Rust toolchain.
pub(super) struct Cargo {
    pub(super) cargo: PathBuf,
    pub(super) rustc: PathBuf,
}

impl Default for Cargo {
    fn default() -> Self {
        #[expect(clippy::disallowed_methods, reason = "cargo reads the same variable to choose its compiler")]
        let rustc = std::env::var_os("RUSTC").map_or_else(|| "rustc".into(), PathBuf::from);
        Self { cargo: "cargo".into(), rustc }
    }
}

impl Cargo {
    /// Compiles the crate in a folder and returns the library.
    pub(super) fn build(&self, dir: &Path, target: &Path) -> Result<PathBuf, BuildError> {
        let missing = |source| BuildError::CargoMissing { program: self.cargo.clone(), source };
        // Absolute, because cargo runs in the folder of the skill, where its configuration is looked for.
        let target = std::path::absolute(target).map_err(missing)?;
        let manifest = dir.join("Cargo.toml").canonicalize().map_err(missing)?;
        #[expect(clippy::disallowed_methods, reason = "building a skill is what calls cargo")]
        let mut command = Command::new(&self.cargo);
        command
            .args(["build", "--release", "--target", TARGET, "--message-format", "json-render-diagnostics"])
            .arg("--manifest-path")
            .arg(&manifest)
            .arg("--target-dir")
            .arg(&target)
            .envs(PROFILE)
            // Flags for programs of this machine do not fit the target.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .current_dir(dir)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit());
        let output = command.output().map_err(missing)?;
        if !output.status.success() {
            return Err(if self.lacks_target(dir) { BuildError::TargetMissing } else { BuildError::Compile });
        }
        library(&output.stdout, &manifest).ok_or(BuildError::NoLibrary)
    }

    /// Whether the compiler has no standard library for the target. Asked only after a build failed: a build that makes
    /// its own needs none.
    fn lacks_target(&self, dir: &Path) -> bool {
        #[expect(clippy::disallowed_methods, reason = "only the compiler knows where its libraries are")]
        let mut command = Command::new(&self.rustc);
        command.args(["--print", "target-libdir", "--target", TARGET]).current_dir(dir).stderr(Stdio::null());
        let Ok(output) = command.output() else { return false };
        let folder = String::from_utf8_lossy(&output.stdout);
        output.status.success() && !Path::new(folder.trim()).is_dir()
    }
}

/// A message of cargo: what it built.
#[derive(Deserialize)]
struct Artifact {
    reason: String,
    manifest_path: PathBuf,
    filenames: Vec<PathBuf>,
}

/// The library among what cargo says it built.
fn library(messages: &[u8], manifest: &Path) -> Option<PathBuf> {
    let artifacts =
        messages.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice::<Artifact>(line).ok());
    let own = artifacts.filter(|artifact| artifact.reason == "compiler-artifact" && artifact.manifest_path == manifest);
    own.flat_map(|artifact| artifact.filenames).find(|file| file.extension().is_some_and(|kind| kind == "wasm"))
}
