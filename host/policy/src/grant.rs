//! What a skill may reach.

use std::{collections::BTreeSet, fmt, sync::Arc};

use jumpseat_http::Reachable;
use jumpseat_location::Precision;
use jumpseat_vehicle::{Nobody, Overseer, Writable};

/// The capabilities that a skill may reach, what it may set of the vehicle, and to which hosts it may send requests: nothing
/// and to none, unless that is said; and how precisely it may know the position: as the car does, unless that is said. What
/// is not granted answers "unavailable", or keeps the skill from being called.
///
/// Who decides, and from what, is not known here. Who oversees what is set, belongs to the call and is given along with it:
/// by default nobody does, and then nothing is set.
#[derive(Clone)]
pub struct Grant {
    granted: Granted,
    writable: Arc<Writable>,
    reachable: Arc<Reachable>,
    precision: Precision,
    overseer: Arc<dyn Overseer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Granted {
    All,
    Only(BTreeSet<String>),
}

impl Grant {
    /// Every capability that the skill imports.
    pub fn all() -> Self {
        Self::of(Granted::All)
    }

    /// These capabilities, by the names that manifests use: "places" for the package `jumpseat:places`.
    pub fn only<Name: Into<String>>(capabilities: impl IntoIterator<Item = Name>) -> Self {
        Self::of(Granted::Only(capabilities.into_iter().map(Into::into).collect()))
    }

    fn of(granted: Granted) -> Self {
        Self {
            granted,
            writable: Arc::default(),
            reachable: Arc::default(),
            precision: Precision::Precise,
            overseer: Arc::new(Nobody),
        }
    }

    /// The same capabilities, and these signals of the vehicle to set.
    #[must_use]
    pub fn writing(self, writable: impl Into<Arc<Writable>>) -> Self {
        Self { writable: writable.into(), ..self }
    }

    /// The same capabilities, and these hosts to send requests to.
    #[must_use]
    pub fn reaching(self, reachable: impl Into<Arc<Reachable>>) -> Self {
        Self { reachable: reachable.into(), ..self }
    }

    /// The same, with the position no more precise than this.
    #[must_use]
    pub fn locating(self, precision: Precision) -> Self {
        Self { precision, ..self }
    }

    /// How precisely the position may be known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// What may be set of the vehicle.
    pub fn writable(&self) -> &Arc<Writable> {
        &self.writable
    }

    /// The hosts to which requests may be sent.
    pub fn reachable(&self) -> &Arc<Reachable> {
        &self.reachable
    }

    /// The same, with whom to ask before something is set.
    #[must_use]
    pub fn overseen_by(self, overseer: Arc<dyn Overseer>) -> Self {
        Self { overseer, ..self }
    }

    /// Who oversees what is set.
    pub fn overseer(&self) -> &Arc<dyn Overseer> {
        &self.overseer
    }

    /// Whether a capability is granted.
    pub fn allows(&self, capability: &str) -> bool {
        match &self.granted {
            Granted::All => true,
            Granted::Only(capabilities) => capabilities.contains(capability),
        }
    }
}

/// Grants are alike if they let the same; who oversees that is no part of it.
impl PartialEq for Grant {
    fn eq(&self, other: &Self) -> bool {
        self.granted == other.granted
            && self.writable == other.writable
            && self.reachable == other.reachable
            && self.precision == other.precision
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { granted, writable, reachable, precision, overseer: _ } = self;
        f.debug_struct("Grant")
            .field("granted", granted)
            .field("writable", writable)
            .field("reachable", reachable)
            .field("precision", precision)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use jumpseat_http::Site;

    use super::*;

    #[test]
    fn what_is_not_named_is_denied() {
        assert!(Grant::all().allows("places"));
        assert!(Grant::only(["places"]).allows("places"));
        assert!(!Grant::only(["places"]).allows("location"));
        assert!(!Grant::only(["places"]).allows("place"));
    }

    #[test]
    fn nothing_of_the_vehicle_may_be_set_unless_that_is_said() {
        assert_eq!(Grant::all().writable().paths().count(), 0);
        let writable = Writable::parse(["Vehicle.TripMeterReading"]).unwrap();
        assert_eq!(Grant::all().writing(writable.clone()).writable().as_ref(), &writable);
    }

    #[test]
    fn no_host_is_reachable_unless_that_is_said() {
        assert_eq!(Grant::all().reachable().hosts().len(), 0);
        let reachable = Reachable::new([("a.example".parse().unwrap(), Site::default())]);
        assert_eq!(Grant::all().reaching(reachable.clone()).reachable().as_ref(), &reachable);
    }
}
