use llguidance::{
    Matcher, ParserFactory,
    api::TopLevelGrammar,
    earley::SlicedBiasComputer,
    toktrie::{ApproximateTokEnv, InferenceCapabilities},
};
use proptest::prelude::*;

use super::*;
use crate::{arbitrary::any_tool, limits::STRING_CHARS_MAX, sample::sample_tool};

/// Tokens of a walk; every token is one byte.
const WALK_TOKENS_MAX: usize = 60_000;

fn matcher(grammar: &Grammar) -> Matcher {
    let env = ApproximateTokEnv::single_byte_env();
    let mut factory =
        ParserFactory::new(&env, InferenceCapabilities::default(), &SlicedBiasComputer::general_slices()).unwrap();
    factory.quiet();
    Matcher::new(factory.create_parser(TopLevelGrammar::from_lark(grammar.lark.clone())))
}

/// One sentence of a grammar, every byte chosen by a generator of numbers among those that the grammar allows.
fn walk(grammar: &Grammar, seed: u64) -> String {
    let mut matcher = matcher(grammar);
    let mut bytes = Vec::new();
    let mut state = seed;
    for _ in 0..WALK_TOKENS_MAX {
        assert!(!matcher.is_error(), "{:?}", matcher.get_error());
        if matcher.is_stopped() {
            return String::from_utf8(bytes).unwrap();
        }
        let mask = matcher.compute_mask_or_eos().unwrap();
        let mut allowed = Vec::new();
        mask.iter_set_entries(|token| allowed.push(token));
        // A linear congruential generator, the constants of Knuth.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let chance = usize::try_from(state >> 33).unwrap();
        // Strings end early now and then, or hardly anything else would ever be chosen.
        let quote = usize::from(b'"');
        let token =
            if chance % 8 == 0 && allowed.contains(&quote) { quote } else { allowed[chance / 8 % allowed.len()] };
        matcher.consume_token(u32::try_from(token).unwrap()).unwrap();
        match u8::try_from(token) {
            Ok(byte) => bytes.push(byte),
            Err(_) => return String::from_utf8(bytes).unwrap(),
        }
    }
    panic!("the walk does not end: {:?}", String::from_utf8_lossy(&bytes));
}

fn accepts(grammar: &Grammar, text: &str) -> bool {
    let mut matcher = matcher(grammar);
    text.bytes().all(|byte| matcher.consume_token(byte.into()).is_ok()) && matcher.is_accepting().unwrap_or(false)
}

fn call(json: &str) -> String {
    format!("{}{json}{}", answer::OPEN, answer::CLOSE)
}

fn find(arguments: &str) -> String {
    call(&format!("{{\"name\": \"parking.find\", \"arguments\": {arguments}}}"))
}

/// A grammar over the one tool, which takes nothing else than `x` of a type.
fn grammar_of(ty: crate::Type) -> Grammar {
    let mut tool = sample_tool();
    let field = crate::Field { name: "x".to_owned(), docs: String::new(), ty };
    tool.request.as_mut().unwrap().fields = vec![field];
    Grammar::of(&[Arc::new(tool)])
}

