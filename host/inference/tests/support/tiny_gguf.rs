//! Writes model files that are small enough to be made in a test: the architecture of Qwen3 with random weights, and
//! a vocabulary of single bytes with the special tokens of Qwen and a few merges.
//!
//! What such a model chooses is arbitrary but always the same, so it shows everything except judgement.

use std::collections::BTreeMap;

const ALIGNMENT: usize = 32;
const WIDTH: u32 = 64;
const HEAD_WIDTH: u32 = 64;
const FEED_FORWARD: u32 = 64;
const F32: u32 = 0;

/// Pairs that are one token, as GPT-2 spells bytes: "Ċ" is a newline, "Ġ" a space.
const MERGES: [(&str, &str); 6] = [("}", "}"), ("}}", "Ċ"), ("Ġ", "\""), ("\"", ":"), ("a", "n"), ("p", "an")];
const CONTROL: [&str; 3] = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];
const USER_DEFINED: [&str; 6] =
    ["<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>"];

/// A template with all that marks the form of Qwen3.
pub(crate) const QWEN3_TEMPLATE: &str = r#"{%- if tools %}<tool_call>\n{\"name\": <function-name>, \"arguments\": <args-json-object>}
{%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\n\n</think>\n\n' }}{%- endif %}"#;

/// A model file to write. Every part can be made wrong.
#[derive(Debug, Clone)]
pub(crate) struct TinyModel {
    pub(crate) architecture: String,
    pub(crate) version: u32,
    pub(crate) context_tokens: u32,
    pub(crate) block_count: u32,
    pub(crate) chat_template: Option<String>,
    pub(crate) prompt_form: Option<String>,
    /// Tokens besides those that every tiny model has.
    pub(crate) more_tokens: Vec<String>,
    /// Another model for another number.
    pub(crate) seed: u64,
}

impl TinyModel {
    /// A model of the compact form.
    pub(crate) fn compact() -> Self {
        Self {
            architecture: "qwen3".to_owned(),
            version: 3,
            context_tokens: 1024,
            block_count: 1,
            chat_template: None,
            prompt_form: Some("compact".to_owned()),
            more_tokens: Vec::new(),
            seed: 1,
        }
    }

    /// A model of the Hermes form, with room for tools.
    pub(crate) fn hermes() -> Self {
        Self {
            context_tokens: 8192,
            chat_template: Some(QWEN3_TEMPLATE.to_owned()),
            prompt_form: None,
            ..Self::compact()
        }
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let tokens = self.tokens();
        let tensors = tensors(length(tokens.len()), self.block_count);
        let entries = self.entries(&tokens);
        let mut file = Vec::new();
        file.extend(b"GGUF");
        file.extend(self.version.to_le_bytes());
        file.extend((tensors.len() as u64).to_le_bytes());
        file.extend((entries.len() as u64).to_le_bytes());
        for (key, value) in &entries {
            put_string(&mut file, key);
            file.extend(value);
        }
        let mut offset = 0_u64;
        for (name, shape) in &tensors {
            put_string(&mut file, name);
            file.extend(length(shape.len()).to_le_bytes());
            file.extend(shape.iter().flat_map(|&length| u64::from(length).to_le_bytes()));
            file.extend(F32.to_le_bytes());
            file.extend(offset.to_le_bytes());
            offset += u64::from(elements(shape) * 4).next_multiple_of(ALIGNMENT as u64);
        }
        let mut random = self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        for (name, shape) in &tensors {
            file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
            for _ in 0..elements(shape) {
                let weight = if name.contains("norm") { 1.0 } else { next_weight(&mut random) };
                file.extend(weight.to_le_bytes());
            }
        }
        file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
        file
    }

    fn tokens(&self) -> Vec<(String, i32)> {
        const NORMAL: i32 = 1;
        const CONTROL_TYPE: i32 = 3;
        const USER_DEFINED_TYPE: i32 = 4;
        let single = (0..=u8::MAX).map(|byte| byte_symbol(byte).to_string());
        let merged = MERGES.iter().map(|(left, right)| format!("{left}{right}"));
        let normal = single.chain(merged).chain(self.more_tokens.iter().cloned());
        let typed = |texts: &[&str], kind| texts.iter().map(|text| ((*text).to_owned(), kind)).collect::<Vec<_>>();
        let mut tokens: Vec<_> = normal.map(|text| (text, NORMAL)).collect();
        tokens.extend(typed(&CONTROL, CONTROL_TYPE));
        tokens.extend(typed(&USER_DEFINED, USER_DEFINED_TYPE));
        tokens
    }

    fn entries(&self, tokens: &[(String, i32)]) -> BTreeMap<String, Vec<u8>> {
        let id = |text: &str| length(tokens.iter().position(|(token, _)| token == text).unwrap());
        let merges: Vec<_> = MERGES.iter().map(|(left, right)| format!("{left} {right}")).collect();
        let mut entries = BTreeMap::new();
        let mut put = |key: &str, value: Vec<u8>| drop(entries.insert(key.to_owned(), value));
        put("general.architecture", string(&self.architecture));
        put("general.name", string("Tiny"));
        let own = |key: &str| format!("{}.{key}", self.architecture);
        put(&own("context_length"), number(self.context_tokens));
        put(&own("embedding_length"), number(WIDTH));
        put(&own("block_count"), number(self.block_count));
        put(&own("feed_forward_length"), number(FEED_FORWARD));
        put(&own("attention.head_count"), number(1));
        put(&own("attention.head_count_kv"), number(1));
        put(&own("attention.key_length"), number(HEAD_WIDTH));
        put(&own("attention.value_length"), number(HEAD_WIDTH));
        put(&own("attention.layer_norm_rms_epsilon"), float(1e-6));
        put(&own("rope.freq_base"), float(1e6));
        put("tokenizer.ggml.model", string("gpt2"));
        put("tokenizer.ggml.pre", string("qwen2"));
        put("tokenizer.ggml.tokens", strings(tokens.iter().map(|(text, _)| text.as_str())));
        put("tokenizer.ggml.token_type", integers(tokens.iter().map(|(_, kind)| *kind)));
        put("tokenizer.ggml.merges", strings(merges.iter().map(String::as_str)));
        put("tokenizer.ggml.eos_token_id", number(id("<|im_end|>")));
        put("tokenizer.ggml.bos_token_id", number(id("<|endoftext|>")));
        put("tokenizer.ggml.padding_token_id", number(id("<|endoftext|>")));
        put("tokenizer.ggml.add_bos_token", boolean(false));
        if let Some(template) = &self.chat_template {
            put("tokenizer.chat_template", string(template));
        }
        if let Some(form) = &self.prompt_form {
            put("jumpseat.prompt", string(form));
        }
        entries
    }
}

fn elements(shape: &[u32]) -> u32 {
    shape.iter().product()
}

fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap()
}

