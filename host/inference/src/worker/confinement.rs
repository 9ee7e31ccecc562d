//! What the inference process gives up before it reads the first byte of a model.

use std::{fs, path::PathBuf};

use jumpseat_confinement::{Confinement, Walls};

use crate::protocol::Load;

/// What llama.cpp and the C library look at to know the machine.
const MACHINE: [&str; 3] = ["/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu"];

/// Leaves the process the model file and the folder of prefixes. It must be called before any thread is started.
pub(super) fn confine(load: &Load) -> Walls {
    let prefixes: Vec<PathBuf> = load.prefix_folder.iter().map(PathBuf::from).collect();
    for folder in &prefixes {
        // A folder that is made later would not be one that was named. If it cannot be made, nothing is kept.
        fs::create_dir_all(folder).ok();
    }
    let read = MACHINE.iter().map(PathBuf::from).chain([PathBuf::from(&load.path)]).collect();
    Confinement { read, write: prefixes, ..Confinement::default() }.apply()
}
