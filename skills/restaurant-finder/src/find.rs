//! Where can I eat?

mod nothing;

use std::{cmp::Reverse, ops::RangeInclusive};

use jumpseat_sdk::{
    Around, Card, Failure, Language, Locale, Question, Reply, Row, Turn,
    places::{self, Place},
    wording,
};

use crate::{
    dish::{self, Dish},
    facts, favourite,
    tools::{FindRequest, Order},
    wish::{Candidate, Condition, Wish},
};

/// Distances that can be asked for, in metres.
const DISTANCE_M: RangeInclusive<u32> = 50..=20_000;
/// The distance where none is asked for.
const DISTANCE_M_DEFAULT: u32 = 10_000;
/// Stars that can be asked for.
const STARS: RangeInclusive<u8> = 1..=5;
/// Places that are looked at, nearest first.
const FOUND_MAX: u8 = 50;
/// From here on nobody wants to know how many there are.
const COUNT_SAID_MAX: u32 = 20;

/// What was looked for, where, and how to say it.
struct Search {
    dish: Dish,
    wish: Wish,
    around: Around,
    distance_m_max: Option<u32>,
    locale: Locale,
}

/// Answers the tool `find`.
pub(crate) fn answer(request: &FindRequest) -> Result<Reply, Failure> {
    let locale = Turn::current().locale;
    check(request, locale)?;
    let mut wish = Wish::of(request);
    if request.cuisine.is_none() && request.order.is_none() {
        wish.favourite = favourite::cuisine();
    }
    let around = Around::find(request.near.as_deref(), locale.language)?;
    let dish = dish::of(request.cuisine);
    let query = places::Query {
        categories: dish.categories.to_vec(),
        cuisines: dish.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        radius_m: request.distance_m_max.unwrap_or(DISTANCE_M_DEFAULT),
        count_max: u32::from(FOUND_MAX),
        ..places::Query::around(around.coordinates, locale.language)
    };
    let found = places::find(&query).map_err(|error| error.failure(locale.language))?;
    let search = Search { dish, wish, around, distance_m_max: request.distance_m_max, locale };
    search.reply(&found)
}

/// Refuses numbers that the tool cannot serve.
fn check(request: &FindRequest, locale: Locale) -> Result<(), Failure> {
    if let Some(distance_m) = request.distance_m_max.filter(|distance_m| !DISTANCE_M.contains(distance_m)) {
        let (least, most) = (locale.distance(*DISTANCE_M.start()), locale.distance(*DISTANCE_M.end()));
        let speech = match locale.language {
            Language::English => format!("I can search within {least} to {most}."),
            Language::Chinese => format!("我只能在{least}到{most}的范围内查找。"),
        };
        return Err(Failure::invalid(speech, format!("distance-m-max is {distance_m}")));
    }
    if let Some(stars) = request.stars_min.filter(|stars| !STARS.contains(stars)) {
        let speech = match locale.language {
            Language::English => "Ratings go from 1 to 5 stars.",
            Language::Chinese => "评分是1到5星。",
        };
        return Err(Failure::invalid(speech, format!("stars-min is {stars}")));
    }
    Ok(())
}

impl Search {
    fn reply(&self, found: &[Place]) -> Result<Reply, Failure> {
        let candidates = self.wish.rank(found);
        let Some(best) = candidates.first() else {
            return Err(self.nothing_found(found));
        };
        let places = candidates.iter().map(|candidate| &candidate.place);
        let rows = places.clone().map(|place| row(place, self.locale));
        let choices = places.map(|place| (&place.name, &place.id));
        Ok(Reply::say(self.speech(best, &candidates)).card(Card::list(self.title(), rows)).question(Question::choose(
            "show",
            "restaurant",
            choices,
        )))
    }

    /// "Noodle restaurants near City Museum".
    fn title(&self) -> String {
        let places = self.dish.places(self.locale.language);
        match (self.locale.language, &self.around.place) {
            (Language::English, None) => capitalised(&format!("{places} nearby")),
            (Language::English, Some(place)) => capitalised(&format!("{places} near {place}")),
            (Language::Chinese, None) => format!("附近的{places}"),
            (Language::Chinese, Some(place)) => format!("{place}附近的{places}"),
        }
    }

