//! Text that a page keeps in its scripts: pages drawn in the browser come with an empty body and all they
//! say as JSON beside it.

use dom_query::Document;
use serde_json::Value;

use crate::measure::weight;
use crate::trim::ends_a_sentence;

/// Most bytes of one script that is read.
const SCRIPT: usize = 4 * 1024 * 1024;
/// Fewest letters of a string that is running text.
const RUNNING: usize = 50;
/// Fewest letters of all of it.
const ENOUGH: usize = 400;

/// The running text of the scripts, as HTML; `None` when there is none worth showing.
pub(crate) fn text(document: &Document) -> Option<String> {
    let mut best: Option<(usize, Value)> = None;
    for script in document.select("script").iter() {
        let kind = script.attr("type").unwrap_or_default().to_ascii_lowercase();
        let code = script.text();
        if code.len() > SCRIPT || code.len() < ENOUGH || kind.contains("ld+json") {
            continue;
        }
        let Some(value) = state(&code, kind.contains("json")) else { continue };
        let held = held(&value);
        if held >= ENOUGH && best.as_ref().is_none_or(|(known, _)| held > *known) {
            best = Some((held, value));
        }
    }
    let (_, value) = best?;
    let mut html = String::new();
    write(narrowest(&value), &mut html);
    Some(html)
}

/// The first JSON value in a script: all of it, or what is assigned.
fn state(code: &str, is_json: bool) -> Option<Value> {
    let from = if is_json { 0 } else { code.find('=')? + 1 };
    let rest = code.get(from..)?.trim_start();
    let rest = rest.get(rest.find(['{', '['])?..)?;
    serde_json::Deserializer::from_str(rest).into_iter::<Value>().next()?.ok()
}

fn is_running(text: &str) -> bool {
    let markup = text.contains("<p");
    !text.starts_with("http")
        && weight(text) >= RUNNING
        && text.contains(char::is_whitespace) | !text.is_ascii()
        && (markup || ends_a_sentence(text) || weight(text) >= 4 * RUNNING)
        && !text.contains("function(")
}

fn held(value: &Value) -> usize {
    match value {
        Value::String(text) if is_running(text) => weight(text),
        Value::Array(values) => values.iter().map(held).sum(),
        Value::Object(object) => object.values().map(held).sum(),
        _ => 0,
    }
}

/// The innermost value that holds nearly all of the running text.
fn narrowest(value: &Value) -> &Value {
    let mut here = value;
    loop {
        let whole = held(here);
        let parts: Vec<&Value> = match here {
            Value::Array(values) => values.iter().collect(),
            Value::Object(object) => object.values().collect(),
            _ => return here,
        };
        let best = parts.into_iter().max_by_key(|part| held(part));
        match best.filter(|best| held(best) * 10 >= whole * 6) {
            Some(best) => here = best,
            None => return here,
        }
    }
}

fn write(value: &Value, html: &mut String) {
    match value {
        Value::String(text) if is_running(text) => html.push_str(&crate::extract::paragraphs(text)),
        Value::Array(values) => values.iter().for_each(|value| write(value, html)),
        Value::Object(object) => object.values().for_each(|value| write(value, html)),
        _ => {}
    }
}
