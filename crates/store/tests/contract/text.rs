use model::{PostId, Verdict};
use store::{comments, posts, search, settings};
use trial::on_both_engines;

use crate::{add_comment, comment, draft, insert, published};

#[test]
fn text_of_any_script_and_length_comes_back() {
    on_both_engines(|store| {
        let odd = "a\u{10ffff}\u{feff}\u{200f}שלום 👩‍👩‍👧‍👦 'quoted' \"too\" \\ % _ $1 ?1 \r\n\t\u{1b}";
        let long = "河流的代价 ".repeat(200_000);
        for (number, text) in [(1, odd.to_owned()), (2, long), (3, String::new())] {
            let mut post = draft(number);
            post.writing.body = text.clone();
            post.writing.headline = text.chars().take(300).collect();
            post.html = text;
            insert(&store, &post);
            assert_eq!(store.read(|c| posts::by_id(c, post.id)).unwrap(), Some(post));
        }
    });
}

#[test]
fn a_nul_in_text_becomes_a_replacement_character() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        let mut comment = comment(1, 1, Verdict::Approved);
        comment.body = "before\0after".into();
        add_comment(&store, &comment).unwrap();
        let kept = store.read(|c| comments::by_id(c, comment.id)).unwrap().unwrap();
        assert_eq!(kept.body, "before\u{fffd}after");
        // And in a question.
        store.write(|tx| settings::set(tx, "a\0b", "c")).unwrap();
        assert_eq!(store.read(|c| settings::get(c, "a\0b")).unwrap().as_deref(), Some("c"));
        assert!(store.read(|c| search::find(c, &["\0".into()], 5)).unwrap().is_empty());
    });
}

#[test]
fn sorting_is_by_bytes_on_both_engines() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, "b, Z, ä, ζ, a-b, ab, 河"));
        let labels = store.read(|c| posts::labels(c, 9)).unwrap();
        let slugs: Vec<_> = labels.iter().map(|(label, _)| label.slug.as_str()).collect();
        assert_eq!(slugs, ["a-b", "ab", "b", "z", "ä", "ζ", "河"]);
        assert_eq!(store.read(|c| posts::teasers(c, &[PostId::from_raw(1)])).unwrap().len(), 1);
    });
}
