package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import keras.data.SampleArray;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.WorkspaceRef;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** Turns texts into tokens, as a layer does, and counts those. */
final class TextCounts implements AutoCloseable {
  private static final int ROWS = 4096;

  private final TextVectorization layer;
  private final WorkspaceRef home = new WorkspaceRef();
  private final TokenCounts counts = new TokenCounts();
  private @Nullable GraphFunction function;
  private @Nullable Shape shape;

  TextCounts(TextVectorization layer) {
    this.layer = layer;
  }

  TokenCounts counts() {
    return counts;
  }

  /** Counts the tokens of all texts, some at a time; each row is a document. */
  void addAll(SampleArray texts) {
    Shape sample = texts.shape().numDimensions() == 1 ? Shape.of(1) : texts.sampleShape();
    for (int from = 0; from < texts.count(); from += ROWS) {
      add(texts.slice(from, Math.min(texts.count(), from + ROWS)), sample);
    }
  }

  /** Counts the tokens of a batch as it is. */
  void addBatch(SampleArray texts) {
    add(texts, texts.sampleShape());
  }

  private void add(SampleArray texts, Shape sample) {
    if (!texts.dtype().equals("string")) {
      throw new IllegalArgumentException(
          "%s.adapt: expected strings. Received: %s.".formatted(layer, texts.dtype()));
    }
    List<String> all = Strings.of(texts);
    Shape fed = Shape.of(texts.count()).append(sample);
    try (Tensor feed = HostTensor.tensorOfStrings(fed, all.toArray(new String[0]))) {
      function(Shape.of(-1).append(sample))
          .run(
              List.of(feed),
              out -> {
                count(out);
                return true;
              });
    }
  }

  private GraphFunction function(Shape input) {
    GraphFunction known = function;
    if (known == null || !input.tail().equals(shape)) {
      shape = input.tail();
      known =
          new GraphFunction(
              home,
              "adapt",
              false,
              List.of(new TensorSpec(input, DType.STRING)),
              List.of(),
              (ctx, in) -> {
                TextTokens tokens = layer.tokens(in.get(0), ctx);
                Expr splits = tokens.splits();
                return splits == null ? List.of(tokens.flat()) : List.of(tokens.flat(), splits);
              });
      function = known;
    }
    return known;
  }

  private void count(List<Tensor> out) {
    HostTensor tokens = HostTensor.of(out.get(0));
    List<String> all = new ArrayList<>();
    if (tokens.shape().size() > 0) {
      ((NdArray<?>) tokens.toNdArray()).scalars().forEach(s -> all.add((String) s.getObject()));
    }
    if (out.size() == 1) {
      counts.add(all, tokens.shape(), false);
      return;
    }
    long[] splits = new long[Math.toIntExact(out.get(1).shape().size())];
    HostTensor.of(out.get(1)).data().asLongBuffer().get(splits);
    IntStream.range(1, splits.length)
        .forEach(i -> counts.add(all.subList((int) splits[i - 1], (int) splits[i])));
  }

  @Override
  public void close() {
    home.close();
  }
}
