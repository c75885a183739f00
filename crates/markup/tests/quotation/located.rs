//! Found, found with changes, not found: in five scripts.

use markup::quotation::{Located, RunKind, Searchable, changes, locate};
use model::Passage;
use proptest::prelude::*;

const ENGLISH: &str = "The town counts its water.\n\nIn March, “nobody expected this,” said Ada Park, the mayor. “We have \
    lost a third of the river — and we don’t know where it went.” The council voted on Tuesday to close two of \
    the seven wells; the other five stay open until the end of the summer. Farmers were not asked.";
const GREEK: &str = "Μια πόλη μετράει το νερό της.\n\nΤον Μάρτιο «κανείς δεν το περίμενε», είπε η δήμαρχος Άννα \
    Δημητρίου. «Χάσαμε το ένα τρίτο του ποταμού και δεν ξέρουμε πού πήγε». Το συμβούλιο αποφάσισε την Τρίτη να \
    κλείσει δύο από τα επτά πηγάδια· τα υπόλοιπα πέντε μένουν ανοιχτά ως το τέλος του καλοκαιριού.";
const GERMAN: &str = "Eine Stadt zählt ihr Wasser.\n\nIm März habe „niemand damit gerechnet“, sagte Bürgermeisterin Jörg. \
    „Wir haben ein Drittel des Flusses verloren und wissen nicht, wo es geblieben ist.“ Der Rat be\u{ad}schloss am \
    Dienstag, zwei der sieben Brunnen zu schließen; die übrigen fünf bleiben bis zum Ende des Sommers offen.";
const CHINESE: &str = "一座小城在数它的水。\n\n三月，“谁也没有料到”，市长安娜说。“我们失去了三分之一的河水，却不知道它去了哪里。”\
    市议会星期二投票决定关闭七口井中的两口；其余五口一直开放到夏末。农民没有被征求意见。";
const ARABIC: &str = "مدينة تعد مياهها.\n\nفي مارس «لم يتوقع أحد ذلك»، قالت العمدة ليلى حداد. «لقد فقدنا ثلث النهر \
    ولا نعرف أين ذهب». وصوّت المجلس يوم الثلاثاء على إغلاق بئرين من الآبار السبعة؛ وتبقى الآبار الخمس الأخرى \
    مفتوحة حتى نهاية الصيف.";

fn is_valid(passage: &Passage, text: &str) -> bool {
    let points: Vec<char> = text.chars().collect();
    let (start, end) = (passage.start as usize, passage.end as usize);
    let before: String = points[start.saturating_sub(32)..start].iter().collect();
    let behind: String = points[end..points.len().min(end + 32)].iter().collect();
    let exact: String = points[start..end].iter().collect();
    start < end && exact == passage.exact && before == passage.prefix && behind == passage.suffix
}

fn found(quote: &str, text: &str) -> String {
    match locate(quote, text) {
        Located::Found(passage) => {
            assert!(is_valid(&passage, text), "{passage:?}");
            passage.exact
        }
        other => panic!("{quote}: {other:?}"),
    }
}

fn changed(quote: &str, text: &str) -> (String, Vec<(RunKind, String)>) {
    match locate(quote, text) {
        Located::Changed { passage, changes: told } => {
            assert!(is_valid(&passage, text), "{passage:?}");
            assert_eq!(changes(quote, &passage.exact), told, "told again from what is kept");
            let kept: String =
                told.iter().filter(|run| run.kind != RunKind::Removed).map(|run| run.text.as_str()).collect();
            assert_eq!(kept, quote, "all but the removed words are the quotation");
            (passage.exact, told.into_iter().map(|run| (run.kind, run.text)).collect())
        }
        other => panic!("{quote}: {other:?}"),
    }
}

/// What was taken away and what was put in, in order.
fn edits(quote: &str, text: &str) -> Vec<String> {
    let sign = |kind| if kind == RunKind::Added { '+' } else { '-' };
    let runs = changed(quote, text).1.into_iter().filter(|(kind, _)| *kind != RunKind::Same);
    runs.map(|(kind, text)| format!("{}{}", sign(kind), text.trim())).collect()
}