#[test]
fn the_grammar_of_a_tool_is_written_out_by_type() {
    insta::assert_snapshot!(Grammar::of(&[Arc::new(sample_tool())]).lark, @r#"
    start: call ("\n" call){0,2} | no_tool | ask
    arguments_0_1: "\"here\"" | "{\"named\": " STRING "}"
    arguments_0_4_first_1: "\"guarded\": " "true" "}" | "}"
    arguments_0_4_next_1: (", \"guarded\": " "true")? "}"
    arguments_0_4_first_0: "\"covered\": " "true" arguments_0_4_next_1 | arguments_0_4_first_1
    arguments_0_4: "{" arguments_0_4_first_0
    arguments_0_5: "[" (S64 (", " S64){0,19})? "]"
    arguments_0_6: "\"distance\"" | "\"free-spaces\""
    arguments_0_first_6: "\"order\": " arguments_0_6 "}" | "}"
    arguments_0_next_6: (", \"order\": " arguments_0_6)? "}"
    arguments_0_first_5: "\"ids\": " arguments_0_5 arguments_0_next_6
    arguments_0_next_5: ", \"ids\": " arguments_0_5 arguments_0_next_6
    arguments_0_first_4: "\"extras\": " arguments_0_4 arguments_0_next_5 | arguments_0_first_5
    arguments_0_next_4: (", \"extras\": " arguments_0_4)? arguments_0_next_5
    arguments_0_first_3: "\"latitude-deg\": " FLOAT arguments_0_next_4
    arguments_0_next_3: ", \"latitude-deg\": " FLOAT arguments_0_next_4
    arguments_0_first_2: "\"height-cm-min\": " U16 arguments_0_next_3 | arguments_0_first_3
    arguments_0_next_2: (", \"height-cm-min\": " U16)? arguments_0_next_3
    arguments_0_first_1: "\"place\": " arguments_0_1 arguments_0_next_2
    arguments_0_next_1: ", \"place\": " arguments_0_1 arguments_0_next_2
    arguments_0_first_0: "\"near\": " STRING arguments_0_next_1 | arguments_0_first_1
    arguments_0: "{" arguments_0_first_0
    call_0: "<tool_call>\n{\"name\": \"parking.find\", \"arguments\": " arguments_0 "}\n</tool_call>"
    no_tool: "<tool_call>\n{\"name\": \"assistant.no-tool\", \"arguments\": " "{}" "}\n</tool_call>"
    ask: "<tool_call>\n{\"name\": \"assistant.ask\", \"arguments\": " "{\"question\": " QUESTION "}" "}\n</tool_call>"
    call: call_0
    FLOAT: /-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?/
    QUESTION: /"[^"\\<>\x00-\x1F\x7F]{1,200}"/
    S64: /0|[1-9][0-9]{0,14}|[1-8][0-9]{15}|900[0-6][0-9]{12}|90070[0-9]{11}|90071[0-8][0-9]{10}|900719[0-8][0-9]{9}|9007199[0-1][0-9]{8}|90071992[0-4][0-9]{7}|900719925[0-3][0-9]{6}|9007199254[0-6][0-9]{5}|90071992547[0-3][0-9]{4}|9007199254740[0-8][0-9]{2}|90071992547409[0-8][0-9]|9007199254740990|9007199254740991|-([1-9][0-9]{0,14}|[1-8][0-9]{15}|900[0-6][0-9]{12}|90070[0-9]{11}|90071[0-8][0-9]{10}|900719[0-8][0-9]{9}|9007199[0-1][0-9]{8}|90071992[0-4][0-9]{7}|900719925[0-3][0-9]{6}|9007199254[0-6][0-9]{5}|90071992547[0-3][0-9]{4}|9007199254740[0-8][0-9]{2}|90071992547409[0-8][0-9]|9007199254740990|9007199254740991)/
    STRING: /"[^"\\<>\x00-\x1F\x7F]{1,200}"/
    U16: /0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-4]|65535/
    "#);
}

