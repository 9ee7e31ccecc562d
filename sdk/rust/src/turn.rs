//! The circumstances of a turn, in the form that skills use.

use crate::{
    Language, Locale,
    context::{self, DrivingState},
};

/// The turn that is being answered. Plain data: tests make their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// The language and the units of the answer.
    pub locale: Locale,
    /// What the car does. A car that does not know counts as moving.
    pub driving_state: DrivingState,
    /// The speed of the car, 0 to 400 km/h; none if the car does not know.
    pub speed_kmh: Option<f32>,
}

impl Turn {
    /// The turn that is being answered.
    pub fn current() -> Self {
        let context = context::current();
        Self {
            locale: Locale { language: Language::of_tag(&context.language), units: context.units },
            driving_state: context.driving_state,
            // A speed that is no number is none.
            speed_kmh: context.speed_kmh.filter(|speed_kmh| speed_kmh.is_finite() && *speed_kmh >= 0.0),
        }
    }
}
