//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Error, PreferencesProvider,
    bindings::{self, jumpseat::preferences::driver::Host},
    limits,
};

/// What one skill call holds of this capability.
pub struct PreferencesCtx {
    provider: Arc<dyn PreferencesProvider>,
    calls_left: u32,
}

impl PreferencesCtx {
    /// The capability for one call, with a full budget.
    pub fn new(provider: Arc<dyn PreferencesProvider>) -> Self {
        Self { provider, calls_left: limits::CALLS_MAX }
    }

    fn take_call(&mut self) -> Result<(), Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        Ok(())
    }

    async fn read(&mut self, name: String) -> Result<Option<String>, Error> {
        self.take_call()?;
        limits::check_name(&name)?;
        self.provider.get(name).await
    }

    async fn write(&mut self, name: String, value: String) -> Result<(), Error> {
        self.take_call()?;
        limits::check_name(&name)?;
        limits::check_value(&value)?;
        self.provider.set(name, value).await
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait PreferencesView {
    /// The context of the running call.
    fn preferences(&mut self) -> &mut PreferencesCtx;
}

/// Names the capability to the linker.
pub struct Preferences;

impl HasData for Preferences {
    type Data<'a> = &'a mut PreferencesCtx;
}

/// Links the capability.
pub fn add_to_linker<T: PreferencesView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Preferences>(linker, T::preferences)
}

impl Host for PreferencesCtx {
    async fn get(&mut self, name: String) -> wasmtime::Result<Result<Option<String>, Error>> {
        Ok(self.read(name).await)
    }

    async fn set(&mut self, name: String, value: String) -> wasmtime::Result<Result<(), Error>> {
        Ok(self.write(name, value).await)
    }
}

jumpseat_relay::relay! {
    Host for PreferencesCtx {
        get(name: String) -> Result<Option<String>, Error>;
        set(name: String, value: String) -> Result<(), Error>;
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;

    /// Keeps nothing, and proves by answering `Ok` that it was asked.
    struct Asked;

    #[async_trait]
    impl PreferencesProvider for Asked {
        async fn get(&self, _name: String) -> Result<Option<String>, Error> {
            Ok(None)
        }

        async fn set(&self, _name: String, _value: String) -> Result<(), Error> {
            Ok(())
        }
    }

    async fn set(name: &str, value: &str) -> Result<(), Error> {
        PreferencesCtx::new(Arc::new(Asked)).set(name.to_owned(), value.to_owned()).await.unwrap()
    }

    #[tokio::test]
    async fn a_name_is_a_topic_and_what_it_is_about() {
        for right in ["food.cuisine", "walk.distance-m-max", "a.b2"] {
            assert_eq!(set(right, "").await, Ok(()), "{right:?}");
        }
        for wrong in ["", "food", ".", "food.", ".cuisine", "a.b.c", "Food.cuisine", "a--b.c", "a.2b", "a.b-", "食.b"]
        {
            assert_eq!(set(wrong, "").await, Err(Error::InvalidName), "{wrong:?}");
            let read = PreferencesCtx::new(Arc::new(Asked)).get(wrong.to_owned()).await.unwrap();
            assert_eq!(read, Err(Error::InvalidName), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn names_and_values_over_their_limits_never_reach_the_provider() {
        assert_eq!(set(&format!("a.{}", "b".repeat(62)), &"面".repeat(200)).await, Ok(()));
        assert_eq!(set(&format!("a.{}", "b".repeat(63)), "").await, Err(Error::OverLimit));
        assert_eq!(set("a.b", &"面".repeat(201)).await, Err(Error::OverLimit));
    }

    #[tokio::test]
    async fn reads_and_writes_share_the_calls_of_a_turn() {
        let mut preferences = PreferencesCtx::new(Arc::new(Asked));
        for _ in 0..limits::CALLS_MAX {
            assert_eq!(preferences.get("a.b".to_owned()).await.unwrap(), Ok(None));
        }
        assert_eq!(preferences.get("a.b".to_owned()).await.unwrap(), Err(Error::OverLimit));
        assert_eq!(preferences.set("a.b".to_owned(), String::new()).await.unwrap(), Err(Error::OverLimit));
    }
}
