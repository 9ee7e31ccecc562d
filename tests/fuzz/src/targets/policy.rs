//! The car maker's policy file.

use std::sync::Arc;

use jumpseat_package::Manifest;
use jumpseat_policy::{Access, OemPolicy, Subject, While};
use jumpseat_tool::Tool;
use jumpseat_vehicle::forbidden::FORBIDDEN;

/// Whatever the file says, every skill has its context, and nobody sets what keeps the car on the road.
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
}

/// The skill that the seeds have rules for.
fn subject() -> Option<Subject> {
    let manifest = "id = \"comfort\"\npublisher = \"acme\"\nversion = \"1.0.0\"\nname.en = \"Comfort\"\n";
    let tool = Tool { name: "comfort.warm".parse().ok()?, docs: String::new(), request: None };
    Some(Subject::of(&Manifest::parse(manifest).ok()?, ["context", "vehicle"], &[Arc::new(tool)]))
}
