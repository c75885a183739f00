//! A difference as it is shown: changed lines, with long unchanged stretches folded away.

use serde::Serialize;

/// Unchanged lines kept in sight beside a change.
const NEAR: usize = 3;
/// Shorter stretches are not worth folding.
const FOLD_FROM: usize = 4;

/// One line: `same`, `added` or `removed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Line<'a> {
    pub(super) kind: &'static str,
    pub(super) text: &'a str,
}

/// Lines that are shown or folded together.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Stretch<'a> {
    folded: bool,
    lines: Vec<Line<'a>>,
}

/// The lines in stretches; every line is in one of them, in order.
pub(super) fn stretches<'a>(lines: &'a [(&'static str, String)]) -> Vec<Stretch<'a>> {
    let is_near = |at: usize| {
        let from = at.saturating_sub(NEAR);
        lines[from..lines.len().min(at + NEAR + 1)].iter().any(|(kind, _)| *kind != "same")
    };
    let mut out: Vec<Stretch<'a>> = Vec::new();
    for (at, (kind, text)) in lines.iter().enumerate() {
        let folded = !is_near(at);
        let line = Line { kind, text };
        match out.last_mut() {
            Some(last) if last.folded == folded => last.lines.push(line),
            _ => out.push(Stretch { folded, lines: vec![line] }),
        }
    }
    for stretch in &mut out {
        stretch.folded &= stretch.lines.len() >= FOLD_FROM;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(kinds: &str) -> Vec<(bool, usize)> {
        let kind = |c| if c == '+' { "added" } else { "same" };
        let lines: Vec<_> = kinds.chars().map(|c| (kind(c), c.to_string())).collect();
        stretches(&lines).iter().map(|s| (s.folded, s.lines.len())).collect()
    }

    #[test]
    fn long_unchanged_stretches_are_folded_and_nothing_is_lost() {
        assert_eq!(shape(".........+.........."), [(true, 6), (false, 7), (true, 7)]);
        assert_eq!(shape("+"), [(false, 1)]);
        assert_eq!(shape(""), []);
        assert_eq!(shape("...."), [(true, 4)]);
        assert_eq!(shape(".....+"), [(false, 2), (false, 4)], "two lines are not worth folding");
    }
}
