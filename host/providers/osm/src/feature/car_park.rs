//! What the tags of a car park say.

use crate::{
    limits::{CAPACITY_MAX, HEIGHT_CM_RANGE, PRICE_PER_HOUR_CENTS_MAX, SIMULATION_CHARS_MAX},
    names::Names,
    tags::Tags,
    text::clean,
};

use super::place::opening_hours;

/// A car park as the database keeps it, without its position.
#[derive(Debug, PartialEq)]
pub(crate) struct CarParkRecord {
    pub(crate) names: Names,
    pub(crate) capacity: Option<u32>,
    pub(crate) price: Option<HourlyPrice>,
    pub(crate) height_cm_max: Option<u32>,
    pub(crate) covered: Option<bool>,
    pub(crate) opening_hours: Option<String>,
    /// The value of `jumpseat:occupancy`, which a simulation reads; real maps have none.
    pub(crate) occupancy: Option<String>,
}

/// What an hour costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HourlyPrice {
    /// In hundredths of the currency; 0 is free of charge.
    pub(crate) cents: u32,
    /// ISO 4217 code; none where nothing is charged.
    pub(crate) currency: Option<String>,
}

impl CarParkRecord {
    pub(crate) fn of(tags: &Tags) -> Option<Self> {
        if !tags.has("amenity", "parking") || !is_open_to_all(tags) {
            return None;
        }
        Some(Self {
            names: Names::of(tags).or_brand(tags),
            capacity: tags.get("capacity").and_then(|count| count.parse().ok()).filter(|count| *count <= CAPACITY_MAX),
            price: price(tags),
            height_cm_max: tags.first(&["maxheight", "maxheight:physical"]).and_then(height_cm),
            covered: covered(tags),
            opening_hours: opening_hours(tags),
            occupancy: tags.get("jumpseat:occupancy").and_then(|occupancy| clean(occupancy, SIMULATION_CHARS_MAX)),
        })
    }
}

/// Whether any driver may use it. A car park of a shop's customers or of residents is no answer to "where can I
/// park?".
pub(crate) fn is_open_to_all(tags: &Tags) -> bool {
    let closed_to = ["private", "no", "customers", "permit", "residents", "employees", "delivery", "military"];
    !tags.get("access").is_some_and(|access| closed_to.contains(&access))
}

fn covered(tags: &Tags) -> Option<bool> {
    match tags.get("parking") {
        Some("underground" | "multi-storey" | "sheds" | "carports" | "garage_boxes" | "garage") => Some(true),
        Some("surface" | "rooftop" | "lane" | "street_side" | "on_kerb" | "half_on_kerb" | "shoulder") => Some(false),
        Some(_) | None => match tags.get("covered") {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            Some(_) | None => None,
        },
    }
}

/// A height such as "2.1", "2,10 m" or "6'7\"".
fn height_cm(value: &str) -> Option<u32> {
    let centimetres = if let Some((feet, inches)) = value.split_once('\'') {
        let inches = inches.trim().trim_end_matches('"').trim();
        let inches = if inches.is_empty() { 0.0 } else { inches.parse::<f64>().ok()? };
        (feet.trim().parse::<f64>().ok()? * 12.0 + inches) * 2.54
    } else {
        let metres = value.trim_end_matches('m').trim().replace(',', ".");
        metres.parse::<f64>().ok()? * 100.0
    };
    whole(centimetres).filter(|height| HEIGHT_CM_RANGE.contains(height))
}

fn price(tags: &Tags) -> Option<HourlyPrice> {
    if tags.has("fee", "no") {
        return Some(HourlyPrice { cents: 0, currency: None });
    }
    hourly_charge(tags.get("charge")?)
}

/// A charge such as "2.50 EUR/hour" or "1 EUR/30 minutes". Tariffs with steps or conditions are not read: half of
/// a tariff is a wrong price.
fn hourly_charge(value: &str) -> Option<HourlyPrice> {
    let (amount, span) = value.split_once('/')?;
    let (number, currency) = amount.trim().split_once(' ')?;
    let currency = currency.trim();
    if currency.len() != 3 || !currency.chars().all(|c| c.is_ascii_uppercase()) {
        return None;
    }
    let span = span.trim();
    let (count, unit) = span.split_once(' ').unwrap_or(("1", span));
    let minutes = match unit.trim() {
        "h" | "hour" | "hours" => count.parse::<u32>().ok()?.checked_mul(60)?,
        "min" | "minute" | "minutes" => count.parse().ok()?,
        _ => return None,
    };
    if minutes == 0 {
        return None;
    }
    let cents = whole(number.parse::<f64>().ok()? * 100.0 * 60.0 / f64::from(minutes))?;
    (cents <= PRICE_PER_HOUR_CENTS_MAX).then(|| HourlyPrice { cents, currency: Some(currency.to_owned()) })
}

/// The number without its fraction, if it is one that a `u32` holds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn whole(number: f64) -> Option<u32> {
    (0.0..=f64::from(u32::MAX)).contains(&number).then(|| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn car_park<const N: usize>(tags: [(&str, &str); N]) -> Option<CarParkRecord> {
        let mut all = Tags::from(tags);
        all.push("amenity", "parking").unwrap();
        CarParkRecord::of(&all)
    }

    #[test]
    fn charges_are_read_per_hour() {
        let check = |charge| hourly_charge(charge).map(|price| (price.cents, price.currency.unwrap()));
        assert_eq!(check("2.50 EUR/hour"), Some((250, "EUR".to_owned())));
        assert_eq!(check("1 EUR/30 minutes"), Some((200, "EUR".to_owned())));
        assert_eq!(check("6 CNY/2 h"), Some((300, "CNY".to_owned())));
        for unclear in
            ["2", "2 EUR", "EUR 2/hour", "2 EUR/0 minutes", "2 EUR/day", "-2 EUR/h", "NaN EUR/h", "9e9 EUR/h"]
        {
            assert_eq!(check(unclear), None, "{unclear:?}");
        }
    }

    #[test]
    fn heights_are_read_in_metres_and_feet() {
        assert_eq!(height_cm("2.1"), Some(210));
        assert_eq!(height_cm("1,95 m"), Some(195));
        assert_eq!(height_cm("6'7\""), Some(201));
        for unclear in ["default", "none", "0", "210", "-2", "inf", "'"] {
            assert_eq!(height_cm(unclear), None, "{unclear:?}");
        }
    }

    #[test]
    fn what_not_everybody_may_use_is_no_car_park() {
        assert!(car_park([("access", "yes")]).is_some());
        assert!(car_park([("access", "private")]).is_none());
        assert!(car_park([("access", "customers")]).is_none());
    }

    #[test]
    fn free_of_charge_is_a_price_and_a_fee_without_amount_is_none() {
        assert_eq!(car_park([("fee", "no")]).unwrap().price, Some(HourlyPrice { cents: 0, currency: None }));
        assert_eq!(car_park([("fee", "yes")]).unwrap().price, None);
    }

    #[test]
    fn the_kind_of_car_park_says_whether_it_has_a_roof() {
        assert_eq!(car_park([("parking", "underground")]).unwrap().covered, Some(true));
        assert_eq!(car_park([("parking", "surface"), ("covered", "yes")]).unwrap().covered, Some(false));
        assert_eq!(car_park([("covered", "yes")]).unwrap().covered, Some(true));
        assert_eq!(car_park([]).unwrap().covered, None);
    }
}
