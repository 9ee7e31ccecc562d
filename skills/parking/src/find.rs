//! Where can I park?

use std::{cmp::Reverse, ops::RangeInclusive};

use jumpseat_sdk::{
    Around, Card, Failure, Language, Locale, Question, Reply, Row, Turn,
    parking::{self, CarPark},
    wording,
};

use crate::{
    facts,
    reference::choice_value,
    tools::{FindRequest, Order},
    wish::{Candidate, Condition, Wish},
};

/// Heights of a vehicle that can be asked for, in centimetres.
const HEIGHT_CM: RangeInclusive<u16> = 100..=500;
/// The highest price for an hour that can be asked for, in whole units of the currency.
const PRICE_PER_HOUR_MAX: u8 = 100;
/// Facts of the best one that are said. What is not known takes the place of some.
const FACTS_MAX: usize = 3;

/// Answers the tool `find`.
pub(crate) fn answer(request: &FindRequest) -> Result<Reply, Failure> {
    let locale = Turn::current().locale;
    check(request, locale.language)?;
    let around = Around::find(request.near.as_deref(), locale.language)?;
    let query = parking::Query::around(around.coordinates, locale.language);
    let car_parks = parking::nearby(&query).map_err(|error| error.failure(locale.language))?;
    reply(&Wish::of(request), &around, &car_parks, locale)
}

/// Refuses numbers that the tool cannot serve.
fn check(request: &FindRequest, language: Language) -> Result<(), Failure> {
    if let Some(height_cm) = request.height_cm_min.filter(|height_cm| !HEIGHT_CM.contains(height_cm)) {
        let (least, most) = (*HEIGHT_CM.start(), *HEIGHT_CM.end());
        let speech = match language {
            Language::English => format!("I can look for heights of {} to {} metres.", least / 100, most / 100),
            Language::Chinese => format!("我只能查找限高{}到{}米的停车场。", least / 100, most / 100),
        };
        return Err(Failure::invalid(speech, format!("height-cm-min is {height_cm}, not {least} to {most}")));
    }
    if let Some(price) = request.price_per_hour_max.filter(|price| *price > PRICE_PER_HOUR_MAX) {
        let speech = match language {
            Language::English => format!("I can look for prices of up to {PRICE_PER_HOUR_MAX} an hour."),
            Language::Chinese => format!("我只能查找每小时价格不超过{PRICE_PER_HOUR_MAX}的停车场。"),
        };
        return Err(Failure::invalid(speech, format!("price-per-hour-max is {price}, not 0 to {PRICE_PER_HOUR_MAX}")));
    }
    Ok(())
}

fn reply(wish: &Wish, around: &Around, car_parks: &[CarPark], locale: Locale) -> Result<Reply, Failure> {
    let candidates = wish.rank(car_parks);
    let Some(best) = candidates.first() else {
        return Err(nothing_found(wish, around, car_parks, locale));
    };
    let title = match (locale.language, &around.place) {
        (Language::English, None) => "Parking nearby".to_owned(),
        (Language::English, Some(place)) => format!("Parking near {place}"),
        (Language::Chinese, None) => "附近的停车场".to_owned(),
        (Language::Chinese, Some(place)) => format!("{place}附近的停车场"),
    };
    let rows = candidates.iter().map(|candidate| row(candidate, locale));
    let car_parks = candidates.iter().map(|candidate| &candidate.car_park);
    let choices = car_parks.map(|car_park| (&car_park.name, choice_value(car_park, around.coordinates)));
    let question = Question::choose("show", "car-park", choices);
    Ok(Reply::say(speech(wish, around, best, &candidates, locale)).card(Card::list(title, rows)).question(question))
}

