//! Readers of the last thirty days.

use store::Error;
use store::fill::{Filling, Load};

use super::Plan;
use super::words::Dice;

/// Days that are counted.
const DAYS: i64 = 30;
/// Rows written in one transaction.
const ROWS: usize = 50_000;

/// Spreads the visits: the post of rank r has them as 1 / r, whatever its age; of an old post they come evenly, of a
/// new one half on its first day, a quarter on the next, and so on.
pub fn fill(filling: &mut Filling, plan: &Plan) -> Result<(), Error> {
    if plan.visits == 0 {
        return Ok(());
    }
    let mut dice = Dice::new(3);
    let whole: f64 = (1..=plan.posts).map(|rank| 1.0 / rank as f64).sum();
    let today = plan.until.day();
    let (mut load, mut waiting, mut rows) = (Load::default(), 0, Vec::with_capacity(DAYS as usize));
    for number in 0..plan.posts {
        // A step that shares no factor with the numbers of posts that one asks for.
        let rank = number * 7_919 % plan.posts + 1;
        let mut left = (plan.visits as f64 / rank as f64 / whole + dice.throw()) as i64;
        let first = plan.published(number).day().max(today - DAYS + 1);
        let days = today - first + 1;
        let (new, begin) = (days < DAYS, dice.below(days as usize) as i64);
        for at in 0..days {
            if left == 0 {
                break;
            }
            let readers = if new { (left + 1) / 2 } else { left.div_euclid(days - at).max(1) };
            let day = if new { first + at } else { first + (begin + at * 7) % days };
            rows.push((day, readers));
            left -= readers;
        }
        load.readers(plan.id(number), &rows);
        waiting += rows.len();
        rows.clear();
        if waiting >= ROWS {
            filling.load(&mut load)?;
            load.clear();
            waiting = 0;
        }
    }
    filling.load(&mut load)
}
