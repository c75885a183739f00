//! Values on their way into a statement and rows on their way out, the same for both engines.

use model::{
    AccountId, ActId, AlertId, BlockId, CaptureId, ClippingId, CommentId, EditionId, FeedId, FeedItemId,
    FlagId, GuestId, ImportId, JobId, LetterId, MediaId, Moment, OpeningId, PostId, RevisionId, SourceId,
    WatchId,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::Error;

/// What a column can hold. Moments and ids are integers, lists and records are JSON text; no column
/// holds a boolean (a fact is a row), a fraction or raw bytes (those lie in the files).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
}

impl Value {
    /// A record or list as JSON text.
    pub(crate) fn json<T: Serialize>(value: &T) -> Result<Value, Error> {
        serde_json::to_string(value)
            .map(Value::Text)
            .map_err(|error| Error::Other(format!("a value can't be written as JSON: {error}")))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Value::Int(number.into())
    }
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Value::Int(number.into())
    }
}

impl From<Moment> for Value {
    fn from(moment: Moment) -> Self {
        Value::Int(moment.micros())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

macro_rules! id_columns {
    ($($id:ident)+) => {$(
        impl From<$id> for Value {
            fn from(id: $id) -> Self { Value::Int(id.raw()) }
        }

        impl FromColumn for $id {
            fn from_column(value: Value) -> Option<Self> { i64::from_column(value).map($id::from_raw) }
        }
    )+};
}

id_columns! {
    AccountId ActId AlertId BlockId CaptureId ClippingId CommentId EditionId FeedId FeedItemId FlagId GuestId ImportId JobId LetterId MediaId OpeningId PostId
    RevisionId SourceId WatchId
}

/// A type that can be read from one column.
pub(crate) trait FromColumn: Sized {
    /// The value, or `None` when the column holds something else.
    fn from_column(value: Value) -> Option<Self>;
}

impl FromColumn for i64 {
    fn from_column(value: Value) -> Option<Self> {
        if let Value::Int(number) = value { Some(number) } else { None }
    }
}

impl FromColumn for String {
    fn from_column(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }
}

impl FromColumn for Moment {
    fn from_column(value: Value) -> Option<Self> {
        i64::from_column(value).map(Moment::from_micros)
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(value: Value) -> Option<Self> {
        if value == Value::Null { Some(None) } else { T::from_column(value).map(Some) }
    }
}

/// One row of an answer, read from left to right.
#[derive(Debug)]
pub(crate) struct Row {
    statement: &'static str,
    column: usize,
    values: std::vec::IntoIter<Value>,
}

impl Row {
    pub(crate) fn new(statement: &'static str, values: Vec<Value>) -> Self {
        Row { statement, column: 0, values: values.into_iter() }
    }

    fn corrupt(&self, what: &str) -> Error {
        Error::Corrupt(format!(
            "column {} of the answer to “{}” holds {what}; the database was changed by something else or is damaged",
            self.column, self.statement,
        ))
    }

    /// The next column.
    pub(crate) fn get<T: FromColumn>(&mut self) -> Result<T, Error> {
        self.column += 1;
        let value = self.values.next().ok_or_else(|| self.corrupt("nothing"))?;
        T::from_column(value).ok_or_else(|| self.corrupt("a value of another type"))
    }

    /// The next column, whose text one of the model's readers understands.
    pub(crate) fn word<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
        let text: String = self.get()?;
        read(&text).ok_or_else(|| self.corrupt(&format!("“{text:.60}”")))
    }

    /// The same for a column that may be empty (NULL).
    pub(crate) fn optional_word<T>(
        &mut self,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let text: Option<String> = self.get()?;
        let Some(text) = text else { return Ok(None) };
        read(&text).map(Some).ok_or_else(|| self.corrupt(&format!("“{text:.60}”")))
    }

    /// The next column, which holds JSON or nothing.
    pub(crate) fn optional_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Error> {
        let text: Option<String> = self.get()?;
        let Some(text) = text else { return Ok(None) };
        let read = serde_json::from_str(&text);
        read.map(Some).map_err(|error| self.corrupt(&format!("JSON that does not fit ({error})")))
    }

    /// The next column, which holds JSON.
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        let text: String = self.get()?;
        serde_json::from_str(&text)
            .map_err(|error| self.corrupt(&format!("JSON that does not fit ({error})")))
    }
}

/// Values for the markers `$1`, `$2`, … in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &$crate::value::row![$($value),*] };
}

/// The same to keep.
macro_rules! row {
    ($($value:expr),* $(,)?) => { [$($crate::value::Value::from($value)),*] };
}

/// A module's statements: constants, and the list from which a test prepares every one on both engines.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$doc])* pub(crate) const $name: &str = $text;)+

        /// All statements of this module.
        pub(crate) const STATEMENTS: &[&str] = &[$($name),+];
    };
}

pub(crate) use {row, statements, values};
