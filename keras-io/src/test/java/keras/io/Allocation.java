package keras.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** What an action takes of memory, all in all, whether or not it gives it back. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Runs an action and fails if it takes more than so many megabytes. */
  public static <T> T within(int megabytes, Supplier<T> action) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    T result = action.get();
    long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(taken <= (long) megabytes << 20, () -> "took " + (taken >> 20) + " MB");
    return result;
  }
}