    /// How many there are, and the best one, in about 25 words.
    fn speech(&self, best: &Candidate, candidates: &[Candidate]) -> String {
        let language = self.locale.language;
        let count = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
        let counted = match language {
            _ if count <= COUNT_SAID_MAX => self.dish.count(count, language),
            Language::English => format!("more than {}", self.dish.count(COUNT_SAID_MAX, language)),
            Language::Chinese => format!("{COUNT_SAID_MAX}多家{}", self.dish.places(language)),
        };
        let place = &best.place;
        let facts = [
            Some(place.name.clone()),
            Some(self.distance(place)),
            facts::rating(place, language),
            // That it is open is what everybody expects.
            facts::opening(place, language).filter(|_| place.open_now == Some(false)).map(str::to_owned),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        let doubt = best.doubt.map(|condition| doubt(condition, language)).unwrap_or_default();
        match language {
            Language::English if count == 1 => format!("I found {counted}: {}.{doubt}", facts.join(", ")),
            Language::English => {
                format!("I found {counted}. {} {}.{doubt}", self.lead(best, candidates), facts.join(", "))
            }
            Language::Chinese if count == 1 => format!("找到{counted}：{}。{doubt}", facts.join("，")),
            Language::Chinese => {
                format!("找到{counted}。{}{}。{doubt}", self.lead(best, candidates), facts.join("，"))
            }
        }
    }

    /// What the best one is, as far as that is true of all that were found.
    fn lead(&self, best: &Candidate, candidates: &[Candidate]) -> &'static str {
        let is_nearest = is_first(best, candidates, |place| Some(place.distance_m));
        let is_best_rated = is_first(best, candidates, |place| place.rating_tenths.map(Reverse));
        let is_cheapest = is_first(best, candidates, |place| place.price_level);
        match (self.locale.language, self.wish.order) {
            (Language::English, Some(Order::Rating)) if is_best_rated => "The best rated is",
            (Language::Chinese, Some(Order::Rating)) if is_best_rated => "评分最高的是",
            (Language::English, Some(Order::Price)) if is_cheapest => "The cheapest is",
            (Language::Chinese, Some(Order::Price)) if is_cheapest => "最便宜的是",
            (Language::English, _) if is_nearest => "The nearest is",
            (Language::Chinese, _) if is_nearest => "最近的是",
            (Language::English, _) => "I suggest",
            (Language::Chinese, _) => "推荐",
        }
    }

    fn distance(&self, place: &Place) -> String {
        let distance = self.locale.distance(place.distance_m);
        match (self.locale.language, &self.around.place) {
            (Language::English, None) => format!("{distance} away"),
            (Language::English, Some(_)) => format!("{distance} from there"),
            (Language::Chinese, None) => format!("距您{distance}"),
            (Language::Chinese, Some(_)) => format!("离那里{distance}"),
        }
    }
}

fn row(place: &Place, locale: Locale) -> Row {
    let language = locale.language;
    let details = wording::joined([
        facts::opening(place, language).map(str::to_owned),
        facts::rating_short(place),
        facts::price(place, language).map(str::to_owned),
        place.address.clone(),
    ]);
    let row = Row::new(&place.name).trailing(locale.distance_short(place.distance_m)).at(place.coordinates());
    match details {
        Some(details) => row.subtitle(details),
        None => row,
    }
}

/// Whether no candidate has, or may have, a smaller value than the best one.
fn is_first<V: Ord>(best: &Candidate, candidates: &[Candidate], value: impl Fn(&Place) -> Option<V>) -> bool {
    let is_least = |least: V| candidates.iter().all(|other| value(&other.place).is_some_and(|value| least <= value));
    value(&best.place).is_some_and(is_least)
}

/// What was wanted of the best one and is not known, as a sentence.
fn doubt(condition: Condition, language: Language) -> &'static str {
    match (language, condition) {
        (Language::English, Condition::Open) => " I do not know whether it is open.",
        (Language::English, Condition::Price) => " I do not know its prices.",
        (Language::English, Condition::Rating) => " I do not know its rating.",
        (Language::Chinese, Condition::Open) => "是否营业未知。",
        (Language::Chinese, Condition::Price) => "价格未知。",
        (Language::Chinese, Condition::Rating) => "评分未知。",
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
