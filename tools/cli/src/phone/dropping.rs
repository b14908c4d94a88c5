//! A link that ends right after a request left: for tests of what is not known. SR-41
//!
//! The authenticating act comes right before the request's frame, so that it arms the cut; the
//! link carries what is sent from then on and ends in place of the answer.

use cisterna_core::keys::{AuthenticationError, Authenticator};
use cisterna_core::pump::link::{Dialer, Link, LinkError, LinkEvent};
use cisterna_protocol::session::Serial;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Whether the link is to be cut, shared by the act and the link.
#[derive(Clone, Debug, Default)]
pub(super) struct Cut(Arc<AtomicBool>);

/// A link that a [`Cut`] can end.
#[derive(Debug)]
pub(super) struct DroppingLink<L> {
    link: L,
    cut: Cut,
}

impl<L: Link> Link for DroppingLink<L> {
    fn send(&mut self, chunk: &[u8]) -> Result<(), LinkError> {
        self.link.send(chunk)
    }

    fn next(&mut self, wait: Duration) -> LinkEvent {
        if self.cut.0.load(Ordering::Relaxed) {
            self.link.close();
            return LinkEvent::Down;
        }
        self.link.next(wait)
    }

    fn close(&mut self) {
        self.link.close();
    }
}

/// An authenticator that arms the cut where `armed` says so.
pub(super) struct ArmingAuthenticator<'a> {
    pub(super) inner: &'a dyn Authenticator,
    pub(super) cut: Cut,
    pub(super) armed: bool,
}

impl Authenticator for ArmingAuthenticator<'_> {
    fn prove(&self, pump: &Serial, message: &[u8]) -> Result<[u8; 32], AuthenticationError> {
        let proof = self.inner.prove(pump, message)?;
        self.cut.0.store(self.armed, Ordering::Relaxed);
        Ok(proof)
    }
}

/// A dialer whose links `cut` can end.
pub(super) fn dropping<D: Dialer>(
    mut dialer: D,
    cut: &Cut,
) -> impl FnMut() -> Result<DroppingLink<D::Link>, LinkError> {
    let cut = cut.clone();
    move || {
        Ok(DroppingLink {
            link: dialer.dial()?,
            cut: cut.clone(),
        })
    }
}
