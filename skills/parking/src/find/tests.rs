use jumpseat_sdk::Coordinates;

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
fn old_and_missing_numbers_are_said_to_be_so() {
    let old = CarPark { free_age_ms: Some(20 * 60_000), ..car_park("City Hall", 350) };
    insta::assert_snapshot!(said(&wish(Order::Distance), &here(), &[old]), @"
    City Hall: 12 free spaces, 350 metres away, 2 euros 50 an hour. That was 20 minutes ago.
    City Hall：12个空位，距您350米，每小时2.5欧元。这是20分钟前的数据。
    ");
    let unknown = unknown_car_park("Meadow", 40);
    for order in [Order::Distance, Order::Price, Order::FreeSpaces] {
        let said = said(&wish(order), &here(), std::slice::from_ref(&unknown));
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"
        Meadow: 40 metres away. I do not know how many spaces are free.
        Meadow：距您40米。空位情况未知。
        "); }
    }
}

#[test]
fn what_is_spoken_while_driving_has_at_most_25_words() {
    let old = CarPark { free_age_ms: Some(50 * 60_000), ..car_park("Old Town Hall Garage", 1_250) };
    for car_parks in [[old.clone(), old], [car_park("Old Town Hall Garage", 1_250), car_park("B", 2_000)]] {
        for order in [Order::Distance, Order::Price, Order::FreeSpaces] {
            let speech = reply(&wish(order), &museum(), &car_parks, Locale::ENGLISH).unwrap().speech;
            assert!(speech.split_whitespace().count() <= 25, "{speech}");
        }
    }
}

#[test]
fn the_card_lists_what_can_be_picked() {
    let full = CarPark { free: Some(0), ..car_park("Full", 10) };
    let car_parks = [full, car_park("City Hall", 350), unknown_car_park("Meadow", 400)];
    let reply = reply(&wish(Order::Distance), &museum(), &car_parks, Locale::ENGLISH).unwrap();
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
                                "400 m",
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
    let cheap = Wish { price_cents_max: Some(200), ..wish(Order::Distance) };
    let free = Wish { price_cents_max: Some(0), ..wish(Order::Distance) };
    let high = Wish { height_cm: Some(300), ..wish(Order::Distance) };
    let covered = Wish { covered: true, ..wish(Order::Distance) };
    insta::assert_snapshot!(said(&cheap, &here(), &car_parks), @"
    No car park nearby costs that little. The cheapest is 2 euros 50 an hour.
    附近没有这么便宜的停车场。最便宜的每小时2.5欧元。
    ");
    insta::assert_snapshot!(said(&free, &here(), &car_parks), @"
    No car park nearby is free of charge. The cheapest is 2 euros 50 an hour.
    附近没有免费的停车场。最便宜的每小时2.5欧元。
    ");
    insta::assert_snapshot!(said(&high, &museum(), &car_parks), @"
    No car park near City Museum with free spaces is high enough.
    City Museum附近没有限高足够的停车场。
    ");
    insta::assert_snapshot!(said(&covered, &here(), &car_parks), @"
    No car park nearby with free spaces has a roof. Ask again without one.
    附近没有室内停车场，您可以试试露天的。
    ");
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
