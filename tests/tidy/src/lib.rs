//! Rules of the workspace that no compiler checks: who may depend on whom, how files are named and how long they
//! are, and that every item of the contract is documented.
//!
//! Each rule is a test, so `cargo xtask test` holds it. A rule that is in the way is changed here, with its reason.

#[cfg(test)]
mod contract;
#[cfg(test)]
mod dependencies;
#[cfg(test)]
mod files;

#[cfg(test)]
fn root() -> std::path::PathBuf {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("tests/tidy lies two folders below the root").to_owned()
}
