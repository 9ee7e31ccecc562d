//! Every capability that this host serves. Nothing else in the crate names one, but for [`Grant`](crate::Grant), which
//! holds what a skill may set of the vehicle, which hosts it may reach and how precisely it may know the position, and for
//! `thinking.rs`, which lets the driver think about what is set.
//!
//! To add a capability, add its crate to `Cargo.toml` and a line to each of the five lists below: its provider, its
//! row, its context, how the context is made, and its view.

use std::{
    str::FromStr,
    sync::{Arc, LazyLock},
};

use futures::future::BoxFuture;
use jumpseat_assistant::Circumstances;
use jumpseat_clock::{ClockCtx, ClockProvider, ClockView};
use jumpseat_context::{ContextCtx, ContextView};
use jumpseat_http::{HttpCtx, HttpProvider, HttpView, RequestLog};
use jumpseat_location::{LocationCtx, LocationProvider, LocationView};
use jumpseat_log::{LogCtx, LogSink, LogView};
use jumpseat_parking::{ParkingCtx, ParkingProvider, ParkingView};
use jumpseat_places::{PlacesCtx, PlacesProvider, PlacesView};
use jumpseat_policy::Grant;
use jumpseat_preferences::{PreferencesCtx, PreferencesProvider, PreferencesView};
use jumpseat_relay::Serve;
use jumpseat_storage::{StorageCtx, StorageProvider, StorageView, limits::Quota};
use jumpseat_tool::InterfaceName;
use jumpseat_traffic_signals::{SignalProvider, TrafficSignalsCtx, TrafficSignalsView};
use jumpseat_vehicle::{VehicleCtx, VehicleProvider, VehicleView};
use jumpseat_weather::{WeatherCtx, WeatherProvider, WeatherView};
use wasmtime::component::Linker;

use crate::{deadline::Deadline, limits::Limits, runner::Outside, state::State, thinking::Thinking};

/// Who serves the capabilities.
#[derive(Clone)]
pub struct Providers {
    /// Knows the time.
    pub clock: Arc<dyn ClockProvider>,
    /// Sends requests over the internet.
    pub http: Arc<dyn HttpProvider>,
    /// Keeps a record of them.
    pub request_log: Arc<dyn RequestLog>,
    /// Knows where the car is.
    pub location: Arc<dyn LocationProvider>,
    /// Keeps the log lines of skills.
    pub log: Arc<dyn LogSink>,
    /// Knows car parks.
    pub parking: Arc<dyn ParkingProvider>,
    /// Knows places.
    pub places: Arc<dyn PlacesProvider>,
    /// Keeps what the driver likes.
    pub preferences: Arc<dyn PreferencesProvider>,
    /// Keeps the data of skills.
    pub storage: Arc<dyn StorageProvider>,
    /// Knows traffic lights.
    pub traffic_signals: Arc<dyn SignalProvider>,
    /// Reaches the vehicle.
    pub vehicle: Arc<dyn VehicleProvider>,
    /// Forecasts the weather.
    pub weather: Arc<dyn WeatherProvider>,
}

impl Providers {
    /// Providers that have nothing to give but the time: for whoever looks at skills and calls none, and as a base to put
    /// real ones into.
    pub fn unavailable(clock: Arc<dyn ClockProvider>) -> Self {
        Self {
            clock,
            http: Arc::new(jumpseat_http::Unavailable),
            request_log: Arc::new(jumpseat_http::Unrecorded),
            location: Arc::new(jumpseat_location::Unavailable),
            log: Arc::new(jumpseat_log::Discard),
            parking: Arc::new(jumpseat_parking::Unavailable),
            places: Arc::new(jumpseat_places::Unavailable),
            preferences: Arc::new(jumpseat_preferences::Unavailable),
            storage: Arc::new(jumpseat_storage::Unavailable),
            traffic_signals: Arc::new(jumpseat_traffic_signals::Unavailable),
            vehicle: Arc::new(jumpseat_vehicle::Unavailable),
            weather: Arc::new(jumpseat_weather::Unavailable),
        }
    }

    /// Stand-ins for all that there are some of.
    pub(crate) fn without_any(&self) -> Self {
        let mut providers = self.clone();
        for capability in CAPABILITIES.iter() {
            if let Denial::StandIn(stand_in) = capability.denial {
                stand_in(&mut providers);
            }
        }
        providers
    }
}