#[test]
fn what_typesetting_does_makes_no_difference() {
    for (quote, text, exact) in [
        ("nobody expected this", ENGLISH, "nobody expected this"),
        ("Nobody  expected\nthis", ENGLISH, "nobody expected this"),
        (
            "\"We have lost a third of the river - and we don't know where it went.\"",
            ENGLISH,
            "“We have lost a third of the river — and we don’t know where it went.”",
        ),
        ("‘nobody expected this,’ said Ada Park", ENGLISH, "“nobody expected this,” said Ada Park"),
        ("[W]e have lost a third", ENGLISH, "We have lost a third"),
        ("close two of the seven wells.", ENGLISH, "close two of the seven wells"),
        ("Κανείς δεν το περίμενε", GREEK, "κανείς δεν το περίμενε"),
        (
            "“Χάσαμε το ένα τρίτο του ποταμού και δεν ξέρουμε πού πήγε.”",
            GREEK,
            "«Χάσαμε το ένα τρίτο του ποταμού και δεν ξέρουμε πού πήγε",
        ),
        ("Χα\u{301}σαμε το ε\u{301}να τρι\u{301}το", GREEK, "Χάσαμε το ένα τρίτο"),
        ("Der Rat beschloss am Dienstag", GERMAN, "Der Rat be\u{ad}schloss am Dienstag"),
        (
            "»Wir haben ein Drittel des Flusses verloren«",
            GERMAN,
            "„Wir haben ein Drittel des Flusses verloren",
        ),
        (
            "我们失去了三分之一的河水,却不知道它去了哪里。",
            CHINESE,
            "我们失去了三分之一的河水，却不知道它去了哪里。",
        ),
        ("关闭七口井中的\n两口", CHINESE, "关闭七口井中的两口"),
        ("لَقَدْ فَقَدْنَا ثُلُثَ النَّهْر", ARABIC, "لقد فقدنا ثلث النهر"),
        ("وصوت المجلس يوم الثلاثاء", ARABIC, "وصوّت المجلس يوم الثلاثاء"),
    ] {
        assert_eq!(found(quote, text), exact, "{quote}");
    }
}

#[test]
fn what_is_left_out_or_put_in_openly_is_no_change() {
    for (quote, text) in [
        ("The council voted on Tuesday […] the other five stay open", ENGLISH),
        ("The council voted ... to close two of the seven wells … until the end", ENGLISH),
        ("We have lost a third of the river (...) we don't know where it went", ENGLISH),
        ("The council [of the town] voted on Tuesday to close two of the seven [deepest] wells", ENGLISH),
        ("Το συμβούλιο αποφάσισε [...] να κλείσει δύο από τα επτά πηγάδια", GREEK),
        ("我们失去了……却不知道它去了哪里", CHINESE),
        ("لقد فقدنا ثلث النهر [...] أين ذهب", ARABIC),
    ] {
        found(quote, text);
    }
    // In another order, or with a part that is nowhere, it is not that.
    let turned = locate("the other five stay open […] The council voted on Tuesday to close two", ENGLISH);
    assert!(!matches!(turned, Located::Found(_)), "{turned:?}");
    let told = edits("The council voted on Tuesday […] the other nine stay open", ENGLISH);
    assert_eq!(told, ["-five", "+nine"]);
}

#[test]
fn a_change_is_told_word_by_word_or_character_by_character() {
    for (quote, text, told) in [
        (
            "We have lost a half of the river — and we don’t know where it went.",
            ENGLISH,
            vec!["-third", "+half"],
        ),
        ("The council voted on Tuesday to close two of the wells", ENGLISH, vec!["-seven"]),
        ("the other five wells stay open until the very end of the summer", ENGLISH, vec!["+wells", "+very"]),
        ("Farmers were never asked", ENGLISH, vec!["-not", "+never"]),
        ("The council voted on tuesday to close two", ENGLISH, vec!["-Tuesday", "+tuesday"]),
        ("the seven wells, the other five stay open", ENGLISH, vec!["-;", "+,"]),
        ("Χάσαμε το μισό του ποταμού και δεν ξέρουμε πού πήγε", GREEK, vec!["-ένα τρίτο", "+μισό"]),
        (
            "zwei der acht Brunnen zu schließen; die übrigen sechs bleiben",
            GERMAN,
            vec!["-sieben", "+acht", "-fünf", "+sechs"],
        ),
        ("我们失去了二分之一的河水，却不知道它去了哪里", CHINESE, vec!["-三", "+二"]),
        ("لقد فقدنا نصف النهر ولا نعرف أين ذهب", ARABIC, vec!["-ثلث", "+نصف"]),
    ] {
        assert_eq!(edits(quote, text), told, "{quote}");
    }
}

