use async_trait::async_trait;
use insta::assert_snapshot;
use jumpseat_package::Language;

use super::fakes::{assistant, brief, parked};
use crate::{Audio, Ending, Recogniser, SpeechError, Synthesiser, Transcript};

/// Hears what was recorded, whatever the audio.
enum Recorded {
    Heard(&'static str),
    Noise,
    Failed(SpeechError),
    Hangs,
}

#[async_trait]
impl Recogniser for Recorded {
    async fn recognise(&self, _: &Audio) -> Result<Option<Transcript>, SpeechError> {
        match self {
            Self::Heard(text) => Ok(Some(Transcript { text: (*text).to_owned(), language: Language::English })),
            Self::Noise => Ok(None),
            Self::Failed(error) => Err(error.clone()),
            Self::Hangs => std::future::pending().await,
        }
    }
}

#[async_trait]
impl Synthesiser for Recorded {
    async fn speak(&self, text: &str, _: Language) -> Result<Audio, SpeechError> {
        match self {
            Self::Heard(expected) => {
                assert_eq!(text, *expected);
                Ok(Audio { sample_rate_hz: 16_000, samples: vec![0; 16] })
            }
            Self::Failed(error) => Err(error.clone()),
            Self::Noise | Self::Hangs => std::future::pending().await,
        }
    }
}

fn silence() -> Audio {
    Audio { sample_rate_hz: 16_000, samples: vec![0; 1_600] }
}

#[tokio::test(start_paused = true)]
async fn what_is_heard_is_answered_and_what_is_not_is_said() {
    let missing = SpeechError::Missing { program: "pocketsphinx".to_owned(), hint: "install it".to_owned() };
    let failed = SpeechError::Failed { program: "pocketsphinx".to_owned(), detail: "signal 9".to_owned() };
    let long = SpeechError::OverLimit { what: "audio in ms", value: 90_000, limit: 30_000 };
    let mut turns = String::new();
    for recorded in [
        Recorded::Heard("find noodles"),
        Recorded::Noise,
        Recorded::Failed(missing),
        Recorded::Failed(failed),
        Recorded::Failed(long),
        Recorded::Hangs,
        Recorded::Heard("the second one"),
    ] {
        let (mut assistant, _) = assistant(None);
        assistant.ask("find noodles", &parked()).await;
        turns += &brief(&assistant.listen(&silence(), &recorded, &parked()).await);
        turns.push('\n');
    }
    assert_snapshot!(turns, @r#"
    Phrase [food.find {"cuisine":"noodles"} Reply] Answered I found Golden House and Ramen Yard.
    None [] NotUnderstood Sorry, I did not catch that.
    None [] Deaf Sorry, I cannot hear right now.
    None [] Deaf Sorry, I cannot hear right now.
    None [] NotUnderstood Sorry, that was too long. Please say it shorter.
    None [] Deaf Sorry, I cannot hear right now.
    Phrase [food.show {"restaurant":"Ramen Yard id"} Reply] Answered This is Ramen Yard id.
    "#);
}

#[tokio::test]
async fn noise_leaves_the_question() {
    let (mut assistant, _) = assistant(None);
    assistant.ask("find noodles", &parked()).await;
    let turn = assistant.listen(&silence(), &Recorded::Noise, &parked()).await;
    assert_eq!((turn.transcript.as_ref(), turn.ending), (None, Ending::NotUnderstood));
    assert!(turn.question.is_some());
    let turn = assistant.listen(&silence(), &Recorded::Heard("the second one"), &parked()).await;
    assert_eq!(turn.speech, "This is Ramen Yard id.");
}

#[tokio::test]
async fn a_driver_whom_nobody_can_hear_is_told_so_and_the_question_stands() {
    let (mut assistant, _) = assistant(None);
    assistant.ask("find noodles", &parked()).await;
    let turn = assistant.cannot_hear(&parked());
    assert_snapshot!(brief(&turn), @"None [] Deaf Sorry, I cannot hear right now.");
    assert!(turn.ending.is_failure() && turn.question.is_some());
}

#[tokio::test(start_paused = true)]
async fn the_answer_is_spoken_and_its_time_is_put_down() {
    let (mut assistant, _) = assistant(None);
    let mut turn = assistant.ask("find parking near the museum", &parked()).await;
    let total = turn.timings_us.total;
    let voice = Recorded::Heard("Three car parks near museum");
    assert_eq!(assistant.speak(&mut turn, &voice).await.map(|audio| audio.samples.len()), Ok(16));
    assert_eq!(turn.timings_us.total, total + turn.timings_us.speak);
    let late = assistant.speak(&mut turn, &Recorded::Hangs).await;
    assert!(matches!(late, Err(SpeechError::DeadlinePassed { .. })), "{late:?}");
}
