//! Which capabilities a component gets, from what it imports and what is granted.

use jumpseat_package::Manifest;
use jumpseat_policy::Grant;
use jumpseat_tool::{Import, InterfaceName};
use semver::Version;

use crate::{
    LoadError,
    capabilities::{CAPABILITIES, Capability, Denial, Providers},
};

/// What a component gets.
pub(crate) struct Granted {
    /// The capabilities that it imports.
    pub(crate) capabilities: Vec<&'static Capability>,
    /// Those of them that are denied, by name.
    pub(crate) denied: Vec<String>,
    /// Who serves them: the host's providers, with stand-ins for what is denied.
    pub(crate) providers: Providers,
}

/// Decides on every import of a component. An import that the manifest does not explain is a required one.
pub(crate) fn link(
    imports: &[Import],
    manifest: &Manifest,
    grant: &Grant,
    providers: &Providers,
) -> Result<Granted, LoadError> {
    let mut granted = Granted { capabilities: known(imports)?, denied: Vec::new(), providers: providers.clone() };
    for capability in &granted.capabilities {
        let name = capability.name();
        if grant.allows(name) {
            continue;
        }
        let required = manifest.capabilities.get(name).is_none_or(|request| request.required);
        match capability.denial {
            Denial::Never => continue,
            Denial::StandIn(stand_in) if !required => stand_in(&mut granted.providers),
            Denial::StandIn(_) | Denial::Refuse => {
                return Err(LoadError::NotGranted { capability: name.to_owned(), required });
            }
        }
        granted.denied.push(name.to_owned());
    }
    Ok(granted)
}

/// The capabilities that imports ask for. Anything else among them is an error.
pub(crate) fn known(imports: &[Import]) -> Result<Vec<&'static Capability>, LoadError> {
    imports.iter().filter_map(|import| capability_of(import).transpose()).collect()
}

/// The capability that an import asks for, or nothing if it brings types only.
fn capability_of(import: &Import) -> Result<Option<&'static Capability>, LoadError> {
    let interface = &import.interface;
    if interface.namespace == "wasi" {
        return Err(LoadError::Wasi { interface: interface.to_string() });
    }
    let is_same = |capability: &&Capability| {
        let served = &capability.interface;
        served.is_of(&interface.namespace, &interface.package) && served.interface == interface.interface
    };
    match CAPABILITIES.iter().find(is_same) {
        Some(capability) => {
            check_version(interface, &capability.interface)?;
            Ok((!import.functions.is_empty()).then_some(capability))
        }
        None if import.functions.is_empty() => Ok(None),
        None => {
            let served = CAPABILITIES.iter().map(|capability| capability.name().to_owned()).collect();
            Err(LoadError::UnknownImport { interface: interface.to_string(), served })
        }
    }
}

/// Lets pass versions that the linker also takes for compatible: the same track, and not later than what is served.
fn check_version(interface: &InterfaceName, served: &InterfaceName) -> Result<(), LoadError> {
    // A package without a version is from before versions.
    let version = |of: &InterfaceName| of.version.clone().unwrap_or(Version::new(0, 0, 0));
    let (wanted, served) = (version(interface), version(served));
    let same_track = if served.major == 0 {
        (wanted.major, wanted.minor) == (served.major, served.minor)
    } else {
        wanted.major == served.major
    };
    let (interface, served_text) = (interface.to_string(), served.to_string());
    if wanted > served {
        return Err(LoadError::NewerCapability { interface, served: served_text });
    }
    if !same_track {
        return Err(LoadError::OlderCapability { interface, served: served_text });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: &str, served: &str) -> &'static str {
        match check_version(&wanted.parse().unwrap(), &served.parse().unwrap()) {
            Ok(()) => "fits",
            Err(LoadError::OlderCapability { .. }) => "older",
            Err(LoadError::NewerCapability { .. }) => "newer",
            Err(_) => "other",
        }
    }

    #[test]
    fn versions_of_one_track_fit_up_to_what_is_served() {
        assert_eq!(check("a:b/c@0.1.2", "a:b/c@0.1.2"), "fits");
        assert_eq!(check("a:b/c@0.1.0", "a:b/c@0.1.2"), "fits");
        assert_eq!(check("a:b/c@0.1.3", "a:b/c@0.1.2"), "newer");
        assert_eq!(check("a:b/c@0.2.0", "a:b/c@0.1.2"), "newer");
        assert_eq!(check("a:b/c@0.0.9", "a:b/c@0.1.2"), "older");
        assert_eq!(check("a:b/c@1.0.0", "a:b/c@1.4.0"), "fits");
        assert_eq!(check("a:b/c@0.9.0", "a:b/c@1.4.0"), "older");
        assert_eq!(check("a:b/c@2.0.0", "a:b/c@1.4.0"), "newer");
    }

    #[test]
    fn an_import_without_a_version_is_from_before_versions() {
        assert_eq!(check("a:b/c", "a:b/c@0.1.2"), "older");
    }
}
