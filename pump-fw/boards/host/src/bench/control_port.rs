//! The control socket: lines in, one line out for each.

use std::{
    io::{Read, Write},
    os::{fd::AsFd, unix::net::UnixStream},
    path::Path,
};

use rustix::event::{PollFd, PollFlags};

use super::{BenchError, link::is_passing, socket::Socket};

/// Clients at once; further ones wait.
const CLIENTS_MAX: usize = 8;
/// Longest line, bytes.
const LINE_MAX_B: usize = 256;

/// The control socket.
#[derive(Debug)]
pub(super) struct ControlPort {
    socket: Socket,
    clients: Vec<Client>,
}

#[derive(Debug)]
struct Client {
    stream: UnixStream,
    inbox: Vec<u8>,
}

impl ControlPort {
    pub(super) fn open(path: &Path) -> Result<Self, BenchError> {
        Ok(Self {
            socket: Socket::bind(path)?,
            clients: Vec::new(),
        })
    }

    /// What to wait for.
    pub(super) fn watch<'s>(&'s self, fds: &mut Vec<PollFd<'s>>) {
        let streams = self.clients.iter().map(|client| client.stream.as_fd());
        let listener = self.socket.listener().as_fd();
        let room = self.clients.len() < CLIENTS_MAX;
        let all = streams.chain(room.then_some(listener));
        fds.extend(all.map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN)));
    }

    /// Answers every line that came in.
    pub(super) fn serve(&mut self, mut obey: impl FnMut(&str) -> String) {
        while self.clients.len() < CLIENTS_MAX {
            let Some(stream) = self.socket.accept() else {
                break;
            };
            let inbox = Vec::new();
            self.clients.push(Client { stream, inbox });
        }
        self.clients.retain_mut(|client| client.serve(&mut obey));
    }
}

impl Client {
    /// False where the client is gone.
    fn serve(&mut self, obey: &mut impl FnMut(&str) -> String) -> bool {
        let mut buffer = [0; LINE_MAX_B];
        match self.stream.read(&mut buffer) {
            Ok(0) => return false,
            Ok(len) => self.inbox.extend_from_slice(&buffer[..len]),
            Err(error) => return is_passing(&error),
        }
        while let Some(end) = self.inbox.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.inbox.drain(..=end).collect();
            if !self.answer(&obey(&String::from_utf8_lossy(&line))) {
                return false;
            }
        }
        if self.inbox.len() < LINE_MAX_B {
            return true;
        }
        self.answer("error the line is too long");
        false
    }

    /// False where the client does not take the answer.
    fn answer(&mut self, line: &str) -> bool {
        self.stream
            .write_all(format!("{line}\n").as_bytes())
            .is_ok()
    }
}
