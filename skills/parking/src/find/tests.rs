use jumpseat_sdk::{Coordinates, Explanation};

use super::*;
use crate::sample::{car_park, unknown_car_park};

const LOCALES: [Locale; 2] = [Locale::ENGLISH, Locale::CHINESE];
const MIDDLE: Coordinates = Coordinates { latitude_deg: 48.7, longitude_deg: 9.1 };

fn here() -> Around {
    Around { coordinates: MIDDLE, place: None }
}

fn museum() -> Around {
    Around { coordinates: MIDDLE, place: Some("City Museum".to_owned()) }
}

fn wish(order: Order) -> Wish {
    Wish { price_cents_max: None, height_cm: None, covered: false, order }
}

/// What is said in both languages.
fn said(wish: &Wish, around: &Around, car_parks: &[CarPark]) -> String {
    let spoken = LOCALES.map(|locale| match reply(wish, around, car_parks, locale) {
        Ok(reply) => reply.speech,
        Err(failure) => failure.speech().to_owned(),
    });
    spoken.join("\n")
}

#[test]
fn the_nearest_is_said_with_space_walk_and_price() {
    let car_parks = [car_park("City Hall", 350), car_park("Station", 800)];
    insta::assert_snapshot!(said(&wish(Order::Distance), &here(), &car_parks), @"
    City Hall: 12 free spaces, 350 metres away, 2 euros 50 an hour. There is one more.
    City Hall：12个空位，距您350米，每小时2.5欧元。另外还有1个停车场。
    ");
    insta::assert_snapshot!(said(&wish(Order::Distance), &museum(), &car_parks[..1]), @"
    City Hall: 12 free spaces, 350 metres on foot, 2 euros 50 an hour.
    City Hall：12个空位，步行350米，每小时2.5欧元。
    ");
}

#[test]
fn the_order_is_said() {
    let cheap = CarPark { price_per_hour_cents: Some(100), free: Some(1), ..car_park("Harbour", 900) };
    let large = CarPark { free: Some(80), ..car_park("Arena", 1_200) };
    let car_parks = [car_park("City Hall", 350), cheap, large];
    insta::assert_snapshot!(said(&wish(Order::Price), &here(), &car_parks), @"
    The cheapest is Harbour: 1 euro an hour, 1 free space, 900 metres away. There are 2 more.
    最便宜的是Harbour：每小时1欧元，1个空位，距您900米。另外还有两个停车场。
    ");
    insta::assert_snapshot!(said(&wish(Order::FreeSpaces), &here(), &car_parks), @"
    The emptiest is Arena: 80 free spaces, 1.2 kilometres away, 2 euros 50 an hour. There are 2 more.
    空位最多的是Arena：80个空位，距您1.2公里，每小时2.5欧元。另外还有两个停车场。
    ");
}

#[test]
fn the_order_is_said_only_where_it_is_true_of_all() {
    let best = CarPark { price_per_hour_cents: Some(100), free: Some(90), ..car_park("Harbour", 900) };
    // The first is cheaper, though perhaps full, and perhaps emptier; the second may be cheaper.
    let perhaps_full = CarPark { price_per_hour_cents: Some(50), free: None, ..car_park("Meadow", 300) };
    let perhaps_cheaper = CarPark { price_per_hour_cents: None, ..car_park("Arena", 300) };
    for rival in [&perhaps_full, &perhaps_cheaper] {
        let said = said(&wish(Order::Price), &here(), &[best.clone(), rival.clone()]);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"
        Harbour: 1 euro an hour, 90 free spaces, 900 metres away. There is one more.
        Harbour：每小时1欧元，90个空位，距您900米。另外还有1个停车场。
        "); }
    }
    insta::assert_snapshot!(said(&wish(Order::FreeSpaces), &here(), &[best, perhaps_full]), @"
    Harbour: 90 free spaces, 900 metres away, 1 euro an hour. There is one more.
    Harbour：90个空位，距您900米，每小时1欧元。另外还有1个停车场。
    ");
}

#[test]
fn old_and_missing_numbers_are_said_to_be_so() {
    let old = CarPark { free_age_ms: Some(20 * 60_000), ..car_park("City Hall", 350) };
    insta::assert_snapshot!(said(&wish(Order::Distance), &here(), &[old]), @"
    City Hall: 12 free spaces 20 minutes ago, 350 metres away, 2 euros 50 an hour.
    City Hall：20分钟前有12个空位，距您350米，每小时2.5欧元。
    ");
    let unknown = unknown_car_park("Meadow", 40);
    for order in [Order::Distance, Order::Price, Order::FreeSpaces] {
        let said = said(&wish(order), &here(), std::slice::from_ref(&unknown));
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"
        Meadow: 40 metres away. I do not know its free spaces.
        Meadow：距您40米。空位情况未知。
        "); }
    }
}

#[test]
fn what_is_wanted_and_not_known_is_said() {
    let cheap = Wish { price_cents_max: Some(300), ..wish(Order::Price) };
    let high = Wish { height_cm: Some(250), ..wish(Order::Distance) };
    let covered = Wish { covered: true, ..wish(Order::Distance) };
    let no_price = CarPark { price_per_hour_cents: None, ..car_park("Meadow", 40) };
    insta::assert_snapshot!(said(&cheap, &here(), &[no_price]), @"
    Meadow: 12 free spaces, 40 metres away. I do not know its price.
    Meadow：12个空位，距您40米。价格未知。
    ");
    let no_limit = CarPark { height_cm_max: None, ..car_park("Garage", 40) };
    insta::assert_snapshot!(said(&high, &here(), &[no_limit]), @"
    Garage: 12 free spaces, 40 metres away. I do not know its height limit.
    Garage：12个空位，距您40米。限高未知。
    ");
    let perhaps_a_roof = CarPark { covered: None, ..car_park("Meadow", 40) };
    insta::assert_snapshot!(said(&covered, &here(), &[perhaps_a_roof]), @"
    Meadow: 12 free spaces, 40 metres away. I do not know whether it is covered.
    Meadow：12个空位，距您40米。是否在室内未知。
    ");
    let all = Wish { price_cents_max: Some(300), height_cm: Some(250), covered: true, order: Order::Price };
    insta::assert_snapshot!(said(&all, &here(), &[unknown_car_park("Meadow", 40)]), @"
    Meadow: 40 metres away. I do not know its free spaces, its price, its height limit or whether it is covered.
    Meadow：距您40米。空位情况、价格、限高和是否在室内未知。
    ");
}

#[test]
fn what_is_spoken_while_driving_has_at_most_25_words() {
    let known = CarPark { free_age_ms: Some(50 * 60_000), ..car_park("Old Town Hall Garage", 1_250) };
    let unknown = |fact: u32| CarPark {
        free: known.free.filter(|_| fact & 1 == 0),
        price_per_hour_cents: known.price_per_hour_cents.filter(|_| fact & 2 == 0),
        height_cm_max: known.height_cm_max.filter(|_| fact & 4 == 0),
        covered: known.covered.filter(|_| fact & 8 == 0),
        free_age_ms: known.free_age_ms.filter(|_| fact & 16 == 0),
        ..known.clone()
    };
    for car_park in (0..32).map(unknown) {
        for order in [Order::Distance, Order::Price, Order::FreeSpaces] {
            let all = Wish { price_cents_max: Some(300), height_cm: Some(200), covered: true, order };
            for wish in [wish(order), all] {
                let speech =
                    reply(&wish, &museum(), &[car_park.clone(), car_park.clone()], Locale::ENGLISH).unwrap().speech;
                assert!(speech.split_whitespace().count() <= 25, "{speech}");
            }
        }
    }
}

#[test]
fn the_card_lists_what_can_be_picked_and_what_is_not_known_of_it() {
    let full = CarPark { free: Some(0), ..car_park("Full", 10) };
    let car_parks = [full, car_park("City Hall", 350), unknown_car_park("Meadow", 400)];
    let high = Wish { height_cm: Some(200), ..wish(Order::Distance) };
    let reply = reply(&high, &museum(), &car_parks, Locale::ENGLISH).unwrap();
    insta::assert_debug_snapshot!((reply.card, reply.question), @r#"
    (
        Some(
            Card::List(
                ListCard {
                    title: "Parking near City Museum",
                    rows: [
                        Row {
                            title: "City Hall",
                            subtitle: Some(
                                "350 m · €2.50/h · max 2.1 m · covered",
                            ),
                            trailing: Some(
                                "12 free",
                            ),
                            position: Some(
                                Coordinates {
                                    latitude-deg: 48.7,
                                    longitude-deg: 9.1,
                                },
                            ),
                        },
                        Row {
                            title: "Meadow",
                            subtitle: Some(
                                "400 m · height limit not known",
                            ),
                            trailing: None,
                            position: Some(
                                Coordinates {
                                    latitude-deg: 48.7,
                                    longitude-deg: 9.1,
                                },
                            ),
                        },
                    ],
                },
            ),
        ),
        Some(
            Question {
                tool: "show",
                field: "car-park",
                choices: [
                    Choice {
                        label: "City Hall",
                        value: "way/350@4870000,910000",
                    },
                    Choice {
                        label: "Meadow",
                        value: "way/400@4870000,910000",
                    },
                ],
            },
        ),
    )
    "#);
}

#[test]
fn a_failure_names_the_wish_to_give_up() {
    let car_parks = [CarPark { covered: Some(false), ..car_park("City Hall", 350) }];
    let wish = wish(Order::Distance);
    let costs = |price_cents_max| Wish { price_cents_max: Some(price_cents_max), ..wish.clone() };
    insta::assert_snapshot!(said(&costs(200), &here(), &car_parks), @"
    No available car park nearby costs that little. The cheapest is 2 euros 50 an hour.
    附近没有这么便宜又能停的停车场。最便宜的每小时2.5欧元。
    ");
    insta::assert_snapshot!(said(&costs(0), &here(), &car_parks), @"
    No available car park nearby is free of charge. The cheapest is 2 euros 50 an hour.
    附近没有免费又能停的停车场。最便宜的每小时2.5欧元。
    ");
    insta::assert_snapshot!(said(&Wish { height_cm: Some(300), ..wish.clone() }, &museum(), &car_parks), @"
    No available car park near City Museum is high enough.
    City Museum附近没有限高足够又能停的停车场。
    ");
    insta::assert_snapshot!(said(&Wish { covered: true, ..wish }, &here(), &car_parks), @"
    No available car park nearby has a roof. Ask again without one.
    附近没有在室内又能停的停车场，您可以试试露天的。
    ");
}

#[test]
fn a_failure_says_of_no_car_park_what_is_not_true_of_it() {
    let low = CarPark { price_per_hour_cents: Some(100), ..car_park("Low", 100) };
    let dear = CarPark { height_cm_max: Some(300), price_per_hour_cents: Some(900), ..car_park("Dear", 200) };
    let wish = Wish { price_cents_max: Some(200), height_cm: Some(250), ..wish(Order::Distance) };
    insta::assert_snapshot!(said(&wish, &here(), &[low.clone(), dear.clone()]), @"
    No suitable car park nearby costs that little. The cheapest is 9 euros an hour.
    附近没有这么便宜、其他条件也合适的停车场。最便宜的每小时9欧元。
    ");
    let low_and_dear = CarPark { height_cm_max: Some(190), ..dear };
    insta::assert_snapshot!(said(&wish, &here(), &[low_and_dear]), @"
    No car park nearby meets all your wishes. Ask again with fewer.
    附近没有符合全部条件的停车场，您可以放宽条件再试试。
    ");
}

#[test]
fn numbers_that_cannot_be_served_are_refused() {
    let checked = |height_cm_min, price_per_hour_max| {
        let request = FindRequest { near: None, height_cm_min, price_per_hour_max, covered: None, order: None };
        let checked = LOCALES.map(|locale| match check(&request, locale.language) {
            Err(Failure::Invalid(Explanation { speech, detail })) => format!("{speech} ({detail})"),
            other => format!("{other:?}"),
        });
        checked.join("\n")
    };
    insta::assert_snapshot!(checked(Some(2), None), @"
    I can look for heights of 1 to 5 metres. (height-cm-min is 2, not 100 to 500)
    我只能查找限高1到5米的停车场。 (height-cm-min is 2, not 100 to 500)
    ");
    insta::assert_snapshot!(checked(None, Some(101)), @"
    I can look for prices of up to 100 an hour. (price-per-hour-max is 101, not 0 to 100)
    我只能查找每小时价格不超过100的停车场。 (price-per-hour-max is 101, not 0 to 100)
    ");
    for (height_cm, price) in [(None, None), (Some(100), Some(0)), (Some(500), Some(100))] {
        assert_eq!(checked(height_cm, price), "Ok(())\nOk(())");
    }
}

#[test]
fn full_and_unknown_surroundings_are_told_apart() {
    let full = CarPark { free: Some(0), ..car_park("City Hall", 350) };
    insta::assert_snapshot!(said(&wish(Order::Distance), &museum(), &[full]), @"
    I found no free space near City Museum. Try another place.
    City Museum附近的停车场都没有空位，换个地方试试吧。
    ");
    insta::assert_snapshot!(said(&wish(Order::Distance), &here(), &[]), @"
    I know no car park nearby.
    附近没有找到停车场。
    ");
}

#[test]
fn a_car_park_without_a_name_is_no_reason_to_fail() {
    let nameless = CarPark { name: String::new(), currency: None, ..car_park("", 350) };
    for locale in LOCALES {
        assert!(reply(&wish(Order::Distance), &here(), std::slice::from_ref(&nameless), locale).is_ok());
    }
}
