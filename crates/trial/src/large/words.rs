//! Words and sentences in several scripts, none of which mean anything.

/// Numbers from 0 to below 1, the same ones each time (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// One that begins at a number.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// From 0 to below 1.
    pub fn throw(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        (self.roll() >> 20) as usize % sides.max(1)
    }

    /// A rank: the first as likely as the second and third together, and so on, as words are.
    pub fn rank(&mut self, of: u64) -> u64 {
        ((of as f64).powf(self.throw()) - 1.0) as u64
    }

    /// Any number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }
}

/// Different words of a tongue.
const WORDS: u64 = 12_000;
/// Sentences that texts are put together from.
const SENTENCES: usize = 6_000;

/// One language's words and sentences.
pub struct Tongue {
    /// Its tag.
    pub tag: &'static str,
    words: Vec<String>,
    sentences: Vec<String>,
    gap: &'static str,
}

impl Tongue {
    /// The tongues of a site, the first the commonest.
    pub fn all() -> Vec<Tongue> {
        let latin = "ba de fi go lu ma ne pi ro su ta ve wi yo za ka le mi no ru ster ton berg land er en";
        let greek = "κα λο μι νε ρα στο τη φω χα θε ψη δο γι πα σε ος ης ων";
        let cyrillic = "ва го де жи ка ло ме ни по ру се та фи ча ши ов ный ка ет";
        let han = "河 桥 灯 城 风 雨 书 船 路 海 山 人 水 火 石 木 日 月 春 秋 东 西 南 北 新 老 大 小";
        let tongue = |tag, syllables: &str, gap, seed| Tongue::new(tag, syllables, gap, seed);
        vec![
            tongue("en", latin, " ", 11),
            tongue("de", latin, " ", 12),
            tongue("el", greek, " ", 13),
            tongue("ru", cyrillic, " ", 14),
            tongue("zh", han, "", 15),
        ]
    }

    fn new(tag: &'static str, syllables: &str, gap: &'static str, seed: u64) -> Tongue {
        let syllables: Vec<&str> = syllables.split(' ').collect();
        let mut dice = Dice::new(seed);
        let word = |rank: u64| {
            // The commonest are short; no two are alike.
            let (mut left, mut word) = (rank + syllables.len() as u64, String::new());
            while left > 0 {
                word.push_str(syllables[(left % syllables.len() as u64) as usize]);
                left /= syllables.len() as u64;
            }
            word
        };
        let words = (0..WORDS).map(word).collect();
        let mut tongue = Tongue { tag, words, sentences: Vec::new(), gap };
        tongue.sentences = (0..SENTENCES).map(|_| tongue.sentence(&mut dice)).collect();
        tongue
    }

    fn sentence(&self, dice: &mut Dice) -> String {
        let length = 6 + dice.below(10);
        let mut sentence = self.phrase(dice, length);
        sentence.push_str(if self.gap.is_empty() { "。" } else { "." });
        sentence
    }

    /// Some words, the first with a capital letter where there are any.
    pub fn phrase(&self, dice: &mut Dice, length: usize) -> String {
        let mut phrase = String::new();
        for at in 0..length {
            let word = &self.words[dice.rank(WORDS) as usize];
            if at == 0 {
                let mut letters = word.chars();
                phrase.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                phrase.push_str(letters.as_str());
            } else {
                phrase.push_str(self.gap);
                phrase.push_str(word);
            }
        }
        phrase
    }

    /// Sentences of about so many bytes.
    pub fn prose(&self, dice: &mut Dice, bytes: usize) -> String {
        let mut prose = String::with_capacity(bytes + 200);
        while prose.len() < bytes {
            if !prose.is_empty() {
                prose.push_str(self.gap);
            }
            prose.push_str(&self.sentences[dice.below(SENTENCES)]);
        }
        prose
    }
}
