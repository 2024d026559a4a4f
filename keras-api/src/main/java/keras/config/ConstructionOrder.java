package keras.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order in which objects were constructed, so that names and default seeds are given out
 * in that order, as Python gives them, although Java sets options after the constructor.
 *
 * <p>An object enrols in its constructor. When any object needs its name or seed, all objects that
 * were constructed before it take their turns first, in order. An object that an option replaced
 * before that moment (a default initializer, say) never takes a seed.
 *
 * <p>The rule, for code that compares numbers with Python: set an object's options in the statement
 * that constructs it.
 */
public final class ConstructionOrder {
  /** With more objects waiting than this, the older half takes its turns, so that few are held. */
  private static final int LIMIT = 10_000;

  /** Objects that wait, and the seeds that they will draw. */
  private static final class Line {
    final Deque<Deferred> pending = new ArrayDeque<>();
    PythonRandom seeds;
    @Nullable Long global;
    NumpyRandom numpy;

    Line(long seed, @Nullable Long global) {
      seeds = new PythonRandom(seed);
      numpy = new NumpyRandom(Math.floorMod(seed, 1L << 32));
      this.global = global;
    }
  }

  private static final Line ALL = new Line(System.nanoTime() & Long.MAX_VALUE, null);
  private static final ThreadLocal<@Nullable Line> OWN = new ThreadLocal<>();
  private static final ThreadLocal<@Nullable Boolean> HELD = new ThreadLocal<>();

  private ConstructionOrder() {}

  private static Line line() {
    Line own = OWN.get();
    return own == null ? ALL : own;
  }

  /**
   * Works with a line and default seeds of its own, in this thread: what other threads construct
   * meanwhile changes nothing. All that the work constructed has had its turn when it ends.
   *
   * @param seed of the default seeds
   */
  public static <T extends @Nullable Object> T apart(long seed, Supplier<T> work) {
    Line before = OWN.get();
    OWN.set(new Line(seed, seed));
    try {
      T made = work.get();
      takeAllTurns();
      return made;
    } finally {
      if (before == null) {
        OWN.remove();
      } else {
        OWN.set(before);
      }
    }
  }

  /**
   * Enrols an object under construction; inside {@link #held} its holder gives it its turn.
   *
   * @return whether it waits for its own turn
   */
  public static boolean enrol(Deferred object) {
    if (HELD.get() != null) {
      return false;
    }
    Line line = line();
    synchronized (line) {
      line.pending.add(object);
      if (line.pending.size() > LIMIT) {
        for (int i = 0; i < LIMIT / 2; i++) {
          line.pending.remove().takeTurn();
        }
      }
    }
    return true;
  }

  /**
   * Constructs something whose turn comes with that of its holder: a default, or what a string or a
   * config names.
   */
  public static <T> T held(Supplier<T> constructor) {
    Boolean before = HELD.get();
    HELD.set(true);
    try {
      return constructor.get();
    } finally {
      HELD.set(before);
    }
  }

  /** Constructs something that enrols again, within {@link #held}. */
  public static <T> T enrolled(Supplier<T> constructor) {
    Boolean before = HELD.get();
    HELD.remove();
    try {
      return constructor.get();
    } finally {
      HELD.set(before);
    }
  }

  /** Gives every object constructed before {@code object} its turn, then {@code object} itself. */
  public static void takeTurnsUpTo(Deferred object) {
    Line line = line();
    if (line != ALL && !waits(line, object)) {
      line = ALL; // constructed before the work of its own began
    }
    synchronized (line) {
      if (line.pending.contains(object)) {
        Deferred next;
        do {
          next = line.pending.remove();
          next.takeTurn();
        } while (next != object);
      } else {
        object.takeTurn();
      }
    }
  }

  /** Whether an object enrolled by itself and has not had its turn. */
  public static boolean isPending(Deferred object) {
    return waits(line(), object) || waits(ALL, object);
  }

  private static boolean waits(Line line, Deferred object) {
    synchronized (line) {
      return line.pending.contains(object);
    }
  }

  /** Gives everything constructed so far its turn. */
  public static void takeAllTurns() {
    Line line = line();
    synchronized (line) {
      while (!line.pending.isEmpty()) {
        line.pending.remove().takeTurn();
      }
    }
  }

  /** Draws the next default seed, in [1, 10^9], as Keras' {@code make_default_seed} does. */
  public static int drawSeed() {
    Line line = line();
    synchronized (line) {
      return line.seeds.randint(1, 1_000_000_000);
    }
  }

  /**
   * Draws a whole number below a bound from the numbers that default seeds are of, as Python's
   * {@code random.choice} does, after all that was constructed has drawn its seed.
   */
  public static int drawBelow(int bound) {
    Line line = line();
    synchronized (line) {
      takeAllTurns();
      return line.seeds.randint(0, bound - 1);
    }
  }

  /**
   * Draws the seed of a data set that is given none, in [0, 10^6), as NumPy's {@code
   * np.random.randint} does.
   */
  public static int drawDataSeed() {
    Line line = line();
    synchronized (line) {
      return line.numpy.randint(0, 1_000_000);
    }
  }

  /** Starts the default seeds anew, as Python's {@code random.seed(seed)} does. */
  public static void seed(long seed) {
    Line line = line();
    synchronized (line) {
      takeAllTurns();
      line.seeds = new PythonRandom(seed);
      line.numpy = new NumpyRandom(Math.floorMod(seed, 1L << 32));
      line.global = seed;
    }
  }

  /**
   * Returns the seed that was set last for everything, as TensorFlow's global seed; null where none
   * was.
   */
  public static @Nullable Long globalSeed() {
    Line line = line();
    synchronized (line) {
      return line.global;
    }
  }
}
