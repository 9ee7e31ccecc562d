//! How much is asked of the source, and for how long its answers hold.

use std::time::Duration;

/// Regions along one degree of latitude or longitude: about twenty kilometres from the middle of one to the next. The models
/// behind forecasts are not much finer.
pub const CELLS_PER_DEGREE: f64 = 5.0;
/// Hours that are asked for: as far as a trip is planned.
pub const HOURS_MAX: usize = 96;
/// Regions that one question asks about. Further points of a long route are not known.
pub const CELLS_PER_QUESTION_MAX: usize = 24;
/// Regions whose forecasts are kept. A drive of a day passes fewer.
pub const CELLS_KEPT_MAX: usize = 64;
/// For so long a forecast is as good as new: sources make them once an hour.
pub const FRESH_MAX: Duration = Duration::from_mins(30);
/// For so long it is better than none, if the source is away.
pub const KEPT_MAX: Duration = Duration::from_hours(6);
/// The longest wait for the source: a skill that waits has two seconds, and says something afterwards.
pub const REQUEST_DURATION_MAX: Duration = Duration::from_secs(1);
