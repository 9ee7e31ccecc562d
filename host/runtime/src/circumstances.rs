//! What every skill may know of a turn, in the form in which skills read it.

use jumpseat_assistant::{Circumstances, DrivingState, Units};
use jumpseat_context::Context;

/// The speeds that the contract allows, in km/h.
const SPEED_KMH_MAX: f32 = 400.0;

/// The record that `jumpseat:context/turn` answers.
pub(crate) fn context(circumstances: &Circumstances) -> Context {
    let speed_kmh = circumstances.speed_kmh.filter(|speed| speed.is_finite());
    Context {
        language: circumstances.language.tag().to_owned(),
        units: match circumstances.units {
            Units::Metric => jumpseat_context::Units::Metric,
            Units::Imperial => jumpseat_context::Units::Imperial,
        },
        driving_state: match circumstances.driving_state {
            DrivingState::Parked => jumpseat_context::DrivingState::Parked,
            DrivingState::Idling => jumpseat_context::DrivingState::Idling,
            DrivingState::Moving => jumpseat_context::DrivingState::Moving,
        },
        speed_kmh: speed_kmh.map(|speed| speed.clamp(0.0, SPEED_KMH_MAX)),
    }
}

#[cfg(test)]
mod tests {
    use jumpseat_package::Language;

    use super::*;

    fn speed(speed_kmh: f32) -> Option<f32> {
        let circumstances = Circumstances {
            language: Language::English,
            units: Units::Metric,
            driving_state: DrivingState::Moving,
            speed_kmh: Some(speed_kmh),
        };
        context(&circumstances).speed_kmh
    }

    #[test]
    fn a_speed_that_no_car_has_is_not_passed_on() {
        assert_eq!(speed(48.5), Some(48.5));
        assert_eq!(speed(-1.0), Some(0.0));
        assert_eq!(speed(1e9), Some(400.0));
        assert_eq!(speed(f32::NAN), None);
    }
}
