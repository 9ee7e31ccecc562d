use super::*;

fn question(labels: &[&str]) -> Question {
    let choice = |label: &&str| Choice { label: (*label).to_owned(), value: format!("id of {label}") };
    Question {
        tool: "restaurant-finder.show".parse().unwrap(),
        field: "restaurant".to_owned(),
        choices: labels.iter().map(choice).collect(),
        arguments: serde_json::Map::new(),
    }
}

fn answer(said: &str, question: &Question) -> Option<Answer> {
    let sentence = Tokens::of(said);
    let language = Language::of_text(said);
    let answers = Answers::new();
    answers.certain(&sentence, language, question).or_else(|| likely(&sentence, language, question))
}

#[test]
fn choices_are_picked_by_place() {
    let english = question(&["Golden Noodle House", "Ramen Yard", "Noodle Bar Nine"]);
    for (said, at) in [
        ("the first one", 0),
        ("Take the second one, please.", 1),
        ("number two", 1),
        ("2", 1),
        ("two please", 1),
        ("I'd like option 3", 2),
        ("the last one", 2),
        ("show me the 3rd restaurant", 2),
        ("how about the second", 1),
        ("第二个", 1),
        ("就第一个吧", 0),
        ("我要第二家", 1),
        ("最后一个", 2),
        ("去第三家餐厅吧，谢谢", 2),
        ("那就去第 2 家", 1),
        ("二号", 1),
    ] {
        let expected = english.choices.get(at).map(|choice| Answer::Value(choice.value.clone()));
        assert_eq!(answer(said, &english), expected, "{said}");
    }
}

#[test]
fn a_place_beyond_the_choices_is_told() {
    let question = question(&["Golden Noodle House", "Ramen Yard"]);
    for said in ["the third one", "number nine", "第五个"] {
        assert_eq!(answer(said, &question), Some(Answer::NoSuchChoice), "{said}");
    }
}

#[test]
fn choices_are_picked_by_label() {
    let english = question(&["Golden Noodle House", "Ramen Yard", "Noodle Bar Nine", "Café 9"]);
    for (said, expected) in [
        ("golden noodle house", Some("Golden Noodle House")),
        ("Let's go to the Ramen Yard please", Some("Ramen Yard")),
        ("the ramen one", Some("Ramen Yard")),
        ("golden", Some("Golden Noodle House")),
        ("noodle bar", Some("Noodle Bar Nine")),
        ("café 9", Some("Café 9")),
        ("noodle", None),
        ("yard sale in the ramen yard", None),
        ("of", None),
        ("the", None),
    ] {
        let expected = expected.map(|label| Answer::Value(format!("id of {label}")));
        assert_eq!(answer(said, &english), expected, "{said}");
    }
    let chinese = question(&["老王面馆", "小李面馆", "海底捞火锅"]);
    for (said, expected) in [
        ("老王面馆", Some("老王面馆")),
        ("我想去海底捞吧", Some("海底捞火锅")),
        ("老王那家", Some("老王面馆")),
        ("面馆", None),
        ("面", None),
    ] {
        let expected = expected.map(|label| Answer::Value(format!("id of {label}")));
        assert_eq!(answer(said, &chinese), expected, "{said}");
    }
}

#[test]
fn a_label_that_two_choices_share_picks_neither() {
    let question = question(&["Ramen Yard", "Ramen Yard"]);
    assert_eq!(answer("ramen yard", &question), Some(Answer::Value("id of Ramen Yard".to_owned())), "one value");
    let mut two = question;
    two.choices[1].value = "another".to_owned();
    assert_eq!(answer("ramen yard", &two), None);
}

/// What a sentence says if it is no request of its own.
fn text(said: &str, question: &Question) -> Option<Answer> {
    free_text(&Tokens::of(said), Language::of_text(said), question)
}

#[test]
fn a_missing_value_is_any_short_text() {
    let open = question(&[]);
    for (said, value) in [
        ("city museum", "city museum"),
        ("near the City Museum, please", "city museum"),
        ("人民广场附近", "人民广场"),
        ("在东方明珠", "东方明珠"),
        ("the", "the"),
        ("first", "first"),
    ] {
        assert_eq!(text(said, &open), Some(Answer::Value(value.to_owned())), "{said}");
    }
    // At once only what can be nothing else than a place; for the rest the model is asked first.
    for said in ["near the City Museum, please", "人民广场附近"] {
        assert!(matches!(answer(said, &open), Some(Answer::Value(_))), "{said}");
    }
    for said in ["city museum", "turn on the radio", "the", "near the house of my oldest friend"] {
        assert_eq!(answer(said, &open), None, "{said}");
    }
    assert_eq!(text("one two three four five six seven eight nine", &open), None);
    assert_eq!(text("一二三四五六七八九十一二三四五六七八九十", &open), None);
}

#[test]
fn a_sentence_that_asks_for_something_is_not_only_a_name() {
    for (said, name, expected) in [
        ("city museum", "city museum", true),
        ("Uh, in the City Museum please", "the city museum", true),
        ("take me to the city museum", "city museum", false),
        ("city museum", "museum", false),
        ("turn on the radio", "radio", false),
        ("人民广场吧", "人民广场", true),
        ("带我去人民广场", "人民广场", false),
        ("city museum", "", false),
    ] {
        let sentence = Tokens::of(said);
        assert_eq!(is_only_name(&sentence, name, Language::of_text(said)), expected, "{said}: {name}");
    }
}

#[test]
fn the_driver_can_take_it_back() {
    for question in [question(&["Ramen Yard"]), question(&[])] {
        for said in ["never mind", "Forget it.", "no thanks", "none of them", "cancel", "算了", "不用了，谢谢", "取消"]
        {
            assert_eq!(answer(said, &question), Some(Answer::Cancel), "{said}");
        }
    }
}

#[test]
fn other_sentences_are_no_answer_to_choices() {
    let question = question(&["Golden Noodle House", "Ramen Yard"]);
    for said in ["what about cheaper ones", "find parking", "the second one or the third one", "有没有便宜一点的"]
    {
        assert_eq!(answer(said, &question), None, "{said}");
    }
}
