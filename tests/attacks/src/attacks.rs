//! Every attack: a hostile skill in text form, and what must become of it.
//!
//! A skill here is a core module by hand, because no compiler writes what an attacker would. Each goes for one limit or
//! one promise of the runtime.

use jumpseat_assistant::Outcome;

/// A hostile skill.
pub(crate) struct Attack {
    /// What it does, in a few words.
    pub(crate) name: &'static str,
    /// What its module defines besides the usual.
    pub(crate) definitions: &'static str,
    /// What its tool does, before it crashes.
    pub(crate) body: &'static str,
    /// What the world imports besides nothing.
    pub(crate) imports: &'static str,
    /// What must become of a call.
    pub(crate) end: End,
}

/// How a call of a hostile skill ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It is stopped at its deadline.
    Deadline,
    /// It is stopped at a limit; a part of the limit's text.
    Limit(&'static str),
    /// It crashes.
    Crash,
    /// It is not even loaded.
    Refused,
}

impl End {
    /// Whether an outcome is this end.
    pub(crate) fn is(self, outcome: &Outcome) -> bool {
        match (self, outcome) {
            (Self::Deadline, Outcome::TimedOut { .. })
            | (Self::Crash, Outcome::Trapped { .. })
            | (Self::Refused, Outcome::Missing { .. }) => true,
            (Self::Limit(what), Outcome::OverLimit { limit }) => limit.contains(what),
            (Self::Deadline | Self::Crash | Self::Limit(_) | Self::Refused, _) => false,
        }
    }

    /// The wall that holds, for the report.
    pub(crate) const fn wall(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Limit(what) => what,
            Self::Crash => "sandbox",
            Self::Refused => "loading",
        }
    }
}

const LOCATION: &str = "import jumpseat:location/position@0.1.0;";
const HTTP: &str = "import jumpseat:http/client@0.1.0;";
const LOG: &str = "import jumpseat:log/lines@0.1.0;";

/// The position, which takes no argument and writes its answer to an address.
const CURRENT: &str = r#"(import "jumpseat:location/position@0.1.0" "current" (func $current (param i32)))"#;
/// A request and its URL at address 2048: the method, then address and length of URL, headers and body each, and where the
/// answer goes.
const SEND: &str = r#"(import "jumpseat:http/client@0.1.0" "send" (func $send (param i32 i32 i32 i32 i32 i32 i32 i32)))
    (data (i32.const 2048) "https://drip.example/")"#;
const WRITE: &str = r#"(import "jumpseat:log/lines@0.1.0" "write" (func $write (param i32 i32 i32)))"#;

/// An answer at address 1024 whose speech is so many bytes long, wherever they begin.
macro_rules! answer {
    ($from:literal, $length:literal) => {
        concat!(
            "(i32.store (i32.const 1028) (i32.const ",
            $from,
            ")) (i32.store (i32.const 1032) (i32.const ",
            $length,
            ")) (return (i32.const 1024))"
        )
    };
}

