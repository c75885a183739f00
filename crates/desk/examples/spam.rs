//! How well the spam score tells comments apart, and what it costs.
//!
//! `cargo run --release -p desk --example spam` makes comments in four languages, half of them spam, and has them arrive
//! one after another on a desk over SQLite, each judged as a moderator would (one of twenty wrongly left alone, as
//! happens). The score that each was given when it arrived, before anybody judged it, is what counts; the first third
//! only teaches. `-- FILE` takes texts from a file instead: JSON lines `{"spam": true, "name": "", "body": ""}` in order
//! of time. The same input gives the same figures, times aside.

#![expect(clippy::print_stdout, reason = "an example prints its table")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Instant;

use desk::{Desk, Limits, When};
use model::{Account, AccountId, Actor, Clock, ManualClock, RawRemark, RawWriting, Role, Verdict};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
struct Case {
    spam: bool,
    #[serde(default)]
    name: String,
    body: String,
}

fn main() {
    let cases = match std::env::args().nth(1) {
        Some(file) => read(&file),
        None => made(3_000),
    };
    let place = trial::sqlite();
    let clock = Arc::new(ManualClock::at(model::sample::noon()));
    let desk = Desk::new(place.store(), clock.clone()).with_limits(Limits::lifted());
    let raw = RawWriting { headline: "A post".into(), body: "A text.".into(), ..RawWriting::default() };
    let draft = desk.create(&Actor::System, &raw).expect("a draft can be made");
    let post = desk.publish(&Actor::System, draft.id, When::Now).expect("it can come out");
    let at = post.permalink.expect("it is out");
    let account = Account {
        id: AccountId::from_raw(1),
        name: "Judge".into(),
        role: Role::Moderator,
        created: clock.now(),
    };
    place.store().write(|tx| store::accounts::add(tx, &account, "none")).expect("it can be added");
    let judge = Actor::Account(account);
    let mut scores: Vec<(bool, u8)> = Vec::new();
    let mut micros: Vec<f64> = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        clock.advance_seconds(15 * 60);
        let raw = RawRemark { name: case.name.clone(), body: case.body.clone(), ..RawRemark::default() };
        // Each from a network of its own: only what it says counts.
        let from = IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0001 + (number as u32) * 0x100));
        let Ok(done) = desk.comment(&at, &raw, from) else { continue };
        let begun = Instant::now();
        let weighed = desk.weighed(&at, &raw, from).expect("it was taken");
        micros.push(begun.elapsed().as_secs_f64() * 1e6);
        if number * 3 >= cases.len() {
            scores.push((case.spam, weighed.score));
        }
        if number % 20 != 7 {
            let verdict = if case.spam { Verdict::Spam } else { Verdict::Approved };
            // The same words twice within minutes are one comment, which may be judged already.
            let _ = desk.judge(&judge, done.id, verdict, "");
        }
    }
    micros.sort_by(f64::total_cmp);
    let of = |class: bool| scores.iter().filter(move |(spam, _)| *spam == class);
    println!("{} comments; scored {} spam, {} honest", cases.len(), of(true).count(), of(false).count());
    println!("| from score | spam met | honest met | precision | recall |");
    for limit in [10, 20, 30, 40, 50, 60, 70, 80, 90, 95] {
        let met = |class: bool| of(class).filter(|(_, score)| *score >= limit).count();
        let (spam, honest) = (met(true), met(false));
        println!(
            "| {limit} | {spam} | {honest} | {:.4} | {:.4} |",
            spam as f64 / (spam + honest).max(1) as f64,
            spam as f64 / of(true).count().max(1) as f64
        );
    }
    println!(
        "weighing one: {:.0} µs in the median, {:.0} µs at most of 99 %",
        micros[micros.len() / 2],
        micros[micros.len() * 99 / 100]
    );
}

fn read(file: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(file).expect("the file can be read");
    let mut cases: Vec<Case> =
        text.lines().map(|line| serde_json::from_str(line).expect("each line is a case")).collect();
    for case in &mut cases {
        if case.name.is_empty() {
            case.name = "Somebody".into();
        }
        case.body = case.body.chars().take(model::comment::BODY_LIMIT).collect();
    }
    cases
}

/// A number from a row that is always the same (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 16) as usize % sides
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

/// What people and programs say in one language; `both` is what either may say.
struct Tongue {
    spam: &'static [&'static str],
    honest: &'static [&'static str],
    both: &'static [&'static str],
    names: &'static [&'static str],
    spaced: bool,
}

