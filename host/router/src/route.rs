//! The three stages: answers and phrases, shortlist, model.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};

use jumpseat_package::Language;
use jumpseat_tool::{Tool, ToolName, Type};
use serde_json::Value;

use crate::{
    Call, Decision, Dialogue, Exchange, LanguageModel, Match, ModelAnswer, ModelError, ModelRequest, Path, Plan,
    Question, Repertoire, SentenceError,
    answers::{Answer, Answers, ConsentAnswer, ConsentAnswers, free_text, is_brief, is_only_name, likely},
    limits::{CALLS_MAX, CONFIDENCE_MIN, HISTORY_EXCHANGES_MAX},
    matcher::{arguments, find},
    normalise::{clean, holds_markup},
    repertoire::Phrasebooks,
    shortlist::Shortlist,
    tokens::Tokens,
};

/// Finds the plan for a sentence among the tools of the installed skills.
///
/// It is made once for a set of skills and never changes: whoever installs or removes a skill makes a new one.
#[derive(Debug)]
pub struct Router {
    tools: BTreeMap<ToolName, Arc<Tool>>,
    phrasebooks: Vec<Phrasebooks>,
    answers: Answers,
    consent_answers: ConsentAnswers,
    shortlist: Shortlist,
}

/// The plan for a sentence, and how it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Routed {
    /// The sentence without control characters, as it may stand in the history.
    pub utterance: String,
    /// What to do.
    pub plan: Plan,
    /// Which stage found it.
    pub path: Path,
    /// How long each stage took.
    pub timings: RouteTimings,
    /// How sure the model was, 0 to 1; nothing if it was not asked or did not answer.
    pub confidence: Option<f32>,
    /// What is worth a line in the log. Names tools, never what the driver said.
    pub notes: Vec<String>,
}

/// How long the stages of routing took; zero for those that were not needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RouteTimings {
    /// Answers and phrases.
    pub phrase_us: u64,
    /// Choosing the tools that the model is shown.
    pub shortlist_us: u64,
    /// The model.
    pub model_us: u64,
}

impl Router {
    /// Makes a router for skills, given in the order in which they were installed.
    pub fn new(skills: impl IntoIterator<Item = Repertoire>) -> Self {
        let (mut phrasebooks, mut tools) = (Vec::new(), Vec::new());
        for skill in skills {
            phrasebooks.push(skill.phrasebooks);
            tools.extend(skill.tools);
        }
        let by_name = tools.iter().map(|(tool, _)| (tool.name.clone(), Arc::clone(tool))).collect();
        Self {
            tools: by_name,
            phrasebooks,
            answers: Answers::new(),
            consent_answers: ConsentAnswers::new(),
            shortlist: Shortlist::new(tools),
        }
    }

    /// The tools that it can plan with, by name.
    pub fn tools(&self) -> impl Iterator<Item = &Arc<Tool>> {
        self.tools.values()
    }

    /// A tool by its name.
    pub fn tool(&self, name: &ToolName) -> Option<&Arc<Tool>> {
        self.tools.get(name)
    }

    /// What the phrases alone say of a sentence.
    pub fn phrase(&self, sentence: &str, language: Language) -> Result<Match, SentenceError> {
        Ok(self.find(&Tokens::of(&clean(sentence)?), language))
    }

    /// What a sentence says to the question whether a skill may have something; nothing if it is no answer to that.
    pub fn consent_answer(&self, sentence: &str, language: Language) -> Option<ConsentAnswer> {
        self.consent_answers.answer(&Tokens::of(&clean(sentence).ok()?), language)
    }

    fn find(&self, sentence: &Tokens, language: Language) -> Match {
        find(self.phrasebooks.iter().map(|phrasebooks| phrasebooks.of(language)), sentence, language)
    }

