//! Month names, by the beginnings that tell them apart in the languages we meet.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Beginnings without accents, lower case. Longer ones win over shorter ones.
const MONTHS: [&str; 12] = [
    "jan gen ene ιαν янв січ oca tammi styc led sij sau يناير ינואר كانون الثاني جانفي jaanuar ian janv",
    "feb fev febr φεβ фев лют sub(at) helmi luty lut uno vas فبراير شباط פברואר fevr velj",
    "mar mrz maer mart mars μαρ мар бер maalis brez ozu kov مارس آذار מרץ maj(r)",
    "apr avr abr απρ апр кві nis huhti kwi dub trav bal أبريل نيسان אפריל",
    "may mai mag mayo mei μαι мая май тра toukok maj kve svib geg مايو أيار מאי",
    "jun juin giu iun ιουν июн чер haz kesa cze cerven lip(anj) bir يونيو حزيران יוני",
    "jul juil lug iul ιουλ июл лип tem heina lip cervenec srp lie يوليو تموز יולי",
    "aug aou ago agu αυγ авг сер elok sie srpen kol rug أغسطس آب אוגוסט",
    "sep set σεπ сен вер eyl syys wrz zari ruj rugs سبتمبر أيلول ספטמבר",
    "oct okt ott out οκτ окт жов eki loka paz rij lis(topad) spa أكتوبر تشرين الأول אוקטובר",
    "nov νοε ноя лис kas marras lis stu lap نوفمبر تشرين الثاني נובמבר",
    "dec dez dic dek δεκ дек гру ara joulu gru pros gruo ديسمبر كانون الأول דצמבר",
];

/// The month a word names, 1 to 12.
pub(crate) fn month(word: &str) -> Option<i8> {
    let word: String = word.to_lowercase().nfkd().filter(|&c| !is_combining_mark(c)).collect();
    if word.chars().count() < 3 {
        return None;
    }
    let mut best: Option<(usize, i8)> = None;
    for (number, names) in (1..).zip(MONTHS) {
        for name in names.split(' ').filter(|name| !name.contains('(')) {
            let name: String = name.nfkd().filter(|&c| !is_combining_mark(c)).collect();
            if word.starts_with(&name) && best.is_none_or(|(length, _)| name.len() > length) {
                best = Some((name.len(), number));
            }
        }
    }
    best.map(|(_, number)| number)
}
