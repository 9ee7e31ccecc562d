//! What a fresh machine lacks, and how to get it.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Result, bail};

use crate::process::{cargo, found, note, program, run, run_quietly};

/// The target that skills are compiled for: it imports nothing but capabilities.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs what building and running needs and is missing, or names it and stops.
pub(crate) fn prepare() -> Result<()> {
    packages()?;
    wasm_target()
}

/// Installs what checking the sources needs besides: rustup's smallest profile has neither.
pub(crate) fn prepare_checks() -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if run_quietly(cargo().args([subcommand, "--version"])).is_ok() {
            continue;
        }
        let Some(rustup) = found("rustup") else {
            bail!("{component} is missing; install your distribution's package for it");
        };
        run(program(rustup).args(["component", "add", component]))?;
    }
    Ok(())
}

/// A Debian package, and how to see that it is there.
struct Package {
    name: &'static str,
    for_what: &'static str,
    present: fn() -> bool,
}

const PACKAGES: &[Package] = &[
    Package { name: "g++", for_what: "compiles llama.cpp", present: || found("c++").is_some() },
    Package { name: "make", for_what: "builds llama.cpp", present: || found("make").is_some() },
    Package { name: "cmake", for_what: "builds llama.cpp", present: || found("cmake").is_some() },
    Package { name: "libclang-dev", for_what: "reads llama.cpp's headers", present: libclang_is_present },
    Package { name: "espeak-ng", for_what: "speaks", present: || found("espeak-ng").is_some() },
    Package { name: "pocketsphinx", for_what: "hears", present: || found("pocketsphinx_batch").is_some() },
    Package {
        name: "pocketsphinx-en-us",
        for_what: "hears English",
        present: || ENGLISH_MODELS.iter().any(|folder| Path::new(folder).join("en-us/mdef").is_file()),
    },
];

/// Where packages, builds from source and Homebrew keep the English model; the same places that the recogniser searches.
const ENGLISH_MODELS: &[&str] = &[
    "/usr/share/pocketsphinx/model/en-us",
    "/usr/local/share/pocketsphinx/model/en-us",
    "/opt/homebrew/share/pocketsphinx/model/en-us",
    "/home/linuxbrew/.linuxbrew/share/pocketsphinx/model/en-us",
];

/// Where Debian and others keep libclang; the same places that the bindings generator searches.
fn libclang_is_present() -> bool {
    let mut folders: Vec<PathBuf> =
        ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]
            .map(PathBuf::from)
            .to_vec();
    folders.extend(
        entries(Path::new("/usr/lib")).filter(|path| name_of(path).starts_with("llvm-")).map(|path| path.join("lib")),
    );
    folders.iter().flat_map(|folder| entries(folder)).any(|path| {
        let name = name_of(&path);
        name.starts_with("libclang.so")
            || name.starts_with("libclang-") && name.contains(".so") && !name.contains("cpp")
    })
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn packages() -> Result<()> {
    let missing: Vec<&Package> = PACKAGES.iter().filter(|package| !(package.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let by_hand = format!("sudo apt-get install {}", names.join(" "));
    for package in &missing {
        note(&format!("missing: {} ({})", package.name, package.for_what));
    }
    let Some(prefix) = apt_prefix() else {
        bail!("install what is missing, then run this again; on Debian and Ubuntu: {by_hand}");
    };
    let apt = |arguments: &[&str]| {
        let mut words = prefix.iter().copied().chain(["apt-get"]).chain(arguments.iter().copied());
        let mut command = program(words.next().unwrap_or("apt-get"));
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
        command
    };
    note(&format!("installing {}", names.join(", ")));
    run(&mut apt(&["update", "-qq"]))?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&names);
    run(&mut apt(&install))?;
    let still: Vec<&str> = missing.iter().filter(|package| !(package.present)()).map(|package| package.name).collect();
    if !still.is_empty() {
        bail!("{} were installed but cannot be found; try: {by_hand}", still.join(", "));
    }
    Ok(())
}

/// How apt may be called: as it is by root, through sudo where that asks no password, else not at all.
fn apt_prefix() -> Option<Vec<&'static str>> {
    found("apt-get")?;
    let is_root = program("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if is_root {
        return Some(Vec::new());
    }
    found("sudo")?;
    run_quietly(program("sudo").args(["-n", "true"])).ok().map(|()| vec!["sudo", "-n"])
}

fn wasm_target() -> Result<()> {
    if wasm_target_is_present() {
        return Ok(());
    }
    let added = match found("rustup") {
        Some(rustup) => run(program(rustup).args(["target", "add", WASM_TARGET])),
        None => Err(anyhow::anyhow!("rustup is not installed")),
    };
    if let Err(error) = added {
        bail!(
            "the Rust target {WASM_TARGET} is missing: {error:#}\n\
             ways out:\n\
             - with rustup and network: rustup target add {WASM_TARGET}\n\
             - without rustup: install your distribution's package for it (Fedora: rust-std-static-{WASM_TARGET})\n\
             - closed network: copy lib/rustlib/{WASM_TARGET} of the same Rust version from another machine into\n  \
               the folder that `rustc --print sysroot` names"
        );
    }
    Ok(())
}

fn wasm_target_is_present() -> bool {
    let output = program("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]).output();
    output.is_ok_and(|output| {
        let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        output.status.success() && entries(&folder).any(|path| name_of(&path).starts_with("libstd-"))
    })
}
