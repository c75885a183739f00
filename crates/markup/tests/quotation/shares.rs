//! How much of a source stands in a post.

use markup::quotation::{Located, Searchable};

fn story(from: usize, to: usize) -> String {
    (from..to)
        .map(|number| {
            format!("Sentence number {number} tells of well {} and lake {}.", number * 7, number * 13)
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_copy_carries_all_and_quotes_nothing() {
    let article = story(0, 50);
    let text = Searchable::of(&article);
    assert_eq!(text.carried(&article), 100);
    assert_eq!(text.quoted([]), 0);
    assert_eq!(text.carried(&format!("Before. {} After.", story(25, 50))), 50);
    assert_eq!(text.carried("Sentence number is in it, well and lake too, but never eight in a row."), 0);
    assert_eq!(text.carried(""), 0);
    assert_eq!(Searchable::of("").carried(&article), 0);
}

#[test]
fn passages_that_overlap_count_once() {
    let article = story(0, 10);
    let text = Searchable::of(&article);
    let passages: Vec<_> = text
        .locate(&[&story(0, 2), &story(1, 3), &story(8, 9)])
        .into_iter()
        .map(|located| match located {
            Located::Found(passage) => passage,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!((39..=41).contains(&text.quoted(&passages)), "{}", text.quoted(&passages));
    assert_eq!(text.quoted(&passages[..1]), text.quoted([&passages[0], &passages[0]]));
    let one = Searchable::of("one two three").locate(&["one"]);
    let Located::Found(one) = &one[0] else { panic!() };
    assert_eq!(
        Searchable::of(&article).quoted([&model::Passage { start: 5_000, end: 9_000, ..one.clone() }]),
        0
    );
}

#[test]
fn scripts_without_spaces_are_counted_too() {
    let article =
        "一座小城在数它的水。三月谁也没有料到，市长安娜说。我们失去了三分之一的河水，却不知道它去了哪里。";
    let text = Searchable::of(article);
    assert_eq!(text.carried(article), 100);
    let half = text.carried("我们失去了三分之一的河水，却不知道它去了哪里。");
    assert!((40..60).contains(&half), "{half}");
    assert_eq!(text.carried("市长安娜说，河水"), 0);
}
