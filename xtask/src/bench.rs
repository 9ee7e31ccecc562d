//! `cargo xtask bench`: the figures of the README.

use anyhow::Result;

use crate::{
    build,
    process::{jumpseat, program, run, target},
};

/// Builds, then measures with `tests/bench`.
pub(crate) fn run_all(json: bool) -> Result<()> {
    build::host()?;
    build::skills()?;
    let mut bench = program(jumpseat().with_file_name("bench"));
    bench.arg("--jumpseat").arg(jumpseat()).arg("--skills").arg(target().join("skills"));
    if json {
        bench.arg("--json");
    }
    run(&mut bench)
}
