//! Any quotation in any text: what is found stands where it is said to stand.
#![no_main]

use libfuzzer_sys::fuzz_target;
use markup::quotation::{Located, changes, locate, quotations};

fuzz_target!(|texts: (&str, &str)| {
    let (quote, text) = texts;
    if let Located::Found(passage) | Located::Changed { passage, .. } = locate(quote, text) {
        let length = usize::try_from(passage.end - passage.start).expect("an end behind its start");
        let start = usize::try_from(passage.start).expect("a place in the text");
        let there: String = text.chars().skip(start).take(length).collect();
        assert_eq!(there, passage.exact);
        assert!(text.contains(&format!("{}{}{}", passage.prefix, passage.exact, passage.suffix)));
        let _told = changes(quote, &passage.exact);
    }
    let _taken = quotations(quote);
});
