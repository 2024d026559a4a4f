package keras.fuzz;

import java.util.Locale;

/** Where Jazzer enters: the system property {@code fuzz.target} says which reader it feeds. */
public final class Fuzz {
  private static final FuzzTarget TARGET =
      FuzzTarget.valueOf(System.getProperty("fuzz.target", "HDF5").toUpperCase(Locale.ROOT));

  private Fuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] data) {
    TARGET.check(data);
  }
}
