//! What every provider keeps to. Providers call [`check`] in their own tests.

use crate::LocationProvider;

/// Checks a provider that knows a position.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub async fn check(provider: &dyn LocationProvider) {
    let position = provider.current().await.expect("the position is known");
    assert!((-90.0..=90.0).contains(&position.latitude_deg), "the latitude is one: {position:?}");
    assert!((-180.0..=180.0).contains(&position.longitude_deg), "the longitude is one: {position:?}");
    let heading_fits = position.heading_deg.is_none_or(|heading| (0.0..360.0).contains(&heading));
    assert!(heading_fits, "a heading is from 0 to below 360: {position:?}");
    let accuracy_fits = position.accuracy_m.is_finite() && position.accuracy_m >= 0.0;
    assert!(accuracy_fits, "the accuracy is a distance: {position:?}");
    assert!(position.street.as_ref().is_none_or(|street| !street.is_empty()), "a street has a name: {position:?}");
}
