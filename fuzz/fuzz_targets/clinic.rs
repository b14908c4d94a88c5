#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cisterna_fuzz_targets::clinic(data));
