//! The world as a provider of capabilities.

use async_trait::async_trait;
use jumpseat_clock::{ClockProvider, Moment};
use jumpseat_context::DrivingState;
use jumpseat_location::LocationProvider;
use jumpseat_parking::{CarPark, ParkingProvider};
use jumpseat_places::{Place, PlacesProvider};
use jumpseat_traffic_signals::{Signal, SignalProvider};

use crate::World;

/// How exactly the simulated receiver knows the position.
const ACCURACY_M: f32 = 4.0;

impl ClockProvider for World {
    fn now(&self) -> Moment {
        self.clock.now()
    }
}

#[async_trait]
impl LocationProvider for World {
    #[expect(clippy::cast_possible_truncation, reason = "a heading needs no more digits")]
    async fn current(&self) -> Result<jumpseat_location::Position, jumpseat_location::Error> {
        let car = self.car();
        let leg = self.leg().ok_or(jumpseat_location::Error::Unavailable)?;
        let position = leg.position_at(car.distance_m);
        let moves = car.driving_state == DrivingState::Moving;
        Ok(jumpseat_location::Position {
            latitude_deg: position.latitude_deg,
            longitude_deg: position.longitude_deg,
            // A heading just below 360 becomes 360 with fewer digits, which is 0.
            heading_deg: moves.then_some(leg.heading_deg as f32 % 360.0),
            accuracy_m: ACCURACY_M,
            age_ms: 0,
            street: leg.street.clone(),
        })
    }
}

#[async_trait]
impl SignalProvider for World {
    async fn upcoming(&self, count_max: u32, language: String) -> Result<Vec<Signal>, jumpseat_traffic_signals::Error> {
        let ahead = self.ahead().into_iter().take(count_max as usize);
        let signals = ahead.map(|ahead| Signal {
            id: ahead.id(),
            name: ahead.names.in_language(&language).map(str::to_owned),
            distance_m: ahead.whole_metres(),
            color: ahead.showing.color,
            changes_in: ahead.showing.changes_in,
            green_in: ahead.showing.green_in,
            speed_limit_kmh: ahead.speed_limit_kmh,
            latitude_deg: ahead.position.latitude_deg,
            longitude_deg: ahead.position.longitude_deg,
        });
        Ok(signals.collect())
    }
}

#[async_trait]
impl PlacesProvider for World {
    async fn find(&self, query: jumpseat_places::Query) -> Result<Vec<Place>, jumpseat_places::Error> {
        self.map.find(query).await
    }

    async fn get(
        &self,
        id: String,
        latitude_deg: f64,
        longitude_deg: f64,
        language: String,
    ) -> Result<Option<Place>, jumpseat_places::Error> {
        self.map.get(id, latitude_deg, longitude_deg, language).await
    }
}

#[async_trait]
impl ParkingProvider for World {
    async fn nearby(&self, query: jumpseat_parking::Query) -> Result<Vec<CarPark>, jumpseat_parking::Error> {
        let mut car_parks = self.map.nearby(query).await?;
        let now = self.now();
        for car_park in &mut car_parks {
            if let (Some(occupancy), Some(capacity)) = (self.occupancies.get(&car_park.id), car_park.capacity) {
                let count = occupancy.free_spaces(&car_park.id, capacity, &now);
                (car_park.free, car_park.free_age_ms) = (Some(count.free), Some(count.age_ms));
            }
        }
        Ok(car_parks)
    }
}
