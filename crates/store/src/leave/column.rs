//! A column's value as JSON, and back.

use std::collections::BTreeMap;

use model::{Moment, PostId};
use serde_json::value::RawValue;

use crate::value::Value;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A key, written as people see ids.
    Id,
    /// A moment: RFC 3339 in UTC, to the microsecond.
    Time,
    /// A day's number since 1970, written as a date.
    Day,
    Int,
    Text,
    /// A record or list, which stands as JSON in the JSON around it, byte for byte.
    Json,
}

/// Where a column goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// With its row.
    Here,
    /// Into the private tree: it tells who somebody is, or where.
    Private(Filler),
    /// Nowhere: a secret, or true of the running program alone.
    Nowhere(Filler),
}

/// What stands in a column that did not come along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filler {
    Nothing,
    Text(&'static str),
    /// The row's own key as text: for what must differ from row to row.
    OwnKey,
}

/// A column of a table that is taken along.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) goes: Where,
    /// Whether there may be nothing in it.
    pub(super) is_optional: bool,
}

pub(super) const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, goes: Where::Here, is_optional: false }
}

impl Column {
    pub(super) const fn optional(self) -> Column {
        Column { is_optional: true, ..self }
    }

    pub(super) const fn private(self, filler: Filler) -> Column {
        Column { goes: Where::Private(filler), ..self }
    }

    pub(super) const fn nowhere(self, filler: Filler) -> Column {
        Column { goes: Where::Nowhere(filler), ..self }
    }

    /// What the column is called outside: what it refers to, without the suffix.
    pub(super) fn word(&self) -> &'static str {
        self.name.strip_suffix("_id").unwrap_or(self.name)
    }

    /// Whether it stands with its row.
    pub(super) fn is_here(&self) -> bool {
        self.goes == Where::Here
    }

    /// Whether it stands in the private tree.
    pub(super) fn is_private(&self) -> bool {
        matches!(self.goes, Where::Private(_))
    }

    /// What stands there when nothing came along.
    pub(super) fn filler(&self, key: Option<&Value>) -> Value {
        match self.goes {
            Where::Here | Where::Private(Filler::Nothing) | Where::Nowhere(Filler::Nothing) => Value::Null,
            Where::Private(Filler::Text(text)) | Where::Nowhere(Filler::Text(text)) => text.into(),
            Where::Private(Filler::OwnKey) | Where::Nowhere(Filler::OwnKey) => match key {
                Some(Value::Int(key)) => PostId::from_raw(*key).to_string().into(),
                _ => Value::Null,
            },
        }
    }
}

/// A value as JSON text; `None` for one that is not there.
pub(super) fn to_json(kind: Kind, value: &Value) -> Result<Option<String>, String> {
    let text = |text: &str| serde_json::to_string(text).map_err(|error| error.to_string());
    Ok(Some(match (kind, value) {
        (_, Value::Null) => return Ok(None),
        (Kind::Id, Value::Int(key)) => text(&PostId::from_raw(*key).to_string())?,
        (Kind::Time, Value::Int(micros)) => text(&Moment::from_micros(*micros).timestamp().to_string())?,
        (Kind::Day, Value::Int(day)) => {
            let iso = Moment::from_micros(day.saturating_mul(DAY)).iso();
            text(iso.split('T').next().unwrap_or_default())?
        }
        (Kind::Int, Value::Int(plain)) => plain.to_string(),
        (Kind::Text, Value::Text(plain)) => text(plain)?,
        (Kind::Json, Value::Text(record)) => compact(record)?,
        (_, Value::Int(odd)) => return Err(format!("the number {odd} where text is due")),
        (_, Value::Text(odd)) => return Err(format!("“{odd:.60}” where a number is due")),
    }))
}

/// JSON on one line; as it is, if it is on one already.
fn compact(text: &str) -> Result<String, String> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if !raw.get().contains(['\n', '\r']) {
        return Ok(raw.get().to_owned());
    }
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}

/// JSON text as a value.
pub(super) fn from_json(kind: Kind, raw: &RawValue) -> Result<Value, String> {
    let text = || serde_json::from_str::<String>(raw.get()).map_err(|_| "text is due".to_owned());
    if raw.get() == "null" {
        return Ok(Value::Null);
    }
    Ok(match kind {
        Kind::Id => {
            let id: PostId = text()?.parse().map_err(|error: model::id::NotAnId| error.to_string())?;
            Value::Int(id.raw())
        }
        Kind::Time => Moment::parse(&text()?)?.into(),
        Kind::Day => {
            let day = text()?;
            let at = Moment::parse(&format!("{day}T00:00:00Z"));
            Value::Int(at.map_err(|_| format!("“{day}” is not a day like 2026-11-23"))?.day())
        }
        Kind::Int => {
            Value::Int(serde_json::from_str(raw.get()).map_err(|_| "a whole number is due".to_owned())?)
        }
        Kind::Text => Value::Text(text()?),
        Kind::Json => Value::Text(compact(raw.get())?),
    })
}

/// A row's fields as they were read.
pub(super) type Fields = BTreeMap<String, Box<RawValue>>;
