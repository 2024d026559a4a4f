package keras.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import keras.Keras;
import keras.saving.ModelFormatException;

/**
 * Whether a reader did what it must: return, or throw this library's own exceptions with a message
 * that names the file, within the memory and time that the input warrants.
 */
final class Verdict {
  private static final long FREE_BYTES = 256L << 20;
  private static final long BYTES_PER_BYTE = 2000;
  private static final long MOST_NANOS = 10_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Verdict() {}

  /** Reads an input, again if it took too much: the first time may have loaded classes. */
  static void of(FuzzTarget target, byte[] data, Consumer<Work> reader) {
    Work.shared().model();
    boolean cheap = isCheap(target, data, reader);
    if (!cheap) {
      cheap = isCheap(target, data, reader);
    }
    if (!cheap) {
      throw new AssertionError(
          "%s: %d bytes of input took more memory or time than they warrant"
              .formatted(target, data.length));
    }
  }

  private static boolean isCheap(FuzzTarget target, byte[] data, Consumer<Work> reader) {
    Keras.clearSession();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    attempt(target, reader);
    long taken = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    long spent = THREADS.getCurrentThreadCpuTime() - nanos;
    return taken <= FREE_BYTES + BYTES_PER_BYTE * data.length && spent <= MOST_NANOS;
  }

  private static void attempt(FuzzTarget target, Consumer<Work> reader) {
    try {
      reader.accept(Work.shared());
    } catch (ModelFormatException | UnsupportedOperationException e) {
      requireMessage(e);
    } catch (IllegalArgumentException e) {
      if (target != FuzzTarget.JSON) { // where the text is the argument
        throw e;
      }
    } catch (UncheckedIOException e) {
      if (target != FuzzTarget.NPZ) { // arrays are files like others
        throw e;
      }
      requireMessage(e);
    }
  }

  /** Throws unless a message names the file and is a sentence. */
  static void requireMessage(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    boolean named =
        message.startsWith(Work.shared().folder().toString()) || message.startsWith("JSON");
    if (!named || !(message.endsWith(".") || message.endsWith("?"))) {
      throw new AssertionError("a message that does not say what is wrong where: " + message, e);
    }
  }
}
