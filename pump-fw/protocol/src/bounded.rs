//! Bounded byte strings, texts and lists on the wire, without an allocator.
//!
//! A longer input is a decode error, never a cut: nothing is lost silently.

use core::ops::{Deref, DerefMut};
use minicbor::decode::Error as DecodeError;
use minicbor::encode::write::Cursor;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

/// A CBOR byte string of at most `N` bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes<const N: usize>(heapless::Vec<u8, N>);

/// A CBOR byte string of exactly `N` bytes: a key, a digest, a signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Octets<const N: usize>(pub [u8; N]);

/// A CBOR text of at most `N` bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text<const N: usize>(heapless::String<N>);

/// A CBOR array of at most `N` items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T, const N: usize>(heapless::Vec<T, N>);

impl<const N: usize> Bytes<N> {
    /// A copy of `bytes`, or `None` where they are more than `N`.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        heapless::Vec::from_slice(bytes).ok().map(Self)
    }
}

impl<const N: usize> Text<N> {
    /// A copy of `text`, or `None` where it is longer than `N` bytes.
    pub fn new(text: &str) -> Option<Self> {
        heapless::String::try_from(text).ok().map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl<T, const N: usize> Default for List<T, N> {
    fn default() -> Self {
        Self(heapless::Vec::new())
    }
}

impl<T, const N: usize> List<T, N> {
    /// Appends `item`; gives it back where the list is full.
    ///
    /// # Errors
    /// The item itself, where `N` items are already in.
    pub fn push(&mut self, item: T) -> Result<(), T> {
        self.0.push(item)
    }

    /// Appends `item`, dropping the oldest where the list is full.
    pub fn push_over(&mut self, item: T) {
        if self.0.is_full() {
            self.0.remove(0);
        }
        // There is room now; a list of no capacity keeps nothing.
        let _ = self.0.push(item);
    }

    /// Keeps the items that `keep` says yes to.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
    }

    /// A list of the items, or `None` where they are more than `N`.
    pub fn from_items(items: impl IntoIterator<Item = T>) -> Option<Self> {
        let mut list = Self::default();
        for item in items {
            list.push(item).ok()?;
        }
        Some(list)
    }
}

impl<const N: usize> Deref for Bytes<N> {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<T, const N: usize> Deref for List<T, N> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

// Octets carry keys and signatures: their content never reaches a log. SR-35
impl<const N: usize> core::fmt::Debug for Octets<N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{N} bytes")
    }
}

impl<T, const N: usize> DerefMut for List<T, N> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<C, const N: usize> Encode<C> for Bytes<N> {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C, const N: usize> Decode<'b, C> for Bytes<N> {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        Self::new(d.bytes()?).ok_or_else(|| DecodeError::message("byte string too long"))
    }
}

impl<C, const N: usize> Encode<C> for Octets<N> {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C, const N: usize> Decode<'b, C> for Octets<N> {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        let bytes = d.bytes()?;
        let exact: [u8; N] = bytes
            .try_into()
            .map_err(|_| DecodeError::message("byte string of another length"))?;
        Ok(Self(exact))
    }
}

impl<C, const N: usize> Encode<C> for Text<N> {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.str(&self.0)?.ok()
    }
}

impl<'b, C, const N: usize> Decode<'b, C> for Text<N> {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        Self::new(d.str()?).ok_or_else(|| DecodeError::message("text too long"))
    }
}

impl<C, T: Encode<C>, const N: usize> Encode<C> for List<T, N> {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.array(self.0.len() as u64)?;
        for item in &self.0 {
            item.encode(e, ctx)?;
        }
        Ok(())
    }
}

impl<'b, C, T: Decode<'b, C>, const N: usize> Decode<'b, C> for List<T, N> {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        let length = d
            .array()?
            .ok_or_else(|| DecodeError::message("arrays have a length"))?;
        let mut list = Self::default();
        for _ in 0..length {
            let item = T::decode(d, ctx)?;
            list.push(item)
                .map_err(|_| DecodeError::message("too many items"))?;
        }
        Ok(list)
    }
}

/// Encodes `value` into `out` and gives the bytes written, or `None` where `out` is too small.
pub fn encode_into<'o, T: Encode<()>>(value: &T, out: &'o mut [u8]) -> Option<&'o [u8]> {
    let mut cursor = Cursor::new(&mut *out);
    value.encode(&mut Encoder::new(&mut cursor), &mut ()).ok()?;
    let written = cursor.position();
    out.get(..written)
}

/// Decodes one value that fills `bytes` to the last byte.
///
/// # Errors
/// Where the bytes are not this message, or bytes are left over.
pub fn decode_exact<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, DecodeError> {
    let mut decoder = Decoder::new(bytes);
    let value = decoder.decode()?;
    if decoder.position() == bytes.len() {
        Ok(value)
    } else {
        Err(DecodeError::message("bytes after the message"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_input_is_refused_and_not_cut() {
        let mut out = [0; 16];
        let wire = encode_into(&Bytes::<8>::new(&[7; 8]).unwrap(), &mut out).unwrap();
        assert!(decode_exact::<Bytes<8>>(wire).is_ok());
        assert!(decode_exact::<Bytes<7>>(wire).is_err());
        assert!(decode_exact::<Octets<7>>(wire).is_err());
        let wire = [0x83, 1, 2, 3];
        assert!(decode_exact::<List<u8, 3>>(&wire).is_ok());
        assert!(decode_exact::<List<u8, 2>>(&wire).is_err());
        assert!(decode_exact::<Text<3>>(&[0x64, b'a', b'b', b'c', b'd']).is_err());
    }

    #[test]
    fn bytes_left_over_are_refused() {
        assert!(decode_exact::<u8>(&[1, 2]).is_err());
    }

    #[test]
    fn a_full_buffer_encodes_nothing() {
        let mut out = [0; 4];
        assert!(encode_into(&Bytes::<8>::new(&[7; 8]).unwrap(), &mut out).is_none());
    }

    #[test]
    fn octets_do_not_show_themselves() {
        // SR-35
        assert_eq!(std::format!("{:?}", Octets([7u8; 4])), "4 bytes");
    }
}
