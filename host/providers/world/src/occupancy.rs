//! How full the car parks are.

use jumpseat_clock::Moment;

/// How a car park fills over the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occupancy {
    /// Full while people work.
    Office,
    /// Full in the afternoon.
    Shops,
    /// Full when people go out.
    Evening,
    /// Much the same all day.
    Steady,
}

/// Spaces that are free, and how old the count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FreeSpaces {
    pub(crate) free: u32,
    pub(crate) age_ms: u32,
}

/// The car parks are counted this often.
const COUNTED_EVERY_MS: u64 = 60_000;
const DAY_MIN: u64 = 24 * 60;
/// How far counts wander around the course of the day, up and down.
const RIPPLE_PERMILLE: u64 = 60;

/// Occupied parts of a thousand at each full hour.
type Day = [u64; 24];
const OFFICE: Day =
    [60, 50, 50, 50, 60, 110, 260, 520, 790, 910, 950, 930, 880, 900, 920, 880, 770, 560, 360, 240, 170, 120, 90, 70];
const SHOPS: Day =
    [40, 30, 30, 30, 30, 40, 80, 160, 310, 520, 690, 800, 860, 880, 930, 980, 1_000, 940, 780, 540, 320, 200, 110, 60];
const EVENING: Day = [
    260, 140, 80, 60, 50, 50, 60, 90, 130, 180, 230, 300, 400, 420, 380, 350, 400, 560, 780, 960, 1_000, 970, 800, 480,
];
const STEADY: Day = [
    380, 370, 360, 360, 370, 380, 410, 450, 480, 510, 530, 550, 570, 570, 560, 550, 550, 540, 520, 490, 460, 430, 410,
    390,
];

impl Occupancy {
    /// Reads the value of `jumpseat:occupancy`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "office" => Some(Self::Office),
            "shops" => Some(Self::Shops),
            "evening" => Some(Self::Evening),
            "steady" => Some(Self::Steady),
            _ => None,
        }
    }

    /// The count that is known at a moment. The id lets each car park go its own way.
    pub(crate) fn free_spaces(self, id: &str, capacity: u32, now: &Moment) -> FreeSpaces {
        let seed = id.bytes().fold(7_u64, |seed, byte| mixed(seed ^ u64::from(byte)));
        // Not all are counted in the same second.
        let age_ms = (now.unix_ms.wrapping_add(seed)) % COUNTED_EVERY_MS;
        let counted_ms = now.unix_ms.saturating_sub(age_ms);
        let local_min = (counted_ms / 60_000).wrapping_add_signed(i64::from(now.utc_offset_min)) % DAY_MIN;
        let ripple = mixed(seed ^ (counted_ms / COUNTED_EVERY_MS)) % (2 * RIPPLE_PERMILLE);
        let occupied = (self.permille_at(local_min) + ripple).saturating_sub(RIPPLE_PERMILLE).min(1_000);
        let free = u64::from(capacity) * (1_000 - occupied) / 1_000;
        FreeSpaces { free: u32::try_from(free).unwrap_or(capacity), age_ms: u32::try_from(age_ms).unwrap_or(u32::MAX) }
    }

    fn permille_at(self, local_min: u64) -> u64 {
        let day = match self {
            Self::Office => &OFFICE,
            Self::Shops => &SHOPS,
            Self::Evening => &EVENING,
            Self::Steady => &STEADY,
        };
        let hour = usize::try_from(local_min / 60).unwrap_or(0);
        let at = |hour: usize| day.get(hour % day.len()).copied().unwrap_or(0);
        (at(hour) * (60 - local_min % 60) + at(hour + 1) * (local_min % 60)) / 60
    }
}

/// Spreads a number evenly over all numbers (the finaliser of `SplitMix64`).
const fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::World;

    fn at_hour(hour: u64) -> Moment {
        let midnight_ms = World::NOON.unix_ms - (12 * 60 + 15) * 60_000;
        Moment { unix_ms: midnight_ms + hour * 3_600_000, ..World::NOON }
    }

    #[test]
    fn offices_fill_in_the_morning_and_theatres_in_the_evening() {
        let free = |occupancy: Occupancy, hour| occupancy.free_spaces("n1", 100, &at_hour(hour)).free;
        assert!(free(Occupancy::Office, 3) > 85 && free(Occupancy::Office, 10) < 15);
        assert!(free(Occupancy::Evening, 10) > 65 && free(Occupancy::Evening, 20) < 15);
    }

    #[test]
    fn a_count_stays_until_the_next_and_tells_its_age() {
        let now = at_hour(12);
        let first = Occupancy::Shops.free_spaces("n1", 500, &now);
        assert!(u64::from(first.age_ms) < COUNTED_EVERY_MS);
        let rest_ms = COUNTED_EVERY_MS - u64::from(first.age_ms);
        let before = Moment { unix_ms: now.unix_ms + rest_ms - 1, ..now };
        let last = Occupancy::Shops.free_spaces("n1", 500, &before);
        assert_eq!((last.free, u64::from(last.age_ms)), (first.free, COUNTED_EVERY_MS - 1));
        let after = Moment { unix_ms: now.unix_ms + rest_ms, ..now };
        assert_eq!(Occupancy::Shops.free_spaces("n1", 500, &after).age_ms, 0);
    }

    #[test]
    fn no_more_are_free_than_there_are_at_any_time() {
        for minute in (0..7 * 24 * 60).step_by(7) {
            let now = Moment { unix_ms: World::NOON.unix_ms + minute * 60_000, ..World::NOON };
            for (id, capacity) in [("n1", 0), ("n2", 1), ("w200", 700), ("n3", u32::MAX)] {
                assert!(Occupancy::Shops.free_spaces(id, capacity, &now).free <= capacity);
            }
        }
        let end = Moment { unix_ms: u64::MAX, utc_offset_min: 720 };
        assert!(Occupancy::Shops.free_spaces("n1", 10, &end).free <= 10);
    }
}
