//! Fields of a row, whatever type a version of Ghost gave them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::Moment;
use serde_json::Value;

/// A text; empty when there is none.
pub(super) fn text<'v>(row: &'v Value, field: &str) -> &'v str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// A text that is there.
pub(super) fn filled<'v>(row: &'v Value, field: &str) -> Option<&'v str> {
    Some(text(row, field).trim()).filter(|text| !text.is_empty())
}

/// A text or number as text: ids were numbers once.
pub(super) fn word(row: &Value, field: &str) -> String {
    match row.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(value)) => value.to_string(),
        _ => String::new(),
    }
}

/// Whether something is so: booleans were numbers once.
pub(super) fn is(row: &Value, field: &str) -> bool {
    match row.get(field) {
        Some(Value::Bool(value)) => *value,
        Some(Value::Number(number)) => number.as_i64() != Some(0),
        Some(Value::String(text)) => matches!(text.as_str(), "1" | "true"),
        _ => false,
    }
}

/// A moment: ISO with a zone, without one (then it is UTC), or milliseconds.
pub(super) fn moment(row: &Value, field: &str) -> Option<Moment> {
    match row.get(field)? {
        Value::Number(number) => Some(Moment::from_micros(number.as_i64()?.checked_mul(1000)?)),
        Value::String(text) => {
            let text = text.trim();
            Moment::parse(text).ok().or_else(|| {
                let civil: DateTime = text.replacen(' ', "T", 1).trim_end_matches('Z').parse().ok()?;
                let zoned = civil.to_zoned_datetime(TimeZone::UTC).ok()?;
                Some(Moment::from_micros(zoned.timestamp().as_microsecond()))
            })
        }
        _ => None,
    }
}

/// Names of fields that are set and not among the known ones.
pub(super) fn strangers(row: &Value, table: &str, known: &[&str]) -> Vec<String> {
    let Some(fields) = row.as_object() else { return Vec::new() };
    let unknown = fields.iter().filter(|(name, value)| !value.is_null() && !known.contains(&name.as_str()));
    unknown.take(50).map(|(name, _)| format!("{table}.{name:.60}")).collect()
}
