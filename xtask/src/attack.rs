//! `cargo xtask attack`: the long form of the attack suite.

use anyhow::Result;

use crate::{
    build,
    process::{self, jumpseat, program},
};

/// Builds, then attacks with `tests/attacks`.
pub(crate) fn run(json: bool) -> Result<()> {
    build::host()?;
    let mut attacks = program(jumpseat().with_file_name("attacks"));
    if json {
        attacks.arg("--json");
    }
    process::run(&mut attacks)
}
