//! Files that are not as they should be.

use carry::Choices;
use model::import::{Noun, Platform};
use proptest::prelude::*;

use super::{V1, V6};
use crate::exports::{self, Read};

fn try_read(bytes: &[u8]) -> Option<Read> {
    exports::read(Platform::Ghost, &[("x.json", bytes)], &Choices::default()).ok()
}

#[test]
fn a_file_cut_in_the_middle_says_where() {
    let cut = V1.find("\"Old Markdown\"").unwrap();
    let read = try_read(&V1.as_bytes()[..cut]).unwrap();
    let end = read.end.clone().expect("the file is cut");
    assert_eq!((end.line, end.file.as_str()), (V1[..cut].lines().count() as u64, "x.json"));
    assert!(end.column > 1 && end.what.contains("cut off"), "{end}");
    assert_eq!(read.posts().len(), 2, "what stands before is read");
}

#[test]
fn one_broken_row_does_not_stop_the_others() {
    let text = "{\"data\":{\"posts\":[{\"id\":\"1\",\"title\":\"a\nb\"},\n{\"id\":2,\"title\":tru},\n{\"id\":\"3\",\"status\":\"odd\"},7,null]}}";
    let read = try_read(text.as_bytes()).unwrap();
    assert_eq!(read.broken.len(), 1);
    assert_eq!((read.broken[0].line, &read.end), (3, &None));
    assert_eq!(read.post("1").headline, "a b");
    assert!(read.post("3").changed[0].contains("“odd”"));
    assert_eq!(read.others().iter().filter(|other| other.0 == "posts").count(), 2);
    let bytes = [&b"{\"data\":{\"posts\":[{\"id\":\"1\",\"title\":\"\xff\"}]}}"[..]].concat();
    assert!(try_read(&bytes).unwrap().post("1").changed[0].contains("no text"));
}

#[test]
fn many_rows_are_read_one_by_one() {
    let mut text = String::from("{\"data\":{\"comments\":[");
    for n in 0..100_000 {
        text.push_str(&format!(
            "{{\"id\":{n},\"post_id\":1,\"status\":\"published\",\"html\":\"<p>words</p>\"}},\n"
        ));
    }
    text.push_str("{\"id\":-1}],\"posts\":[{\"id\":1}]}}");
    let read = try_read(text.as_bytes()).unwrap();
    assert_eq!((read.comments().len(), read.posts().len()), (100_001, 1));
    assert!(read.entries.iter().all(|entry| !matches!(entry.noun, Noun::Other { .. })));
}

/// Any JSON, deep and odd.
fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let keys = "(type|children|text|url|src|html|lexical|mobiledoc|sections|cards|markups|root|id|title|status|slug|images|format)";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "(paragraph|list|listitem|image|gallery|toggle|header|link|text|p|published|__GHOST_URL__/x|<div class='kg-card kg-toggle-card'>)".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((keys, inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..1500)) {
        try_read(&bytes);
        try_read(&[b"{\"data\":{\"posts\":[", &bytes[..]].concat());
    }

    #[test]
    fn an_export_with_any_damage_is_survived(from in 0..V6.len(), length in 0_usize..300, with in ".{0,20}") {
        let mut bytes = V6.as_bytes().to_vec();
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, with.into_bytes());
        try_read(&bytes);
    }

    #[test]
    fn any_rows_are_survived(row in json(), tree in json()) {
        let posts = serde_json::json!([row, { "id": 1, "lexical": tree.to_string() }, { "id": 2, "mobiledoc": tree.to_string() },
            { "id": 3, "lexical": serde_json::json!({ "root": { "children": [tree] } }).to_string() }]);
        let tables = ["posts", "users", "tags", "posts_tags", "posts_authors", "posts_meta", "settings", "comments", "mentions", "members", "meta", "x"];
        let data: serde_json::Map<String, serde_json::Value> = tables.iter().map(|table| ((*table).to_owned(), posts.clone())).collect();
        let text = serde_json::json!({ "data": data }).to_string();
        let read = try_read(text.as_bytes());
        prop_assert!(read.is_some());
    }
}
