use super::*;
use crate::{
    Surface,
    samples::{lights, parking, restaurants, surface, tool},
};

fn shortlist(surfaces: &[Surface]) -> Shortlist {
    let written = |surface: &Surface| -> Vec<_> {
        surface.tools.iter().map(|tool| (Arc::clone(tool), Document::of(tool, &surface.phrases))).collect()
    };
    Shortlist::new(surfaces.iter().flat_map(written).collect())
}

fn names(picked: &[Arc<Tool>]) -> Vec<String> {
    picked.iter().map(|tool| tool.name.to_string()).collect()
}

/// The three sample skills behind twenty others that nobody asks for.
fn many() -> Shortlist {
    let filler = |at: usize| surface(&[tool(&format!("filler-{at}.run"), "Does something unrelated.", &[])], &[]);
    let mut surfaces: Vec<Surface> = (0..20).map(filler).collect();
    surfaces.extend([parking(), restaurants(), lights()]);
    shortlist(&surfaces)
}

#[test]
fn the_tools_that_are_meant_are_among_the_picked() {
    let shortlist = many();
    for (said, expected) in [
        ("any chance of a bowl of ramen around here", "restaurant-finder.find"),
        ("somewhere to leave the car, parked for an hour", "parking.find"),
        ("will that light be green", "traffic-lights.check"),
        ("stop the warnings about red lights", "traffic-lights.set-alerts"),
        ("想吃火锅了", "restaurant-finder.find"),
        ("哪里能停车", "parking.find"),
        ("红绿灯还要多久", "traffic-lights.check"),
    ] {
        let picked = names(&shortlist.pick(said, &BTreeSet::new()));
        assert_eq!(picked.len(), SHORTLIST_TOOLS_MAX, "{said}");
        assert!(picked.contains(&expected.to_owned()), "{said}: {picked:?}");
    }
}

#[test]
fn ties_and_order_follow_the_installation() {
    let picked = names(&many().pick("qwertyuiop", &BTreeSet::new()));
    let expected: Vec<String> = (0..8).map(|at| format!("filler-{at}.run")).collect();
    assert_eq!(picked, expected);
    let all = shortlist(&[parking(), restaurants(), lights()]);
    let order = names(&all.pick("", &BTreeSet::new()));
    assert_eq!(
        names(&all.pick("red light alerts for a hotpot", &BTreeSet::new())),
        order,
        "few tools are all offered, in one order"
    );
}

#[test]
fn tools_of_the_last_exchange_stay() {
    let last = "filler-19.run".parse().unwrap();
    let picked = names(&many().pick("find parking", &BTreeSet::from([&last])));
    assert_eq!(picked.len(), SHORTLIST_TOOLS_MAX + 1);
    assert!(picked.contains(&"filler-19.run".to_owned()));
}

#[test]
fn terms_are_words_and_pairs_of_characters() {
    let all: Vec<String> = terms("Restaurants near 火锅店 的KTV, 面").collect();
    assert_eq!(all, ["restaurant", "near", "火锅", "锅店", "店的", "ktv", "面"]);
}

#[test]
fn no_tools_make_no_shortlist() {
    assert!(shortlist(&[]).pick("find parking", &BTreeSet::new()).is_empty());
}
