package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Keras 2 and Keras 3 compute differently from the same config, a row for each class or kind
 * of objects. The writer of a file decides as which Keras an object computes; a file of this
 * library says it by {@link Computes#KEY} where its words would mean another.
 *
 * <p>An activation that differs has no config, and another name here: {@link
 * ObjectUpgrades#HARD_SIGMOID}.
 */
final class Numerics {
  /** A class, or a kind of objects, that computes differently. */
  interface Row {
    /** Whether the config has anything that is computed differently. */
    default boolean concerns(Map<String, @Nullable Object> config, Target target) {
      return true;
    }

    /** Takes the key of this library's own out of a config, and returns what it says. */
    Computes take(Map<String, @Nullable Object> config);

    /** Puts the key of this library's own into a config in Keras 3's form. */
    void put(Map<String, @Nullable Object> config, Computes computes);

    /** Puts the key into the config of an object that a file marks. */
    default void marked(Map<String, @Nullable Object> config, Computes computes) {}

    /** Returns what the words of a file of Keras 2 mean. */
    default Computes given(Map<String, @Nullable Object> spec) {
      return Computes.KERAS_2;
    }

    /** Tells, of a config without the key, what a reader computes otherwise. */
    void tell(
        String className,
        Map<String, @Nullable Object> config,
        Computes computes,
        boolean inKeras3,
        Consumer<Difference> differences);

    /** Says it to tf_keras in its own words, and returns whether there are any. */
    default boolean says(Map<String, @Nullable Object> config, Computes computes) {
      return false;
    }
  }

  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put("layers.BatchNormalization", new FusedNormalization());
    MergedMasks.LAYERS.forEach(name -> ROWS.put("layers." + name, new MergedMasks()));
    ROWS.put("layers." + AttentionMasks.LAYER, new AttentionMasks());
    ChannelBias.LAYERS.forEach(name -> ROWS.put("layers." + name, new ChannelBias()));
    ROWS.put("layers.RandomCrop", new CropWhenever());
    ROWS.put("models.Functional", new RecordedTraining());
    ROWS.put("layers.Functional", new RecordedTraining()); // as files have it
    ROWS.put("layers.Model", new RecordedTraining());
    ROWS.put("optimizers", new OptimizerSteps()); // all of them
  }

  private Numerics() {}

  private static @Nullable Row of(String kind, String className) {
    Row row = ROWS.get(kind + "." + className);
    return row == null ? ROWS.get(kind) : row;
  }

  /**
   * Gives an object that was read the key that says as which Keras it computes.
   *
   * @param spec as the file has it; it loses the mark
   * @param config in Keras 3's form
   */
  static void read(
      String kind,
      String className,
      Map<String, @Nullable Object> spec,
      Map<String, @Nullable Object> config,
      Writer writer) {
    Object mark = spec.remove(Computes.KEY);
    Row row = of(kind, className);
    if (row != null) {
      Computes computes = Computes.of(mark, writer.isKeras3() ? Computes.KERAS_3 : row.given(spec));
      row.put(config, computes);
      if (mark != null) {
        row.marked(config, computes);
      }
    }
  }

  /**
   * Takes that key out of an object that is written, marks it where it must be, and tells who will
   * compute otherwise.
   *
   * @param file what the file says of itself, which is not {@code target} where a part of it is for
   *     another Keras
   */
  static void write(
      Map<String, @Nullable Object> spec,
      Map<String, @Nullable Object> config,
      Target target,
      Target file,
      Consumer<Difference> differences) {
    String className = String.valueOf(spec.get("class_name"));
    Row row = of(Rows.kind(spec), className);
    if (row == null || !row.concerns(config, target)) {
      return;
    }
    Computes computes = row.take(config);
    List<Difference> all = new ArrayList<>();
    if (computes != Computes.KERAS_3 && target != Target.TF_KERAS) {
      row.tell(className, config, computes, true, all::add);
    }
    if (computes != Computes.KERAS_2 && target != Target.KERAS_3) {
      row.tell(className, config, computes, false, all::add);
    }
    if (target == Target.TF_KERAS && row.says(config, computes)) {
      return;
    }
    all.forEach(differences);
    if (computes != Computes.by(file) || target != file) {
      spec.put(Computes.KEY, computes.mark);
    }
  }
}
