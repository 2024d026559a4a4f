package keras.engine;

import java.util.Locale;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.ThreadPoolOptionProto;

/**
 * How many threads a session uses, chosen so that {@code fit} runs at the kernels' own speed.
 *
 * <ul>
 *   <li>The executor runs in the calling thread: a run costs 10 µs instead of 45. It runs in a
 *       thread of the session's where a function computes state from its former self, as moments of
 *       gradients: these fade below 1.2e-38, where sums and products take a hundred times as long.
 *       TensorFlow's own threads take such numbers for zero, in Python always.
 *   <li>A function with long parts that can run side by side, such as the halves of a batch in a
 *       kernel of a whole sequence, or the gradients of convolutions, has two threads for its ops,
 *       each of which also takes tiny numbers for zero.
 *   <li>Kernels use one thread for small models, whose matrices are too small to share, and all
 *       cores for large ones.
 * </ul>
 *
 * <p>TensorFlow keeps one pool of kernel threads for the whole process: the first session decides,
 * unless the environment has {@code TF_OVERRIDE_GLOBAL_THREADPOOL=1}, which gives each session its
 * own. The system property {@code keras.threads} overrides the choice.
 */
public final class SessionSettings {
  /** Multiply-adds in a step above which a second thread pays. */
  private static final long LARGE = 60_000_000;

  private static final RunOptions IN_CALLING_THREAD =
      RunOptions.newBuilder().setInterOpThreadPool(-1).build();

  private static final RunOptions IN_TWO_THREADS =
      RunOptions.newBuilder().setInterOpThreadPool(1).build();

  /**
   * TensorFlow's optimizer trusts the shapes of what is fed only at this level, which changes
   * nothing else. Functions in Python tell it theirs, and so it regroups the sums of a residual
   * network there: without it predictions have other last bits than Python's.
   */
  private static final GraphOptions KNOWING_SHAPES =
      GraphOptions.newBuilder()
          .setRewriteOptions(
              RewriterConfig.newBuilder()
                  .setArithmeticOptimization(RewriterConfig.Toggle.AGGRESSIVE))
          .build();

  private SessionSettings() {}

  /** Returns the settings for steps of about {@code work} multiply-adds. */
  public static ConfigProto choose(long work) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(threads(work))
        .addSessionInterOpThreadPool(ThreadPoolOptionProto.newBuilder().setNumThreads(1))
        .addSessionInterOpThreadPool(
            ThreadPoolOptionProto.newBuilder().setNumThreads(Math.min(2, threads(Long.MAX_VALUE))))
        .setGraphOptions(KNOWING_SHAPES)
        .build();
  }

  /** Returns what runs in the calling thread; the session's own runner uses the session's. */
  public static Session.Runner inCallingThread(Session session) {
    return session.runner().setOptions(IN_CALLING_THREAD);
  }

  /**
   * Returns in which threads the ops of a function run.
   *
   * @param forks whether two of them should run side by side
   */
  static RunOptions options(Emitted ops, boolean forks) {
    return forks || ops.forking()
        ? IN_TWO_THREADS
        : ops.fading() ? RunOptions.getDefaultInstance() : IN_CALLING_THREAD;
  }

  /**
   * Whether a step of training gains from two threads for its ops: it has long kernels that are no
   * matrix products, such as convolutions and normalizations. Products of dense layers follow one
   * upon the other, and fill the cores.
   */
  static boolean forks(WorkEstimate work) {
    long others = work.besideProducts();
    return others > LARGE && 2 * others > work.work();
  }

  /** The settings for what Keras computes eagerly, op by op: the graph runs as it is written. */
  static ConfigProto asWritten() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(threads(0))
        .setInterOpParallelismThreads(-1)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
  }

  /** Returns how many threads kernels use in steps of about {@code work} multiply-adds. */
  public static int threads(long work) {
    String wanted = System.getProperty("keras.threads");
    if (wanted == null) {
      return work > LARGE ? Runtime.getRuntime().availableProcessors() : 1;
    }
    try {
      int n = Integer.parseInt(wanted.strip());
      if (n >= 1) {
        return n;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(complaint(wanted), e);
    }
    throw new IllegalArgumentException(complaint(wanted));
  }

  private static String complaint(String wanted) {
    return String.format(
        Locale.ROOT,
        "System property `keras.threads` must be a positive integer. Received: keras.threads=%s.",
        wanted);
  }
}
