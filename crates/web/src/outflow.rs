//! A file on its way out, piece by piece.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame};
use tokio::sync::mpsc::{Receiver, channel};

/// Bytes of one piece.
const PIECE: usize = 64 * 1024;
/// Pieces that wait for a slow reader.
const AHEAD: usize = 4;

/// The rest of a file as a body: read on a thread that may wait, no faster than it is taken.
pub struct Outflow(Receiver<io::Result<Bytes>>);

/// Begins to read a file from where it stands.
pub fn outflow(mut file: File) -> Outflow {
    let (send, pieces) = channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; PIECE];
            let read = file.read(&mut piece);
            let is_over = !matches!(read, Ok(1..));
            if let Ok(0) = read {
                break;
            }
            let read = read.map(|size| {
                piece.truncate(size);
                Bytes::from(piece)
            });
            // Whoever asked may have gone away.
            if send.blocking_send(read).is_err() || is_over {
                break;
            }
        }
    });
    Outflow(pieces)
}

impl Body for Outflow {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
