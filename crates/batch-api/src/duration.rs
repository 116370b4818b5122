//! ISO 8601 durations as Batch writes and reads them (`PT5M`, `PT05M00S`, `P7D`, `P10675199DT2H48M5.4775807S`).

use std::time::Duration;

/// The largest duration the service knows; in task and job constraints it means "no limit".
/// It is .NET's `TimeSpan.MaxValue`: 2^63-1 ticks of 100 ns.
pub const UNLIMITED: &str = "P10675199DT2H48M5.4775807S";

/// Writes a duration in the service's form, whole milliseconds at best.
pub fn format(duration: Duration) -> String {
    let (seconds, millis) = (duration.as_secs(), duration.subsec_millis());
    let (days, hours, minutes, rest) = (
        seconds / 86_400,
        seconds / 3_600 % 24,
        seconds / 60 % 60,
        seconds % 60,
    );
    let mut text = String::from("P");
    if days > 0 {
        text += &format!("{days}D");
    }
    if hours + minutes + rest > 0 || millis > 0 || days == 0 {
        text.push('T');
        if hours > 0 {
            text += &format!("{hours}H");
        }
        if minutes > 0 {
            text += &format!("{minutes}M");
        }
        match millis {
            0 if rest > 0 || text.ends_with('T') => text += &format!("{rest}S"),
            0 => {}
            _ => text += &format!("{rest}.{millis:03}S"),
        }
    }
    text
}

/// Reads a duration of days, hours, minutes and seconds. Years, months and weeks have no fixed length in Batch and are
/// refused, like anything else that is not a duration: then `None`.
pub fn parse(text: &str) -> Option<Duration> {
    let body = text.strip_prefix('P')?;
    let (date, clock) = match body.split_once('T') {
        Some((date, clock)) if !clock.is_empty() => (date, clock),
        Some(_) => return None,
        None if body.is_empty() => return None,
        None => (body, ""),
    };
    let days = sum(date, &[('D', 86_400)])?;
    days.checked_add(sum(clock, &[('H', 3_600), ('M', 60), ('S', 1)])?)
}

/// Adds up `<number><unit>` pairs whose units appear in the order given.
fn sum(mut text: &str, units: &[(char, u32)]) -> Option<Duration> {
    let mut total = Duration::ZERO;
    for &(unit, seconds) in units {
        if let Some((number, rest)) = text.split_once(unit) {
            total = total.checked_add(decimal(number)?.checked_mul(seconds)?)?;
            text = rest;
        }
    }
    text.is_empty().then_some(total)
}

/// A number of seconds, exact to the nanosecond: the sum of floats would lose milliseconds of a long time.
fn decimal(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let nanoseconds: String = fraction
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    Some(Duration::new(
        whole.parse().ok()?,
        nanoseconds.parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_the_service_writes_them() {
        let cases = [
            (0, "PT0S"),
            (300, "PT5M"),
            (3_661, "PT1H1M1S"),
            (7 * 86_400, "P7D"),
            (86_405, "P1DT5S"),
        ];
        for (seconds, text) in cases {
            assert_eq!(format(Duration::from_secs(seconds)), text);
            assert_eq!(parse(text), Some(Duration::from_secs(seconds)));
        }
        assert_eq!(format(Duration::from_millis(1_500)), "PT1.500S");
    }

    #[test]
    fn the_padded_and_unlimited_forms_are_read() {
        assert_eq!(parse("PT05M00S"), Some(Duration::from_secs(300)));
        assert_eq!(
            parse(UNLIMITED),
            Some(Duration::new(922_337_203_685, 477_580_700))
        );
    }

    #[test]
    fn no_millisecond_is_lost_however_long_it_is() {
        let long = Duration::from_millis(92_188_804_477);
        assert_eq!(format(long), "P1067DT4.477S");
        assert_eq!(parse(&format(long)), Some(long));
        assert_eq!(parse("PT0.0000000001S"), Some(Duration::ZERO));
        assert_eq!(parse("PT1.5M"), Some(Duration::from_secs(90)));
    }

    #[test]
    fn what_is_not_a_duration_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "5M",
            "PT5",
            "P1Y",
            "PT-5S",
            "PT5S3M",
            "PTS",
            "PT1e3S",
            "PT.S",
            "PT1.S",
            "PT.5S",
            "PT1.2.3S",
            "P99999999999999999999D",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
