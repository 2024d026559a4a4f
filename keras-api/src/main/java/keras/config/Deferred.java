package keras.config;

/**
 * An object that takes something from a global sequence as it is constructed: an automatic name, a
 * default seed.
 *
 * <p>Python takes it in the constructor, where every argument is known. Java's arguments are
 * chained after it, so the taking is put off; see {@link ConstructionOrder}.
 */
public interface Deferred {
  /** Takes from the global sequences what this object needs and has not; may be called again. */
  void takeTurn();
}