/// What happens to a skill that is denied a capability which it can do without.
pub(crate) enum Denial {
    /// The capability is never denied.
    Never,
    /// The capability has no way to say that it is not there, so the skill is not loaded.
    Refuse,
    /// The provider is replaced by one that answers "unavailable".
    StandIn(fn(&mut Providers)),
}

/// Serves a call that was passed on, and answers what is passed back.
type Serving = for<'a> fn(&'a mut State, &'a [u8]) -> BoxFuture<'a, wasmtime::Result<Vec<u8>>>;

/// A capability.
pub(crate) struct Capability {
    /// The interface that skills import.
    pub(crate) interface: InterfaceName,
    /// The same as a text.
    pub(crate) text: &'static str,
    /// Makes the interface reachable for skills in this process.
    pub(crate) link: fn(&mut Linker<State>) -> wasmtime::Result<()>,
    /// Makes it reachable in a process that passes the calls on.
    pub(crate) link_relay: fn(&mut Linker<Outside>) -> wasmtime::Result<()>,
    /// Makes a call that was passed on.
    pub(crate) serve: Serving,
    /// What a denial does.
    pub(crate) denial: Denial,
}

impl Capability {
    /// The name that manifests and grants use: "places" for the package `jumpseat:places`.
    pub(crate) fn name(&self) -> &str {
        &self.interface.package
    }
}

/// Lists capabilities: the crate, the context of a call, and what a denial does.
macro_rules! capabilities {
    ($($name:ident :: $context:ident => $denial:expr),* $(,)?) => {
        vec![$(InterfaceName::from_str($name::INTERFACE).ok().map(|interface| Capability {
            interface,
            text: $name::INTERFACE,
            link: $name::add_to_linker,
            link_relay: $name::add_relay_to_linker,
            serve: |state, call| Box::pin(state.$context().serve(call)),
            denial: $denial,
        })),*]
    };
}

/// The interface whose functions answer nothing, and are not waited for.
pub(crate) const UNANSWERED: &str = jumpseat_log::INTERFACE;

/// All capabilities.
pub(crate) static CAPABILITIES: LazyLock<Vec<Capability>> = LazyLock::new(|| {
    use Denial::{Never, Refuse, StandIn};
    let capabilities = capabilities! {
        jumpseat_clock::clock => Refuse,
        jumpseat_context::context => Never,
        jumpseat_http::http => StandIn(|providers| providers.http = Arc::new(jumpseat_http::Unavailable)),
        jumpseat_location::location => {
            StandIn(|providers| providers.location = Arc::new(jumpseat_location::Unavailable))
        },
        jumpseat_log::log => StandIn(|providers| providers.log = Arc::new(jumpseat_log::Discard)),
        jumpseat_parking::parking => StandIn(|providers| providers.parking = Arc::new(jumpseat_parking::Unavailable)),
        jumpseat_places::places => StandIn(|providers| providers.places = Arc::new(jumpseat_places::Unavailable)),
        jumpseat_preferences::preferences => {
            StandIn(|providers| providers.preferences = Arc::new(jumpseat_preferences::Unavailable))
        },
        jumpseat_storage::storage => StandIn(|providers| providers.storage = Arc::new(jumpseat_storage::Unavailable)),
        jumpseat_traffic_signals::traffic_signals => {
            StandIn(|providers| providers.traffic_signals = Arc::new(jumpseat_traffic_signals::Unavailable))
        },
        jumpseat_vehicle::vehicle => StandIn(|providers| providers.vehicle = Arc::new(jumpseat_vehicle::Unavailable)),
        jumpseat_weather::weather => StandIn(|providers| providers.weather = Arc::new(jumpseat_weather::Unavailable)),
    };
    capabilities.into_iter().flatten().collect()
});

/// The names of all capabilities, as manifests and policies use them.
pub fn capability_names() -> impl Iterator<Item = &'static str> {
    CAPABILITIES.iter().map(Capability::name)
}

/// What one call holds of all capabilities.
pub(crate) struct Contexts {
    clock: ClockCtx,
    context: ContextCtx,
    http: HttpCtx,
    location: LocationCtx,
    log: LogCtx,
    parking: ParkingCtx,
    places: PlacesCtx,
    preferences: PreferencesCtx,
    storage: StorageCtx,
    traffic_signals: TrafficSignalsCtx,
    vehicle: VehicleCtx,
    weather: WeatherCtx,
}

