use jumpseat_sdk::Coordinates;

use super::*;
use crate::{
    sample::{place, unknown_place},
    tools::{Cuisine, Price},
};

const LOCALES: [Locale; 2] = [Locale::ENGLISH, Locale::CHINESE];

fn request() -> FindRequest {
    FindRequest {
        cuisine: None,
        price_max: None,
        open_now: None,
        near: None,
        distance_m_max: None,
        stars_min: None,
        order: None,
    }
}

fn search(request: &FindRequest, near: Option<&str>, locale: Locale) -> Search {
    Search {
        dish: dish::of(request.cuisine),
        wish: Wish::of(request),
        around: Around {
            coordinates: Coordinates { latitude_deg: 48.7, longitude_deg: 9.1 },
            place: near.map(str::to_owned),
        },
        distance_m_max: request.distance_m_max,
        locale,
    }
}

/// What is said in both languages.
fn said(request: &FindRequest, near: Option<&str>, found: &[Place]) -> String {
    let spoken = LOCALES.map(|locale| match search(request, near, locale).reply(found) {
        Ok(reply) => reply.speech,
        Err(failure) => failure.speech().to_owned(),
    });
    spoken.join("\n")
}

fn noodles() -> FindRequest {
    FindRequest { cuisine: Some(Cuisine::Noodles), ..request() }
}

