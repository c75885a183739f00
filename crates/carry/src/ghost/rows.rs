//! A Ghost export read row by row: tables are arrays under their names, somewhere in `{"db":[{"data":{…}}]}`, in a bare
//! `{"data":{…}}`, or in arrays of these. One row is in memory, as text.

use std::io::BufRead;

use memchr::{memchr_iter, memchr2, memrchr};

use crate::Broken;

/// Bytes of one row; a larger one is passed over and told.
const LARGEST: usize = 64 << 20;
/// Bytes of the name of a table.
const NAME: usize = 1 << 10;
/// Objects and arrays around the tables.
const AROUND: usize = 16;

/// A row of a table, or what stands at its place: a single value of that name.
#[derive(Debug)]
pub(super) struct Row {
    /// Name of the table.
    pub(super) table: String,
    /// Its text as the file has it.
    pub(super) raw: String,
    pub(super) line: u64,
    /// Whether bytes that are no text were replaced.
    pub(super) repaired: bool,
}

/// What lies open around the next row.
#[derive(Debug)]
enum Level {
    Object,
    /// An array of objects in which tables lie.
    Array,
    /// A table.
    Table(String),
}

/// Rows of a stream.
#[derive(Debug)]
pub(super) struct Rows<R> {
    source: R,
    file: String,
    levels: Vec<Level>,
    begun: bool,
    line: u64,
    column: u64,
    passed: u64,
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(file: &str, source: R) -> Self {
        let (levels, begun) = (Vec::new(), false);
        Rows { source, file: file.to_owned(), levels, begun, line: 1, column: 1, passed: 0 }
    }

    /// Bytes read.
    pub(super) fn passed(&self) -> u64 {
        self.passed
    }

    /// The next row; the inner error is that of a row behind which reading goes on.
    ///
    /// # Errors
    /// [`Broken`] when nothing behind a place can be read.
    pub(super) fn next(&mut self) -> Result<Option<Result<Row, Broken>>, Broken> {
        loop {
            let Some(byte) = self.peek()? else {
                return match (self.begun, self.levels.is_empty()) {
                    (true, true) => Ok(None),
                    (false, _) => Err(self.broken("there is nothing in it")),
                    _ => Err(self.broken("the file ends here, in the middle: it was cut off")),
                };
            };
            match (self.levels.last(), byte) {
                (None, _) if self.begun => return Ok(None),
                (None | Some(Level::Array), b'{') => self.open(Level::Object)?,
                (None | Some(Level::Array), b'[') if self.levels.len() < AROUND => self.open(Level::Array)?,
                (None, _) => return Err(self.broken("it is no JSON: that begins with { or [")),
                (Some(Level::Object), b'}') | (Some(Level::Array | Level::Table(_)), b']') => {
                    self.advance(1);
                    self.levels.pop();
                }
                (Some(Level::Object), b'"') => {
                    if let Some(row) = self.member()? {
                        return Ok(Some(row));
                    }
                }
                (Some(Level::Object), _) => return Err(self.broken("a name in quotes should stand here")),
                (Some(Level::Array), _) => {
                    self.value(LARGEST)?;
                }
                (Some(Level::Table(table)), _) => {
                    let table = table.clone();
                    return self.row(table).map(Some);
                }
            }
        }
    }

    fn open(&mut self, level: Level) -> Result<(), Broken> {
        if self.levels.len() > AROUND {
            return Err(self.broken("too many objects lie within one another here"));
        }
        self.begun = true;
        self.levels.push(level);
        self.advance(1);
        Ok(())
    }

    /// Reads a name, and what follows unless that is to be gone into.
    fn member(&mut self) -> Result<Option<Result<Row, Broken>>, Broken> {
        let name = self.value(NAME)?.and_then(|bytes| serde_json::from_slice::<String>(&bytes).ok());
        let Some(name) = name else {
            return Err(self.broken("the name before here can't be read"));
        };
        if self.peek()? != Some(b':') {
            return Err(self.broken("a colon should stand here"));
        }
        self.advance(1);
        let around = matches!(name.as_str(), "db" | "data");
        match self.peek()? {
            Some(b'{') if around => self.open(Level::Object)?,
            Some(b'[') if around => self.open(Level::Array)?,
            Some(b'[') => self.open(Level::Table(name))?,
            Some(_) => return self.row(name).map(Some),
            None => {}
        }
        Ok(None)
    }

    fn row(&mut self, table: String) -> Result<Result<Row, Broken>, Broken> {
        let (line, column) = (self.line, self.column);
        Ok(match self.value(LARGEST)? {
            None => {
                let what = format!(
                    "a row of “{table:.60}” is larger than {} MiB and was passed over",
                    LARGEST >> 20
                );
                Err(Broken { file: self.file.clone(), line, column, what })
            }
            Some(bytes) => {
                let (raw, repaired) = match String::from_utf8(bytes) {
                    Ok(raw) => (raw, false),
                    Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
                };
                Ok(Row { table, raw, line, repaired })
            }
        })
    }

