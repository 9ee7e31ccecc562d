//! Which places fit what the driver wants, and which comes first.

use std::cmp::Reverse;

use jumpseat_sdk::places::Place;

use crate::tools::{FindRequest, Order, Price};

/// Places this much farther away still count as about as far.
const ABOUT_AS_FAR_M: u32 = 500;

/// What the driver wants of a place, besides where it is and what it serves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wish {
    /// At most this price level, 1 to 3.
    pub(crate) price_level_max: Option<u8>,
    /// Open at this moment.
    pub(crate) open_now: bool,
    /// At least this rating, in tenths of a star.
    pub(crate) rating_tenths_min: Option<u8>,
    /// What comes first, if the driver said so.
    pub(crate) order: Option<Order>,
    /// The cuisine to prefer among places that are about as far away, as the map spells it.
    pub(crate) favourite: Option<String>,
}

/// A place that fits, with what is wanted of it and not known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) place: Place,
    pub(crate) doubt: Option<Condition>,
}

/// A condition that may be open, and that the driver could give up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    Open,
    Price,
    Rating,
}

impl Wish {
    /// What a request asks for. "Not open" is not a thing that people want: a false `open-now` is no condition.
    pub(crate) fn of(request: &FindRequest) -> Self {
        Self {
            price_level_max: request.price_max.map(|price| match price {
                Price::Budget => 1,
                Price::Moderate => 2,
                Price::Expensive => 3,
            }),
            open_now: request.open_now.unwrap_or(false),
            rating_tenths_min: request.stars_min.map(|stars| stars.saturating_mul(10)),
            order: request.order,
            favourite: None,
        }
    }

    /// Those that fit, best first: surely fitting before open questions, then those not known to be closed, then in
    /// the order that the driver wants.
    pub(crate) fn rank(&self, places: &[Place]) -> Vec<Candidate> {
        let mut fitting: Vec<Candidate> = places.iter().filter_map(|place| self.judge(place)).collect();
        fitting.sort_by_key(|candidate| {
            let place = &candidate.place;
            let closed = place.open_now == Some(false);
            (candidate.doubt.is_some(), closed, self.rank_key(place), !self.is_favourite(place), place.distance_m)
        });
        fitting
    }

    /// The one condition without which something fits, with what then fits.
    pub(crate) fn without_one(&self, places: &[Place]) -> Option<(Condition, Vec<Candidate>)> {
        let relaxed = [
            (Condition::Open, self.open_now.then(|| Self { open_now: false, ..self.clone() })),
            (Condition::Price, self.price_level_max.map(|_| Self { price_level_max: None, ..self.clone() })),
            (Condition::Rating, self.rating_tenths_min.map(|_| Self { rating_tenths_min: None, ..self.clone() })),
        ];
        relaxed
            .into_iter()
            .filter_map(|(condition, wish)| Some((condition, wish?.rank(places))))
            .find(|(_, fitting)| !fitting.is_empty())
    }

    /// Whether the driver set just one condition.
    pub(crate) fn has_one_condition(&self) -> bool {
        let conditions = [self.open_now, self.price_level_max.is_some(), self.rating_tenths_min.is_some()];
        conditions.into_iter().filter(|is_set| *is_set).count() == 1
    }

    /// The place as a candidate; nothing if it does not fit.
    fn judge(&self, place: &Place) -> Option<Candidate> {
        let conditions = [
            (Condition::Open, if self.open_now { place.open_now } else { Some(true) }),
            (Condition::Price, self.price_level_max.map_or(Some(true), |max| Some(place.price_level? <= max))),
            (Condition::Rating, self.rating_tenths_min.map_or(Some(true), |min| Some(place.rating_tenths? >= min))),
        ];
        if conditions.iter().any(|(_, holds)| *holds == Some(false)) {
            return None;
        }
        let doubt = conditions.into_iter().find(|(_, holds)| holds.is_none()).map(|(condition, _)| condition);
        Some(Candidate { place: place.clone(), doubt })
    }

    /// The smallest comes first.
    fn rank_key(&self, place: &Place) -> (Reverse<u8>, u32) {
        let by_number = |number: u32| (Reverse(0), number);
        match self.order {
            Some(Order::Rating) => (Reverse(place.rating_tenths.unwrap_or(0)), 0),
            Some(Order::Price) => by_number(u32::from(place.price_level.unwrap_or(u8::MAX))),
            None if self.favourite.is_some() => by_number(place.distance_m / ABOUT_AS_FAR_M),
            Some(Order::Distance) | None => by_number(place.distance_m),
        }
    }