fn row(candidate: &Candidate, locale: Locale) -> Row {
    let car_park = &candidate.car_park;
    let roof = car_park.covered.filter(|covered| *covered).map(|_| match locale.language {
        Language::English => "covered".to_owned(),
        Language::Chinese => "室内".to_owned(),
    });
    let height = facts::height_short(car_park, locale.language).map(|height| match locale.language {
        Language::English => format!("max {height}"),
        Language::Chinese => format!("限高{height}"),
    });
    let known = [
        Some(locale.distance_short(car_park.walk_m)),
        facts::price_short(car_park, locale),
        height,
        roof,
        facts::old_since(car_park, locale),
    ];
    let unknown =
        candidate.doubts.iter().map(|condition| Some(facts::unknown_short(*condition, locale.language).to_owned()));
    let details = wording::joined(known.into_iter().chain(unknown));
    let row = Row::new(&car_park.name).subtitle(details.unwrap_or_default()).at(car_park.coordinates());
    match (car_park.free, locale.language) {
        (None, _) => row,
        (Some(free), Language::English) => row.trailing(format!("{free} free")),
        (Some(free), Language::Chinese) => row.trailing(format!("{free}个空位")),
    }
}

/// The best one, and what is not known of it or how many more there are, in about 25 words.
fn speech(wish: &Wish, around: &Around, best: &Candidate, candidates: &[Candidate], locale: Locale) -> String {
    let car_park = &best.car_park;
    let free = facts::free_spaces(car_park, locale);
    let price = facts::price(car_park, locale);
    let walk = Some(walk(around, car_park, locale));
    // What decided the order comes first.
    let facts = match wish.order {
        Order::Price => [price, free, walk],
        Order::Distance | Order::FreeSpaces => [free, walk, price],
    };
    let facts_max = FACTS_MAX.saturating_sub(best.unknown_count()).max(1);
    let facts: Vec<String> = facts.into_iter().flatten().take(facts_max).collect();
    let (lead, name) = (lead(wish, best, candidates, locale.language), &car_park.name);
    let main = match locale.language {
        Language::English => format!("{lead}{name}: {}.", facts.join(", ")),
        Language::Chinese => format!("{lead}{name}：{}。", facts.join("，")),
    };
    [main, remark(best, candidates.len() - 1, locale)].concat()
}

/// What the best one is, as far as that is true of all that were found.
fn lead(wish: &Wish, best: &Candidate, candidates: &[Candidate], language: Language) -> &'static str {
    let is_cheapest = is_first(best, candidates, |car_park| car_park.price_per_hour_cents);
    let is_emptiest = is_first(best, candidates, |car_park| car_park.free.map(Reverse));
    match (language, wish.order) {
        // Perhaps it is not what is wanted at all.
        _ if !best.doubts.is_empty() => "",
        (Language::English, Order::Price) if is_cheapest => "The cheapest is ",
        (Language::Chinese, Order::Price) if is_cheapest => "最便宜的是",
        (Language::English, Order::FreeSpaces) if is_emptiest => "The emptiest is ",
        (Language::Chinese, Order::FreeSpaces) if is_emptiest => "空位最多的是",
        (_, Order::Distance | Order::Price | Order::FreeSpaces) => "",
    }
}

/// Whether no candidate has, or may have, a smaller value than the best one.
fn is_first<V: Ord>(best: &Candidate, candidates: &[Candidate], value: impl Fn(&CarPark) -> Option<V>) -> bool {
    let is_least = |least: V| candidates.iter().all(|other| value(&other.car_park).is_some_and(|value| least <= value));
    value(&best.car_park).is_some_and(is_least)
}

/// The second sentence: what is not known, or else how many more there are.
fn remark(best: &Candidate, others: usize, locale: Locale) -> String {
    let unknown = facts::unknown(best, locale.language);
    // With the age of its number there is enough to listen to.
    let others = if facts::old_since(&best.car_park, locale).is_some() { 0 } else { others };
    match (locale.language, unknown) {
        (Language::English, Some(unknown)) => format!(" I do not know {unknown}."),
        (Language::Chinese, Some(unknown)) => format!("{unknown}未知。"),
        (_, None) if others == 0 => String::new(),
        (Language::English, None) if others == 1 => " There is one more.".to_owned(),
        (Language::English, None) => format!(" There are {others} more."),
        (Language::Chinese, None) => {
            let others = u32::try_from(others).unwrap_or(u32::MAX);
            format!("另外还有{}。", wording::chinese_count(others, "个停车场"))
        }
    }
}

