//! `docs/vectors/framing.json`: frames and their chunks at three MTUs.

extern crate std;

use std::string::String;
use std::vec::Vec;

use serde::Serialize;

use super::tests::{chunks_of, pattern};
use super::{ChunkLen, MAX_FRAME};
use crate::vectors::{check_current, hex};

#[derive(Serialize)]
struct Link {
    att_mtu: u16,
    chunk_len: usize,
    /// In the order of sending, on one link that begins with the first of them.
    frames: Vec<Frame>,
}

#[derive(Serialize)]
struct Frame {
    frame: String,
    chunks: Vec<String>,
}

const FRAME_LENS: [usize; 8] = [1, 16, 17, 34, 35, 49, 600, MAX_FRAME];

fn link(att_mtu: u16) -> Link {
    let chunk_len = ChunkLen::from_att_mtu(att_mtu);
    let sent: Vec<_> = FRAME_LENS.iter().map(|&len| pattern(len)).collect();
    let chunks = chunks_of(&sent, chunk_len);
    let frames = sent
        .iter()
        .zip(chunks)
        .map(|(frame, chunks)| Frame {
            frame: hex(frame),
            chunks: chunks.iter().map(|chunk| hex(chunk)).collect(),
        })
        .collect();
    Link {
        att_mtu,
        chunk_len: chunk_len.get(),
        frames,
    }
}

#[test]
fn framing_vectors_are_current() {
    check_current("framing.json", &[23, 185, 517].map(link));
}
