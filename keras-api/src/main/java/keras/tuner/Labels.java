package keras.tuner;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import keras.data.SampleArray;
import org.tensorflow.ndarray.NdArray;

/**
 * Targets as scikit-learn sees them: of which kind they are, and where each sample has one, the
 * sorted classes and each sample's place among them.
 *
 * @param type the kind
 * @param classes the different labels, sorted: Long, Double or String; empty for several columns
 * @param codes each sample's place in classes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Labels(TargetType type, List<?> classes, int[] codes) {
  /** Orders labels as NumPy does, texts by their code points. */
  static final Comparator<Object> ORDER = Labels::compare;

  private static int compare(Object a, Object b) {
    if (a instanceof String s && b instanceof String t) {
      return Arrays.compare(s.codePoints().toArray(), t.codePoints().toArray());
    }
    if (a instanceof Long m && b instanceof Long n) {
      return Long.compare(m, n);
    }
    return Double.compare(number(a) + 0.0, number(b) + 0.0); // -0.0 is 0.0
  }

  private static double number(Object label) {
    return ((Number) label).doubleValue();
  }

  /**
   * Looks at targets.
   *
   * @param name how messages call them
   * @throws IllegalArgumentException where one is not a number (NaN) or infinite
   */
  static Labels of(String name, Object y) {
    SampleArray rows = SampleArray.of(name, y);
    Object[] values = values(rows);
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof Double d && !Double.isFinite(d)) {
        throw new IllegalArgumentException(
            "%s: targets must be finite. Received: %s at element %d.".formatted(name, d, i));
      }
    }
    boolean whole = true;
    for (Object value : values) {
      whole &= !(value instanceof Double d) || d == Math.rint(d);
    }
    TreeSet<Object> sorted = new TreeSet<>(ORDER);
    sorted.addAll(Arrays.asList(values));
    if (rows.sampleSize() != 1) {
      boolean indicator = whole && sorted.size() < 3 && !rows.dtype().equals("string");
      TargetType type =
          indicator
              ? TargetType.MULTILABEL_INDICATOR
              : whole ? TargetType.MULTICLASS_MULTIOUTPUT : TargetType.CONTINUOUS_MULTIOUTPUT;
      return new Labels(type, List.of(), new int[0]);
    }
    List<?> classes = List.copyOf(sorted);
    int[] codes = new int[values.length];
    Object[] lookup = classes.toArray();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Arrays.binarySearch(lookup, values[i], ORDER);
    }
    TargetType type =
        !whole
            ? TargetType.CONTINUOUS
            : classes.size() > 2 ? TargetType.MULTICLASS : TargetType.BINARY;
    return new Labels(type, classes, codes);
  }

  /** Returns all elements: Long, Double or String. */
  private static Object[] values(SampleArray rows) {
    int size = rows.count() * rows.sampleSize();
    Object[] values = new Object[size];
    if (rows.dtype().equals("string")) {
      int at = 0;
      for (NdArray<?> scalar : rows.toNdArray().scalars()) {
        values[at++] = scalar.getObject();
      }
    } else if (rows.isFloat()) {
      double[] numbers = new double[size];
      rows.cast("float64").copy(0, rows.count(), numbers);
      Arrays.setAll(values, i -> numbers[i]);
    } else {
      long[] numbers = new long[size];
      rows.cast("int64").copy(0, rows.count(), numbers);
      Arrays.setAll(values, i -> numbers[i]);
    }
    return values;
  }
}
