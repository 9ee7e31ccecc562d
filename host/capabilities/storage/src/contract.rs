//! What every provider keeps to. Providers call [`check`] in their own tests.

use crate::{
    Error, StorageProvider,
    limits::{Quota, VALUE_BYTES_MAX},
};

/// Checks an empty provider.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub async fn check(provider: &dyn StorageProvider) {
    values_are_read_back(provider).await;
    skills_do_not_see_each_other(provider).await;
    quotas_hold(provider).await;
}

async fn values_are_read_back(provider: &dyn StorageProvider) {
    let skill = || "reader".to_owned();
    assert_eq!(provider.get(skill(), "none".to_owned()).await, Ok(None), "what was never set is not there");
    assert_eq!(provider.delete(skill(), "none".to_owned()).await, Ok(()), "removing nothing is no error");
    for key in ["b", "a-1", "c"] {
        for value in [vec![], vec![0, 255, b'\n']] {
            assert_eq!(
                provider.set(skill(), key.to_owned(), value.clone(), Quota::MAX).await,
                Ok(()),
                "a value is set"
            );
            assert_eq!(provider.get(skill(), key.to_owned()).await, Ok(Some(value)), "what was set last is read");
        }
    }
    assert_eq!(provider.delete(skill(), "c".to_owned()).await, Ok(()), "a value is removed");
    assert_eq!(provider.get(skill(), "c".to_owned()).await, Ok(None), "what was removed is gone");
    let keys = vec!["a-1".to_owned(), "b".to_owned()];
    assert_eq!(provider.keys(skill()).await, Ok(keys), "keys are sorted");
}

async fn skills_do_not_see_each_other(provider: &dyn StorageProvider) {
    let [one, other] = ["one", "one-other"].map(str::to_owned);
    assert_eq!(provider.set(one.clone(), "key".to_owned(), vec![1], Quota::MAX).await, Ok(()), "a value is set");
    assert_eq!(provider.get(other.clone(), "key".to_owned()).await, Ok(None), "another skill's value is hidden");
    assert_eq!(provider.keys(other.clone()).await, Ok(Vec::new()), "another skill's keys are hidden");
    assert_eq!(provider.delete(other, "key".to_owned()).await, Ok(()), "removing nothing is no error");
    assert_eq!(provider.get(one, "key".to_owned()).await, Ok(Some(vec![1])), "another skill removes nothing");
}

async fn quotas_hold(provider: &dyn StorageProvider) {
    for (number, quota) in [Quota::MAX, Quota { bytes: 3 * VALUE_BYTES_MAX, keys: 3 }].into_iter().enumerate() {
        bytes_are_counted(provider, &format!("hoarder-{number}"), quota).await;
        keys_are_counted(provider, &format!("collector-{number}"), quota).await;
    }
}

async fn bytes_are_counted(provider: &dyn StorageProvider, skill: &str, quota: Quota) {
    let largest = vec![7; VALUE_BYTES_MAX];
    let mut refused_at = None;
    for count in 0..=quota.bytes / VALUE_BYTES_MAX {
        let written = provider.set(skill.to_owned(), format!("key-{count}"), largest.clone(), quota).await;
        if written.is_err() {
            assert_eq!(written, Err(Error::OverLimit), "too many bytes are over the limit");
            refused_at = Some(count);
            break;
        }
    }
    let refused_at = refused_at.expect("a skill keeps no more than its quota");
    let refused = provider.get(skill.to_owned(), format!("key-{refused_at}")).await;
    assert_eq!(refused, Ok(None), "what was refused is not kept");
    let rewritten = provider.set(skill.to_owned(), "key-0".to_owned(), largest, quota).await;
    assert_eq!(rewritten, Ok(()), "a value may replace one of its size");
}

async fn keys_are_counted(provider: &dyn StorageProvider, skill: &str, quota: Quota) {
    for count in 0..quota.keys {
        let written = provider.set(skill.to_owned(), format!("key-{count}"), Vec::new(), quota).await;
        assert_eq!(written, Ok(()), "a skill may keep {} keys", quota.keys);
    }
    let one_more = provider.set(skill.to_owned(), "one-more".to_owned(), Vec::new(), quota).await;
    assert_eq!(one_more, Err(Error::OverLimit), "too many keys are over the limit");
}