#[test]
fn the_best_place_and_the_count_are_said() {
    let found = [place("Lanzhou House", 350), place("Wei", 800)];
    insta::assert_snapshot!(said(&noodles(), None, &found), @"
    I found 2 noodle restaurants. The nearest is Lanzhou House, 350 metres away, 4.5 stars.
    找到两家面馆。最近的是Lanzhou House，距您350米，评分4.5。
    ");
    insta::assert_snapshot!(said(&request(), Some("City Museum"), &found[..1]), @"
    I found one restaurant: Lanzhou House, 350 metres from there, 4.5 stars.
    找到1家餐厅：Lanzhou House，离那里350米，评分4.5。
    ");
    let many: Vec<Place> = (0..40).map(|number| place("Wei", number)).collect();
    insta::assert_snapshot!(said(&noodles(), None, &many), @"
    I found more than 20 noodle restaurants. The nearest is Wei, 0 metres away, 4.5 stars.
    找到20多家面馆。最近的是Wei，距您0米，评分4.5。
    ");
}

#[test]
fn the_order_is_said_only_where_it_is_true() {
    let cheap = Place { price_level: Some(1), ..place("Corner", 500) };
    let good = Place { rating_tenths: Some(49), ..place("Palace", 900) };
    let found = [place("Wei", 350), cheap, good];
    let ordered = |order| FindRequest { order: Some(order), ..request() };
    insta::assert_snapshot!(said(&ordered(Order::Rating), None, &found), @"
    I found 3 restaurants. The best rated is Palace, 900 metres away, 4.9 stars.
    找到3家餐厅。评分最高的是Palace，距您900米，评分4.9。
    ");
    insta::assert_snapshot!(said(&ordered(Order::Price), None, &found), @"
    I found 3 restaurants. The cheapest is Corner, 500 metres away, 4.5 stars.
    找到3家餐厅。最便宜的是Corner，距您500米，评分4.5。
    ");
    let unrated = [unknown_place("A", 300), unknown_place("B", 200)];
    insta::assert_snapshot!(said(&ordered(Order::Rating), None, &unrated), @"
    I found 2 restaurants. The nearest is B, 200 metres away.
    找到两家餐厅。最近的是B，距您200米。
    ");
    let nearest_is_closed = [Place { open_now: Some(false), ..place("A", 100) }, place("B", 200)];
    insta::assert_snapshot!(said(&request(), None, &nearest_is_closed), @"
    I found 2 restaurants. I suggest B, 200 metres away, 4.5 stars.
    找到两家餐厅。推荐B，距您200米，评分4.5。
    ");
}

#[test]
fn what_ranks_later_may_still_be_better() {
    let ordered = |order| FindRequest { order: Some(order), ..request() };
    let closed = Place { open_now: Some(false), rating_tenths: Some(49), price_level: Some(1), ..place("A", 100) };
    let open = Place { rating_tenths: Some(41), ..place("B", 200) };
    let unknown = unknown_place("A", 100);
    for better in [closed, unknown] {
        for order in [Order::Rating, Order::Price] {
            let said = said(&ordered(order), None, &[better.clone(), open.clone()]);
            insta::allow_duplicates! { insta::assert_snapshot!(said, @"
            I found 2 restaurants. I suggest B, 200 metres away, 4.1 stars.
            找到两家餐厅。推荐B，距您200米，评分4.1。
            "); }
        }
    }
}

#[test]
fn what_is_wanted_and_not_known_is_said() {
    let found = [unknown_place("Meadow", 300)];
    let open = FindRequest { open_now: Some(true), ..request() };
    let cheap = FindRequest { price_max: Some(Price::Budget), ..request() };
    let good = FindRequest { stars_min: Some(4), ..request() };
    insta::assert_snapshot!(said(&open, None, &found), @"
    I found one restaurant: Meadow, 300 metres away. I do not know whether it is open.
    找到1家餐厅：Meadow，距您300米。是否营业未知。
    ");
    insta::assert_snapshot!(said(&cheap, None, &found), @"
    I found one restaurant: Meadow, 300 metres away. I do not know its prices.
    找到1家餐厅：Meadow，距您300米。价格未知。
    ");
    insta::assert_snapshot!(said(&good, None, &found), @"
    I found one restaurant: Meadow, 300 metres away. I do not know its rating.
    找到1家餐厅：Meadow，距您300米。评分未知。
    ");
    let closed = [Place { open_now: Some(false), ..place("Night", 300) }];
    insta::assert_snapshot!(said(&request(), None, &closed), @"
    I found one restaurant: Night, 300 metres away, 4.5 stars, closed now.
    找到1家餐厅：Night，距您300米，评分4.5，已打烊。
    ");
}

#[test]
fn what_is_spoken_while_driving_has_at_most_25_words() {
    let far = Place { open_now: Some(false), ..place("The Old Town Hall Brewery", 1_250) };
    let many = vec![far; 30];
    let requests = [noodles(), FindRequest { order: Some(Order::Rating), ..request() }];
    for request in requests {
        let speech = search(&request, Some("City Museum"), Locale::ENGLISH).reply(&many).unwrap().speech;
        assert!(speech.split_whitespace().count() <= 25, "{speech}");
    }
}

#[test]
fn the_card_lists_what_can_be_picked() {
    let found = [place("Wei", 350), unknown_place("Meadow", 400)];
    let reply = search(&noodles(), Some("City Museum"), Locale::ENGLISH).reply(&found).unwrap();
    insta::assert_debug_snapshot!((reply.card, reply.question), @r#"
    (
        Some(
            Card::List(
                ListCard {
                    title: "Noodle restaurants near City Museum",
                    rows: [
                        Row {
                            title: "Wei",
                            subtitle: Some(
                                "open now · 4.5 ★ · moderately priced · Main Street 5",
                            ),
                            trailing: Some(
                                "350 m",
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
                            subtitle: None,
                            trailing: Some(
                                "400 m",
                            ),
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
                field: "restaurant",
                choices: [
                    Choice {
                        label: "Wei",
                        value: "node/350",
                    },
                    Choice {
                        label: "Meadow",
                        value: "node/400",
                    },
                ],
            },
        ),
    )
    "#);
}

#[test]
fn a_failure_names_the_wish_to_give_up() {
    let found = [Place { open_now: Some(false), price_level: Some(3), rating_tenths: Some(31), ..place("A", 350) }];
    let open = FindRequest { open_now: Some(true), ..noodles() };
    let cheap = FindRequest { price_max: Some(Price::Moderate), ..noodles() };
    let good = FindRequest { stars_min: Some(4), ..noodles() };
    insta::assert_snapshot!(said(&open, None, &found), @"
    No noodle restaurant is open now. One is closed.
    现在没有营业的面馆，已打烊的有1家。
    ");
    insta::assert_snapshot!(said(&cheap, None, &found), @"
    No noodle restaurant is that cheap. One costs more.
    没有这么便宜的面馆，价格高一些的有1家。
    ");
    insta::assert_snapshot!(said(&good, None, &found), @"
    No noodle restaurant has that many stars. One has fewer.
    没有评分这么高的面馆，评分低一些的有1家。
    ");
}

#[test]
fn a_failure_says_of_no_place_what_is_not_true_of_it() {
    let closed = Place { open_now: Some(false), price_level: Some(1), ..place("Closed", 100) };
    let dear = Place { price_level: Some(3), ..place("Dear", 200) };
    let closed_and_dear = Place { open_now: Some(false), ..dear.clone() };
    let wanted = FindRequest { open_now: Some(true), price_max: Some(Price::Budget), ..noodles() };
    insta::assert_snapshot!(said(&wanted, None, &[closed, dear.clone()]), @"
    No suitable noodle restaurant is open now. One is closed.
    现在没有营业、其他条件也合适的面馆，已打烊的有1家。
    ");
    insta::assert_snapshot!(said(&wanted, None, std::slice::from_ref(&closed_and_dear)), @"
    No noodle restaurant within 10 kilometres meets all your wishes. Ask again with fewer.
    10公里内没有符合全部条件的面馆。可以放宽条件再试试。
    ");
    // There may be more than the map was asked for.
    let cheap = FindRequest { price_max: Some(Price::Budget), ..noodles() };
    let many = vec![dear.clone(); usize::from(FOUND_MAX)];
    insta::assert_snapshot!(said(&cheap, None, &many), @"
    None of the 50 nearest noodle restaurants is that cheap.
    最近的50家里没有这么便宜的面馆。
    ");
    insta::assert_snapshot!(said(&wanted, None, &many), @"
    No suitable one of the 50 nearest noodle restaurants is that cheap.
    最近的50家里没有这么便宜、其他条件也合适的面馆。
    ");
    insta::assert_snapshot!(said(&wanted, None, &vec![closed_and_dear; usize::from(FOUND_MAX)]), @"
    None of the 50 nearest noodle restaurants meets all your wishes. Ask again with fewer.
    最近的50家里没有符合全部条件的面馆。可以放宽条件再试试。
    ");
}

#[test]
fn nothing_at_all_is_said_with_the_distance() {
    insta::assert_snapshot!(said(&noodles(), None, &[]), @"
    I found no noodle restaurant within 10 kilometres.
    10公里内没有找到面馆。
    ");
    let near = FindRequest { distance_m_max: Some(500), ..noodles() };
    insta::assert_snapshot!(said(&near, None, &[]), @"
    I found no noodle restaurant within 500 metres. Try a larger distance.
    500米内没有找到面馆。可以扩大范围再试试。
    ");
}

#[test]
fn numbers_that_cannot_be_served_are_refused() {
    let refusal =
        |request: FindRequest| check(&request, Locale::ENGLISH).map_err(|failure| failure.speech().to_owned());
    assert_eq!(refusal(request()), Ok(()));
    assert_eq!(
        refusal(FindRequest { distance_m_max: Some(100_000), ..request() }),
        Err("I can search within 50 metres to 20 kilometres.".to_owned())
    );
    assert_eq!(
        refusal(FindRequest { stars_min: Some(0), ..request() }),
        Err("Ratings go from 1 to 5 stars.".to_owned())
    );
}

#[test]
fn a_place_without_a_name_is_no_reason_to_fail() {
    let nameless = [Place { name: String::new(), ..unknown_place("", 0) }];
    for locale in LOCALES {
        assert!(search(&request(), None, locale).reply(&nameless).is_ok());
    }
}
