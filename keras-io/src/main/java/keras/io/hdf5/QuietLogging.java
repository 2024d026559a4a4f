package keras.io.hdf5;

import org.slf4j.LoggerFactory;

/**
 * Starts SLF4J, through which jHDF logs, without the three lines on standard error that say that
 * nobody listens. Programs that have a logging library of their own are left as they are, and so is
 * a verbosity that somebody has set.
 */
final class QuietLogging {
  private static final String VERBOSITY = "slf4j.internal.verbosity";
  private static final String PROVIDER = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

  static {
    ClassLoader loader = LoggerFactory.class.getClassLoader();
    if (System.getProperty(VERBOSITY) == null && loader.getResource(PROVIDER) == null) {
      System.setProperty(VERBOSITY, "ERROR");
      try {
        LoggerFactory.getILoggerFactory();
      } finally {
        System.clearProperty(VERBOSITY);
      }
    }
  }

  private QuietLogging() {}

  /** Starts SLF4J, the first time. */
  static void start() {}
}
