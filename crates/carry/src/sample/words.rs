//! Words of five languages in five scripts. Not their grammar: enough that a language can be told by them.

use super::chance::Chance;

/// A language, with what its texts are made of.
#[derive(Debug)]
pub(super) struct Language {
    /// Its tag.
    pub tag: &'static str,
    /// Whether it runs from right to left.
    pub rtl: bool,
    /// What stands before a source.
    pub source: &'static str,
    words: &'static str,
    between: &'static str,
    comma: &'static str,
    end: &'static str,
}

const ENGLISH: &str = "the government said on Monday that it would publish all letters which were found in an old archive \
    near the harbour after people had asked for them many times because nobody knew who wrote them and why they had \
    never been read before although several historians have worked there for years while others believe this story is \
    only beginning to show how a small town lived between two wars when trade with distant islands made some families \
    rich and left most of their neighbours poor but proud as one of them wrote to his daughter about bread wine work";
const GREEK: &str = "η κυβέρνηση είπε ότι θα δημοσιεύσει όλα τα γράμματα που βρέθηκαν σε ένα παλιό αρχείο κοντά στο λιμάνι \
    γιατί κανείς δεν ήξερε ποιος τα έγραψε και πότε διαβάστηκαν για τελευταία φορά αν και πολλοί ιστορικοί εργάστηκαν εκεί \
    χρόνια ενώ άλλοι πιστεύουν πως αυτή η ιστορία μόλις αρχίζει να δείχνει πώς ζούσε μια μικρή πόλη ανάμεσα σε δύο πολέμους \
    όταν το εμπόριο με τα νησιά έκανε μερικές οικογένειες πλούσιες και άφησε τους γείτονες φτωχούς αλλά περήφανους ψωμί κρασί";
const RUSSIAN: &str = "правительство сообщило что опубликует все письма которые нашли в старом архиве рядом с портом потому что \
    никто не знал кто их написал и почему их раньше не читали хотя многие историки работали там годами а другие думают \
    что эта история только начинает показывать как жил маленький город между двумя войнами когда торговля с далёкими \
    островами сделала некоторые семьи богатыми и оставила соседей бедными но гордыми хлеб вино работа дочь море";
const ARABIC: &str = "قالت الحكومة إنها ستنشر جميع الرسائل التي وجدت في أرشيف قديم قرب الميناء لأن أحدا لم يعرف من كتبها ولماذا لم \
    تقرأ من قبل مع أن كثيرا من المؤرخين عملوا هناك سنوات طويلة بينما يعتقد آخرون أن هذه القصة بدأت الآن فقط تظهر كيف عاشت \
    مدينة صغيرة بين حربين عندما جعلت التجارة مع الجزر البعيدة بعض العائلات غنية وتركت الجيران فقراء لكنهم فخورون خبز عمل بحر";
const CHINESE: &str = "政府 表示 将 公布 所有 信件 这些 信 是 在 港口 附近 的 旧 档案馆 发现 的 因为 没有 人 知道 谁 写 了 它们 也 不 清楚 为什么 \
    以前 从来 没有 被 读过 虽然 许多 历史学家 在 那里 工作 多年 而 其他 人 认为 这个 故事 才 刚刚 开始 它 说明 一座 小城 在 两次 战争 \
    之间 如何 生活 当时 与 远方 岛屿 的 贸易 使 一些 家庭 富裕 让 大多数 邻居 贫穷 但是 骄傲 面包 葡萄酒 女儿 大海 新闻";

pub(super) const LANGUAGES: [Language; 5] = [
    Language {
        tag: "en",
        rtl: false,
        source: "Source",
        words: ENGLISH,
        between: " ",
        comma: ", ",
        end: ". ",
    },
    Language {
        tag: "el", rtl: false, source: "Πηγή", words: GREEK, between: " ", comma: ", ", end: ". "
    },
    Language {
        tag: "ru",
        rtl: false,
        source: "Источник",
        words: RUSSIAN,
        between: " ",
        comma: ", ",
        end: ". ",
    },
    Language {
        tag: "ar", rtl: true, source: "المصدر", words: ARABIC, between: " ", comma: "، ", end: ". "
    },
    Language {
        tag: "zh", rtl: false, source: "来源", words: CHINESE, between: "", comma: "，", end: "。"
    },
];

/// Parts of names that nobody bears.
const BEGINS: [&str; 16] = [
    "Mar", "Kel", "Tor", "Vas", "Lin", "Sur", "Dab", "Fen", "Gor", "Hal", "Ith", "Jun", "Nor", "Pel", "Rus",
    "Wen",
];
const MIDDLES: [&str; 16] =
    ["a", "e", "i", "o", "u", "al", "en", "in", "or", "us", "ai", "ea", "ei", "io", "ou", "an"];
const ENDS: [&str; 16] = [
    "dis", "kos", "lin", "mer", "nov", "pat", "ren", "son", "tal", "vik", "wood", "zer", "bert", "field",
    "gard", "mont",
];

/// Words of a language in memory, so that one is picked at once.
#[derive(Debug)]
pub(super) struct Speech {
    pub language: &'static Language,
    words: Vec<&'static str>,
}

impl Speech {
    pub fn all() -> Vec<Speech> {
        LANGUAGES
            .iter()
            .map(|language| Speech { language, words: language.words.split_whitespace().collect() })
            .collect()
    }

    /// Some words, as they stand in a sentence or a headline.
    pub fn words(&self, count: usize, chance: &mut Chance, out: &mut String) {
        for number in 0..count {
            if number > 0 {
                out.push_str(if chance.one_in(9) { self.language.comma } else { self.language.between });
            }
            if number > 0 && chance.one_in(12) {
                name(chance, out);
                continue;
            }
            let word = self.words[chance.below(self.words.len())];
            match word.chars().next().filter(|_| number == 0) {
                Some(first) => {
                    out.extend(first.to_uppercase());
                    out.push_str(&word[first.len_utf8()..]);
                }
                None => out.push_str(word),
            }
        }
    }

    /// So many sentences. In some of them are characters that have to be escaped.
    pub fn sentences(&self, count: usize, chance: &mut Chance, out: &mut String) {
        for _ in 0..count {
            let length = 7 + chance.below(12);
            self.words(length, chance, out);
            match chance.below(16) {
                0 => out.push_str(" (R&D)"),
                1 => out.push_str(" “x < y”"),
                2 => out.push_str(" it's"),
                _ => {}
            }
            out.push_str(self.language.end);
        }
        out.truncate(out.trim_end().len());
    }
}

/// A name.
pub(super) fn name(chance: &mut Chance, out: &mut String) {
    out.push_str(BEGINS[chance.below(16)]);
    out.push_str(MIDDLES[chance.below(16)]);
    out.push_str(ENDS[chance.below(16)]);
}
