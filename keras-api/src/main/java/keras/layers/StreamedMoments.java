package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.data.Batch;
import keras.engine.Constants;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.engine.TensorSpec;
import keras.engine.WorkspaceRef;
import keras.ops.DType;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** The mean and the variance of data that comes in batches, each weighed by its elements. */
final class StreamedMoments implements AutoCloseable {
  private final WorkspaceRef home = new WorkspaceRef();
  private final String who;
  private final DType dtype;
  private @Nullable GraphFunction moments;
  private double[] mean = {};
  private double[] variance = {};
  private long count;

  StreamedMoments(String who, DType dtype) {
    this.who = who;
    this.dtype = dtype;
  }

  NdArray<?> onlyInput(Batch batch) {
    return onlyInput(who, batch);
  }

  /** Returns the one input of a batch. */
  static NdArray<?> onlyInput(Object who, Batch batch) {
    if (batch.x().size() != 1) {
      throw new IllegalArgumentException(
          "%s.adapt: expected batches of 1 input. Received: %d inputs."
              .formatted(who, batch.x().size()));
    }
    return batch.x().get(0);
  }

  /** Takes one more batch. */
  void add(HostTensor batch, int... kept) {
    List<double[]> found;
    try (Tensor feed = batch.toTensor()) {
      found =
          function(batch.shape(), kept)
              .run(
                  List.of(feed),
                  out ->
                      out.stream()
                          .map(t -> Constants.doubles(HostTensor.of(t).toNdArray()))
                          .toList());
    }
    double[] batchMean = found.get(0);
    double[] batchVariance = found.get(1);
    if (count == 0) {
      mean = new double[batchMean.length];
      variance = new double[batchMean.length];
    }
    long size = batch.shape().size() / Math.max(1, batchMean.length);
    count += size;
    double share = (double) size / count;
    double w = round(share);
    double rest = round(1.0 - share);
    for (int i = 0; i < mean.length; i++) {
      double next = round(round(mean[i] * rest) + round(batchMean[i] * w));
      double old = round(round(variance[i] + square(mean[i] - next)) * rest);
      double own = round(round(batchVariance[i] + square(batchMean[i] - next)) * w);
      variance[i] = round(old + own);
      mean[i] = next;
    }
  }

  /** Returns the means and the variances. */
  double[][] result() {
    if (count == 0) {
      throw new IllegalArgumentException(
          who + ".adapt: expected at least one batch. Received: an empty dataset.");
    }
    return new double[][] {mean, variance};
  }

  private GraphFunction function(Shape batch, int... kept) {
    GraphFunction known = moments;
    if (known == null) {
      long[] sizes = new long[batch.numDimensions()];
      Arrays.fill(sizes, -1);
      known =
          new GraphFunction(
              home,
              "moments",
              false,
              List.of(new TensorSpec(Shape.of(sizes), dtype)),
              List.of(),
              (ctx, in) -> {
                int[] axes = Numpy.axesBut(in.get(0), kept);
                return List.of(
                    in.get(0).mean(axes),
                    in.get(0).sub(Numpy.mean(in.get(0), axes, true)).square().mean(axes));
              });
      moments = known;
    }
    if (known.inputs().get(0).shape().numDimensions() != batch.numDimensions()) {
      throw new IllegalArgumentException(
          "%s.adapt: expected batches of %d axes. Received: shape %s."
              .formatted(who, known.inputs().get(0).shape().numDimensions(), Shapes.show(batch)));
    }
    return known;
  }

  private double square(double difference) {
    double d = round(difference);
    return round(d * d);
  }

  private double round(double value) {
    return dtype == DType.FLOAT32 ? (float) value : value;
  }

  @Override
  public void close() {
    home.close();
  }
}
