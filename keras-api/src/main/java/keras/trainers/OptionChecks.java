package keras.trainers;

import java.util.Locale;
import java.util.function.Function;
import keras.data.Dataset;
import org.jspecify.annotations.Nullable;

/** Checks what the options of fit, evaluate and predict are given. */
public final class OptionChecks {
  private OptionChecks() {}

  /** Returns {@code value} if it is at least 1. */
  public static int positive(String caller, String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: `%s` must be a positive integer. Received: %s=%d."
              .formatted(caller, option, option, value));
    }
    return value;
  }

  /** Returns {@code value} if it is at least 0. */
  static int notNegative(String caller, String option, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "%s: `%s` must not be negative. Received: %s=%d."
              .formatted(caller, option, option, value));
    }
    return value;
  }

  /** Returns {@code verbose} if it is 0, 1 or 2. */
  static Object verbose(String caller, int verbose) {
    if (verbose < 0 || verbose > 2) {
      throw refusedVerbose(caller, String.valueOf(verbose));
    }
    return verbose;
  }

  /** Returns {@code verbose} if it is {@code "auto"}. */
  static Object verbose(String caller, String verbose) {
    if (!verbose.equals("auto")) {
      throw refusedVerbose(caller, verbose);
    }
    return verbose;
  }

  private static IllegalArgumentException refusedVerbose(String caller, String verbose) {
    return new IllegalArgumentException(
        "%s: `verbose` must be 0, 1, 2 or \"auto\". Received: verbose=%s."
            .formatted(caller, verbose));
  }

  /** Makes an object by its name; an error about the name starts with the caller. */
  static <T> T named(String caller, String name, Function<String, T> maker) {
    try {
      return maker.apply(name);
    } catch (UnsupportedOperationException e) {
      throw new UnsupportedOperationException(told(caller, e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(told(caller, e), e);
    }
  }

  private static String told(String caller, RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    return caller + ": " + message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  /** Throws where an option that is for arrays was given along with a {@link Dataset}. */
  static void forArraysOnly(String caller, String option, @Nullable Object value, String instead) {
    if (value != null) {
      throw new IllegalArgumentException(
          "%s: `%s` is for arrays; the data are a Dataset. %s".formatted(caller, option, instead));
    }
  }
}
