//! Plain text, excerpts, terms and lengths, in several scripts.

use markup::{excerpt, plain_text, reading_minutes, terms, word_count};
use unicode_segmentation::UnicodeSegmentation;

fn clusters(text: &str) -> usize {
    text.graphemes(true).count()
}

#[test]
fn paragraphs_are_separated_by_blank_lines() {
    let html = "<h2>Τίτλος</h2><p>One\n <b>two</b>&nbsp;three<br>four<script>x</script></p><ul><li>a</li><li>b</li></ul>\
        <table><tr><td>1</td><td>2</td></tr></table><pre>x\n  y</pre><p>n<sup class=\"footnote-ref\"><a href=\"#f\">1</a></sup></p>";
    assert_eq!(plain_text(html), "Τίτλος\n\nOne two three\nfour\n\na\n\nb\n\n1 2\n\nx\ny\n\nn");
    assert_eq!(plain_text(""), "");
}

#[test]
fn a_short_text_is_its_own_excerpt() {
    assert_eq!(excerpt(None, "  One \n\n two "), "One two");
    assert_eq!(excerpt(Some("Channel"), "text"), "Channel text");
    assert_eq!(excerpt(Some("Channel"), ""), "Channel");
    let exact = "ab ".repeat(333) + "c";
    assert_eq!(clusters(&exact), 1_000);
    assert_eq!(excerpt(None, &exact), exact);
}

#[test]
fn a_long_text_is_cut_at_a_word() {
    let one_more = "ab ".repeat(333) + "cd";
    assert_eq!(clusters(&one_more), 1_001);
    let cut = excerpt(None, &one_more);
    assert_eq!(cut, "ab ".repeat(332).trim_end().to_owned() + " ...");
    for word in ["word ", "λέξη ", "كلمة ", "นี่คือข้อความ", "河流的代价，", "👩‍👩‍👧‍👦 ", "e\u{301}te\u{301} "]
    {
        let text = word.repeat(600);
        let cut = excerpt(None, &text);
        assert!(cut.ends_with(" ..."), "{cut}");
        let length = clusters(&cut);
        assert!((956..=1_000).contains(&length), "{word}: {length}");
        let kept = cut.strip_suffix(" ...").unwrap();
        assert!(text.starts_with(kept));
        // The cut falls on a word boundary of the whole text.
        assert!(text.split_word_bound_indices().any(|(at, _)| at == kept.len()), "{word}");
    }
}

#[test]
fn an_endless_word_is_cut_between_clusters() {
    let address = format!("https://example.com/{}", "a".repeat(3_000));
    let cut = excerpt(None, &address);
    assert_eq!(clusters(&cut), 1_000);
    assert!(cut.ends_with("aaa...") && !cut.ends_with(" ..."));
    // Forty lost clusters are the word's price; forty-one are too many.
    let at = |tail: usize| format!("{} {}", "b".repeat(996 - tail), "a".repeat(500));
    assert!(excerpt(None, &at(40)).ends_with("b ..."));
    assert!(excerpt(None, &at(41)).ends_with("a..."));
}

#[test]
fn terms_fold_what_readers_type_differently() {
    assert_eq!(terms("Οι Τιμές του ΠΟΤΑΜΟΎ, ς!"), ["οι", "τιμεσ", "του", "ποταμου", "σ"]);
    assert_eq!(terms("Élan élan ﬁne İstanbul"), ["elan", "elan", "fine", "istanbul"]);
    assert_eq!(terms("河流2026年"), ["河", "流", "2026", "年"]);
    assert_eq!(terms("كِتَاب أحمد"), ["كتاب", "احمد"]);
    assert_eq!(terms("don’t can't"), ["dont", "cant"]);
    assert_eq!(terms("한국어 新聞"), ["한국어", "新", "聞"]);
    assert!(terms(" … — !").is_empty());
}

#[test]
fn lengths_count_words_and_characters() {
    assert_eq!(word_count("<p>One two, three</p><p>四五六</p>"), 6);
    assert_eq!(reading_minutes(""), 1);
    assert_eq!(reading_minutes(&"word ".repeat(231)), 2);
    assert_eq!(reading_minutes(&"字".repeat(800)), 2);
}

#[test]
fn an_excerpt_does_not_begin_with_the_words_under_a_picture() {
    let html = "<figure><img src=\"/media/a.jpg\" alt=\"A bridge\"><figcaption>The bridge at dawn.</figcaption></figure><p>The river fell.</p>";
    assert_eq!(markup::running_text(html), "The river fell.");
    assert_eq!(plain_text(html), "The bridge at dawn.\n\nThe river fell.");
}
