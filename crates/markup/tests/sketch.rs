//! Texts that say nearly the same, in scripts with spaces and without.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use markup::sketch;
use model::sketch::ALIKE;

/// Paragraphs of different sentences, made of a few words of a language.
fn story(words: &[&str], seed: usize, paragraphs: usize) -> Vec<String> {
    let spaced = words[0].is_ascii() || words[0].chars().next().unwrap() < '\u{3000}';
    let mut state = seed * 7_919 + 1;
    let mut word = || {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        words[state / 65_536 % words.len()]
    };
    let glue = if spaced { " " } else { "" };
    (0..paragraphs).map(|_| (0..40).map(|_| word()).collect::<Vec<_>>().join(glue)).collect()
}

const ENGLISH: &[&str] = &[
    "river", "council", "counted", "every", "litre", "given", "found", "short", "mayor", "spoke", "charts",
    "well", "summer", "farmers", "bank", "promised", "rain", "vote", "price", "school", "hall", "winter",
    "bridge", "stone",
];
const GREEK: &[&str] = &[
    "ποτάμι",
    "συμβούλιο",
    "μέτρησε",
    "κάθε",
    "λίτρο",
    "έδωσε",
    "βρήκε",
    "λείπει",
    "δήμαρχος",
    "μίλησε",
    "πηγάδι",
    "καλοκαίρι",
    "αγρότες",
    "όχθη",
    "βροχή",
    "ψήφος",
    "τιμή",
    "σχολείο",
    "αίθουσα",
    "χειμώνας",
    "γέφυρα",
    "πέτρα",
];
const CHINESE: &[&str] = &[
    "镇议会",
    "清点",
    "老河流",
    "每一升水",
    "结果",
    "不感到意外",
    "不够用",
    "居民们",
    "决定",
    "明年春天",
    "讨论",
    "市长",
    "发言",
    "图表",
    "新井",
    "夏天",
    "农民",
    "上游",
    "承诺",
    "下雨",
    "投票",
    "价格",
    "学校",
    "桥梁",
];
const ARABIC: &[&str] = &[
    "النهر",
    "المجلس",
    "أحصى",
    "لتر",
    "القديم",
    "ووجد",
    "الماء",
    "يكفي",
    "العمدة",
    "تحدث",
    "بئر",
    "الصيف",
    "المزارعون",
    "الضفة",
    "وعدوا",
    "المطر",
    "التصويت",
    "السعر",
    "المدرسة",
    "القاعة",
    "الشتاء",
    "الجسر",
    "الحجر",
    "البلدة",
];

#[test]
fn a_story_retold_is_alike_and_another_one_is_not() {
    for words in [ENGLISH, GREEK, CHINESE, ARABIC] {
        let text = story(words, 1, 10);
        let known = sketch(&text.join("\n\n")).unwrap();
        let percent = |paragraphs: &[String]| sketch(&paragraphs.join("\n\n")).unwrap().likeness(&known);
        assert_eq!(percent(&text), 100, "{words:?}");
        // Case, accents and how paragraphs are set don't count.
        let loud: Vec<String> =
            text.iter().map(|paragraph| paragraph.to_uppercase().replace(' ', "  ")).collect();
        assert!(percent(&loud) > 95, "{words:?}");
        let cut = percent(&text[..7]);
        assert!((ALIKE..90).contains(&cut), "{words:?}: {cut}");
        let mut longer = story(words, 9, 2);
        longer.extend(text.iter().cloned());
        assert!(percent(&longer) >= ALIKE, "{words:?}");
        // About the same things, in the same words, in another order.
        let other = percent(&story(words, 5, 10));
        assert!(other < ALIKE / 2, "{words:?}: {other}");
    }
}

#[test]
fn what_is_too_short_has_no_sketch() {
    for text in ["", "It rises.", "字", "…!?", &"word ".repeat(60)] {
        assert_eq!(sketch(text), None, "{text}");
    }
    assert!(sketch(&"word ".repeat(62)).is_some());
}

/// Sketches are kept: a library's update must not change them.
#[test]
fn a_sketch_is_the_same_for_ever() {
    let text = "The town council counted every litre that the old river had given. ".repeat(8);
    let text = format!("{text} Το ποτάμι. 老河流。");
    let places = *sketch(&text).unwrap().places();
    assert_eq!((places[0], places[31]), (FIRST, LAST));
}

const FIRST: i64 = -9_210_868_575_228_205_398;
const LAST: i64 = 682_205_030_003_367_573;
