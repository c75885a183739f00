//! What can't be read, and where.

use thiserror::Error;

/// Something in an export that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{what}", self.place())]
pub struct Broken {
    /// The file in the package, or the package itself.
    pub file: String,
    /// From 1; 0 where it is not known.
    pub line: u64,
    /// From 1; 0 where it is not known.
    pub column: u64,
    /// What is wrong and what to do, one or two plain sentences.
    pub what: String,
}

impl Broken {
    /// Something wrong with a file as a whole.
    pub fn file(file: impl Into<String>, what: impl Into<String>) -> Self {
        Broken { file: file.into(), line: 0, column: 0, what: what.into() }
    }

    fn place(&self) -> String {
        match (self.line, self.column) {
            (0, _) => format!("{}: ", self.file),
            (line, 0) => format!("{}, line {line}: ", self.file),
            (line, column) => format!("{}, line {line}, column {column}: ", self.file),
        }
    }
}
