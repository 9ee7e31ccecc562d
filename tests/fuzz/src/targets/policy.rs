//! The car maker's policy file.

use std::sync::Arc;

use jumpseat_package::{HTTP, Manifest};
use jumpseat_policy::{Access, Limits, OemPolicy, Subject, While};
use jumpseat_tool::Tool;
use jumpseat_vehicle::forbidden::FORBIDDEN;

/// Whatever the file says, every skill has its context, nobody sets what keeps the car on the road, reaches a host that it
/// does not name, or uses more than any skill may.
pub(super) fn run(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let policy = match OemPolicy::parse(text) {
        Ok(policy) => policy,
        Err(error) => return drop(error.hint()),
    };
    let Some(subject) = subject() else { return };
    let context = policy.rule(&subject, "context");
    assert_eq!((context.access, context.state), (Access::Allow, While::Driving));
    for path in policy.writable(&subject).paths() {
        assert!(!FORBIDDEN.iter().any(|branch| branch.holds(path)), "{path}");
    }
    for host in policy.reachable(&subject).hosts() {
        assert!(subject.hosts(HTTP).any(|named| named == host), "{host}");
    }
    let limits = policy.limits(&subject.skill, &subject.publisher);
    assert_eq!(limits, limits.at_most(Limits::MAX));
}

/// The skill that the seeds have rules for.
fn subject() -> Option<Subject> {
    let manifest = r#"id = "comfort"
publisher = "acme"
version = "1.0.0"
name.en = "Comfort"
[capabilities.http]
required = false
why.en = "to read the weather"
hosts = ["api.example.com"]
"#;
    let tool = Tool { name: "comfort.warm".parse().ok()?, docs: String::new(), request: None };
    Some(Subject::of(&Manifest::parse(manifest).ok()?, ["context", "http", "vehicle"], &[Arc::new(tool)]))
}
