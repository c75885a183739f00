//! PostgreSQL only: SQLite has no server to lose.

use std::panic::{AssertUnwindSafe, catch_unwind};

use store::{Error, posts};

use crate::{MONTH, insert, published};

#[test]
fn connections_that_died_in_the_pool_are_replaced_unnoticed() {
    let Some(temporary) = trial::postgres() else { return };
    let store = temporary.store();
    for number in 1..=3 {
        insert(&store, &published(number, 0, ""));
        temporary.hang_up("true");
        assert_eq!(store.read(posts::count_published).unwrap(), number);
        temporary.hang_up("true");
    }
}

#[test]
fn a_connection_lost_in_the_middle_of_a_write_is_reported_and_the_next_write_works() {
    let Some(temporary) = trial::postgres() else { return };
    let store = temporary.store();
    let lost = store.write(|tx| {
        posts::insert(tx, &published(1, 0, ""), MONTH)?;
        temporary.hang_up("true");
        posts::count_published(tx)
    });
    assert!(matches!(lost, Err(Error::Unavailable(_))), "{lost:?}");
    assert_eq!(store.read(posts::count_published).unwrap(), 0);
    insert(&store, &published(1, 0, ""));
    assert_eq!(store.read(posts::count_published).unwrap(), 1);
}

#[test]
fn a_panic_in_a_read_or_write_costs_one_connection_and_no_more() {
    let Some(temporary) = trial::postgres() else { return };
    let store = temporary.store();
    for _ in 0..40 {
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            store.write(|tx| {
                posts::insert(tx, &published(1, 0, ""), MONTH)?;
                std::panic::resume_unwind(Box::new("a bug"));
                #[expect(unreachable_code, reason = "names the closure's type")]
                Ok::<(), Error>(())
            })
        }));
        assert!(panicked.is_err());
    }
    assert_eq!(store.read(posts::count_published).unwrap(), 0);
}
