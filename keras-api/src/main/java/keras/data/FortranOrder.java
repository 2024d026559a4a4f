package keras.data;

import org.tensorflow.ndarray.Shape;

/** Arrays whose first axis varies fastest. */
final class FortranOrder {
  private FortranOrder() {}

  /** Returns the elements in C's order, the last axis varying fastest. */
  static Object toC(ArrayType element, Object array, Shape shape) {
    int rank = shape.numDimensions();
    int size = (int) shape.size();
    if (rank < 2 || size == 0) {
      return array;
    }
    int[] step = new int[rank];
    step[0] = 1;
    for (int axis = 1; axis < rank; axis++) {
      step[axis] = step[axis - 1] * (int) shape.get(axis - 1);
    }
    Object ordered = element.allocate(size);
    int[] index = new int[rank];
    int from = 0;
    for (int to = 0; to < size; to++) {
      System.arraycopy(array, from, ordered, to, 1);
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += step[axis];
        if (++index[axis] < shape.get(axis)) {
          break;
        }
        from -= step[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return ordered;
  }
}
