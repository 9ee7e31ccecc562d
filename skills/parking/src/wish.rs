//! Which car parks fit what the driver wants, and which comes first.

use jumpseat_sdk::parking::CarPark;

use crate::tools::{FindRequest, Order};

/// What the driver wants of a car park, besides where it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wish {
    /// At most this price for an hour, in hundredths of the currency.
    pub(crate) price_cents_max: Option<u32>,
    /// A vehicle of this height must fit.
    pub(crate) height_cm: Option<u32>,
    /// It must have a roof.
    pub(crate) covered: bool,
    /// What comes first.
    pub(crate) order: Order,
}

/// A car park that fits, with what is wanted of it and not known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) car_park: CarPark,
    pub(crate) doubts: Vec<Condition>,
}

/// A condition that may be open, and that the driver could give up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    Price,
    Height,
    Covered,
}

impl Candidate {
    /// How much of what matters is not known. That a space is free matters to everybody.
    pub(crate) fn unknown_count(&self) -> usize {
        self.doubts.len() + usize::from(self.car_park.free.is_none())
    }
}

impl Wish {
    /// What a request asks for. "Not under a roof" is not a thing that people want: a false `covered` is no condition.
    pub(crate) fn of(request: &FindRequest) -> Self {
        Self {
            price_cents_max: request.price_per_hour_max.map(|price| u32::from(price) * 100),
            height_cm: request.height_cm_min.map(u32::from),
            covered: request.covered.unwrap_or(false),
            order: request.order.unwrap_or(Order::Distance),
        }
    }

    /// Those that fit, best first: the less is unknown the earlier, then in the order that the driver wants.
    pub(crate) fn rank(&self, car_parks: &[CarPark]) -> Vec<Candidate> {
        let mut fitting: Vec<Candidate> = car_parks.iter().filter_map(|car_park| self.judge(car_park)).collect();
        fitting.sort_by_key(|candidate| {
            let car_park = &candidate.car_park;
            (candidate.unknown_count(), self.rank_key(car_park), car_park.walk_m)
        });
        fitting
    }

    /// The one condition without which something fits, with what then fits.
    pub(crate) fn without_one(&self, car_parks: &[CarPark]) -> Option<(Condition, Vec<Candidate>)> {
        let relaxed = [
            (Condition::Price, self.price_cents_max.map(|_| Self { price_cents_max: None, ..self.clone() })),
            (Condition::Height, self.height_cm.map(|_| Self { height_cm: None, ..self.clone() })),
            (Condition::Covered, self.covered.then(|| Self { covered: false, ..self.clone() })),
        ];
        relaxed
            .into_iter()
            .filter_map(|(condition, wish)| Some((condition, wish?.rank(car_parks))))
            .find(|(_, fitting)| !fitting.is_empty())
    }

    /// The same without any condition.
    pub(crate) fn without_conditions(&self) -> Self {
        Self { price_cents_max: None, height_cm: None, covered: false, order: self.order }
    }

    /// Whether the driver set just one condition.
    pub(crate) fn has_one_condition(&self) -> bool {
        let conditions = [self.price_cents_max.is_some(), self.height_cm.is_some(), self.covered];
        conditions.into_iter().filter(|is_set| *is_set).count() == 1
    }

    /// The car park as a candidate; nothing if it does not fit.
    fn judge(&self, car_park: &CarPark) -> Option<Candidate> {
        // Many that are always open do not say so.
        if car_park.free == Some(0) || car_park.open_now == Some(false) {
            return None;
        }
        let conditions = [
            (
                Condition::Price,
                self.price_cents_max.map_or(Some(true), |max| Some(car_park.price_per_hour_cents? <= max)),
            ),
            (Condition::Height, self.height_cm.map_or(Some(true), |height_cm| lets_in(car_park, height_cm))),
            (Condition::Covered, if self.covered { car_park.covered } else { Some(true) }),
        ];
        if conditions.iter().any(|(_, holds)| *holds == Some(false)) {
            return None;
        }
        let doubts = conditions.into_iter().filter(|(_, holds)| holds.is_none()).map(|(condition, _)| condition);
        Some(Candidate { car_park: car_park.clone(), doubts: doubts.collect() })
    }

    /// The smallest comes first; the walk decides among equals.
    fn rank_key(&self, car_park: &CarPark) -> u32 {
        match self.order {
            Order::Distance => car_park.walk_m,
            Order::Price => car_park.price_per_hour_cents.unwrap_or(u32::MAX),
            Order::FreeSpaces => u32::MAX - car_park.free.unwrap_or(0),
        }
    }
}

