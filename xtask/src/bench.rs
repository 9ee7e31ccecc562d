//! `cargo xtask bench`: the figures of the README.

use std::path::Path;

use anyhow::Result;

use crate::{
    build,
    process::{self, jumpseat, program, target},
};

/// Builds, then measures these parts, or all of them, with `tests/bench`.
pub(crate) fn run(parts: &[String], model: Option<&Path>, json: bool) -> Result<()> {
    build::host()?;
    build::skills()?;
    let mut bench = program(jumpseat().with_file_name("bench"));
    bench.arg("--jumpseat").arg(jumpseat()).arg("--skills").arg(target().join("skills"));
    if let Some(model) = model {
        // The program runs in the root of the workspace, and paths are those of whoever called.
        bench.arg("--model").arg(std::path::absolute(model)?);
    }
    if json {
        bench.arg("--json");
    }
    process::run(bench.args(parts))
}
