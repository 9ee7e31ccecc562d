//! Whether the manifest asks for what the component imports, no less and no more.

use std::collections::BTreeSet;

use jumpseat_package::Manifest;

use super::PackError;
use crate::component::World;

/// Packages of the contract that need no reason in the manifest, because nothing that they give concerns anybody. A
/// manifest may give one all the same.
const ALWAYS_GRANTED: [&str; 4] = ["skill", "context", "log", "clock"];

pub(super) fn check(manifest: &Manifest, world: &World) -> Result<(), PackError> {
    let imported = capabilities(world)?;
    let undeclared = imported.iter().find(|name| !manifest.capabilities.contains_key(*name) && !is_granted(name));
    if let Some(capability) = undeclared {
        return Err(PackError::UndeclaredCapability { capability: capability.clone() });
    }
    if let Some(capability) = manifest.capabilities.keys().find(|name| !imported.contains(*name) && !is_granted(name)) {
        return Err(PackError::UnusedCapability { capability: capability.clone() });
    }
    match (manifest.events.is_empty(), world.exports_events()) {
        (false, false) => Err(PackError::EventsNotExported),
        (true, true) => Err(PackError::EventsNotNamed),
        _ => Ok(()),
    }
}

fn is_granted(capability: &str) -> bool {
    ALWAYS_GRANTED.contains(&capability)
}

/// The packages of the contract that a component imports. Anything else that it could call is refused.
fn capabilities(world: &World) -> Result<BTreeSet<String>, PackError> {
    let mut capabilities = BTreeSet::new();
    for (import, callable) in world.imports() {
        let interface = import.split_once('/').map(|(package, _)| package);
        match interface.and_then(|package| package.split_once(':')) {
            Some(("jumpseat", name)) => {
                capabilities.insert(name.to_owned());
            }
            Some(("wasi", _)) => return Err(PackError::WasiImport { import }),
            _ if callable => return Err(PackError::ForeignImport { import }),
            // Types of the skill's own package.
            _ => {}
        }
    }
    Ok(capabilities)
}
