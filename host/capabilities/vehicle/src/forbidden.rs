//! What no skill sets, whatever a policy says, and what none reads through this capability.
//!
//! The lists are written in code and not in a file, so that opening one of these branches takes a new release of the
//! host and not an edit. They hold whole branches rather than single signals: what a later VSS adds below them is out of
//! reach before anybody has looked at it. That costs some harmless comfort, such as the heating of the steering
//! wheel, which lies in the branch of the chassis.
//!
//! Whether something else must wait until the car is parked, such as unlocking a door, is for the policy to say.

/// A branch of the tree of signals: itself, and everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch(&'static str);

impl Branch {
    /// Its path.
    pub fn path(&self) -> &'static str {
        self.0
    }

    /// Whether a path is the branch or lies below it.
    pub fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// What keeps the car on the road and visible to others, and what its approval rests on.
pub const FORBIDDEN: &[Branch] = &[
    // Switches and set points of driver assistance.
    Branch("Vehicle.ADAS"),
    // Brakes, steering, suspension, accelerator.
    Branch("Vehicle.Chassis"),
    // Brake forces, torques and steering as the car's own controllers ask for them.
    Branch("Vehicle.MotionManagement"),
    // Propulsion. Charging the battery is not propulsion.
    Branch("Vehicle.Powertrain.CombustionEngine"),
    Branch("Vehicle.Powertrain.ElectricMotor"),
    Branch("Vehicle.Powertrain.RangeExtender"),
    Branch("Vehicle.Powertrain.Transmission"),
    // Saving power in the propulsion, or in the whole car, switches off more than comfort.
    Branch("Vehicle.Powertrain.IsAutoPowerOptimize"),
    Branch("Vehicle.Powertrain.PowerOptimizeLevel"),
    Branch("Vehicle.IsAutoPowerOptimize"),
    Branch("Vehicle.PowerOptimizeLevel"),
    // What others on the road see and hear, and the view ahead.
    Branch("Vehicle.Body.Lights"),
    Branch("Vehicle.Body.Horn"),
    Branch("Vehicle.Body.Hood"),
    Branch("Vehicle.Body.RearMainSpoilerPosition"),
];

/// What tells who drives, which vehicle it is or where it is. Other capabilities give what may be had of it, each under
/// a grant of its own; through this one it would pass by them.
pub const PRIVATE: &[Branch] = &[
    Branch("Vehicle.CurrentLocation"),
    Branch("Vehicle.VehicleIdentification"),
    Branch("Vehicle.Driver"),
    Branch("Vehicle.Occupant"),
    Branch("Vehicle.Cabin.Infotainment.Navigation.DestinationSet"),
    Branch("Vehicle.Powertrain.TractionBattery.Charging.Location"),
    Branch("Vehicle.Powertrain.TractionBattery.Charging.EvseId"),
    Branch("Vehicle.Powertrain.TractionBattery.Id"),
];

/// The forbidden branch that a path lies in.
pub fn forbidden(path: &str) -> Option<Branch> {
    FORBIDDEN.iter().find(|branch| branch.holds(path)).copied()
}

/// Whether a path lies in a private branch.
pub(crate) fn is_private(path: &str) -> bool {
    PRIVATE.iter().any(|branch| branch.holds(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_holds_itself_and_what_lies_below_it() {
        assert_eq!(forbidden("Vehicle.Chassis").map(|branch| branch.path()), Some("Vehicle.Chassis"));
        assert!(forbidden("Vehicle.Chassis.ParkingBrake.IsEngaged").is_some());
        assert!(forbidden("Vehicle.Powertrain.Transmission.SelectedGear").is_some());
        assert_eq!(forbidden("Vehicle.ChassisLike.IsOn"), None);
        assert_eq!(forbidden("Vehicle.Powertrain.TractionBattery.Charging.ChargeLimit"), None);
        assert_eq!(forbidden("Vehicle"), None);
    }

    #[test]
    fn brakes_steering_propulsion_and_assistance_are_forbidden() {
        for path in [
            "Vehicle.ADAS.ESC.IsEnabled",
            "Vehicle.ADAS.CruiseControl.SpeedSet",
            "Vehicle.Chassis.ParkingBrake.IsEngaged",
            "Vehicle.Chassis.SteeringWheel.Tilt",
            "Vehicle.MotionManagement.Brake.VehicleForceMaximum",
            "Vehicle.MotionManagement.ElectricAxle.Row1.TorqueTarget",
            "Vehicle.Powertrain.Transmission.ClutchEngagement",
            "Vehicle.Body.Lights.Brake.IsActive",
        ] {
            assert!(forbidden(path).is_some(), "{path}");
        }
    }

    #[test]
    fn nothing_private_is_in_the_catalogue() {
        assert!(crate::catalogue::signals().all(|signal| !is_private(signal.path)));
    }
}
