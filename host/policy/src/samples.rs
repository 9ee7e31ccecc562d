//! A small skill for the tests of this crate.

use std::sync::Arc;

use jumpseat_package::{CapabilityRequest, Language, Manifest};
use jumpseat_tool::Tool;

use crate::{ConsentRequest, Precision, Subject};

/// A skill that gives a reason for its position and for the driver's likes; the latter it can do without.
pub(crate) fn manifest(why: &str) -> Manifest {
    Manifest::parse(&format!(
        r#"
        id = "noodles"
        publisher = "acme"
        version = "0.1.0"
        name = {{ en = "Noodles", zh = "面馆" }}
        [capabilities.location]
        required = true
        why = {{ en = "{why}" }}
        [capabilities.preferences]
        required = false
        why = {{ en = "to know what you like", zh = "了解您的口味" }}
        "#
    ))
    .unwrap()
}

pub(crate) fn tools(docs: &str) -> Vec<Arc<Tool>> {
    vec![Arc::new(Tool { name: "noodles.find".parse().unwrap(), docs: docs.to_owned(), request: None })]
}

/// The skill with these imports.
pub(crate) fn subject(capabilities: &[&str]) -> Subject {
    Subject::of(&manifest("to find noodles near you"), capabilities.iter().copied(), &tools("Finds noodles."))
}

/// What the skill with these imports asks of the driver.
pub(crate) fn request(capabilities: &[&str]) -> ConsentRequest {
    let wanted = capabilities.iter().map(|name| (*name).to_owned()).collect();
    ConsentRequest { subject: subject(capabilities), capabilities: wanted, precision: Precision::Precise }
}

/// The skill that sends requests to these hosts, and can do without.
pub(crate) fn requesting(hosts: &[&str]) -> Subject {
    let mut manifest = manifest("to find noodles near you");
    let why = [(Language::English, "to read the menu".to_owned())].into();
    let hosts = hosts.iter().map(|host| host.parse().unwrap()).collect();
    manifest.capabilities.insert("http".to_owned(), CapabilityRequest { required: false, why, hosts });
    Subject::of(&manifest, ["http"], &tools("Finds noodles."))
}