impl Contexts {
    /// The capabilities for one call of a skill that starts now.
    pub(crate) fn new(
        providers: &Providers,
        grant: &Grant,
        deadline: &Deadline,
        skill: &Arc<str>,
        circumstances: &Circumstances,
        limits: &Limits,
    ) -> Self {
        let thinking = Thinking { overseer: Arc::clone(grant.overseer()), deadline: deadline.clone() };
        Self {
            clock: ClockCtx::new(providers.clock.now()),
            context: ContextCtx::new(crate::circumstances::context(circumstances)),
            http: HttpCtx::new(Arc::clone(&providers.http), Arc::clone(grant.reachable()))
                .recorded(Arc::clone(skill), Arc::clone(&providers.request_log)),
            location: LocationCtx::new(Arc::clone(&providers.location), grant.precision()),
            log: LogCtx::new(Arc::clone(skill), Arc::clone(&providers.log), limits.log_lines),
            parking: ParkingCtx::new(Arc::clone(&providers.parking)),
            places: PlacesCtx::new(Arc::clone(&providers.places)),
            preferences: PreferencesCtx::new(Arc::clone(&providers.preferences)),
            storage: StorageCtx::new(
                Arc::clone(skill),
                Arc::clone(&providers.storage),
                Quota { bytes: limits.storage_bytes, keys: limits.storage_keys },
            ),
            traffic_signals: TrafficSignalsCtx::new(Arc::clone(&providers.traffic_signals)),
            vehicle: VehicleCtx::new(Arc::clone(&providers.vehicle), Arc::clone(grant.writable()), Arc::new(thinking)),
            weather: WeatherCtx::new(Arc::clone(&providers.weather)),
        }
    }

    /// What is known of a call before it is asked: the answer of every function of some interfaces.
    pub(crate) fn fixed(&self) -> wasmtime::Result<[(&'static str, Vec<u8>); 2]> {
        Ok([
            (jumpseat_clock::INTERFACE, jumpseat_relay::encode(&self.clock.moment())?),
            (jumpseat_context::INTERFACE, jumpseat_relay::encode(self.context.context())?),
        ])
    }

    /// How many log lines were over the limit.
    pub(crate) fn log_lines_dropped(&self) -> u32 {
        self.log.lines_dropped()
    }
}

/// Lends contexts to the calls of a skill. Each call of a capability asks for its context once, so the calls are
/// counted here.
macro_rules! views {
    ($($view:ident :: $context:ident -> $ty:ty),* $(,)?) => {
        $(impl $view for State {
            fn $context(&mut self) -> &mut $ty {
                &mut self.count_capability_call().$context
            }
        })*
    };
}

impl LogView for State {
    /// Lines beyond their own limit are dropped and end no call, so they are not counted as calls either.
    fn log(&mut self) -> &mut LogCtx {
        &mut self.contexts_mut().log
    }
}

views! {
    ClockView::clock -> ClockCtx,
    ContextView::context -> ContextCtx,
    HttpView::http -> HttpCtx,
    LocationView::location -> LocationCtx,
    ParkingView::parking -> ParkingCtx,
    PlacesView::places -> PlacesCtx,
    PreferencesView::preferences -> PreferencesCtx,
    StorageView::storage -> StorageCtx,
    TrafficSignalsView::traffic_signals -> TrafficSignalsCtx,
    VehicleView::vehicle -> VehicleCtx,
    WeatherView::weather -> WeatherCtx,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_an_interface_of_its_own() {
        let names: Vec<_> = CAPABILITIES.iter().map(|capability| capability.interface.to_string()).collect();
        insta::assert_snapshot!(names.join("\n"), @r"
        jumpseat:clock/wall@0.1.0
        jumpseat:context/turn@0.1.0
        jumpseat:http/client@0.1.0
        jumpseat:location/position@0.1.0
        jumpseat:log/lines@0.1.0
        jumpseat:parking/availability@0.1.0
        jumpseat:places/search@0.1.0
        jumpseat:preferences/driver@0.1.0
        jumpseat:storage/key-value@0.1.0
        jumpseat:traffic-signals/ahead@0.1.0
        jumpseat:vehicle/signals@0.1.0
        jumpseat:weather/forecast@0.1.0
        ");
    }
}
