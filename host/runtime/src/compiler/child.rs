//! The process that compiles one component.

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

use jumpseat_confinement::{Ceiling, Confinement};
use jumpseat_package::limits::COMPONENT_BYTES_MAX;

use crate::{
    engine,
    error::one_line,
    limits::{COMPILE_COMPUTE_S_MAX, COMPILE_MEMORY_BYTES_MAX},
};

/// The exit code of a process that found the component not to be valid.
pub(super) const REFUSED: i32 = 3;

/// Compiles the component on standard input to standard output, and says on standard error why not.
///
/// The binary calls this for the hidden subcommand that a [`crate::ProcessCommand`] names, before it does anything else: no
/// other part of the program may write to standard output, and a process is confined before it has threads.
pub fn compiler_main() -> ExitCode {
    let ceiling = Ceiling { memory_bytes: COMPILE_MEMORY_BYTES_MAX, compute_s: Some(COMPILE_COMPUTE_S_MAX) };
    // Where the system has no such ceiling or wall, the host's own time-out is left.
    ceiling.apply().ok();
    Confinement::default().apply();
    let (code, reason) = match compile() {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(refused)) => (u8::try_from(REFUSED).unwrap_or(u8::MAX), one_line(&refused)),
        Err(broken_pipe) => (1, broken_pipe.to_string()),
    };
    writeln!(io::stderr(), "{reason}").ok();
    ExitCode::from(code)
}

fn compile() -> io::Result<wasmtime::Result<()>> {
    let mut component = Vec::new();
    io::stdin().take(COMPONENT_BYTES_MAX as u64).read_to_end(&mut component)?;
    match engine::for_compiling().and_then(|engine| engine.precompile_component(&component)) {
        Ok(code) => io::stdout().write_all(&code).map(Ok),
        Err(refused) => Ok(Err(refused)),
    }
}