    fn is_favourite(&self, place: &Place) -> bool {
        self.favourite.as_ref().is_some_and(|favourite| place.cuisines.contains(favourite))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{place, unknown_place};

    fn any_wish() -> Wish {
        Wish { price_level_max: None, open_now: false, rating_tenths_min: None, order: None, favourite: None }
    }

    fn names(wish: &Wish, places: &[Place]) -> Vec<String> {
        wish.rank(places).into_iter().map(|candidate| candidate.place.name).collect()
    }

    #[test]
    fn each_order_has_its_own_first() {
        let good = Place { rating_tenths: Some(49), ..place("good", 300) };
        let cheap = Place { price_level: Some(1), ..place("cheap", 200) };
        let all = [good, cheap, place("near", 100)];
        assert_eq!(names(&any_wish(), &all), ["near", "cheap", "good"]);
        assert_eq!(names(&Wish { order: Some(Order::Distance), ..any_wish() }, &all), ["near", "cheap", "good"]);
        assert_eq!(names(&Wish { order: Some(Order::Rating), ..any_wish() }, &all), ["good", "near", "cheap"]);
        assert_eq!(names(&Wish { order: Some(Order::Price), ..any_wish() }, &all), ["cheap", "near", "good"]);
    }

    #[test]
    fn a_favourite_only_decides_among_what_is_about_as_far() {
        let favourite = |name, distance_m| Place { cuisines: vec!["thai".to_owned()], ..place(name, distance_m) };
        let all = [place("a", 100), favourite("b", 400), favourite("c", 900), place("d", 800)];
        let wish = Wish { favourite: Some("thai".to_owned()), ..any_wish() };
        assert_eq!(names(&wish, &all), ["b", "a", "c", "d"]);
        assert_eq!(names(&Wish { order: Some(Order::Distance), ..wish }, &all), ["a", "b", "d", "c"]);
    }

    #[test]
    fn what_is_closed_comes_after_what_is_not() {
        let closed = Place { open_now: Some(false), ..place("closed", 100) };
        let all = [closed, unknown_place("unknown", 200), place("open", 300)];
        assert_eq!(names(&any_wish(), &all), ["unknown", "open", "closed"]);
        let ranked = Wish { open_now: true, ..any_wish() }.rank(&all);
        assert_eq!(ranked.len(), 2);
        assert_eq!((ranked[0].place.name.as_str(), ranked[0].doubt), ("open", None));
        assert_eq!((ranked[1].place.name.as_str(), ranked[1].doubt), ("unknown", Some(Condition::Open)));
    }

    #[test]
    fn conditions_keep_out_what_breaks_them() {
        let dear = Place { price_level: Some(3), ..place("dear", 100) };
        let poor = Place { rating_tenths: Some(31), ..place("poor", 200) };
        let all = [dear, poor];
        assert_eq!(names(&Wish { price_level_max: Some(2), ..any_wish() }, &all), ["poor"]);
        assert_eq!(names(&Wish { rating_tenths_min: Some(40), ..any_wish() }, &all), ["dear"]);
    }

    #[test]
    fn the_condition_to_give_up_is_found() {
        let closed = Place { open_now: Some(false), ..place("closed", 100) };
        let wish = Wish { open_now: true, price_level_max: Some(2), ..any_wish() };
        let (condition, fitting) = wish.without_one(&[closed]).unwrap();
        assert_eq!((condition, fitting.len()), (Condition::Open, 1));
        assert_eq!(any_wish().without_one(&[]), None);
        assert!(!wish.has_one_condition());
        assert!(Wish { open_now: true, ..any_wish() }.has_one_condition());
    }

    proptest! {
        #[test]
        fn what_surely_fits_never_breaks_a_condition(
            price_level in proptest::option::of(any::<u8>()),
            rating_tenths in proptest::option::of(any::<u8>()),
            open_now in proptest::option::of(any::<bool>()),
            max in 1_u8..=3,
            min in 0_u8..=50,
        ) {
            let odd = Place { price_level, rating_tenths, open_now, ..place("any", 1) };
            let wish = Wish { price_level_max: Some(max), rating_tenths_min: Some(min), open_now: true, ..any_wish() };
            let ranked = wish.rank(&[odd]);
            let sure = ranked.first().is_some_and(|candidate| candidate.doubt.is_none());
            let holds = price_level.is_some_and(|level| level <= max)
                && rating_tenths.is_some_and(|rating| rating >= min)
                && open_now == Some(true);
            prop_assert_eq!(sure, holds);
        }
    }
}
