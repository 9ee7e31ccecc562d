//! The map as a provider of places and of car parks.
//!
//! `SQLite` blocks, and a search over a wide area may take tens of milliseconds: every question runs on a thread that
//! may block. What goes wrong is logged and comes back as "unavailable"; a skill learns nothing about databases.

use async_trait::async_trait;
use jumpseat_parking::{CarPark, ParkingProvider};
use jumpseat_places::{Place, PlacesProvider};
use tokio::task::spawn_blocking;

use crate::{error::MapError, geography::Position, map::OsmMap};

#[async_trait]
impl PlacesProvider for OsmMap {
    async fn find(&self, query: jumpseat_places::Query) -> Result<Vec<Place>, jumpseat_places::Error> {
        self.ask(move |map| map.find_places(&query)).await.ok_or(jumpseat_places::Error::Unavailable)
    }

    async fn get(
        &self,
        id: String,
        latitude_deg: f64,
        longitude_deg: f64,
        language: String,
    ) -> Result<Option<Place>, jumpseat_places::Error> {
        let from = Position { latitude_deg, longitude_deg };
        self.ask(move |map| map.place(&id, from, &language)).await.ok_or(jumpseat_places::Error::Unavailable)
    }
}

#[async_trait]
impl ParkingProvider for OsmMap {
    async fn nearby(&self, query: jumpseat_parking::Query) -> Result<Vec<CarPark>, jumpseat_parking::Error> {
        self.ask(move |map| map.car_parks(&query)).await.ok_or(jumpseat_parking::Error::Unavailable)
    }
}

impl OsmMap {
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Self) -> Result<T, MapError> + Send + 'static,
    ) -> Option<T> {
        let map = self.clone();
        match spawn_blocking(move || question(&map)).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the map did not answer");
                None
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a question to the map did not end");
                None
            }
        }
    }
}
