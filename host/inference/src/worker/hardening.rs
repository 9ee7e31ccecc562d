//! What the inference process gives up before it reads its first byte.
//!
//! Each step is taken if the system allows it: a worker with one wall less is better than no worker.

/// No core files (they would hold what the driver said), no debugger, no new privileges.
#[cfg(target_os = "linux")]
pub(super) fn harden() {
    use rustix::{
        process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit},
        thread::set_no_new_privs,
    };

    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).ok();
    set_dumpable_behavior(DumpableBehavior::NotDumpable).ok();
    set_no_new_privs(true).ok();
}

/// Nothing to give up that we know of.
#[cfg(not(target_os = "linux"))]
pub(super) fn harden() {}
