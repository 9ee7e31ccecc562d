//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Error, StorageProvider,
    bindings::{self, jumpseat::storage::key_value::Host},
    limits::{self, Quota},
};

/// What one skill call holds of this capability.
pub struct StorageCtx {
    skill: Arc<str>,
    provider: Arc<dyn StorageProvider>,
    quota: Quota,
    calls_left: u32,
}

impl StorageCtx {
    /// The capability for one call of a skill that may keep so much, with a full budget.
    pub fn new(skill: Arc<str>, provider: Arc<dyn StorageProvider>, quota: Quota) -> Self {
        Self { skill, provider, quota, calls_left: limits::CALLS_MAX }
    }

    fn take_call(&mut self) -> Result<(), Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        Ok(())
    }

    async fn read(&mut self, key: String) -> Result<Option<Vec<u8>>, Error> {
        self.take_call()?;
        limits::check_key(&key)?;
        self.provider.get(self.skill.as_ref().to_owned(), key).await
    }

    async fn write(&mut self, key: String, value: Vec<u8>) -> Result<(), Error> {
        self.take_call()?;
        limits::check_key(&key)?;
        limits::check_value(&value)?;
        self.provider.set(self.skill.as_ref().to_owned(), key, value, self.quota).await
    }

    async fn remove(&mut self, key: String) -> Result<(), Error> {
        self.take_call()?;
        limits::check_key(&key)?;
        self.provider.delete(self.skill.as_ref().to_owned(), key).await
    }

    async fn list(&mut self) -> Result<Vec<String>, Error> {
        self.take_call()?;
        self.provider.keys(self.skill.as_ref().to_owned()).await
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait StorageView {
    /// The context of the running call.
    fn storage(&mut self) -> &mut StorageCtx;
}

/// Names the capability to the linker.
pub struct Storage;

impl HasData for Storage {
    type Data<'a> = &'a mut StorageCtx;
}

/// Links the capability.
pub fn add_to_linker<T: StorageView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Storage>(linker, T::storage)
}

impl Host for StorageCtx {
    async fn get(&mut self, key: String) -> wasmtime::Result<Result<Option<Vec<u8>>, Error>> {
        Ok(self.read(key).await)
    }

    async fn set(&mut self, key: String, value: Vec<u8>) -> wasmtime::Result<Result<(), Error>> {
        Ok(self.write(key, value).await)
    }

    async fn delete(&mut self, key: String) -> wasmtime::Result<Result<(), Error>> {
        Ok(self.remove(key).await)
    }

    async fn keys(&mut self) -> wasmtime::Result<Result<Vec<String>, Error>> {
        Ok(self.list().await)
    }
}

jumpseat_relay::relay! {
    Host for StorageCtx {
        get(key: String) -> Result<Option<Vec<u8>>, Error>;
        set(key: String, value: Vec<u8>) -> Result<(), Error>;
        delete(key: String) -> Result<(), Error>;
        keys() -> Result<Vec<String>, Error>;
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;

    /// A quota that is not the largest.
    const QUOTA: Quota = Quota { bytes: 100_000, keys: 3 };

    /// Keeps nothing, and proves by answering `Ok` that it was asked.
    struct Asked;

    #[async_trait]
    impl StorageProvider for Asked {
        async fn get(&self, skill: String, _key: String) -> Result<Option<Vec<u8>>, Error> {
            Ok(Some(skill.into_bytes()))
        }

        async fn set(&self, _skill: String, _key: String, _value: Vec<u8>, quota: Quota) -> Result<(), Error> {
            assert_eq!(quota, QUOTA, "the provider hears what the skill may keep");
            Ok(())
        }

        async fn delete(&self, _skill: String, _key: String) -> Result<(), Error> {
            Ok(())
        }

        async fn keys(&self, _skill: String) -> Result<Vec<String>, Error> {
            Ok(Vec::new())
        }
    }

    fn storage() -> StorageCtx {
        StorageCtx::new("parking".into(), Arc::new(Asked), QUOTA)
    }

    #[tokio::test]
    async fn the_host_says_which_skill_asks() {
        assert_eq!(storage().get("key".to_owned()).await.unwrap(), Ok(Some(b"parking".to_vec())));
    }

    #[tokio::test]
    async fn keys_that_are_not_allowed_never_reach_the_provider() {
        assert_eq!(storage().set("a-2".repeat(21), Vec::new()).await.unwrap(), Ok(()));
        for wrong in [String::new(), "A".to_owned(), "..".to_owned(), "a/b".to_owned(), "灯".to_owned(), "a".repeat(65)]
        {
            assert_eq!(storage().get(wrong.clone()).await.unwrap(), Err(Error::InvalidKey), "{wrong:?}");
            assert_eq!(storage().set(wrong.clone(), Vec::new()).await.unwrap(), Err(Error::InvalidKey), "{wrong:?}");
            assert_eq!(storage().delete(wrong.clone()).await.unwrap(), Err(Error::InvalidKey), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn values_over_the_limit_never_reach_the_provider() {
        assert_eq!(storage().set("key".to_owned(), vec![0; 65_536]).await.unwrap(), Ok(()));
        assert_eq!(storage().set("key".to_owned(), vec![0; 65_537]).await.unwrap(), Err(Error::OverLimit));
    }

    #[tokio::test]
    async fn all_functions_share_the_calls_of_a_turn() {
        let mut storage = storage();
        for _ in 0..limits::CALLS_MAX {
            assert_eq!(storage.keys().await.unwrap(), Ok(Vec::new()));
        }
        assert_eq!(storage.keys().await.unwrap(), Err(Error::OverLimit));
        assert_eq!(storage.get("key".to_owned()).await.unwrap(), Err(Error::OverLimit));
        assert_eq!(storage.set("key".to_owned(), Vec::new()).await.unwrap(), Err(Error::OverLimit));
        assert_eq!(storage.delete("key".to_owned()).await.unwrap(), Err(Error::OverLimit));
    }
}
