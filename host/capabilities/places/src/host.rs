//! The calls that a skill makes.

use std::sync::Arc;

use wasmtime::component::{HasData, Linker};

use crate::{
    Error, Place, PlacesProvider, Query,
    bindings::{self, jumpseat::places::search::Host},
    limits,
};

/// What one skill call holds of this capability.
pub struct PlacesCtx {
    provider: Arc<dyn PlacesProvider>,
    calls_left: u32,
}

impl PlacesCtx {
    /// The capability for one call, with a full budget.
    pub fn new(provider: Arc<dyn PlacesProvider>) -> Self {
        Self { provider, calls_left: limits::CALLS_MAX }
    }

    fn take_call(&mut self) -> Result<(), Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        Ok(())
    }

    async fn search(&mut self, query: Query) -> Result<Vec<Place>, Error> {
        self.take_call()?;
        limits::check(&query)?;
        self.provider.find(query).await
    }

    async fn look_up(
        &mut self,
        id: String,
        latitude_deg: f64,
        longitude_deg: f64,
        language: String,
    ) -> Result<Option<Place>, Error> {
        self.take_call()?;
        limits::check_chars(&id, limits::ID_CHARS_MAX)?;
        limits::check_position(latitude_deg, longitude_deg)?;
        limits::check_chars(&language, limits::LANGUAGE_CHARS_MAX)?;
        self.provider.get(id, latitude_deg, longitude_deg, language).await
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait PlacesView {
    /// The context of the running call.
    fn places(&mut self) -> &mut PlacesCtx;
}

/// Names the capability to the linker.
pub struct Places;

impl HasData for Places {
    type Data<'a> = &'a mut PlacesCtx;
}

/// Links the capability.
pub fn add_to_linker<T: PlacesView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Places>(linker, T::places)
}

impl Host for PlacesCtx {
    async fn find(&mut self, query: Query) -> wasmtime::Result<Result<Vec<Place>, Error>> {
        Ok(self.search(query).await)
    }

    async fn get(
        &mut self,
        id: String,
        latitude_deg: f64,
        longitude_deg: f64,
        language: String,
    ) -> wasmtime::Result<Result<Option<Place>, Error>> {
        Ok(self.look_up(id, latitude_deg, longitude_deg, language).await)
    }
}

jumpseat_relay::relay! {
    Host for PlacesCtx {
        find(query: Query) -> Result<Vec<Place>, Error>;
        get(id: String, latitude_deg: f64, longitude_deg: f64, language: String) -> Result<Option<Place>, Error>;
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;
    use crate::Category;

    /// Knows no place, and proves by answering `Ok` that it was asked.
    struct Asked;

    #[async_trait]
    impl PlacesProvider for Asked {
        async fn find(&self, _query: Query) -> Result<Vec<Place>, Error> {
            Ok(Vec::new())
        }

        async fn get(&self, _: String, _: f64, _: f64, _: String) -> Result<Option<Place>, Error> {
            Ok(None)
        }
    }

    fn query() -> Query {
        Query {
            name: Some("面".repeat(120)),
            categories: vec![Category::Restaurant; 32],
            cuisines: vec!["x".repeat(64); 20],
            latitude_deg: -90.0,
            longitude_deg: 180.0,
            radius_m: 1,
            language: "zh".to_owned(),
            count_max: 1,
        }
    }

    #[tokio::test]
    async fn a_query_outside_its_limits_never_reaches_the_provider() {
        let mut places = PlacesCtx::new(Arc::new(Asked));
        assert_eq!(places.find(query()).await.unwrap(), Ok(Vec::new()));
        for wrong in [
            Query { name: Some("面".repeat(121)), ..query() },
            Query { categories: vec![Category::Bar; 33], ..query() },
            Query { cuisines: vec![String::new(); 21], ..query() },
            Query { cuisines: vec!["x".repeat(65)], ..query() },
            Query { latitude_deg: -91.0, ..query() },
            Query { longitude_deg: f64::NAN, ..query() },
            Query { radius_m: 0, ..query() },
            Query { radius_m: 50_001, ..query() },
            Query { language: "x".repeat(36), ..query() },
            Query { count_max: 0, ..query() },
            Query { count_max: 51, ..query() },
        ] {
            assert_eq!(places.find(wrong.clone()).await.unwrap(), Err(Error::OverLimit), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn a_look_up_outside_its_limits_never_reaches_the_provider() {
        let mut places = PlacesCtx::new(Arc::new(Asked));
        let mut get = async |id: &str, latitude_deg, longitude_deg, language: &str| {
            places.get(id.to_owned(), latitude_deg, longitude_deg, language.to_owned()).await.unwrap()
        };
        assert_eq!(get("id", 1.0, 2.0, "en").await, Ok(None));
        assert_eq!(get(&"x".repeat(129), 1.0, 2.0, "en").await, Err(Error::OverLimit));
        assert_eq!(get("id", f64::INFINITY, 2.0, "en").await, Err(Error::OverLimit));
        assert_eq!(get("id", 1.0, 180.5, "en").await, Err(Error::OverLimit));
        assert_eq!(get("id", 1.0, 2.0, &"x".repeat(36)).await, Err(Error::OverLimit));
    }

    #[tokio::test]
    async fn searches_and_look_ups_share_the_calls_of_a_turn() {
        let mut places = PlacesCtx::new(Arc::new(Asked));
        for _ in 0..limits::CALLS_MAX {
            assert_eq!(places.find(query()).await.unwrap(), Ok(Vec::new()));
        }
        assert_eq!(places.find(query()).await.unwrap(), Err(Error::OverLimit));
        let found = places.get("id".to_owned(), 1.0, 2.0, "en".to_owned()).await.unwrap();
        assert_eq!(found, Err(Error::OverLimit));
    }
}
