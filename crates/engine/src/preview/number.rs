//! Numbers as Python shows them.

use std::fmt::LowerExp;

use num_bigint::BigInt;

/// A float as Python's `repr` shows it: the shortest digits that give it back, with an exponent below 1e-4 and from
/// 1e16 on.
pub(super) fn float(value: f64) -> String {
    if value.is_nan() {
        "nan".into()
    } else if value.is_infinite() {
        if value > 0.0 {
            "inf".into()
        } else {
            "-inf".into()
        }
    } else {
        shortest(value)
    }
}

/// The float that [`float`] showed.
pub(super) fn parsed(shown: &str) -> f64 {
    // Rust reads the same words and digits; they come from a float.
    shown.parse().unwrap_or(f64::NAN)
}

/// The same for a float of half the size, which needs fewer digits.
pub(super) fn float32(value: f32) -> String {
    if value.is_finite() {
        shortest(value)
    } else {
        float(value.into())
    }
}

fn shortest(value: impl LowerExp) -> String {
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let (sign, mantissa) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let digits = mantissa.replace('.', "");
    if !(-4..16).contains(&exponent) {
        let direction = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{mantissa}e{direction}{:02}", exponent.abs());
    }
    let Ok(point) = usize::try_from(exponent + 1) else {
        return format!(
            "{sign}0.{}{digits}",
            "0".repeat(exponent.unsigned_abs() as usize - 1)
        );
    };
    if point == 0 {
        format!("{sign}0.{digits}")
    } else if digits.len() <= point {
        format!("{sign}{digits}{}.0", "0".repeat(point - digits.len()))
    } else {
        format!("{sign}{}.{}", &digits[..point], &digits[point..])
    }
}

/// A complex number as Python shows it, from its two parts.
pub(super) fn complex(real: &str, imaginary: &str) -> String {
    let sign = if imaginary.starts_with('-') { "" } else { "+" };
    let short = |part: &str| part.strip_suffix(".0").unwrap_or(part).to_owned();
    format!("({}{sign}{}j)", short(real), short(imaginary))
}

/// A float of 16 bits (IEEE 754 binary16).
pub(super) fn half(bits: u16) -> f32 {
    let (sign, exponent, fraction) = (
        bits >> 15,
        i32::from(bits >> 10 & 0x1F),
        f32::from(bits & 0x3FF),
    );
    let magnitude = match exponent {
        0 => fraction * 2_f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction / 1024.0) * 2_f32.powi(exponent - 15),
    };
    if sign == 1 { -magnitude } else { magnitude }
}

/// An integer in decimal, from its little-endian two's complement.
pub(super) fn integer(bytes: &[u8]) -> String {
    BigInt::from_signed_bytes_le(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::{complex, float, float32, half, integer};

    #[test]
    fn floats_are_shown_as_python_shows_them() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.7, "0.7"),
            (-2.5, "-2.5"),
            (100.0, "100.0"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.25e-7, "1.25e-07"),
            (123456.789, "123456.789"),
            (0.1 + 0.2, "0.30000000000000004"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ];
        for (value, shown) in cases {
            assert_eq!(float(value), shown);
        }
        assert_eq!(complex("1.0", "-2.5"), "(1-2.5j)");
        assert_eq!(float32(0.1), "0.1");
        assert_eq!(
            [0x3C00, 0xC000, 0x0001, 0x7C00].map(half),
            [1.0, -2.0, 5.960_464_5e-8, f32::INFINITY]
        );
    }

    #[test]
    fn large_integers_keep_every_digit() {
        assert_eq!(
            integer(&[0, 0, 0, 0, 0, 0, 0, 0, 1]),
            "18446744073709551616"
        );
        assert_eq!(
            integer(&[0, 0, 0, 0, 0, 0, 0, 0, 0xFF]),
            "-18446744073709551616"
        );
    }
}
