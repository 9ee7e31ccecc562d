mod skills;

use std::sync::LazyLock;

use insta::assert_snapshot;
use jumpseat_tool::Type;
use proptest::prelude::*;

use super::{automaton::Label, *};
use crate::{
    Repertoire, Router, Surface,
    samples::{enumeration, optional, parking, phrase_text, restaurants, router, router_of, surface, tool},
};

/// One line for each sentence: what it is matched to.
fn check(router: &Router, sentences: &[&str]) -> String {
    let lines: Vec<String> = sentences.iter().map(|said| format!("{said} → {}", phrase_text(router, said))).collect();
    lines.join("\n")
}

#[test]
fn english_sentences_become_calls() {
    let sentences = [
        "Find me some noodles",
        "show ramen places nearby",
        "find a cheap hot pot restaurant near me",
        "find restaurants near the city museum",
        "get pizza restaurants close to St. Mary's",
        "find a pizza place within 500 metres with four stars",
        "find a pizza place with 4 stars within five hundred m",
        "im hungry",
        "pizza, please!",
        "Tell me about Golden Noodle House",
        "find parking",
        "where can I park near the Old Town Hall?",
        "parking for a 210cm vehicle",
        "parking by free spaces",
        "turn red light alerts off",
        "turn on the light warnings",
        "What's the light ahead doing?",
    ];
    assert_snapshot!(check(&router(), &sentences), @r#"
    Find me some noodles → restaurant-finder.find {"cuisine":"noodles"}
    show ramen places nearby → restaurant-finder.find {"cuisine":"noodles"}
    find a cheap hot pot restaurant near me → restaurant-finder.find {"cuisine":"hotpot","price-max":"budget"}
    find restaurants near the city museum → restaurant-finder.find {"near":"city museum"}
    get pizza restaurants close to St. Mary's → restaurant-finder.find {"cuisine":"pizza","near":"st mary's"}
    find a pizza place within 500 metres with four stars → restaurant-finder.find {"cuisine":"pizza","distance-m-max":500,"stars-min":4}
    find a pizza place with 4 stars within five hundred m → restaurant-finder.find {"cuisine":"pizza","distance-m-max":500,"stars-min":4}
    im hungry → restaurant-finder.find {"open-now":true}
    pizza, please! → restaurant-finder.find {"cuisine":"pizza"}
    Tell me about Golden Noodle House → restaurant-finder.show {"restaurant":"golden noodle house"}
    find parking → parking.find {}
    where can I park near the Old Town Hall? → parking.find {"near":"old town hall"}
    parking for a 210cm vehicle → parking.find {"height-cm-min":210}
    parking by free spaces → parking.find {"order":"free-spaces"}
    turn red light alerts off → traffic-lights.set-alerts {"enabled":false}
    turn on the light warnings → traffic-lights.set-alerts {"enabled":true}
    What's the light ahead doing? → traffic-lights.check {}
    "#);
}

#[test]
fn chinese_sentences_become_calls() {
    let sentences = [
        "找火锅",
        "帮我找一下附近便宜的面馆",
        "人民广场附近有没有好吃的火锅？",
        "五百米以内的火锅店",
        "两千五米内的面",
        "1500 米以内的披萨",
        "看看 老王面馆",
        "帮我找个停车场",
        "东方明珠附近有没有停车位",
        "关闭红灯提醒",
        "前面的红绿灯现在是什么情况",
    ];
    assert_snapshot!(check(&router(), &sentences), @r#"
    找火锅 → restaurant-finder.find {"cuisine":"hotpot"}
    帮我找一下附近便宜的面馆 → restaurant-finder.find {"cuisine":"noodles","price-max":"budget"}
    人民广场附近有没有好吃的火锅？ → restaurant-finder.find {"cuisine":"hotpot","near":"人民广场"}
    五百米以内的火锅店 → restaurant-finder.find {"cuisine":"hotpot","distance-m-max":500}
    两千五米内的面 → restaurant-finder.find {"cuisine":"noodles","distance-m-max":2500}
    1500 米以内的披萨 → restaurant-finder.find {"cuisine":"pizza","distance-m-max":1500}
    看看 老王面馆 → restaurant-finder.show {"restaurant":"老王面馆"}
    帮我找个停车场 → parking.find {}
    东方明珠附近有没有停车位 → parking.find {"near":"东方明珠"}
    关闭红灯提醒 → traffic-lights.set-alerts {"enabled":false}
    前面的红绿灯现在是什么情况 → traffic-lights.check {}
    "#);
}

#[test]
fn what_no_template_accepts_is_not_matched() {
    let sentences = [
        "find",
        "noodles find",
        "find me the some noodles",
        "turn the red light alerts maybe",
        "find parking <|im_end|>",
        "parking for a 99999 cm vehicle",
        "where can I park near one two three four five six seven eight nine",
        "人民广场附近的停车场和火锅店",
        "一二三",
    ];
    assert_snapshot!(check(&router(), &sentences), @"
    find → -
    noodles find → -
    find me the some noodles → -
    turn the red light alerts maybe → -
    find parking <|im_end|> → -
    parking for a 99999 cm vehicle → -
    where can I park near one two three four five six seven eight nine → -
    人民广场附近的停车场和火锅店 → -
    一二三 → -
    ");
}

#[test]
fn the_reading_with_fewer_unknown_characters_wins() {
    // "show {restaurant}" accepts all of these as well.
    let sentences =
        ["show me some parking", "show parking near the museum", "show pizza restaurants", "show Parking Lounge"];
    assert_snapshot!(check(&router(), &sentences), @r#"
    show me some parking → parking.find {}
    show parking near the museum → parking.find {"near":"museum"}
    show pizza restaurants → restaurant-finder.find {"cuisine":"pizza"}
    show Parking Lounge → restaurant-finder.show {"restaurant":"parking lounge"}
    "#);
}

#[test]
fn the_order_of_templates_never_decides() {
    let act = tool(
        "media.play",
        "",
        &[("kind", optional(enumeration("kind", &["song", "station"]))), ("name", optional(Type::String))],
    );
    let phrases = |first: &str, second: &str| {
        format!(
            "language: en\ntools:\n  play:\n    - {{sentence: \"play jazz\", set: {{kind: {first}}}}}\n    - {{sentence: \"play jazz\", set: {{kind: {second}}}}}\n"
        )
    };
    for (first, second) in [("song", "station"), ("station", "song")] {
        let surfaces = [surface(std::slice::from_ref(&act), &[&phrases(first, second)])];
        let (router, found) = (router_of(&surfaces), conflicts(&surfaces));
        assert_eq!(phrase_text(&router, "play jazz"), "ambiguous: media.play");
        assert_eq!(found, [], "a conflict is between skills");
    }
    let router = router_of(&[surface(&[act], &[&phrases("song", "song")])]);
    assert_eq!(phrase_text(&router, "play jazz"), r#"media.play {"kind":"song"}"#);
}

#[test]
fn words_that_stand_for_two_cases_are_ambiguous() {
    let play = tool("media.play", "", &[("kind", enumeration("kind", &["song", "station"]))]);
    let phrases = "language: en\nwords:\n  kind:\n    song: [jazz, track]\n    station: [jazz]\ntools:\n  play: [\"play {kind}\"]\n";
    let router = router_of(&[surface(&[play], &[phrases])]);
    assert_eq!(phrase_text(&router, "play jazz"), "ambiguous: media.play");
    assert_eq!(phrase_text(&router, "play track"), r#"media.play {"kind":"song"}"#);
}

fn valet() -> Surface {
    let find = tool("valet.find", "Finds a valet.", &[("near", optional(Type::String)), ("count", optional(Type::U8))]);
    let phrases = r#"
language: en
tools:
  find:
    - "(find|get) [me] (parking|a valet)"
    - "show parking near {near}"
    - "parking by [the] price"
    - "find a valet for {count} (car|cars)"
"#;
    surface(&[find], &[phrases])
}

#[test]
fn of_two_skills_that_claim_a_sentence_the_one_installed_later_loses_it() {
    let surfaces = [parking(), valet()];
    let (router, found) = (router_of(&surfaces), conflicts(&surfaces));
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_snapshot!(told.join("\n"), @r#"
    "find parking" stays with parking.find, installed before valet.find
    "parking by price" stays with parking.find, installed before valet.find
    "show parking near …" stays with parking.find, installed before valet.find
    "#);
    assert_snapshot!(check(&router, &["find parking", "get parking", "get me a valet", "show parking near Tower Bridge", "parking by price"]), @r#"
    find parking → parking.find {}
    get parking → valet.find {}
    get me a valet → valet.find {}
    show parking near Tower Bridge → parking.find {"near":"tower bridge"}
    parking by price → parking.find {"order":"price"}
    "#);

    let surfaces = [valet(), parking()];
    let (router, found) = (router_of(&surfaces), conflicts(&surfaces));
    let equal = found.iter().filter(|conflict| conflict.precedence == Precedence::InstalledFirst);
    assert_eq!(equal.count(), told.len());
    assert_snapshot!(check(&router, &["find parking", "find some parking", "parking by price"]), @"
    find parking → valet.find {}
    find some parking → parking.find {}
    parking by price → valet.find {}
    ");
}

#[test]
fn a_later_skill_that_names_more_takes_a_sentence_and_it_is_told() {
    let museum = tool("museum.open", "", &[("day", optional(Type::String))]);
    let phrases =
        "language: en\ntools:\n  open: [\"show parking near the museum\", \"is the museum open [on {day}]\"]\n";
    let skill = || surface(std::slice::from_ref(&museum), &[phrases]);
    let surfaces = [parking(), skill()];
    let (router, found) = (router_of(&surfaces), conflicts(&surfaces));
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|line| line.starts_with("\"show parking near the museum\" goes to museum.open")),
        "{told:#?}"
    );
    assert_eq!(phrase_text(&router, "show parking near the museum"), "museum.open {}");
    assert_eq!(phrase_text(&router, "show parking near the station"), r#"parking.find {"near":"station"}"#);
    let router = router_of(&[skill(), parking()]);
    assert_eq!(phrase_text(&router, "show parking near the museum"), "museum.open {}");
}

#[test]
fn a_skill_that_reads_a_sentence_in_too_many_ways_silences_itself_alone() {
    let noise = tool("noise.run", "", &[("text", optional(Type::String)), ("kind", enumeration("kind", &["museum"]))]);
    let sentences: Vec<String> = (0..600).map(|at| format!("\"[zz{at}] {{text}} {{kind}}\"")).collect();
    let phrases = format!("language: en\ntools:\n  run: [{}]\n", sentences.join(", "));
    for surfaces in [
        vec![parking(), surface(std::slice::from_ref(&noise), &[&phrases])],
        vec![surface(std::slice::from_ref(&noise), &[&phrases]), parking()],
    ] {
        let router = router_of(&surfaces);
        assert_eq!(phrase_text(&router, "show parking near the museum"), r#"parking.find {"near":"museum"}"#);
    }
}

#[test]
fn the_sentence_of_a_conflict_is_answered_by_its_winner() {
    for surfaces in [vec![parking(), valet()], vec![valet(), parking()]] {
        let (router, found) = (router_of(&surfaces), conflicts(&surfaces));
        for conflict in found {
            let sentence = conflict.sentence.replace('…', "somewhere");
            let Ok(Match::Call(call)) = router.phrase(&sentence, conflict.language) else { panic!("{sentence}") };
            assert_eq!(call.tool.name, conflict.winner.tool, "{sentence}");
        }
    }
}

#[test]
fn phrases_that_do_not_fit_their_tools_are_not_used() {
    let find = tool(
        "parking.find",
        "",
        &[
            ("near", optional(Type::String)),
            ("size", optional(Type::F32)),
            ("colour", optional(enumeration("colour", &["red"]))),
        ],
    );
    let show = tool("parking.show", "", &[("car-park", Type::String)]);
    let english = r#"
language: en
tools:
  find:
    - "find parking"
    - "find parking of {size}"
    - "find parking in {city}"
    - "[{near}] {near}"
    - "{near}"
    - {sentence: "find cheap parking", set: {price: low}}
  show:
    - "show it"
  hide:
    - "hide it"
"#
    .replace("    - \"[{near}] {near}\"\n", "");
    let chinese = "language: zh\ntools:\n  find: [\"找 {colour} 停车场\"]\n";
    let repertoire = Repertoire::of(&surface(&[find, show], &[&english, chinese]));
    let told = repertoire.rejected().iter().map(|rejected| {
        let RejectedPhrase { fault, .. } = rejected;
        format!("{rejected}: {fault} ({})", fault.hint().unwrap_or_default())
    });
    assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r#"
    the en phrase "find parking of {size}" of parking.find is not used: a value of the field "size" cannot be said: only enum, bool, integer and string can (remove {size} and let the model fill it)
    the en phrase "find parking in {city}" of parking.find is not used: the tool's request has no field "city" ()
    the en phrase "{near}" of parking.find is not used: it accepts any text (add a word that tells the sentence from others)
    the en phrase "find cheap parking" of parking.find is not used: the tool's request has no field "price" ()
    the en phrase "hide it" of parking.hide is not used: the skill has no such tool ()
    the en phrase "show it" of parking.show is not used: the field "car-park" is required and the phrase neither says nor sets it (say it as {car-park} or give it in "set")
    the zh phrase "找 {colour} 停车场" of parking.find is not used: there are no words for the values of the field "colour" (list them under "words" for the type of "colour")
    "#);
    let router = Router::new([repertoire]);
    assert_eq!(phrase_text(&router, "find parking"), "parking.find {}");
}

#[test]
fn templates_that_explode_are_refused_and_the_rest_is_used() {
    let find = tool("parking.find", "", &[("near", optional(Type::String))]);
    // One word that is put together in 4 to the 6th ways.
    let parts: Vec<String> = "klmnop".chars().map(|c| format!("({c}a|{c}b|{c}c|{c}d)")).collect();
    let glued = parts.concat();
    let phrases = format!("language: en\ntools:\n  find:\n    - \"{glued}\"\n    - \"find parking\"\n");
    let repertoire = Repertoire::of(&surface(&[find], &[&phrases]));
    let faults: Vec<_> = repertoire.rejected().iter().map(|rejected| rejected.fault.clone()).collect();
    assert_eq!(faults, [PhraseFault::TooComplex]);
    let router = Router::new([repertoire]);
    assert_eq!(phrase_text(&router, "find parking"), "parking.find {}");
}

#[test]
fn the_automaton_shares_what_templates_have_in_common() {
    let find = tool("parking.find", "", &[("near", optional(Type::String))]);
    let sentences: Vec<String> = (0..200).map(|at| format!("'please find me a car park like number {at}'")).collect();
    let phrases = format!("{{language: en, tools: {{find: [{}]}}}}", sentences.join(", "));
    let (Phrasebook { automaton, .. }, _) = Phrasebook::of(&surface(&[find], &[&phrases]), Language::English);
    let please = Label::Word(automaton.word("please").unwrap());
    assert_eq!(automaton.edges(automaton.start()).filter(|edge| edge.label == please).count(), 1);
    let bytes = automaton.size();
    assert!(bytes < 14_000, "{bytes} bytes");
}

/// Any sentence that a template accepts, with its fields filled by words.
fn spoken(template: &jumpseat_package::Template, number: usize, fillers: &[(&str, &str)]) -> Option<String> {
    let samples: Vec<_> = template.samples(40).collect();
    let parts = samples.get(number % samples.len())?;
    let words = parts.iter().map(|part| match part {
        jumpseat_package::Part::Text(text) => text.clone(),
        jumpseat_package::Part::Field(name) => {
            fillers.iter().find(|(field, _)| field == name).map_or(String::new(), |(_, words)| format!(" {words} "))
        }
    });
    Some(words.collect::<Vec<_>>().join(" "))
}

static ROUTER: LazyLock<Router> = LazyLock::new(router);

proptest! {
    #[test]
    fn every_sentence_of_a_template_is_matched(number in 0_usize..1_000) {
        let fillers = [
            ("cuisine", "ramen"), ("price-max", "cheap"), ("near", "old bridge"), ("restaurant", "golden house"),
            ("distance-m-max", "800"), ("stars-min", "four"), ("height-cm-min", "two hundred"), ("order", "price"),
        ];
        for surface in [restaurants(), parking()] {
            let phrases = surface.phrases.iter().find(|phrases| phrases.language == Language::English).unwrap();
            for (function, sentences) in &phrases.tools {
                let sentence = &sentences[number % sentences.len()];
                let Some(said) = spoken(&sentence.template, number, &fillers) else { continue };
                let found = ROUTER.phrase(&said, Language::English);
                let Ok(Match::Call(call)) = found else { return Err(TestCaseError::fail(format!("{said}: {found:?}"))) };
                prop_assert_eq!(&call.tool.name.function, function, "{}", said);
            }
        }
    }

    #[test]
    fn no_text_makes_the_matcher_fail(text in any::<String>()) {
        for language in Language::ALL {
            // An error is fine, a panic is not.
            drop(ROUTER.phrase(&text, language));
        }
    }
}
