//! Many who comment at once.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use model::CommentId;

use crate::place::comment;

/// Clients that comment at once.
pub const WRITERS: usize = 64;

/// Has all writers comment, each waiting for its answer before the next, until `next` has come to `count` or the server is
/// gone; the comments that were acknowledged. Every one comes from a network of its own (`10.` and `round` begin its
/// address), so that none is too quick; most are held, as strangers' are when there are so many.
pub fn comments(
    to: SocketAddr,
    post: &str,
    round: usize,
    next: &AtomicUsize,
    count: usize,
) -> Vec<CommentId> {
    let one = || {
        let mut told = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= count {
                return told;
            }
            let from = format!("{}.{}.{}.7", 11 + round, number / 250, number % 250);
            let text = format!("Comment {round} {number}");
            let Some(answer) = comment(to, post, &from, &text) else { return told };
            let answer = answer.expect(303);
            let (_, own) = answer.header("location").split_once("own=").unwrap();
            told.push(own.split('-').next().unwrap().parse().unwrap());
        }
    };
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(one)).collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    })
}
