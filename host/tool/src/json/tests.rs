use proptest::prelude::*;
use serde_json::json;

use crate::{
    Case, Field, Record, Type, Value,
    arbitrary::{any_record, any_tool},
};

use super::*;

fn tool(fields: Vec<(&str, Type)>) -> Tool {
    let fields =
        fields.into_iter().map(|(name, ty)| Field { name: name.to_owned(), docs: String::new(), ty }).collect();
    let request = Record { name: "request".to_owned(), docs: String::new(), fields };
    Tool { name: "noodles.find".parse().unwrap(), docs: String::new(), request: Some(request) }
}

fn cases(names: &[(&str, Option<Type>)]) -> Vec<Case> {
    names
        .iter()
        .map(|(name, payload)| Case { name: (*name).to_owned(), docs: String::new(), payload: payload.clone() })
        .collect()
}

fn option(ty: Type) -> Type {
    Type::Option(Box::new(ty))
}

/// The JSON of what one field of a type becomes, or the error.
fn round(ty: &Type, json: Json) -> String {
    match tool(vec![("x", ty.clone())]).arguments(&Json::from_iter([("x", json)])) {
        Ok(arguments) => arguments.to_json()["x"].to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn fields_of_type_option_may_be_left_out_or_null() {
    let tool = tool(vec![("near", option(Type::String)), ("stars", Type::U8)]);
    let none = tool.arguments(&json!({"stars": 3})).unwrap();
    assert_eq!(none, tool.arguments(&json!({"near": null, "stars": 3})).unwrap());
    assert_eq!(none.to_json(), json!({"stars": 3}));
    let fields = vec![("near".to_owned(), Value::Option(None)), ("stars".to_owned(), Value::U8(3))];
    assert_eq!(none.value(), Some(&Value::Record(fields)));
}

#[test]
fn fields_stand_in_the_order_of_the_wit() {
    let tool = tool(vec![("b", Type::Bool), ("a", Type::Bool)]);
    let arguments = tool.arguments(&json!({"a": true, "b": false})).unwrap();
    assert_eq!(arguments.to_json().to_string(), r#"{"b":false,"a":true}"#);
}

#[test]
fn nested_options_stay_apart() {
    let ty = option(option(option(Type::Bool)));
    let tool = tool(vec![("x", ty)]);
    for (text, depth) in [("{}", 0), (r#"{"x":null}"#, 1), (r#"{"x":{"some":null}}"#, 2), (r#"{"x":{"some":true}}"#, 3)]
    {
        let arguments = tool.arguments(&serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!(arguments.to_json().to_string(), text);
        let Some(Value::Record(fields)) = arguments.value() else { panic!("no record") };
        let mut value = &fields[0].1;
        let mut somes = 0;
        while let Value::Option(Some(inner)) = value {
            (value, somes) = (inner, somes + 1);
        }
        assert_eq!(somes, depth);
    }
}

#[test]
fn integers_have_the_range_of_their_type() {
    assert_eq!(round(&Type::U8, json!(255)), "255");
    assert_eq!(round(&Type::U8, json!(3.0)), "3");
    assert_eq!(round(&Type::S8, json!(-128)), "-128");
    assert_eq!(round(&Type::U64, json!(u64::MAX)), "\"18446744073709551615\"");
    assert_eq!(round(&Type::U64, json!("18446744073709551615")), "\"18446744073709551615\"");
    assert_eq!(round(&Type::S64, json!("-9223372036854775808")), "\"-9223372036854775808\"");
    assert_eq!(round(&Type::S64, json!("5")), "5");
    assert_eq!(round(&Type::S64, json!(9_007_199_254_740_991_i64)), "9007199254740991");
    assert_eq!(round(&Type::S64, json!(9_007_199_254_740_992_i64)), "\"9007199254740992\"");
    insta::assert_snapshot!([
        round(&Type::U8, json!(256)),
        round(&Type::U8, json!(-1)),
        round(&Type::U8, json!(1.5)),
        round(&Type::U8, json!("many")),
        round(&Type::S64, json!(9_007_199_254_740_994.0)),
        round(&Type::U64, json!("18446744073709551616")),
        round(&Type::U64, json!(1e300)),
    ].join("\n"), @r#"
    arguments.x: expected an integer from 0 to 255, got 256
    arguments.x: expected an integer from 0 to 255, got -1
    arguments.x: expected an integer from 0 to 255, got 1.5
    arguments.x: expected an integer from 0 to 255, got "many"
    arguments.x: expected an integer from -9223372036854775808 to 9223372036854775807, got 9007199254740994.0
    arguments.x: expected an integer from 0 to 18446744073709551615, got "18446744073709551616"
    arguments.x: expected an integer from 0 to 18446744073709551615, got 1e+300
    "#);
}

#[test]
fn floats_are_finite_and_short() {
    assert_eq!(round(&Type::F32, json!(0.1)), "0.1");
    assert_eq!(round(&Type::F32, json!(1)), "1.0");
    assert_eq!(round(&Type::F64, json!(-0.0)), "-0.0");
    assert_eq!(round(&Type::F32, json!(1e300)), "arguments.x: expected a finite number, got 1e+300");
    assert_eq!(round(&Type::F64, json!(null)), "arguments.x: expected a finite number, got null");
}

#[test]
fn what_does_not_fit_is_named_with_its_place() {
    let level = Type::Enum("level".to_owned(), cases(&[("low", None), ("high", None)]));
    let way = Type::Variant("way".to_owned(), cases(&[("here", None), ("at", Some(Type::U8))]));
    let marks = Type::Flags("marks".to_owned(), cases(&[("spicy", None), ("vegan", None)]));
    let stops = Type::List(Box::new(Type::Tuple(vec![Type::String, Type::Bool])));
    let result = Type::Result(None, Some(Box::new(Type::Char)));
    assert_eq!(round(&marks, json!({"vegan": true, "spicy": false})), r#"{"vegan":true}"#);
    insta::assert_snapshot!([
        round(&level, json!("medium")),
        round(&level, json!(1)),
        round(&way, json!("at")),
        round(&way, json!({"here": null})),
        round(&way, json!({"at": 1, "here": 2})),
        round(&way, json!({"at": 300})),
        round(&marks, json!(["spicy"])),
        round(&marks, json!({"spicy": "yes"})),
        round(&marks, json!({"sweet": true})),
        round(&stops, json!([["a", true], ["b", 1]])),
        round(&stops, json!([["a"]])),
        round(&stops, json!(vec![json!(["a", true]); 21])),
        round(&result, json!({"ok": 1})),
        round(&result, json!({"error": "ab"})),
        round(&result, json!({"err": "a"})),
        round(&Type::String, json!("a".repeat(201))),
        round(&Type::String, json!({"very": "long object that an error does not repeat as a whole"})),
        round(&option(option(Type::Bool)), json!({"none": 1})),
    ].join("\n"), @r#"
    arguments.x: unknown name "medium", known are low, high
    arguments.x: expected one of "low", "high", got 1
    arguments.x: expected an object {"at": …}, got "at"
    arguments.x: expected the string "here", got {"here":null}
    arguments.x: expected an object with one entry, got {"at":1,"here":2}
    arguments.x.at: expected an integer from 0 to 255, got 300
    arguments.x: expected an object, got ["spicy"]
    arguments.x.spicy: expected true or false, got "yes"
    arguments.x: unknown name "sweet", known are spicy, vegan
    arguments.x[1][1]: expected true or false, got 1
    arguments.x[0]: expected an array of 2 items, got ["a"]
    arguments.x: it has 21 items, at most 20 are allowed
    arguments.x.ok: expected null, got 1
    arguments.x.error: expected a string of one character, got "ab"
    arguments.x: unknown name "err", known are ok, error
    arguments.x: it has 201 characters, at most 200 are allowed
    arguments.x: expected a string, got {"very":"long object that an error does …
    arguments.x: expected true or false, got {"none":1}
    "#);
}

#[test]
fn a_call_needs_an_object_of_known_fields() {
    let with = tool(vec![("near", Type::String)]);
    let without = Tool { request: None, ..with.clone() };
    assert_eq!(without.arguments(&json!({})).unwrap().to_json(), json!({}));
    insta::assert_snapshot!([
        with.arguments(&json!([])), with.arguments(&json!({})), with.arguments(&json!({"near": "a", "far": 1})),
        without.arguments(&json!({"near": "a"})), without.arguments(&json!(null)),
    ].map(|result| result.unwrap_err().to_string()).join("\n"), @r#"
    arguments: expected an object, got []
    arguments: the field "near" is missing
    arguments: unknown name "far", known are near
    arguments: unknown name "near", none is known
    arguments: expected an empty object, got null
    "#);
}

fn tool_and_value() -> impl Strategy<Value = (Tool, Option<Value>)> {
    any_tool().prop_flat_map(|tool| {
        let value = match &tool.request {
            Some(request) => any_record(request).prop_map(Some).boxed(),
            None => Just(None).boxed(),
        };
        (Just(tool), value)
    })
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "\\PC{0,8}".prop_map(Json::from),
        Just(json!("case-0")),
        Just(json!("1")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key =
            prop_oneof![Just("field-0"), Just("field-1"), Just("some"), Just("ok"), Just("case-1"), Just("flag-0")];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::vec((key, inner), 0..4).prop_map(|entries| {
                Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn every_value_comes_back_from_its_json((tool, value) in tool_and_value()) {
        let arguments = Arguments(value);
        let text = arguments.to_json().to_string();
        let read = tool.arguments(&serde_json::from_str(&text).unwrap());
        prop_assert_eq!(read, Ok(arguments), "{}", text);
    }

    #[test]
    fn any_json_is_arguments_or_an_error((tool, json) in (any_tool(), any_json())) {
        if let Ok(arguments) = tool.arguments(&json) {
            prop_assert_eq!(tool.arguments(&arguments.to_json()), Ok(arguments));
        }
    }
}
