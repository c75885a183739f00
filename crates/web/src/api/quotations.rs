//! What a post quotes, as programs read it.

use desk::Quoting;
use model::{Post, Quotation, Stand};
use serde_json::{Map, Value, json};

/// `quotations` and `share` of a post. Where a quotation stands is told by the selectors of the Web Annotation
/// Data Model (<https://www.w3.org/TR/annotation-model/#selectors>); `start` and `end` count code points of the
/// text that `text` names, of the capture that `capture` names.
pub(super) fn quoted(post: &Post, quoting: &Quoting) -> Map<String, Value> {
    let address = post.source.as_ref().map(|source| source.fields.url.as_str());
    let quotations: Vec<Value> = quoting.quotations.iter().map(|quotation| one(quotation, address)).collect();
    let share = quoting
        .share
        .as_ref()
        .map(|share| json!({ "capture": share.capture, "quoted": share.quoted, "carried": share.carried }));
    [("quotations".to_owned(), Value::from(quotations)), ("share".to_owned(), share.unwrap_or(Value::Null))]
        .into_iter()
        .collect()
}

fn one(quotation: &Quotation, address: Option<&str>) -> Value {
    json!({
        "kind": quotation.kind,
        "quote": quotation.quote,
        "finding": quotation.finding,
        "target": quotation.stand.as_ref().map(|stand| target(stand, address)),
    })
}

fn target(stand: &Stand, address: Option<&str>) -> Value {
    let passage = &stand.passage;
    json!({
        "source": address,
        "capture": stand.capture,
        "text": stand.text,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": passage.exact,
                "prefix": passage.prefix,
                "suffix": passage.suffix,
            },
            { "type": "TextPositionSelector", "start": passage.start, "end": passage.end },
        ],
    })
}