const TONGUES: [Tongue; 4] = [
    Tongue {
        spam: &[
            "best online casino bonus",
            "cheap watches free delivery",
            "earn money from home",
            "loan approved today",
            "buy followers now",
            "crypto signals guaranteed",
            "visit my site",
            "click here",
            "limited offer",
            "whatsapp me",
            "pills without prescription",
            "essay writing service",
            "100% profit",
            "contact our team",
        ],
        honest: &[
            "I read this twice",
            "the mayor never answered",
            "my neighbour was there",
            "is there a source for the figure",
            "you forgot the second bridge",
            "the map is wrong",
            "they said the same in 2019",
            "who pays for it",
            "I work at the harbour",
            "a good summary",
            "the photo shows another street",
            "I would not buy that argument",
            "free delivery of the paper was promised",
            "the casino was closed in spring",
            "ask the council for a loan",
        ],
        both: &[
            "thank you",
            "great post",
            "today",
            "very interesting",
            "I agree",
            "what a story",
            "see also",
            "really",
        ],
        names: &["Ann", "Ben", "Carla", "Dmitri", "Eve", "Farid", "Grace"],
        spaced: true,
    },
    Tongue {
        spam: &[
            "καλύτερο καζίνο μπόνους",
            "φτηνά ρολόγια δωρεάν αποστολή",
            "κερδίστε χρήματα από το σπίτι",
            "δάνειο σήμερα",
            "πατήστε εδώ",
            "επισκεφθείτε τη σελίδα μου",
            "μοναδική προσφορά",
            "εγγυημένο κέρδος",
            "στοίχημα σίγουρο",
        ],
        honest: &[
            "το διάβασα δύο φορές",
            "ο δήμαρχος δεν απάντησε ποτέ",
            "ήμουν εκεί εκείνη τη μέρα",
            "υπάρχει πηγή για αυτό",
            "ξεχάσατε τη δεύτερη γέφυρα",
            "ποιος θα το πληρώσει",
            "ο χάρτης είναι λάθος",
            "δουλεύω στο λιμάνι",
            "το καζίνο έκλεισε την άνοιξη",
            "η αποστολή απέτυχε",
            "δεν συμφωνώ με το συμπέρασμα",
        ],
        both: &["ευχαριστώ", "πολύ ωραίο άρθρο", "συμφωνώ", "σήμερα", "μπράβο", "τι ιστορία"],
        names: &["Άννα", "Βασίλης", "Ελένη", "Νίκος", "Σοφία"],
        spaced: true,
    },
    Tongue {
        spam: &[
            "代开发票请联系",
            "加微信领红包",
            "在线赌场注册送奖金",
            "低价名表包邮",
            "兼职日赚五百",
            "贷款当天到账",
            "点击这里",
            "刷单返现",
        ],
        honest: &[
            "我读了两遍",
            "市长一直没有回答",
            "这个数字有来源吗",
            "你们忘了第二座桥",
            "地图画错了",
            "谁来付这笔钱",
            "我在港口工作",
            "照片不是那条街",
            "发票的事报道过",
            "赌场春天就关了",
            "我不同意这个结论",
        ],
        both: &["谢谢", "文章写得好", "同意", "今天", "很有意思"],
        names: &["王芳", "李明", "陈静", "赵磊"],
        spaced: false,
    },
    Tongue {
        spam: &[
            "лучшее казино онлайн",
            "дешёвые часы доставка бесплатно",
            "заработок на дому",
            "кредит сегодня",
            "жми сюда",
            "заходи на мой сайт",
            "гарантированный доход",
            "диплом недорого",
            "ставки на спорт",
        ],
        honest: &[
            "прочитал дважды",
            "мэр так и не ответил",
            "откуда эта цифра",
            "вы забыли второй мост",
            "карта неверная",
            "кто за это заплатит",
            "я работаю в порту",
            "казино закрыли весной",
            "доставка газеты обещана",
            "не согласен с выводом",
        ],
        both: &["спасибо", "хорошая статья", "согласен", "сегодня", "очень интересно"],
        names: &["Анна", "Борис", "Вера", "Глеб"],
        spaced: true,
    },
];

/// Comments put together from what each side says: of honest ones a sixth have a link, of spam half; both sides use
/// words of the other.
fn made(number: usize) -> Vec<Case> {
    let mut dice = Dice(7);
    (0..number)
        .map(|_| {
            let tongue = &TONGUES[dice.roll(TONGUES.len())];
            let spam = dice.roll(2) == 0;
            let (own, other) = if spam { (tongue.spam, tongue.honest) } else { (tongue.honest, tongue.spam) };
            let mut parts = vec![dice.of(tongue.both)];
            for _ in 0..=dice.roll(3) {
                parts.push(dice.of(own));
            }
            if dice.roll(5) == 0 {
                // Programs copy whole sentences; people quote a word or two of what they are angry about.
                let borrowed = dice.of(other);
                let end =
                    if tongue.spaced { borrowed.find(' ').unwrap_or(borrowed.len()) } else { borrowed.len() };
                parts.push(if spam { borrowed } else { &borrowed[..end] });
            }
            let mut body = parts.join(if tongue.spaced { ", " } else { "，" });
            if dice.roll(if spam { 2 } else { 6 }) == 0 {
                let host = if spam { dice.roll(40) } else { 100 + dice.roll(40) };
                body += &format!(" https://site{host}.example/{}", dice.roll(10_000));
            }
            if spam && dice.roll(8) == 0 {
                // Wholly new words: nothing could know them.
                body = format!("{} zq{}x{}", dice.of(tongue.both), dice.roll(90_000), dice.roll(90_000));
            }
            let name = if spam && dice.roll(4) == 0 { "best-offers.example" } else { dice.of(tongue.names) };
            Case { spam, name: name.into(), body }
        })
        .collect()
}
