package keras.config;

/**
 * An object that takes something from a global sequence as it is constructed: an automatic name, a
 * default seed.
 *
 * <p>Python takes it in the constructor, where every argument is known. Java's arguments are
 * chained after it, so the taking is put off; see {@link ConstructionOrder}.
 */
public interface Deferred {
  /**
   * Takes a name or a seed from the global sequences, if the object needs one and has none yet; a
   * second call takes nothing.
   */
  void takeTurn();
}
