//! A small page to say things on.

use clip::{Page, read};
use model::Clipping;

pub const URL: &str = "https://www.gazette.example/2026/11/18/river-price?utm_source=x";

/// Six paragraphs of one sentence each, so that extractors take them for an article.
pub fn paragraphs(sentence: &str) -> String {
    (1..=6).map(|n| format!("<p>{sentence} {n}. {sentence} {n}. {sentence} {n}.</p>\n")).collect()
}

pub const ENGLISH: &str = "The town council counted every litre that the old river had given, and found, to nobody's surprise, that it was short";
pub const GREEK: &str = "Το δημοτικό συμβούλιο μέτρησε κάθε λίτρο που έδωσε το παλιό ποτάμι, και βρήκε, χωρίς να εκπλαγεί κανείς, ότι έλειπε νερό";
pub const ARABIC: &str =
    "أحصى مجلس البلدة كل لتر أعطاه النهر القديم، ووجد، دون أن يفاجأ أحد، أن الماء لا يكفي لهذا العام";
pub const CHINESE: &str =
    "镇议会清点了老河流给出的每一升水，结果谁也不感到意外，水确实不够用，居民们决定明年春天再讨论一次";
pub const RUSSIAN: &str =
    "Городской совет пересчитал каждый литр, который дала старая река, и обнаружил, что воды не хватает";

pub fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html><head>{head}</head><body><nav><a href=/>Home</a> <a href=/world>World</a></nav>\
         <main><article>{body}</article></main><footer><p>© The Gazette. All rights reserved.</p></footer></body></html>"
    )
}

pub fn clip_at(url: &str, html: &str) -> Clipping {
    read(&Page { url, bytes: html.as_bytes(), content_type: Some("text/html; charset=utf-8") }).unwrap()
}

pub fn clip(head: &str, body: &str) -> Clipping {
    clip_at(URL, &page(head, body))
}
