//! Where can I park?

use jumpseat_sdk::{
    Around, Card, Failure, Language, Locale, Question, Reply, Row, Turn,
    parking::{self, CarPark},
    wording,
};

use crate::{
    facts,
    reference::choice_value,
    tools::{FindRequest, Order},
    wish::{Condition, Wish},
};

/// Answers the tool `find`.
pub(crate) fn answer(request: &FindRequest) -> Result<Reply, Failure> {
    let locale = Turn::current().locale;
    let around = Around::find(request.near.as_deref(), locale.language)?;
    let query = parking::Query::around(around.coordinates, locale.language);
    let car_parks = parking::nearby(&query).map_err(|error| error.failure(locale.language))?;
    reply(&Wish::of(request), &around, &car_parks, locale)
}

fn reply(wish: &Wish, around: &Around, car_parks: &[CarPark], locale: Locale) -> Result<Reply, Failure> {
    let fitting = wish.rank(car_parks);
    let Some((best, others)) = fitting.split_first() else {
        return Err(nothing_found(wish, around, car_parks, locale));
    };
    let title = match (locale.language, &around.place) {
        (Language::English, None) => "Parking nearby".to_owned(),
        (Language::English, Some(place)) => format!("Parking near {place}"),
        (Language::Chinese, None) => "附近的停车场".to_owned(),
        (Language::Chinese, Some(place)) => format!("{place}附近的停车场"),
    };
    let rows = fitting.iter().map(|car_park| row(car_park, locale));
    let choices = fitting.iter().map(|car_park| (&car_park.name, choice_value(car_park, around.coordinates)));
    let question = Question::choose("show", "car-park", choices);
    Ok(Reply::say(speech(wish, around, best, others.len(), locale)).card(Card::list(title, rows)).question(question))
}

fn row(car_park: &CarPark, locale: Locale) -> Row {
    let roof = car_park.covered.filter(|covered| *covered).map(|_| match locale.language {
        Language::English => "covered".to_owned(),
        Language::Chinese => "室内".to_owned(),
    });
    let height = facts::height_short(car_park, locale.language).map(|height| match locale.language {
        Language::English => format!("max {height}"),
        Language::Chinese => format!("限高{height}"),
    });
    let details = wording::joined([
        Some(locale.distance_short(car_park.walk_m)),
        facts::price_short(car_park, locale),
        height,
        roof,
        facts::old_since(car_park, locale),
    ]);
    let row = Row::new(&car_park.name).subtitle(details.unwrap_or_default()).at(car_park.coordinates());
    match (car_park.free, locale.language) {
        (None, _) => row,
        (Some(free), Language::English) => row.trailing(format!("{free} free")),
        (Some(free), Language::Chinese) => row.trailing(format!("{free}个空位")),
    }
}

/// The best one and how many more there are, in about 25 words.
fn speech(wish: &Wish, around: &Around, best: &CarPark, others: usize, locale: Locale) -> String {
    let free = facts::free_spaces(best, locale.language);
    let price = facts::price(best, locale);
    let walk = Some(walk(around, best, locale));
    // What decided the order comes first, and is only claimed where it is known.
    let (lead, facts) = match wish.order {
        Order::Price if price.is_some() => (Some(("The cheapest is", "最便宜的是")), [price, free, walk]),
        Order::FreeSpaces if free.is_some() => (Some(("The emptiest is", "空位最多的是")), [free, walk, price]),
        Order::Distance | Order::Price | Order::FreeSpaces => (None, [free, walk, price]),
    };
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let name = &best.name;
    let main = match (locale.language, lead) {
        (Language::English, Some((lead, _))) => format!("{lead} {name}: {}.", facts.join(", ")),
        (Language::English, None) => format!("{name}: {}.", facts.join(", ")),
        (Language::Chinese, lead) => {
            format!("{}{name}：{}。", lead.map_or("", |(_, lead)| lead), facts.join("，"))
        }
    };
    [main, remark(best, others, locale)].concat()
}

/// The second sentence: what to be careful about, or else how many more there are.
fn remark(best: &CarPark, others: usize, locale: Locale) -> String {
    let old_since = facts::old_since(best, locale);
    match (locale.language, best.free, old_since) {
        (Language::English, None, _) => " I do not know how many spaces are free.".to_owned(),
        (Language::Chinese, None, _) => "空位情况未知。".to_owned(),
        (Language::English, Some(_), Some(age)) => format!(" That was {age}."),
        (Language::Chinese, Some(_), Some(age)) => format!("这是{age}的数据。"),
        (_, Some(_), None) if others == 0 => String::new(),
        (Language::English, Some(_), None) if others == 1 => " There is one more.".to_owned(),
        (Language::English, Some(_), None) => format!(" There are {others} more."),
        (Language::Chinese, Some(_), None) => {
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
    let (near, near_chinese) = match &around.place {
        None => ("nearby".to_owned(), "附近".to_owned()),
        Some(place) => (format!("near {place}"), format!("{place}附近")),
    };
    let speech = match (locale.language, wish.without_one(car_parks)) {
        (Language::English, Some((Condition::Price, fitting))) => {
            let cheapest = cheapest_price(&fitting, locale).map(|price| format!(" The cheapest is {price}."));
            let wanted = if wish.price_cents_max == Some(0) { "is free of charge" } else { "costs that little" };
            format!("No car park {near} {wanted}.{}", cheapest.unwrap_or_default())
        }
        (Language::Chinese, Some((Condition::Price, fitting))) => {
            let cheapest = cheapest_price(&fitting, locale).map(|price| format!("最便宜的{price}。"));
            let wanted = if wish.price_cents_max == Some(0) { "免费的" } else { "这么便宜的" };
            format!("{near_chinese}没有{wanted}停车场。{}", cheapest.unwrap_or_default())
        }
        (Language::English, Some((Condition::Height, _))) => {
            format!("No car park {near} with free spaces is high enough.")
        }
        (Language::Chinese, Some((Condition::Height, _))) => format!("{near_chinese}没有限高足够的停车场。"),
        (Language::English, Some((Condition::Covered, _))) => {
            format!("No car park {near} with free spaces has a roof. Ask again without one.")
        }
        (Language::Chinese, Some((Condition::Covered, _))) => {
            format!("{near_chinese}没有室内停车场，您可以试试露天的。")
        }
        (Language::English, None) if car_parks.is_empty() => format!("I know no car park {near}."),
        (Language::Chinese, None) if car_parks.is_empty() => format!("{near_chinese}没有找到停车场。"),
        (Language::English, None) => format!("I found no free space {near}. Try another place."),
        (Language::Chinese, None) => format!("{near_chinese}的停车场都没有空位，换个地方试试吧。"),
    };
    Failure::nothing_found(speech, format!("none of {} car parks fits", car_parks.len()))
}

fn cheapest_price(car_parks: &[CarPark], locale: Locale) -> Option<String> {
    let cheapest = car_parks.iter().filter(|car_park| car_park.price_per_hour_cents.is_some());
    facts::price(cheapest.min_by_key(|car_park| car_park.price_per_hour_cents)?, locale)
}

#[cfg(test)]
mod tests;