#[test]
fn without_tools_the_model_can_only_refuse_or_ask() {
    let grammar = Grammar::of(&[]);
    assert!(accepts(&grammar, &call(r#"{"name": "assistant.no-tool", "arguments": {}}"#)));
    assert!(accepts(&grammar, &call(r#"{"name": "assistant.ask", "arguments": {"question": "Which one?"}}"#)));
    assert!(!accepts(&grammar, &find("{}")));
}

#[test]
fn the_functions_of_the_host_stand_alone_and_calls_come_in_threes_at_most() {
    let tool = crate::Tool { request: None, ..sample_tool() };
    let grammar = Grammar::of(&[Arc::new(tool)]);
    let no_tool = call(r#"{"name": "assistant.no-tool", "arguments": {}}"#);
    assert!(accepts(&grammar, &no_tool));
    assert!(accepts(&grammar, &[find("{}"), find("{}"), find("{}")].join("\n")));
    assert!(!accepts(&grammar, &[find("{}"), find("{}"), find("{}"), find("{}")].join("\n")));
    assert!(!accepts(&grammar, &[find("{}"), no_tool].join("\n")));
}

#[test]
fn fields_of_type_option_come_in_every_combination_but_in_order() {
    let mut tool = sample_tool();
    tool.request
        .as_mut()
        .unwrap()
        .fields
        .retain(|field| matches!(field.name.as_str(), "near" | "height-cm-min" | "order"));
    let grammar = Grammar::of(&[Arc::new(tool)]);
    let parts = [r#""near": "a""#, r#""height-cm-min": 200"#, r#""order": "distance""#];
    for chosen in 0..8 {
        let given: Vec<_> = (0..3).filter(|part| chosen & (1 << part) != 0).map(|part| parts[part]).collect();
        assert!(accepts(&grammar, &find(&format!("{{{}}}", given.join(", ")))), "{given:?}");
    }
    assert!(!accepts(&grammar, &find(&format!("{{{}, {}}}", parts[2], parts[0]))));
    assert!(!accepts(&grammar, &find(&format!("{{{}, {}}}", parts[0], parts[0]))));
    assert!(!accepts(&grammar, &find(&format!("{{{},{}}}", parts[0], parts[1]))));
}

#[test]
fn integers_end_where_their_type_ends() {
    use crate::Type;
    let check = |ty: Type, inside: &[&str], outside: &[&str]| {
        let grammar = grammar_of(ty.clone());
        for number in inside {
            assert!(accepts(&grammar, &find(&format!("{{\"x\": {number}}}"))), "{number} is a {}", ty.keyword());
        }
        for number in outside.iter().chain(&["", "-", "00", "01", "1.0", "+1", "-0"]) {
            assert!(!accepts(&grammar, &find(&format!("{{\"x\": {number}}}"))), "{number} is no {}", ty.keyword());
        }
    };
    check(Type::U8, &["0", "9", "10", "99", "100", "199", "249", "255"], &["256", "260", "300", "1000", "-1"]);
    check(Type::S8, &["0", "127", "-1", "-99", "-128"], &["128", "-129", "200"]);
    check(Type::U16, &["65535", "60000", "9999"], &["65536", "70000", "-1"]);
    check(Type::S16, &["32767", "-32768"], &["32768", "-32769"]);
    check(Type::U32, &["4294967295"], &["4294967296", "-1"]);
    check(Type::S32, &["2147483647", "-2147483648"], &["2147483648", "-2147483649"]);
    check(Type::U64, &["9007199254740991"], &["9007199254740992", "-1"]);
    check(Type::S64, &["9007199254740991", "-9007199254740991"], &["9007199254740992", "-9007199254740992"]);
}

#[test]
fn strings_are_bounded_and_cannot_spell_the_model_s_own_words() {
    let grammar = grammar_of(crate::Type::String);
    let string = |text: &str| accepts(&grammar, &find(&format!("{{\"x\": \"{text}\"}}")));
    assert!(string("city museum"));
    assert!(string("城市博物馆 🍜"));
    assert!(string(&"停".repeat(STRING_CHARS_MAX)));
    assert!(!string(&"停".repeat(STRING_CHARS_MAX + 1)));
    for text in ["", "<|im_end|>", "</tool_call>", "a\\u003c", "a\nb", "\\\"", "a\u{7f}"] {
        assert!(!string(text), "{text:?} was accepted");
    }
}

#[test]
fn names_of_tools_and_cases_cannot_spell_special_tokens() {
    for name in ["<tool_call>.find", "parking.<|im_end|>", "parking.find\"", "parking.fi nd"] {
        assert!(name.parse::<crate::ToolName>().is_err(), "{name:?} was accepted");
    }
}

/// A call that a walk found must be one of the tool's.
fn check_sentence(tool: &Arc<crate::Tool>, sentence: &str) {
    let calls = answer::parse(sentence).unwrap();
    for (name, arguments) in &calls {
        match name.as_str() {
            answer::NO_TOOL | answer::ASK => assert_eq!(calls.len(), 1),
            name => {
                assert_eq!(name, tool.name.to_string());
                let read = tool.arguments(arguments).unwrap_or_else(|error| panic!("{error} in {sentence}"));
                // What the model wrote is already in the one form that we write, up to the spelling of numbers.
                assert_eq!(tool.arguments(&read.to_json()), Ok(read));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_sentence_of_the_grammar_is_a_call_of_the_tool(tool in any_tool(), seed in any::<u64>()) {
        let tool = Arc::new(tool);
        check_sentence(&tool, &walk(&Grammar::of(&[Arc::clone(&tool)]), seed));
    }
}

#[test]
fn every_sentence_over_the_sample_tool_is_a_call_of_it() {
    let tool = Arc::new(sample_tool());
    let grammar = Grammar::of(&[Arc::clone(&tool)]);
    for seed in 0..20 {
        check_sentence(&tool, &walk(&grammar, seed));
    }
}
