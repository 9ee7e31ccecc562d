//! The process of a runner and nothing else, for tests and for programs that embed the runtime.

use std::process::ExitCode;

fn main() -> ExitCode {
    jumpseat_runtime::runner_main()
}