    /// Finds the plan for a sentence. The model is asked only if nothing cheaper answers, and must answer within
    /// the deadline.
    pub async fn route(
        &self,
        sentence: &str,
        language: Language,
        dialogue: &Dialogue,
        model: Option<&dyn LanguageModel>,
        deadline: Duration,
    ) -> Result<Routed, SentenceError> {
        let mut routed = Routed {
            utterance: clean(sentence)?,
            plan: Plan::NoTool,
            path: Path::Phrase,
            timings: RouteTimings::default(),
            confidence: None,
            notes: Vec::new(),
        };
        if holds_markup(&routed.utterance) {
            return Err(SentenceError::Markup);
        }
        let started = Instant::now();
        let found = self.without_model(&routed.utterance, language, dialogue, &mut routed.notes);
        routed.timings.phrase_us = elapsed_us(started);
        if let Some(plan) = found {
            return Ok(Routed { plan, ..routed });
        }
        let Some(model) = model else {
            // Nobody can tell a request from an answer then, and an answer is what was asked for.
            let error = ModelError::Unavailable { reason: "no model is configured".to_owned() };
            let undecided = Routed { plan: Plan::Undecided(error), path: Path::None, ..routed };
            return Ok(self.or_answered(undecided, language, dialogue));
        };
        let started = Instant::now();
        let tools = self.offered(&routed.utterance, dialogue);
        routed.timings.shortlist_us = elapsed_us(started);
        let request = ModelRequest {
            language,
            utterance: routed.utterance.clone(),
            history: recent(&dialogue.history).to_vec(),
            tools: tools.clone(),
            deadline,
        };
        let started = Instant::now();
        let answer = model.answer(request).await;
        routed.timings.model_us = elapsed_us(started);
        Ok(self.or_answered(decided(routed, answer, &tools), language, dialogue))
    }

    /// What the model found, or the answer to a pending question that any text answers. The model is asked first,
    /// because "turn on the radio" is as short as a name; a sentence in which it sees no request of its own is the
    /// answer.
    fn or_answered(&self, mut routed: Routed, language: Language, dialogue: &Dialogue) -> Routed {
        let sentence = Tokens::of(&routed.utterance);
        let Some(question) = &dialogue.question else { return routed };
        if is_request(&routed.plan, &sentence, language) {
            return routed;
        }
        let Some(answer) = free_text(&sentence, language, question) else { return routed };
        match self.answered(question, answer, &mut routed.notes) {
            Some(plan) => Routed { plan, path: Path::Phrase, ..routed },
            None => routed,
        }
    }

    /// The plan where a pending question or a phrase gives it.
    fn without_model(
        &self,
        utterance: &str,
        language: Language,
        dialogue: &Dialogue,
        notes: &mut Vec<String>,
    ) -> Option<Plan> {
        let sentence = Tokens::of(utterance);
        let question = dialogue.question.as_ref();
        if let Some(question) = question
            && let Some(answer) = self.answers.certain(&sentence, language, question)
            && let Some(plan) = self.answered(question, answer, notes)
        {
            return Some(plan);
        }
        match self.find(&sentence, language) {
            Match::Call(call) => return Some(Plan::Calls(vec![call])),
            Match::Ambiguous(tools) => {
                let names: Vec<String> = tools.iter().map(ToString::to_string).collect();
                notes.push(format!("the phrases are ambiguous: {}", names.join(", ")));
                return None;
            }
            Match::None => {}
        }
        let question = question?;
        let answer = likely(&sentence, language, question)?;
        self.answered(question, answer, notes)
    }

    fn answered(&self, question: &Question, answer: Answer, notes: &mut Vec<String>) -> Option<Plan> {
        let value = match answer {
            Answer::Cancel => return Some(Plan::Dismiss),
            Answer::NoSuchChoice => return Some(Plan::NoSuchChoice { choices: question.choices.len() }),
            Answer::Value(value) => value,
        };
        let Some(tool) = self.tools.get(&question.tool) else {
            notes.push(format!("the question is for {}, which is not installed", question.tool));
            return None;
        };
        let mut values = question.arguments.clone();
        values.insert(question.field.clone(), Value::from(value));
        let Some(arguments) = arguments(tool, values) else {
            notes.push(format!("the answer does not fit {}", question.tool));
            return None;
        };
        Some(Plan::Calls(vec![Call { tool: Arc::clone(tool), arguments }]))
    }

