package keras.io.kerasv3;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The moment of saving as metadata hold it: local time, or that of {@code SOURCE_DATE_EPOCH},
 * seconds since 1970 in UTC, where the environment has it for the sake of the same bytes every
 * time.
 */
final class DateSaved {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss", Locale.ROOT);

  private DateSaved() {}

  static String now() {
    return text(System.getenv("SOURCE_DATE_EPOCH"), ZonedDateTime.now(ZoneId.systemDefault()));
  }

  static String text(@Nullable String epoch, ZonedDateTime now) {
    if (epoch == null || epoch.isBlank()) {
      return FORMAT.format(now);
    }
    try {
      Instant fixed = Instant.ofEpochSecond(Long.parseLong(epoch.strip()));
      return FORMAT.format(LocalDateTime.ofInstant(fixed, ZoneOffset.UTC));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "SOURCE_DATE_EPOCH: expected seconds since 1970. Received: %s.".formatted(epoch), e);
    }
  }
}
