//! Says what it was asked: every type of value goes in, every kind of card and failure comes out.

#![expect(
    missing_docs,
    unsafe_code,
    clippy::mem_forget,
    clippy::same_length_and_capacity,
    reason = "generated code; the WIT documents what matters"
)]

wit_bindgen::generate!({
    path: "wit",
    world: "skill",
    generate_all,
});

use exports::{
    jumpseat::skill::events::{self, Event},
    jumpseat_guests::echo::tools::{
        AnswerRequest, Failure, Guest, IntegersRequest, Kind, NestedRequest, Reply, ScalarsRequest,
    },
};
use jumpseat::{
    context::turn,
    skill::types::{
        Card, Choice, Coordinates, CountdownCard, Explanation, ListCard, MapCard, Marker, MessageCard, Need, Question,
        Row, StatusCard, StatusValue, Tone,
    },
};

struct Echo;

export!(Echo);

fn say(speech: String) -> Reply {
    Reply { speech, card: None, question: None }
}

fn show(card: Card) -> Reply {
    Reply { speech: "a card".to_owned(), card: Some(card), question: None }
}

fn explanation() -> Explanation {
    Explanation { speech: "a sentence".to_owned(), detail: "a detail".to_owned() }
}

const HERE: Coordinates = Coordinates { latitude_deg: 1.5, longitude_deg: -2.5 };

impl Guest for Echo {
    fn integers(request: IntegersRequest) -> Result<Reply, Failure> {
        let IntegersRequest { a, b, c, d, e, f, g, h } = request;
        Ok(say(format!("{a} {b} {c} {d} {e} {f} {g} {h}")))
    }

    fn scalars(request: ScalarsRequest) -> Result<Reply, Failure> {
        let ScalarsRequest { yes, letter, text, single, double } = request;
        Ok(say(format!("{yes} {letter:?} {text:?} {single:?} {double:?}")))
    }

    fn nested(request: NestedRequest) -> Result<Reply, Failure> {
        let NestedRequest { shapes, color, days, maybe, done, over } = request;
        Ok(say(format!("{shapes:?} {color:?} {days:?} {maybe:?} {done:?} {over:?}")))
    }

    fn no_request() -> Result<Reply, Failure> {
        Ok(say(format!("{:?}", turn::current())))
    }

    fn answer(request: AnswerRequest) -> Result<Reply, Failure> {
        let title = "a title".to_owned();
        let text = "a text".to_owned();
        let tone = Tone::Amber;
        match request.kind {
            Kind::Rows => {
                let row = Row {
                    title: text,
                    subtitle: Some("below".to_owned()),
                    trailing: Some("end".to_owned()),
                    position: Some(HERE),
                };
                Ok(show(Card::List(ListCard { title, rows: vec![row] })))
            }
            Kind::Map => {
                let marker = Marker { label: text, subtitle: None, position: HERE };
                Ok(show(Card::Map(MapCard { title, markers: vec![marker] })))
            }
            Kind::Countdown => Ok(show(Card::Countdown(CountdownCard { title, text, ends_in_ms: 4_000, tone }))),
            Kind::Status => {
                let value = StatusValue { label: text, value: "12 km".to_owned(), tone };
                Ok(show(Card::Status(StatusCard { title, values: vec![value] })))
            }
            Kind::Message => Ok(show(Card::Message(MessageCard { title, text }))),
            Kind::Question => {
                let choice = Choice { label: title, value: text };
                let question = Question { tool: "answer".to_owned(), field: "near".to_owned(), choices: vec![choice] };
                Ok(Reply { speech: "which one?".to_owned(), card: None, question: Some(question) })
            }
            Kind::NothingFound => Err(Failure::NothingFound(explanation())),
            Kind::NeedValue => {
                Err(Failure::NeedValue(Need { speech: "near what?".to_owned(), field: "near".to_owned() }))
            }
            Kind::NotAllowed => Err(Failure::NotAllowed(explanation())),
            Kind::Unavailable => Err(Failure::Unavailable(explanation())),
            Kind::Invalid => Err(Failure::Invalid(explanation())),
        }
    }
}

impl events::Guest for Echo {
    fn handle(event: Event) -> Option<Reply> {
        let Event::SignalAhead(signal) = event;
        let is_near = signal.distance_m < 100;
        is_near.then(|| Reply { speech: format!("{signal:?}"), card: None, question: None })
    }
}