    /// The tools that the model may choose among: fixed by the driver's own words and by what was called last,
    /// before any skill says anything.
    fn offered(&self, utterance: &str, dialogue: &Dialogue) -> Vec<Arc<Tool>> {
        let last = dialogue.history.last();
        let mut also: BTreeSet<&ToolName> = last.into_iter().flat_map(Exchange::called).collect();
        also.extend(dialogue.question.as_ref().map(|question| &question.tool));
        self.shortlist.pick(utterance, &also)
    }
}

fn recent(history: &[Exchange]) -> &[Exchange] {
    let from = history.len().saturating_sub(HISTORY_EXCHANGES_MAX);
    history.get(from..).unwrap_or(&[])
}

fn decided(routed: Routed, answer: Result<ModelAnswer, ModelError>, offered: &[Arc<Tool>]) -> Routed {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return Routed { plan: Plan::Undecided(error), path: Path::None, ..routed },
    };
    let confidence = Some(answer.confidence);
    if !is_sure(answer.confidence, CONFIDENCE_MIN) {
        return Routed { plan: Plan::Unsure, path: Path::Model, confidence, ..routed };
    }
    match plan(answer.decision, offered) {
        Ok(plan) => Routed { plan, path: Path::Model, confidence, ..routed },
        Err(reason) => {
            let error = ModelError::Malformed { reason };
            Routed { plan: Plan::Undecided(error), path: Path::None, confidence, ..routed }
        }
    }
}

/// Whether a plan does more than take up what the sentence names. A refusal counts unless the sentence is as short as a
/// name: models refuse a bare name that they do not know.
fn is_request(plan: &Plan, sentence: &Tokens, language: Language) -> bool {
    match plan {
        Plan::Calls(calls) => !matches!(calls.as_slice(), [call] if takes_up(call, sentence, language)),
        Plan::NoTool => !is_brief(sentence, language),
        Plan::Dismiss | Plan::NoSuchChoice { .. } => true,
        Plan::Ask(_) | Plan::Unsure | Plan::Undecided(_) => false,
    }
}

/// Whether a text field of a call takes the whole sentence for a name. The value of an enum is no name: "pizza" asks for
/// pizza.
fn takes_up(call: &Call, sentence: &Tokens, language: Language) -> bool {
    let values = call.arguments.to_json();
    let is_text = |ty: &Type| *if let Type::Option(inner) = ty { inner.as_ref() } else { ty } == Type::String;
    let mut texts = call.tool.request.iter().flat_map(|request| &request.fields).filter(|field| is_text(&field.ty));
    texts.any(|field| {
        let text = values.get(&field.name).and_then(Value::as_str);
        text.is_some_and(|text| is_only_name(sentence, text, language))
    })
}

/// Whether a confidence is enough to act on. One that is no number never is.
fn is_sure(confidence: f32, confidence_min: f32) -> bool {
    confidence >= confidence_min
}

/// A model's decision as a plan. Decoding is bound by a grammar; that is checked here once more, because what a
/// model says must never become a call that was not offered.
fn plan(decision: Decision, offered: &[Arc<Tool>]) -> Result<Plan, String> {
    let calls = match decision {
        Decision::NoTool => return Ok(Plan::NoTool),
        Decision::Ask(question) if question.trim().is_empty() => return Err("it asks nothing".to_owned()),
        Decision::Ask(question) => return Ok(Plan::Ask(question)),
        Decision::Calls(calls) => calls,
    };
    if !(1..=CALLS_MAX).contains(&calls.len()) {
        return Err(format!("it makes {} calls, 1 to {CALLS_MAX} are allowed", calls.len()));
    }
    let call = |(name, values): (ToolName, Value)| {
        let tool = offered.iter().find(|tool| tool.name == name);
        let tool = tool.ok_or_else(|| format!("it calls {name}, which was not offered"))?;
        // The error quotes the value, which the driver may have said: the log gets only its place.
        let arguments =
            tool.arguments(&values).map_err(|error| format!("it calls {name} wrongly at {}", error.path))?;
        Ok(Call { tool: Arc::clone(tool), arguments })
    };
    Ok(Plan::Calls(calls.into_iter().map(call).collect::<Result<_, String>>()?))
}

fn elapsed_us(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
