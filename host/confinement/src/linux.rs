//! Landlock and seccomp.

use std::{collections::BTreeMap, env::consts::ARCH};

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetError, RulesetStatus, Scope, path_beneath_rules,
};
use rustix::{
    io::Errno,
    process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit},
    thread::set_no_new_privs,
};
use seccompiler::{BackendError, BpfProgram, SeccompAction, SeccompFilter, SeccompRule, TargetArch, apply_filter};

use crate::{Confinement, Wall, Walls};

mod calls;

/// The newest form of Landlock that is asked for; what the kernel does not know of it is left out and reported.
const LANDLOCK: ABI = ABI::V6;

pub(crate) fn apply(confinement: &Confinement) -> Walls {
    // Core files would hold what the driver said; no debugger reads it either. Each is taken if the system allows it.
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).ok();
    set_dumpable_behavior(DumpableBehavior::NotDumpable).ok();
    let privileges = set_no_new_privs(true);
    // Landlock first: seccomp refuses its system calls from then on.
    let files = match files(confinement) {
        Ok(RulesetStatus::FullyEnforced) => Wall::Stands,
        Ok(RulesetStatus::PartiallyEnforced) => Wall::Partly,
        Ok(RulesetStatus::NotEnforced) => Wall::Missing("this kernel has no Landlock".to_owned()),
        Err(error) => Wall::Missing(error.to_string()),
    };
    let calls = match privileges.map_err(|error| error.to_string()).and_then(|()| system_calls(confinement)) {
        Ok(()) => Wall::Stands,
        Err(reason) => Wall::Missing(reason),
    };
    Walls { files, calls }
}

fn files(confinement: &Confinement) -> Result<RulesetStatus, RulesetError> {
    let Confinement { read, write, start, alone: _ } = confinement;
    // A file that may be read may not be started.
    let reading = AccessFs::ReadFile | AccessFs::ReadDir;
    let writing = AccessFs::from_all(LANDLOCK) & !AccessFs::Execute;
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(LANDLOCK))?
        .handle_access(AccessNet::from_all(LANDLOCK))?
        .scope(Scope::from_all(LANDLOCK))?
        .create()?
        .add_rules(path_beneath_rules(read, reading))?
        .add_rules(path_beneath_rules(write, writing))?
        .add_rules(path_beneath_rules(start, AccessFs::ReadFile | AccessFs::Execute))?
        .restrict_self()?;
    Ok(status.ruleset)
}

/// Refuses system calls. Who starts a program needs the call that does; which programs, Landlock knows.
fn system_calls(confinement: &Confinement) -> Result<(), String> {
    let starts = !confinement.start.is_empty();
    let refused = calls::refused(std::process::id(), starts, confinement.alone).map_err(|error| error.to_string())?;
    if !starts {
        refuse(calls::absent(), Errno::NOSYS)?;
    }
    refuse(refused, Errno::PERM)
}

fn refuse(calls: BTreeMap<i64, Vec<SeccompRule>>, error: Errno) -> Result<(), String> {
    let text = |error: BackendError| error.to_string();
    let arch: TargetArch = ARCH.try_into().map_err(text)?;
    let refuse = SeccompAction::Errno(error.raw_os_error().unsigned_abs());
    let filter = SeccompFilter::new(calls, SeccompAction::Allow, refuse, arch).map_err(text)?;
    let program: BpfProgram = filter.try_into().map_err(text)?;
    apply_filter(&program).map_err(|error| error.to_string())
}
