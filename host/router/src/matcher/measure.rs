use super::*;
use crate::{
    Router,
    samples::{enumeration, optional, tool},
};
use jumpseat_package::Phrases;
use jumpseat_tool::Type;
use std::time::Instant;

fn real(suffix: &str) -> Vec<Surface> {
    let o = optional;
    let cuisines = [
        "chinese",
        "noodles",
        "hotpot",
        "dumplings",
        "japanese",
        "sushi",
        "korean",
        "thai",
        "indian",
        "italian",
        "pizza",
        "french",
        "german",
        "mexican",
        "burger",
        "steak",
        "barbecue",
        "seafood",
        "vegetarian",
        "coffee",
        "bakery",
    ];
    let skills = vec![
        (
            "parking",
            vec![
                (
                    "find",
                    vec![
                        ("near", o(Type::String)),
                        ("price-per-hour-max", o(Type::U8)),
                        ("height-cm-min", o(Type::U16)),
                        ("covered", o(Type::Bool)),
                        ("order", o(enumeration("order", &["distance", "price", "free-spaces"]))),
                    ],
                ),
                ("show", vec![("car-park", Type::String)]),
            ],
        ),
        (
            "restaurant-finder",
            vec![
                (
                    "find",
                    vec![
                        ("cuisine", o(enumeration("cuisine", &cuisines))),
                        ("price-max", o(enumeration("price", &["budget", "moderate", "expensive"]))),
                        ("open-now", o(Type::Bool)),
                        ("near", o(Type::String)),
                        ("distance-m-max", o(Type::U32)),
                        ("stars-min", o(Type::U8)),
                        ("order", o(enumeration("order", &["distance", "rating", "price"]))),
                    ],
                ),
                ("show", vec![("restaurant", Type::String)]),
            ],
        ),
        (
            "traffic-lights",
            vec![
                ("check", vec![("which", o(enumeration("which", &["next", "second"])))]),
                ("advise-speed", vec![("which", o(enumeration("which", &["next", "second"])))]),
                ("set-alerts", vec![("enabled", Type::Bool)]),
            ],
        ),
    ];
    skills
        .into_iter()
        .map(|(id, tools)| {
            let skill = format!("{id}{suffix}");
            let phrases = ["en", "zh"]
                .iter()
                .filter_map(|l| {
                    let text = std::fs::read_to_string(format!(
                        "{}/../../skills/{id}/phrases/{l}.yaml",
                        env!("CARGO_MANIFEST_DIR")
                    ))
                    .ok()?;
                    Some(Phrases::parse(&text).unwrap())
                })
                .collect();
            Surface {
                skill: skill.parse().unwrap(),
                tools: tools.iter().map(|(f, fields)| tool(&format!("{skill}.{f}"), "", fields)).collect(),
                phrases,
            }
        })
        .collect()
}

fn measure(name: &str, surfaces: Vec<Surface>, sentences: &[&str]) {
    let n = surfaces.len();
    let started = Instant::now();
    let (router, conflicts) = Router::new(surfaces);
    println!(
        "{name}: {n} skills: Router::new {:?}, {} conflicts, {} rejected; en {:?} zh {:?} nodes/edges, entries {} {}",
        started.elapsed(),
        conflicts.len(),
        router.rejected().len(),
        router_size(&router).0,
        router_size(&router).1,
        router.matcher().english.entries.len(),
        router.matcher().chinese.entries.len()
    );
    for r in router.rejected().iter().take(5) {
        println!("  {r}: {}", r.fault);
    }
    for c in conflicts.iter().take(5) {
        println!("  {c}");
    }
    for s in sentences {
        let lang = Language::of_text(s);
        let mut times: Vec<u128> = (0..2000)
            .map(|_| {
                let t = Instant::now();
                let m = router.phrase(s, lang);
                let e = t.elapsed().as_nanos();
                drop(m);
                e
            })
            .collect();
        times.sort_unstable();
        println!(
            "  {:>8.1} us p50 {:>8.1} us p99  {s} → {}",
            times[1000] as f64 / 1000.0,
            times[1980] as f64 / 1000.0,
            crate::samples::phrase_text(&router, s)
        );
    }
}
fn router_size(r: &Router) -> ((usize, usize), (usize, usize)) {
    (r.matcher().english.automaton.size(), r.matcher().chinese.automaton.size())
}

#[test]
fn measure_all() {
    let sentences = [
        "find me a cheap noodle place nearby",
        "find noodles",
        "where can I park near the city museum",
        "what is the light ahead doing",
        "could you perhaps tell me something about the weather tomorrow in paris",
        "附近有什么便宜的火锅店",
        "帮我找个停车场",
        "前面红绿灯还有多久变绿",
        "今天天气怎么样我想知道",
    ];
    measure(
        "samples",
        vec![crate::samples::parking(), crate::samples::restaurants(), crate::samples::lights()],
        &sentences,
    );
    measure("real", real(""), &sentences);
    let mut many = Vec::new();
    for i in 0..34 {
        many.extend(real(&if i == 0 { String::new() } else { format!("-{i}") }));
    }
    measure("real x34", many, &sentences);
}

#[test]
fn measure_build() {
    for copies in [1, 10] {
        let mut many = Vec::new();
        for i in 0..copies { many.extend(real(&if i == 0 { String::new() } else { format!("-{i}") })); }
        for language in Language::ALL {
            let t = Instant::now();
            let (draft, _) = Draft::of(&many, language);
            let a = t.elapsed();
            let t = Instant::now();
            let c = conflict::conflicts(&draft, language);
            let b = t.elapsed();
            let plain = draft.builder.edge_count();
            let t = Instant::now();
            let p = draft.finish();
            println!("BUILD x{copies} {language}: draft {a:?} conflicts {b:?} ({}) finish {:?} plain edges {plain} all {:?}", c.len(), t.elapsed(), p.automaton.size());
        }
        let t = Instant::now();
        let _s = crate::shortlist::Shortlist::new(&many);
        println!("BUILD shortlist {:?}", t.elapsed());
        let t = Instant::now();
        let _s = crate::answers::Answers::new();
        println!("BUILD answers {:?}", t.elapsed());
    }
}
