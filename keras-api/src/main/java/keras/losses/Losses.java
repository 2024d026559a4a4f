package keras.losses;

import java.util.Locale;
import keras.config.KerasNames;
import org.tensorflow.ndarray.Shape;

/** Every loss by its ids. */
final class Losses {
  private Losses() {}

  static Loss get(String id) {
    Loss loss = KerasNames.make("losses", id, Loss.class, "loss", "Or write it with Loss.of.");
    return loss.getClass().getSimpleName().equals(id) ? loss : loss.name(id);
  }

  static Loss get(String id, Shape yTrue, Shape yPred) {
    String lower = id.toLowerCase(Locale.ROOT);
    if (!lower.equals("crossentropy") && !lower.equals("ce")) {
      return get(id);
    }
    long classes = yPred.get(-1);
    if (classes == 1) {
      return new BinaryCrossentropy().name(id);
    }
    boolean sparse =
        yTrue.numDimensions() < yPred.numDimensions() || (yTrue.get(-1) == 1 && classes > 1);
    return sparse
        ? new SparseCategoricalCrossentropy().name(id)
        : new CategoricalCrossentropy().name(id);
  }
}
