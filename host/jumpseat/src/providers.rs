//! The choice of providers: where the car is, and who answers for what lies around it.
//!
//! Without a configured map it is the simulated town, whose car drives; with one, the car stands where the
//! configuration says, and nothing knows its traffic lights or reaches its signals. The weather there is that of the
//! source that the configuration names.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use anyhow::{Context as _, Result, bail};
use async_trait::async_trait;
use jumpseat_assistant::{Circumstances, DrivingState, SkillEvent, Units};
use jumpseat_clock::{ClockProvider, Moment};
use jumpseat_disk::{DiskPreferences, DiskStorage};
use jumpseat_http::{HttpProvider, RequestLog};
use jumpseat_location::{LocationProvider, Position};
use jumpseat_open_meteo::OpenMeteo;
use jumpseat_osm::OsmMap;
use jumpseat_package::{Language, SkillId};
use jumpseat_runtime::Providers;
use jumpseat_world::{SimulatedClock, World};
use url::Url;

use crate::{config, installed::Entry, limits::RECOGNISER_NAMES_MAX, settings::Settings};

/// Where the car is.
pub(crate) struct Place {
    units: Units,
    kind: Kind,
}

enum Kind {
    /// Driving through the simulated town.
    Town { world: Arc<World>, clock: SimulatedClock, running: bool },
    /// Standing on a real map.
    Map { map: OsmMap, position: Standing, weather: Option<Url> },
}

impl Place {
    /// The configured place. In the simulated town the drive began so many seconds ago, and time runs on by itself or
    /// not.
    pub(crate) fn of(settings: &Settings, at_s: u32, running: bool) -> Result<Self> {
        let units = match settings.config.driver.units {
            config::Units::Metric => Units::Metric,
            config::Units::Imperial => Units::Imperial,
        };
        let config::World { map, position_deg } = &settings.config.world;
        let kind = match (map, position_deg) {
            (None, _) => Self::town(at_s, running)?,
            (Some(map), Some(position)) => Self::map(map, *position, settings.config.weather.source.clone())?,
            (Some(_), None) => bail!("[world] sets map without position-deg, so nobody knows where the car is"),
        };
        Ok(Self { units, kind })
    }

    fn town(at_s: u32, running: bool) -> Result<Kind> {
        let clock =
            if running { SimulatedClock::running(World::NOON, 1.0) } else { SimulatedClock::manual(World::NOON) };
        clock.advance(Duration::from_secs(u64::from(at_s)));
        Ok(Kind::Town { world: Arc::new(World::new(clock.clone())?), clock, running })
    }

    fn map(database: &Path, [latitude_deg, longitude_deg]: [f64; 2], weather: Option<Url>) -> Result<Kind> {
        if !(-90.0..=90.0).contains(&latitude_deg) || !(-180.0..=180.0).contains(&longitude_deg) {
            bail!("[world] position-deg is [{latitude_deg}, {longitude_deg}], which is not on the earth");
        }
        let map = OsmMap::open(database, Arc::new(SystemClock)).context("cannot open the map of [world]")?;
        Ok(Kind::Map { map, position: Standing { latitude_deg, longitude_deg }, weather })
    }

    /// Who serves the capabilities. The internet is the real one, whatever lies around the car. What skills and driver
    /// keep lies in the state folder; only these skills keep something.
    pub(crate) fn providers(
        &self,
        state: &Path,
        skills: &[Entry],
        internet: Arc<dyn HttpProvider>,
        request_log: Arc<dyn RequestLog>,
    ) -> Result<Providers> {
        let log = Arc::new(jumpseat_log::Tracing);
        let preferences = Arc::new(DiskPreferences::open(&state.join("preferences"))?);
        let storage = DiskStorage::open(&storage_folder(state))?;
        storage.admit(skills.iter().map(|entry| entry.id.as_str()));
        let storage = Arc::new(storage);
        Ok(match &self.kind {
            Kind::Town { world, clock, .. } => Providers {
                clock: Arc::new(clock.clone()),
                http: internet,
                request_log,
                location: world.clone(),
                log,
                parking: world.clone(),
                places: world.clone(),
                preferences,
                storage,
                traffic_signals: world.clone(),
                vehicle: world.clone(),
                weather: world.clone(),
            },
            Kind::Map { map, position, weather } => Providers {
                clock: Arc::new(SystemClock),
                weather: match weather {
                    Some(source) => {
                        Arc::new(OpenMeteo::new(source.clone(), Arc::clone(&internet), Arc::new(SystemClock)))
                    }
                    None => Arc::new(jumpseat_weather::Unavailable),
                },
                http: internet,
                request_log,
                location: Arc::new(*position),
                log,
                parking: Arc::new(map.clone()),
                places: Arc::new(map.clone()),
                preferences,
                storage,
                traffic_signals: Arc::new(jumpseat_traffic_signals::Unavailable),
                vehicle: Arc::new(jumpseat_vehicle::Unavailable),
            },
        })
    }

