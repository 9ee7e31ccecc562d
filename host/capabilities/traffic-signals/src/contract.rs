//! What every provider keeps to. Providers call [`check`] in their own tests.

use crate::{Color, SignalProvider, limits};

/// Checks a provider while at least two signals lie ahead of the car.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub async fn check(provider: &dyn SignalProvider) {
    let upcoming = async |count_max| {
        let signals = provider.upcoming(count_max, "en".to_owned()).await;
        signals.expect("the source of signals is there")
    };
    let all = upcoming(limits::COUNT_MAX).await;
    assert!(all.len() >= 2, "at least two signals lie ahead, not {}", all.len());
    assert!(all.len() <= limits::COUNT_MAX as usize, "an answer holds at most what was asked for");
    assert!(all.is_sorted_by_key(|signal| signal.distance_m), "the nearest comes first");
    for signal in &all {
        assert!(!signal.id.is_empty(), "a signal has an id: {signal:?}");
        assert!((-90.0..=90.0).contains(&signal.latitude_deg), "the latitude is one: {signal:?}");
        assert!((-180.0..=180.0).contains(&signal.longitude_deg), "the longitude is one: {signal:?}");
        for window in signal.changes_in.iter().chain(&signal.green_in) {
            assert!(window.min_ms <= window.max_ms, "a window ends after it begins: {signal:?}");
        }
        let green = signal.color == Color::Green;
        assert!(!green || signal.green_in.is_none(), "a green signal does not wait for green: {signal:?}");
    }
    let nearest = upcoming(1).await;
    let ids: Vec<_> = nearest.iter().map(|signal| &signal.id).collect();
    assert_eq!(ids, [&all.first().expect("not empty").id], "a shorter answer is the start of the longer one");
}
