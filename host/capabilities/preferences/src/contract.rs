//! What every provider keeps to. Providers call [`check`] in their own tests.

use crate::PreferencesProvider;

/// Checks a provider. It leaves the preference "contract.value" behind.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub async fn check(provider: &dyn PreferencesProvider) {
    let get = async |name: &str| provider.get(name.to_owned()).await.expect("preferences can be read");
    let set = async |value: &str| {
        let written = provider.set("contract.value".to_owned(), value.to_owned()).await;
        written.expect("preferences can be written");
    };
    assert_eq!(get("contract.nothing").await, None, "what was never set is not there");
    for value in ["noodles", "\"面\"\n", ""] {
        set(value).await;
        assert_eq!(get("contract.value").await.as_deref(), Some(value), "what was set last is read");
    }
}
