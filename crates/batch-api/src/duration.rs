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
    let mut total = sum(date, &[('D', 86_400.0)])?;
    total += sum(clock, &[('H', 3_600.0), ('M', 60.0), ('S', 1.0)])?;
    Duration::try_from_secs_f64(total).ok()
}

/// Adds up `<number><unit>` pairs whose units appear in the order given.
fn sum(mut text: &str, units: &[(char, f64)]) -> Option<f64> {
    let mut total = 0.0;
    for &(unit, seconds) in units {
        if let Some((number, rest)) = text.split_once(unit) {
            if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
                return None;
            }
            total += number.parse::<f64>().ok()? * seconds;
            text = rest;
        }
    }
    text.is_empty().then_some(total)
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
        assert_eq!(parse(UNLIMITED).map(|d| d.as_secs()), Some(922_337_203_685));
    }

    #[test]
    fn what_is_not_a_duration_is_refused() {
        for text in [
            "", "P", "PT", "5M", "PT5", "P1Y", "PT-5S", "PT5S3M", "PTS", "PT1e3S",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
