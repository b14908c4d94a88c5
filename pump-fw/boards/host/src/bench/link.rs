//! The link's socket: chunks behind their lengths, one peer at a time.

use std::{
    io::{self, Read, Write},
    os::{fd::AsFd, unix::net::UnixStream},
    path::PathBuf,
};

use cisterna_firmware::link::LinkState;
use cisterna_protocol::framing::MAX_CHUNK;
use rustix::event::{PollFd, PollFlags};

use super::{BenchError, machine::Machine, socket::Socket};

/// Bytes of the length before each chunk.
const LENGTH_B: usize = 2;
/// Bytes that one look reads at most: a peer that talks without end does not hold the pump up.
const READ_MAX_B: usize = 4_096;
/// Bytes that wait for a peer that does not read; beyond them the firmware's own queue fills, and
/// it hangs up.
const OUTBOX_MAX_B: usize = 8_192;

/// The link's socket.
#[derive(Debug)]
pub(super) struct LinkPort {
    path: PathBuf,
    socket: Option<Socket>,
    peer: Option<Peer>,
}

#[derive(Debug)]
struct Peer {
    stream: UnixStream,
    inbox: Vec<u8>,
    outbox: Vec<u8>,
}

/// Whether the peer is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Contact {
    Kept,
    Lost,
}

impl LinkPort {
    pub(super) const fn new(path: PathBuf) -> Self {
        Self {
            path,
            socket: None,
            peer: None,
        }
    }

    /// Listens.
    pub(super) fn open(&mut self) -> Result<(), BenchError> {
        if self.socket.is_none() {
            self.socket = Some(Socket::bind(&self.path)?);
        }
        Ok(())
    }

    /// The radio is off: nobody is heard, and whoever was connected is not told.
    pub(super) fn close(&mut self) {
        self.socket = None;
        self.peer = None;
    }

    /// What to wait for.
    pub(super) fn watch<'s>(&'s self, fds: &mut Vec<PollFd<'s>>) {
        if let Some(peer) = &self.peer {
            let mut flags = PollFlags::IN;
            flags.set(PollFlags::OUT, !peer.outbox.is_empty());
            fds.push(PollFd::from_borrowed_fd(peer.stream.as_fd(), flags));
        } else if let Some(socket) = &self.socket {
            let listener = socket.listener().as_fd();
            fds.push(PollFd::from_borrowed_fd(listener, PollFlags::IN));
        }
    }

    /// Does all that can be done without waiting. The machine stands at the present instant.
    pub(super) fn serve(&mut self, machine: &mut Machine) {
        self.accept(machine);
        let Some(peer) = &mut self.peer else { return };
        let contact = peer.read(machine);
        let state = machine.tend_link();
        if !machine.is_on() {
            // Power went in the middle: what waits to be sent never leaves.
            return self.close();
        }
        let sent = peer.send(machine);
        if [contact, sent].contains(&Contact::Lost) || state == LinkState::HangUp {
            self.peer = None;
            machine.link_down();
        }
    }

    fn accept(&mut self, machine: &mut Machine) {
        if self.peer.is_some() {
            return;
        }
        if let Some(stream) = self.socket.as_ref().and_then(Socket::accept) {
            machine.link_up();
            self.peer = Some(Peer {
                stream,
                inbox: Vec::new(),
                outbox: Vec::new(),
            });
        }
    }
}

impl Peer {
    fn read(&mut self, machine: &mut Machine) -> Contact {
        let mut buffer = [0; READ_MAX_B];
        match self.stream.read(&mut buffer) {
            Ok(0) => return Contact::Lost,
            Ok(len) => self.inbox.extend_from_slice(&buffer[..len]),
            Err(error) if is_passing(&error) => return Contact::Kept,
            Err(_) => return Contact::Lost,
        }
        self.hand_over(machine)
    }

    /// Hands whole chunks to the firmware.
    fn hand_over(&mut self, machine: &mut Machine) -> Contact {
        let mut inbox = self.inbox.as_slice();
        let mut state = LinkState::Up;
        while state == LinkState::Up {
            let Some((length, rest)) = inbox.split_first_chunk::<LENGTH_B>() else {
                break;
            };
            let length = usize::from(u16::from_le_bytes(*length));
            if !(1..=MAX_CHUNK).contains(&length) {
                // An empty chunk is a bad frame: counted, and the end of the link. SR-33
                machine.receive(&[]);
                return Contact::Lost;
            }
            let Some((chunk, rest)) = rest.split_at_checked(length) else {
                break;
            };
            state = machine.receive(chunk);
            inbox = rest;
        }
        self.inbox = inbox.to_vec();
        match state {
            LinkState::Up => Contact::Kept,
            LinkState::HangUp => Contact::Lost,
        }
    }

    fn send(&mut self, machine: &mut Machine) -> Contact {
        while self.outbox.len() < OUTBOX_MAX_B {
            let Some(chunk) = machine.next_chunk() else {
                break;
            };
            let length = u16::try_from(chunk.len()).expect("a chunk is at most 514 bytes");
            self.outbox.extend_from_slice(&length.to_le_bytes());
            self.outbox.extend_from_slice(&chunk);
        }
        while !self.outbox.is_empty() {
            match self.stream.write(&self.outbox) {
                Ok(0) => return Contact::Lost,
                Ok(written) => drop(self.outbox.drain(..written)),
                Err(error) if is_passing(&error) => return Contact::Kept,
                Err(_) => return Contact::Lost,
            }
        }
        Contact::Kept
    }
}

/// Whether the error only says to try again later.
pub(super) fn is_passing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock || error.kind() == io::ErrorKind::Interrupted
}