#[test]
fn the_stretch_that_is_named_is_the_one_quoted() {
    let (exact, _) = changed("We have lost a half of the river — and we do not know where it went.", ENGLISH);
    assert_eq!(exact, "We have lost a third of the river — and we don’t know where it went.");
    // Of two words that are the same, the nearer one.
    let (exact, _) = changed("the other six stay open until the end of the summer", ENGLISH);
    assert_eq!(exact, "the other five stay open until the end of the summer");
    // Twice in the text: the place with all of it, not the one with its beginning.
    let text = format!("We have lost a third of the bank. {ENGLISH}");
    let Located::Found(passage) = locate("We have lost a third of the river", &text) else { panic!() };
    assert!(passage.start > 100 && is_valid(&passage, &text));
}

#[test]
fn what_nobody_wrote_is_not_found() {
    for (quote, text) in [
        ("The mayor will resign before the end of the week", ENGLISH),
        ("We have the other water of the seven and it was", ENGLISH),
        ("of the", "Nothing here."),
        ("drei Brunnen", GERMAN),
        ("Η δήμαρχος παραιτήθηκε χθες το βράδυ", GREEK),
        ("市长昨天晚上宣布辞职，没有说明理由", CHINESE),
        ("استقالت العمدة مساء أمس دون ذكر السبب", ARABIC),
        ("", ENGLISH),
        ("…", ENGLISH),
        ("anything", ""),
    ] {
        assert_eq!(locate(quote, text), Located::NotFound, "{quote}");
    }
}

#[test]
fn many_are_looked_for_at_once_and_answered_in_order() {
    let quotes = ["Farmers were not asked", "nowhere to be seen at all", "Farmers were never asked", ""];
    let answers = Searchable::of(ENGLISH).locate(&quotes);
    let one_by_one: Vec<_> = quotes.iter().map(|quote| locate(quote, ENGLISH)).collect();
    assert_eq!(answers, one_by_one);
}

/// Letters, marks, gaps and characters that fold away, in any order.
fn soup() -> impl Strategy<Value = String> {
    let pieces = vec![
        "river",
        "the ",
        "The",
        " of",
        "…",
        "[...]",
        "[",
        "]",
        "(",
        ")",
        "“",
        "”",
        "'",
        "«",
        "\u{ad}",
        "\u{200b}",
        "e\u{301}",
        "\u{301}",
        "ﬁ",
        "Ａ",
        "河",
        "流",
        "，",
        "。",
        "ك",
        "\u{64e}",
        "ـ",
        "\u{1100}\u{1161}\u{11a8}",
        "—",
        " ",
        "\n\n",
        "\u{a0}",
        "...",
        "10²",
        "İ",
        "ß",
        "🙂",
        "\u{1f468}\u{200d}\u{1f469}",
        "\u{e48}",
        "x",
        "a b c d ",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_two_texts_are_compared_and_every_passage_is_where_it_says(text in soup(), quote in soup()) {
        match locate(&quote, &text) {
            Located::Found(passage) => prop_assert!(is_valid(&passage, &text)),
            Located::Changed { passage, changes } => {
                prop_assert!(is_valid(&passage, &text));
                let kept: String = changes
                    .iter()
                    .filter(|run| run.kind != RunKind::Removed)
                    .map(|run| run.text.as_str())
                    .collect();
                prop_assert!(quote.starts_with(&kept) || quote.ends_with(&kept) || quote.contains(kept.trim()));
            }
            Located::NotFound => {}
        }
        let _told = changes(&quote, &text);
    }

    #[test]
    fn random_characters_do_no_harm(text in any::<String>(), quote in any::<String>()) {
        let _located = locate(&quote, &text);
    }

    #[test]
    fn what_is_cut_out_of_a_text_is_found_in_it(start in 0usize..40, length in 4usize..20) {
        for text in [ENGLISH, GREEK, GERMAN, ARABIC] {
            let words: Vec<&str> = text.split_whitespace().collect();
            let from = start.min(words.len() - 1);
            let quote = words[from..(from + length).min(words.len())].join(" ");
            prop_assert!(matches!(locate(&quote, text), Located::Found(_)), "{}", quote);
        }
    }
}
