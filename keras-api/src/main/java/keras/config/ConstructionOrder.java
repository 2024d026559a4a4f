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

  private static final Object LOCK = new Object();
  private static final Deque<Deferred> PENDING = new ArrayDeque<>();
  private static final ThreadLocal<@Nullable Boolean> HELD = new ThreadLocal<>();
  private static PythonRandom seeds = new PythonRandom(System.nanoTime() & Long.MAX_VALUE);

  private ConstructionOrder() {}

  /**
   * Enrols an object under construction; inside {@link #held} its holder gives it its turn.
   *
   * @return whether it waits for its own turn
   */
  public static boolean enrol(Deferred object) {
    if (HELD.get() != null) {
      return false;
    }
    synchronized (LOCK) {
      PENDING.add(object);
      if (PENDING.size() > LIMIT) {
        for (int i = 0; i < LIMIT / 2; i++) {
          PENDING.remove().takeTurn();
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
    synchronized (LOCK) {
      if (PENDING.contains(object)) {
        Deferred next;
        do {
          next = PENDING.remove();
          next.takeTurn();
        } while (next != object);
      } else {
        object.takeTurn();
      }
    }
  }

  /** Whether an object enrolled by itself and has not had its turn. */
  public static boolean isPending(Deferred object) {
    synchronized (LOCK) {
      return PENDING.contains(object);
    }
  }

  /** Gives everything constructed so far its turn. */
  public static void takeAllTurns() {
    synchronized (LOCK) {
      while (!PENDING.isEmpty()) {
        PENDING.remove().takeTurn();
      }
    }
  }

  /** Draws the next default seed, in [1, 10^9], as Keras' {@code make_default_seed} does. */
  public static int drawSeed() {
    synchronized (LOCK) {
      return seeds.randint(1, 1_000_000_000);
    }
  }

  /** Starts the default seeds anew, as Python's {@code random.seed(seed)} does. */
  public static void seed(long seed) {
    synchronized (LOCK) {
      takeAllTurns();
      seeds = new PythonRandom(seed);
    }
  }
}