/// All attacks.
pub(crate) const ATTACKS: [Attack; 27] = [
    Attack {
        name: "endless loop",
        definitions: "",
        body: "(loop $forever (br $forever))",
        imports: "",
        end: End::Deadline,
    },
    Attack {
        name: "loop of capability calls",
        definitions: CURRENT,
        body: "(loop $forever (call $current (i32.const 2048)) (br $forever))",
        imports: LOCATION,
        end: End::Limit("calls of capabilities"),
    },
    Attack {
        name: "loop while it starts",
        definitions: "(func $start (loop $forever (br $forever))) (start $start)",
        body: "",
        imports: "",
        end: End::Deadline,
    },
    Attack {
        name: "capability call while it starts",
        definitions: concat!(
            r#"(import "jumpseat:location/position@0.1.0" "current" (func $current (param i32)))"#,
            "(func $start (call $current (i32.const 2048))) (start $start)"
        ),
        body: "",
        imports: LOCATION,
        end: End::Crash,
    },
    Attack {
        name: "loop after its answer",
        definitions: r#"(data (i32.const 2048) "hello")
            (func (export "cabi_post_jumpseat:attack/tools@0.1.0#attack") (param i32)
                (loop $forever (br $forever)))"#,
        body: answer!("2048", "5"),
        imports: "",
        end: End::Deadline,
    },
    Attack {
        name: "loop in its allocator",
        definitions: concat!(
            r#"(import "jumpseat:location/position@0.1.0" "current" (func $current (param i32)))"#,
            r#"(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
                (loop $forever (br $forever)) unreachable)"#
        ),
        body: "(call $current (i32.const 2048))",
        imports: LOCATION,
        end: End::Deadline,
    },
    Attack {
        name: "capability call in its allocator",
        definitions: concat!(
            r#"(import "jumpseat:location/position@0.1.0" "current" (func $current (param i32)))"#,
            r#"(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
                (call $current (i32.const 2048)) (i32.const 4096))"#
        ),
        body: "(call $current (i32.const 2048))",
        imports: LOCATION,
        end: End::Crash,
    },
    Attack {
        name: "allocator outside its memory",
        definitions: concat!(
            r#"(import "jumpseat:location/position@0.1.0" "current" (func $current (param i32)))"#,
            r#"(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0x7ffffff0))"#
        ),
        body: "(call $current (i32.const 2048))",
        imports: LOCATION,
        end: End::Crash,
    },
    Attack {
        name: "recursion",
        definitions: "(func $deeper (param i64) (result i64) (i64.add (call $deeper (local.get 0)) (i64.const 1)))",
        body: "(drop (call $deeper (i64.const 0)))",
        imports: "",
        end: End::Limit("bytes of stack"),
    },
    Attack {
        name: "one growing memory",
        definitions: "",
        body: "(loop $grow (br_if $grow (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))",
        imports: "",
        end: End::Limit("bytes of memory"),
    },
    Attack {
        name: "three growing memories",
        definitions: "(memory $second 0) (memory $third 0)",
        body: "(loop $grow
            (drop (memory.grow $second (i32.const 64)))
            (br_if $grow (i32.ne (memory.grow $third (i32.const 64)) (i32.const -1))))",
        imports: "",
        end: End::Limit("bytes of memory"),
    },
    Attack {
        name: "memory that is written to",
        definitions: "",
        body: "(local $at i32)
            (loop $grow
                (local.set $at (memory.grow (i32.const 16)))
                (if (i32.eq (local.get $at) (i32.const -1)) (then unreachable))
                (memory.fill (i32.mul (local.get $at) (i32.const 65536)) (i32.const 1) (i32.const 1048576))
                (br $grow))",
        imports: "",
        end: End::Limit("bytes of memory"),
    },
    Attack {
        name: "growing table",
        definitions: "(table $table 0 funcref)",
        body: "(loop $grow (br_if $grow (i32.ne (table.grow $table (ref.null func) (i32.const 1000)) (i32.const -1))))",
        imports: "",
        end: End::Limit("elements of tables"),
    },
    Attack {
        name: "nine tables",
        definitions: "(table 0 funcref) (table 0 funcref) (table 0 funcref) (table 0 funcref) (table 0 funcref)
            (table 0 funcref) (table 0 funcref) (table 0 funcref) (table 0 funcref)",
        body: "",
        imports: "",
        end: End::Refused,
    },
    Attack { name: "crash", definitions: "", body: "", imports: "", end: End::Crash },
    Attack {
        name: "read outside its memory",
        definitions: "",
        body: "(drop (i64.load (i32.const 0x7ffffff0)))",
        imports: "",
        end: End::Crash,
    },
    Attack {
        name: "call through a wrong type",
        definitions: "(type $other (func (param f64) (result f64))) (table $table 1 funcref) (elem (i32.const 0) $void)
            (func $void)",
        body: "(drop (call_indirect $table (type $other) (f64.const 1) (i32.const 0)))",
        imports: "",
        end: End::Crash,
    },
    Attack {
        name: "answer of a lying length",
        definitions: "",
        body: answer!("2048", "0xfffffff0"),
        imports: "",
        end: End::Crash,
    },
    Attack {
        name: "answer with 2^32 - 1 rows",
        definitions: "",
        body: "(i32.store (i32.const 1036) (i32.const 1)) (i32.store (i32.const 1052) (i32.const 2048))
            (i32.store (i32.const 1056) (i32.const 0xffffffff)) (return (i32.const 1024))",
        imports: "",
        end: End::Crash,
    },
    Attack {
        name: "answer of two megabytes",
        definitions: "",
        body: concat!("(drop (memory.grow (i32.const 40))) ", answer!("2048", "2097152")),
        imports: "",
        end: End::Limit("bytes passed to the host at once"),
    },
    Attack {
        name: "answer that is no text",
        definitions: r#"(data (i32.const 2048) "\ff\fe\fd")"#,
        body: answer!("2048", "3"),
        imports: "",
        end: End::Crash,
    },
    Attack {
        name: "answer outside its memory",
        definitions: "",
        body: "(return (i32.const 0x7ffffff8))",
        imports: "",
        end: End::Crash,
    },
    Attack {
        name: "requests without end",
        definitions: SEND,
        body: "(loop $again
            (call $send (i32.const 2) (i32.const 2048) (i32.const 21) (i32.const 0) (i32.const 0) (i32.const 0)
                (i32.const 0) (i32.const 1536))
            (br $again))",
        imports: HTTP,
        end: End::Limit("calls of capabilities"),
    },
    Attack {
        name: "a request with 2^32 - 1 headers",
        definitions: SEND,
        body: "(call $send (i32.const 0) (i32.const 2048) (i32.const 21) (i32.const 4096) (i32.const 0xffffffff) (i32.const 0)
            (i32.const 0) (i32.const 1536))",
        imports: HTTP,
        end: End::Crash,
    },
    Attack {
        name: "a host that answers drop by drop",
        definitions: SEND,
        body: "(call $send (i32.const 0) (i32.const 2048) (i32.const 21) (i32.const 0) (i32.const 0) (i32.const 0)
            (i32.const 0) (i32.const 1536))",
        imports: HTTP,
        end: End::Deadline,
    },
    Attack {
        name: "log lines without end",
        definitions: WRITE,
        body: "(loop $again (call $write (i32.const 1) (i32.const 2048) (i32.const 100)) (br $again))",
        imports: LOG,
        end: End::Deadline,
    },
    Attack {
        name: "a log line of a lying length",
        definitions: WRITE,
        body: "(call $write (i32.const 1) (i32.const 2048) (i32.const 0xffffffff))",
        imports: LOG,
        end: End::Crash,
    },
];
