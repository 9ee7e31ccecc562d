//! How large tools, types and values may be.
//!
//! A component is written by anyone, and so is, in effect, the JSON that a model writes. What is over a limit is
//! refused with an error that names it, except documentation, which is cut.

/// Tools of one skill.
pub const TOOLS_MAX: usize = 32;
/// Fields of one record.
pub const FIELDS_MAX: usize = 32;
/// Cases of one enum or variant, or flags.
pub const CASES_MAX: usize = 128;
/// Members of one tuple.
pub const TUPLE_MEMBERS_MAX: usize = 16;
/// Types inside each other, the request record included.
pub const TYPE_DEPTH_MAX: usize = 8;
/// Types, fields and cases of one request, each counted wherever it stands.
pub const TYPE_PARTS_MAX: usize = 1_000;
/// Characters of the name of a type, field, case or flag.
pub const NAME_CHARS_MAX: usize = 64;
/// Components and modules inside each other, the outermost included. Toolchains and compositions need 3 or 4, and the
/// compiler's time grows with the square of the depth.
pub const COMPONENT_DEPTH_MAX: usize = 32;
/// Types of components and instances inside each other in one section. Each takes about 2 KiB of stack to read, of the
/// 2 MiB that a thread has.
pub const NESTED_TYPES_MAX: usize = 100;
/// Imports of one component.
pub const IMPORTS_MAX: usize = 128;

/// Characters of a tool's documentation.
pub const TOOL_DOCS_CHARS_MAX: usize = 400;
/// Characters of the documentation of a type, field, case or flag.
pub const DOCS_CHARS_MAX: usize = 200;

/// Characters of a string in a call's arguments. A choice's value, which a skill names itself, has at most as many.
pub const STRING_CHARS_MAX: usize = 200;
/// Items of a list in a call's arguments.
pub const LIST_ITEMS_MAX: usize = 20;
/// Characters of a question that the model asks back.
pub const QUESTION_CHARS_MAX: usize = 200;

/// Calls in one answer of the model.
pub const CALLS_MAX: usize = 3;
/// Bytes of one answer of the model.
pub const ANSWER_BYTES_MAX: usize = 16 * 1024;

/// Largest magnitude of an integer that every reader of JSON keeps exactly: 2⁵³ − 1.
pub const JSON_INTEGER_MAX: u64 = (1 << 53) - 1;