/// Whether a vehicle of this height fits; none if not known. No limit is no promise, but under the open sky.
fn lets_in(car_park: &CarPark, height_cm: u32) -> Option<bool> {
    match (car_park.height_cm_max, car_park.covered) {
        (Some(height_cm_max), _) => Some(height_cm <= height_cm_max),
        (None, Some(false)) => Some(true),
        (None, Some(true) | None) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{car_park, unknown_car_park};

    fn any_wish() -> Wish {
        Wish { price_cents_max: None, height_cm: None, covered: false, order: Order::Distance }
    }

    fn names(wish: &Wish, car_parks: &[CarPark]) -> Vec<String> {
        wish.rank(car_parks).into_iter().map(|candidate| candidate.car_park.name).collect()
    }

    #[test]
    fn each_order_has_its_own_first() {
        let near = car_park("near", 100);
        let cheap = CarPark { price_per_hour_cents: Some(100), ..car_park("cheap", 200) };
        let empty = CarPark { free: Some(90), ..car_park("empty", 300) };
        let all = [empty, cheap, near];
        assert_eq!(names(&any_wish(), &all), ["near", "cheap", "empty"]);
        assert_eq!(names(&Wish { order: Order::Price, ..any_wish() }, &all), ["cheap", "near", "empty"]);
        assert_eq!(names(&Wish { order: Order::FreeSpaces, ..any_wish() }, &all), ["empty", "near", "cheap"]);
    }

    #[test]
    fn full_and_closed_car_parks_are_left_out() {
        let full = CarPark { free: Some(0), ..car_park("full", 100) };
        let closed = CarPark { open_now: Some(false), ..car_park("closed", 200) };
        assert_eq!(names(&any_wish(), &[full, closed, car_park("open", 300)]), ["open"]);
    }

    #[test]
    fn what_is_not_known_comes_after_what_surely_fits() {
        let wish = Wish { price_cents_max: Some(300), ..any_wish() };
        let all = [unknown_car_park("unknown", 50), car_park("sure", 500)];
        assert_eq!(names(&wish, &all), ["sure", "unknown"]);
    }

    #[test]
    fn the_more_is_unknown_the_later_it_comes() {
        let wish = Wish { height_cm: Some(200), covered: true, ..any_wish() };
        let no_limit = CarPark { height_cm_max: None, free: None, ..car_park("no limit", 100) };
        let no_count = CarPark { free: None, ..car_park("no count", 300) };
        let all = [unknown_car_park("unknown", 50), no_limit, no_count];
        assert_eq!(names(&wish, &all), ["no count", "no limit", "unknown"]);
    }

    #[test]
    fn an_unknown_height_limit_is_only_certain_under_the_open_sky() {
        let wish = Wish { height_cm: Some(250), ..any_wish() };
        let without_limit = |covered| CarPark { height_cm_max: None, covered, ..car_park("any", 100) };
        let doubts = |covered| wish.rank(&[without_limit(covered)])[0].doubts.clone();
        assert_eq!(doubts(Some(false)), []);
        assert_eq!(doubts(Some(true)), [Condition::Height]);
        assert_eq!(doubts(None), [Condition::Height]);
        assert_eq!(any_wish().rank(&[without_limit(None)])[0].doubts, []);
    }

    #[test]
    fn conditions_keep_out_what_breaks_them() {
        let low = CarPark { height_cm_max: Some(190), ..car_park("low", 100) };
        let sky = CarPark { height_cm_max: None, covered: Some(false), ..car_park("sky", 200) };
        let dear = CarPark { price_per_hour_cents: Some(900), ..car_park("dear", 300) };
        let all = [low, sky, dear];
        assert_eq!(names(&Wish { height_cm: Some(200), ..any_wish() }, &all), ["sky", "dear"]);
        assert_eq!(names(&Wish { covered: true, ..any_wish() }, &all), ["low", "dear"]);
        assert_eq!(names(&Wish { price_cents_max: Some(250), ..any_wish() }, &all), ["low", "sky"]);
    }

    #[test]
    fn the_condition_to_give_up_is_found() {
        let wish = Wish { height_cm: Some(300), price_cents_max: Some(500), ..any_wish() };
        let (condition, fitting) = wish.without_one(&[car_park("low", 100)]).unwrap();
        assert_eq!((condition, fitting.len()), (Condition::Height, 1));
        assert_eq!(any_wish().without_one(&[]), None);
        assert!(!wish.has_one_condition());
        assert!(Wish { covered: true, ..any_wish() }.has_one_condition());
    }

    #[test]
    fn a_roof_is_a_condition_only_if_wanted() {
        let request = FindRequest {
            near: None,
            price_per_hour_max: Some(255),
            height_cm_min: None,
            covered: Some(false),
            order: None,
        };
        let wish = Wish::of(&request);
        assert_eq!(wish, Wish { price_cents_max: Some(25_500), ..any_wish() });
    }

    proptest! {
        #[test]
        fn what_ranks_never_breaks_a_condition(
            free in proptest::option::of(0_u32..5),
            price in proptest::option::of(0_u32..600),
            height in proptest::option::of(150_u32..400),
            max in 0_u32..600,
            vehicle in 150_u32..400,
        ) {
            let car_park = CarPark { free, price_per_hour_cents: price, height_cm_max: height, ..car_park("any", 1) };
            let wish = Wish { price_cents_max: Some(max), height_cm: Some(vehicle), ..any_wish() };
            let fits = free != Some(0) && price.is_none_or(|price| price <= max) && height.is_none_or(|height| height >= vehicle);
            let ranked = wish.rank(&[car_park]);
            prop_assert_eq!(ranked.len(), usize::from(fits));
            let sure = ranked.first().is_some_and(|candidate| candidate.unknown_count() == 0);
            prop_assert_eq!(sure, fits && free.is_some() && price.is_some() && height.is_some());
        }
    }
}
