//! The quotations of a post.

use markup::quotation::quotations;
use markup::{body_html, sanitize};
use model::{Format, QuotationKind};

const NOTHING: [String; 0] = [];

fn taken(html: &str) -> Vec<(QuotationKind, String)> {
    quotations(html).into_iter().map(|quoted| (quoted.kind, quoted.text)).collect()
}

fn texts(html: &str) -> Vec<String> {
    quotations(html).into_iter().map(|quoted| quoted.text).collect()
}

#[test]
fn blocks_marked_words_and_quotation_marks_come_in_the_order_of_the_text() {
    let markdown = "He said “we will count every litre of it” and <q>not a drop less</q>, or <mark>so</mark>.\n\n\
                    > The river is *short*.\n>\n> It was never counted.\n\nA “short name” is none.\n\n> Last one.";
    use QuotationKind::{Block, Inline, Possible};
    let expected = [
        (Possible, "we will count every litre of it"),
        (Inline, "not a drop less"),
        (Inline, "so"),
        (Block, "The river is short.\n\nIt was never counted."),
        (Block, "Last one."),
    ];
    let expected: Vec<_> = expected.map(|(kind, text)| (kind, text.to_owned())).into();
    assert_eq!(taken(&body_html(Format::Markdown, markdown)), expected);
}

#[test]
fn quotation_marks_of_any_language_are_read() {
    for (text, inside) in [
        ("She wrote: \"one two three four five six\" here.", "one two three four five six"),
        ("Er sagte: „eins zwei drei vier fünf sechs“ dann.", "eins zwei drei vier fünf sechs"),
        ("Er sagte: »eins zwei drei vier fünf sechs« dann.", "eins zwei drei vier fünf sechs"),
        ("Il dit : « un deux trois quatre cinq six » puis.", "un deux trois quatre cinq six"),
        ("Είπε: «ένα δύο τρία τέσσερα πέντε έξι» μετά.", "ένα δύο τρία τέσσερα πέντε έξι"),
        ("Hon sa: ”ett två tre fyra fem sex” sedan.", "ett två tre fyra fem sex"),
        ("وقال: «واحد اثنان ثلاثة أربعة خمسة ستة» ثم.", "واحد اثنان ثلاثة أربعة خمسة ستة"),
        ("他说：“河流的水位从来没有这样低过”。", "河流的水位从来没有这样低过"),
        ("彼は「この川の水位はこれまでになく低い」と言った。", "この川の水位はこれまでになく低い"),
    ] {
        assert_eq!(
            taken(&format!("<p>{text}</p>")),
            [(QuotationKind::Possible, inside.to_owned())],
            "{text}"
        );
    }
    for text in [
        "The “old town” and the “new town” are one.",
        "5\" by 7\" and a few more words that follow it",
        "An end” without a beginning and some words “",
        "他叫“老王”，住在河边。",
    ] {
        assert_eq!(texts(&format!("<p>{text}</p>")), NOTHING, "{text}");
    }
}

#[test]
fn who_is_quoted_is_not_part_of_it() {
    let block = |inside: &str| texts(&sanitize(&format!("<blockquote>{inside}</blockquote>"), None));
    assert_eq!(block("<p>It rises.</p><p>— Ada Park, mayor</p>"), ["It rises."]);
    assert_eq!(block("<p>It rises.</p><footer>— <cite>Ada Park</cite></footer>"), ["It rises."]);
    assert_eq!(block("<p>It rises.</p><p><cite>Ada Park</cite></p>"), ["It rises."]);
    assert_eq!(block("<p>— It rises.</p>"), ["— It rises."], "a speaker's dash is no credit");
    assert_eq!(block("<p>It <cite>Rises</cite></p>"), ["It Rises"]);
}

#[test]
fn a_block_within_a_block_is_quoted_once_and_code_is_not_quoted() {
    assert_eq!(
        texts("<blockquote><p>One</p><blockquote><p>Two</p></blockquote></blockquote>"),
        ["One\n\nTwo"]
    );
    assert_eq!(texts("<pre><code>say \"one two three four five six seven\"</code></pre>"), NOTHING);
    assert_eq!(texts("<blockquote><p>…</p></blockquote><p><q></q></p>"), NOTHING);
}

#[test]
fn a_quotation_knows_its_own_language() {
    let found = quotations(
        "<div lang=\"el\"><blockquote><p>Ναι</p></blockquote></div><p><q lang=\"de\">Ja</q> <q>yes</q></p>",
    );
    let languages: Vec<_> = found.iter().map(|quoted| quoted.language.as_ref().map(|l| l.as_str())).collect();
    assert_eq!(languages, [Some("el"), Some("de"), None]);
}

#[test]
fn marks_that_open_and_never_close_cost_little() {
    for mark in ["「", "“ ", "«", " \"a"] {
        let html = format!("<p>{}</p>", mark.repeat(300_000));
        assert!(quotations(&html).len() < 2);
    }
}
