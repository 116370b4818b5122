#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    if let Some(target) = longshore_fuzz::named("signatures") {
        (target.run)(input);
    }
});