    /// What skills may know of a turn that starts now.
    pub(crate) fn circumstances(&self, language: Language) -> Circumstances {
        let (driving_state, speed_kmh) = match &self.kind {
            Kind::Town { world, .. } => (driving_state(world), Some(world.speed_kmh())),
            Kind::Map { .. } => (DrivingState::Parked, Some(0.0)),
        };
        Circumstances { language, units: self.units, driving_state, speed_kmh }
    }

    /// What the car does whenever that is asked.
    pub(crate) fn driving_state(&self) -> impl Fn() -> DrivingState + Send + Sync + 'static {
        let world = match &self.kind {
            Kind::Town { world, .. } => Some(Arc::clone(world)),
            Kind::Map { .. } => None,
        };
        move || world.as_deref().map_or(DrivingState::Parked, driving_state)
    }

    /// Lets simulated time pass. Where it runs by itself, this waits.
    pub(crate) async fn pass(&self, time: Duration) {
        match &self.kind {
            Kind::Town { clock, running: false, .. } => clock.advance(time),
            Kind::Town { running: true, .. } | Kind::Map { .. } => tokio::time::sleep(time).await,
        }
    }

    /// What has come up since this was last asked, and skills may want to know.
    pub(crate) fn due_events(&self) -> Vec<SkillEvent> {
        let Kind::Town { world, .. } = &self.kind else { return Vec::new() };
        let due = world.due_events().into_iter();
        due.map(|signal| SkillEvent::SignalAhead { signal_id: signal.signal_id, distance_m: signal.distance_m })
            .collect()
    }

    /// The names around here that a driver may say.
    pub(crate) fn names(&self, language: Language) -> Result<Vec<String>> {
        let map = match &self.kind {
            Kind::Town { world, .. } => world.map(),
            Kind::Map { map, .. } => map,
        };
        Ok(map.names(language.tag(), RECOGNISER_NAMES_MAX)?)
    }
}

/// Providers that have nothing to give, for whoever looks at skills and calls none.
pub(crate) fn nothing() -> Providers {
    Providers::unavailable(Arc::new(SystemClock))
}

/// Forgets what a skill kept.
pub(crate) async fn forget_skill(state: &Path, skill: &SkillId) -> Result<()> {
    let storage = DiskStorage::open(&storage_folder(state))?;
    let removed = storage.remove_skill(skill.to_string()).await;
    removed.map_err(|error| anyhow::anyhow!("cannot remove what the skill {skill} kept: {error:?}"))
}

fn storage_folder(state: &Path) -> PathBuf {
    state.join("storage")
}

fn driving_state(world: &World) -> DrivingState {
    match world.driving_state() {
        jumpseat_context::DrivingState::Parked => DrivingState::Parked,
        jumpseat_context::DrivingState::Idling => DrivingState::Idling,
        jumpseat_context::DrivingState::Moving => DrivingState::Moving,
    }
}

/// The clock of this machine, in UTC.
struct SystemClock;

impl ClockProvider for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "a real map is open or closed by the real time")]
    fn now(&self) -> Moment {
        // A clock that shows a time before 1970 is not set; the beginning is as good as any.
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Moment { unix_ms: u64::try_from(since.as_millis()).unwrap_or(u64::MAX), utc_offset_min: 0 }
    }
}

/// A car that stands where the configuration says.
#[derive(Debug, Clone, Copy)]
struct Standing {
    latitude_deg: f64,
    longitude_deg: f64,
}

#[async_trait]
impl LocationProvider for Standing {
    async fn current(&self) -> Result<Position, jumpseat_location::Error> {
        Ok(Position {
            latitude_deg: self.latitude_deg,
            longitude_deg: self.longitude_deg,
            heading_deg: None,
            accuracy_m: 1.0,
            age_ms: 0,
            street: None,
        })
    }
}