fn tensors(vocabulary: u32, blocks: u32) -> Vec<(String, Vec<u32>)> {
    let mut tensors =
        vec![("token_embd.weight".to_owned(), vec![WIDTH, vocabulary]), ("output_norm.weight".to_owned(), vec![WIDTH])];
    for block in 0..blocks {
        let mut put = |name: &str, shape: &[u32]| tensors.push((format!("blk.{block}.{name}.weight"), shape.to_vec()));
        put("attn_norm", &[WIDTH]);
        put("attn_q", &[WIDTH, HEAD_WIDTH]);
        put("attn_k", &[WIDTH, HEAD_WIDTH]);
        put("attn_v", &[WIDTH, HEAD_WIDTH]);
        put("attn_output", &[HEAD_WIDTH, WIDTH]);
        put("attn_q_norm", &[HEAD_WIDTH]);
        put("attn_k_norm", &[HEAD_WIDTH]);
        put("ffn_norm", &[WIDTH]);
        put("ffn_gate", &[WIDTH, FEED_FORWARD]);
        put("ffn_up", &[WIDTH, FEED_FORWARD]);
        put("ffn_down", &[FEED_FORWARD, WIDTH]);
    }
    tensors
}

/// The character that stands for a byte in GPT-2's vocabularies: itself if it is printable, else one from above 255.
fn byte_symbol(byte: u8) -> char {
    let printable = |byte: u8| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    if printable(byte) {
        return char::from(byte);
    }
    let before = (0..byte).filter(|&other| !printable(other)).count();
    char::from_u32(256 + length(before)).unwrap()
}

/// A weight between -0.1 and 0.1, by xorshift.
fn next_weight(random: &mut u64) -> f32 {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    let byte = u8::try_from(*random >> 56).unwrap();
    (f32::from(byte) / 255.0 - 0.5) * 0.2
}

fn put_string(file: &mut Vec<u8>, text: &str) {
    file.extend((text.len() as u64).to_le_bytes());
    file.extend(text.as_bytes());
}

fn typed(kind: u32, value: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), value].concat()
}

fn number(value: u32) -> Vec<u8> {
    typed(4, &value.to_le_bytes())
}

fn float(value: f32) -> Vec<u8> {
    typed(6, &value.to_le_bytes())
}

fn boolean(value: bool) -> Vec<u8> {
    typed(7, &[u8::from(value)])
}

fn string(value: &str) -> Vec<u8> {
    let mut bytes = typed(8, &[]);
    put_string(&mut bytes, value);
    bytes
}

fn array(kind: u32, count: usize) -> Vec<u8> {
    let mut bytes = typed(9, &kind.to_le_bytes());
    bytes.extend((count as u64).to_le_bytes());
    bytes
}

fn strings<'a>(values: impl ExactSizeIterator<Item = &'a str>) -> Vec<u8> {
    let mut bytes = array(8, values.len());
    for value in values {
        put_string(&mut bytes, value);
    }
    bytes
}

fn integers(values: impl ExactSizeIterator<Item = i32>) -> Vec<u8> {
    let mut bytes = array(5, values.len());
    bytes.extend(values.flat_map(i32::to_le_bytes));
    bytes
}