    /// The next byte that is no white space and no comma, which stays.
    fn peek(&mut self) -> Result<Option<u8>, Broken> {
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                return Ok(None);
            }
            let blank =
                |byte: &u8| byte.is_ascii_whitespace() || *byte == b',' || (*byte >= 0xbb && *byte != 0xff);
            match ahead.iter().position(|byte| !blank(byte)) {
                Some(at) => {
                    let byte = ahead[at];
                    self.advance(at);
                    return Ok(Some(byte));
                }
                None => {
                    let length = ahead.len();
                    self.advance(length);
                }
            }
        }
    }

    /// Takes one value whole; nothing when it is larger than a bound.
    fn value(&mut self, largest: usize) -> Result<Option<Vec<u8>>, Broken> {
        let mut taken: Vec<u8> = Vec::new();
        let mut large = false;
        let (mut depth, mut quoted, mut escaped) = (0_u64, false, false);
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                // A bare number may end with the file.
                if depth == 0 && !quoted && !taken.is_empty() {
                    return Ok(Some(taken));
                }
                return Err(self.broken("the file ends here, in the middle of a value: it was cut off"));
            }
            let (mut at, mut whole) = (0, false);
            while at < ahead.len() {
                if escaped {
                    escaped = false;
                    at += 1;
                } else if quoted {
                    match memchr2(b'"', b'\\', &ahead[at..]) {
                        None => at = ahead.len(),
                        Some(found) => {
                            at += found + 1;
                            escaped = ahead[at - 1] == b'\\';
                            quoted = escaped;
                            whole = !quoted && depth == 0;
                        }
                    }
                } else {
                    match ahead[at] {
                        b'"' => quoted = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => {
                            // The end of what lies around a bare value.
                            if depth == 0 {
                                whole = true;
                                break;
                            }
                            depth -= 1;
                            whole = depth == 0;
                        }
                        b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => {
                            whole = true;
                            break;
                        }
                        _ => {}
                    }
                    at += 1;
                }
                if whole {
                    break;
                }
            }
            large |= taken.len() + at > largest;
            if large {
                taken.clear();
            } else {
                taken.extend_from_slice(&ahead[..at]);
            }
            if whole && at == 0 && taken.is_empty() && !large {
                return Err(self.broken("a value should stand here"));
            }
            self.advance(at);
            if whole {
                return Ok((!large).then_some(taken));
            }
        }
    }

    fn ahead(&mut self) -> Result<&[u8], Broken> {
        // The borrow checker wants the failure out of the way before the bytes are lent.
        if let Err(error) = self.source.fill_buf() {
            return Err(self.broken(format!("it can't be read on from here: {error}")));
        }
        self.source.fill_buf().map_err(|error| Broken::file(self.file.clone(), error.to_string()))
    }

    fn advance(&mut self, length: usize) {
        if let Ok(ahead) = self.source.fill_buf() {
            let passed = &ahead[..length.min(ahead.len())];
            let lines = memchr_iter(b'\n', passed).count() as u64;
            let rest = memrchr(b'\n', passed).map_or(passed, |end| &passed[end + 1..]);
            if lines > 0 {
                self.line += lines;
                self.column = 1;
            }
            self.column += rest.iter().map(|byte| u64::from(*byte & 0xc0 != 0x80)).sum::<u64>();
            self.passed += passed.len() as u64;
        }
        self.source.consume(length);
    }

    fn broken(&self, what: impl Into<String>) -> Broken {
        Broken { file: self.file.clone(), line: self.line, column: self.column, what: what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> (Vec<(String, String, u64)>, Option<Broken>) {
        let mut found = Vec::new();
        // A small buffer: everything is cut everywhere.
        let mut rows = Rows::new("x.json", std::io::BufReader::with_capacity(3, text.as_bytes()));
        loop {
            match rows.next() {
                Ok(Some(Ok(row))) => found.push((row.table, row.raw, row.line)),
                Ok(Some(Err(broken))) => panic!("{broken}"),
                Ok(None) => return (found, None),
                Err(broken) => return (found, Some(broken)),
            }
        }
    }

    #[test]
    fn tables_are_found_however_they_are_wrapped() {
        let expected = |line| {
            [("posts", r#"{"a":"}]\"","b":[1]}"#), ("posts", "{}"), ("tags", "7"), ("x", "null")]
                .map(|(table, raw)| (table.to_owned(), raw.to_owned(), line))
                .to_vec()
        };
        let data = r#"{"posts":[{"a":"}]\"","b":[1]}, {}],"tags":[7],"x":null}"#;
        for text in [
            data.to_owned(),
            format!("{{\"data\":{data}}}"),
            format!("\u{feff}{{ \"db\" : [ {{ \"data\" : {data} }} ] }}\n"),
            format!("[{{\"data\":{data}}}]"),
        ] {
            assert_eq!(rows(&text), (expected(1), None), "{text}");
        }
        assert_eq!(rows(&format!("{{\n\"data\":\n{data}}}")), (expected(3), None));
    }

    #[test]
    fn what_is_broken_is_told_with_its_place() {
        for (text, line, column, word) in [
            ("", 1, 1, "nothing"),
            ("posts", 1, 1, "no JSON"),
            ("{\"posts\":[{\"a\":1},\n {\"b\":\"x", 2, 9, "cut off"),
            ("{\"posts\":[{\"a\":1}", 1, 18, "cut off"),
            ("{\"posts\" [", 1, 10, "colon"),
            ("{posts: 1}", 1, 2, "in quotes"),
        ] {
            let (_, broken) = rows(text);
            let broken = broken.expect(text);
            assert_eq!((broken.line, broken.column), (line, column), "{text}: {broken}");
            assert!(broken.what.contains(word), "{broken}");
        }
    }
}