fn walk(around: &Around, car_park: &CarPark, locale: Locale) -> String {
    let distance = locale.distance(car_park.walk_m);
    match (locale.language, &around.place) {
        (Language::English, None) => format!("{distance} away"),
        (Language::English, Some(_)) => format!("{distance} on foot"),
        (Language::Chinese, None) => format!("距您{distance}"),
        (Language::Chinese, Some(_)) => format!("步行{distance}"),
    }
}

/// Says why there is nothing, and which wish to give up.
fn nothing_found(wish: &Wish, around: &Around, car_parks: &[CarPark], locale: Locale) -> Failure {
    let near = match (locale.language, &around.place) {
        (Language::English, None) => "nearby".to_owned(),
        (Language::English, Some(place)) => format!("near {place}"),
        (Language::Chinese, None) => "附近".to_owned(),
        (Language::Chinese, Some(place)) => format!("{place}附近"),
    };
    let has_space = !wish.without_conditions().rank(car_parks).is_empty();
    let speech = match (locale.language, wish.without_one(car_parks)) {
        (_, Some((condition, fitting))) => broken(wish, condition, &fitting, &near, locale),
        (Language::English, None) if car_parks.is_empty() => format!("I know no car park {near}."),
        (Language::Chinese, None) if car_parks.is_empty() => format!("{near}没有找到停车场。"),
        (Language::English, None) if has_space => {
            format!("No car park {near} meets all your wishes. Ask again with fewer.")
        }
        (Language::Chinese, None) if has_space => format!("{near}没有符合全部条件的停车场，您可以放宽条件再试试。"),
        (Language::English, None) => format!("I found no free space {near}. Try another place."),
        (Language::Chinese, None) => format!("{near}的停车场都没有空位，换个地方试试吧。"),
    };
    Failure::nothing_found(speech, format!("none of {} car parks fits", car_parks.len()))
}

/// Says that one condition is the only thing that nothing holds to; `fitting` is what is there without it.
fn broken(wish: &Wish, condition: Condition, fitting: &[Candidate], near: &str, locale: Locale) -> String {
    let free_of_charge = wish.price_cents_max == Some(0);
    let cheapest = cheapest_price(fitting, locale).unwrap_or_default();
    // One that breaks another wish, or is full or closed, may well be cheap, high or covered.
    match locale.language {
        Language::English => {
            let kind = if wish.has_one_condition() { "available" } else { "suitable" };
            let nothing = format!("No {kind} car park {near}");
            match condition {
                Condition::Price if free_of_charge => {
                    format!("{nothing} is free of charge. The cheapest is {cheapest}.")
                }
                Condition::Price => format!("{nothing} costs that little. The cheapest is {cheapest}."),
                Condition::Height => format!("{nothing} is high enough."),
                Condition::Covered => format!("{nothing} has a roof. Ask again without one."),
            }
        }
        Language::Chinese => {
            let car_park = if wish.has_one_condition() { "又能停" } else { "、其他条件也合适" };
            let car_park = format!("{car_park}的停车场");
            match condition {
                Condition::Price if free_of_charge => format!("{near}没有免费{car_park}。最便宜的{cheapest}。"),
                Condition::Price => format!("{near}没有这么便宜{car_park}。最便宜的{cheapest}。"),
                Condition::Height => format!("{near}没有限高足够{car_park}。"),
                Condition::Covered => format!("{near}没有在室内{car_park}，您可以试试露天的。"),
            }
        }
    }
}

/// The lowest price. All are known where the price is what keeps everything out.
fn cheapest_price(candidates: &[Candidate], locale: Locale) -> Option<String> {
    let priced = candidates.iter().map(|candidate| &candidate.car_park);
    let cheapest = priced.filter(|car_park| car_park.price_per_hour_cents.is_some());
    facts::price(cheapest.min_by_key(|car_park| car_park.price_per_hour_cents)?, locale)
}

#[cfg(test)]
mod tests;
