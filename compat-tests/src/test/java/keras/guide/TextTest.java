package keras.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Table;
import keras.layers.Dense;
import keras.layers.Embedding;
import keras.layers.GlobalAveragePooling1D;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.layers.StringLookup;
import keras.layers.TextVectorization;
import keras.models.Sequential;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/** The Java of docs/guide/text.md. */
class TextTest {
  private final String[][] texts = {{"A fine film."}, {"dull"}, {"fine, fine!"}, {"so dull"}};
  private final float[][] labels = {{1}, {0}, {1}, {0}};

  public static final class Initial extends Layer {
    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Ops tf = ctx.tf();
      return ctx.wrap(tf.strings.substr(Core.strings(x), tf.constant(0), tf.constant(1)));
    }
  }

  public static final class Population extends Layer {
    private final Table millions = new Table(this::toString, DType.STRING, DType.INT64);

    public Population() {
      HostTensor countries = HostTensor.ofStrings(Shape.of(2), "Norway", "Peru");
      millions.fill(countries, HostTensor.of(NdArrays.vectorOf(5L, 34L)));
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return ctx.find(millions, x, ctx.tf().constant(-1L));
    }
  }

  @Test
  void classifiesRawTexts() {
    TextVectorization words = new TextVectorization().maxTokens(1000).outputSequenceLength(8);
    words.adapt(texts);

    Sequential model =
        new Sequential(
            new InputLayer(1).dtype("string"),
            words,
            new Embedding(1000, 8).maskZero(true),
            new GlobalAveragePooling1D(),
            new Dense(1, "sigmoid"));
    model.compile("adam", "binary_crossentropy", "accuracy");
    model.fit(texts, labels, f -> f.epochs(2).verbose(0));
    float[][] y = model.predict(new String[][] {{"a fine film"}}).toArray2d();

    assertEquals(1, y[0].length);
    model.close();
  }

  @Test
  void cleansTextsByAFunctionOfOnesOwn() {
    TextVectorization cleaned =
        new TextVectorization()
            .standardize(
                "clean",
                (strings, ctx) ->
                    ctx.wrap(
                        ctx.tf().strings.staticRegexReplace(Core.strings(strings), "<br />", " ")))
            .outputSequenceLength(8);
    cleaned.adapt(texts);

    NdArray<?> known = cleaned.run(new String[] {"fine,<br />fine!"});
    long[] words = new long[8];
    HostTensor.of(known).data().asLongBuffer().get(words);
    List<String> vocabulary = cleaned.getVocabulary();
    assertEquals("fine,", vocabulary.get((int) words[0]));
    assertEquals("fine!", vocabulary.get((int) words[1]));
    assertEquals(0, words[2]);
  }

  @Test
  void looksCategoriesUp() {
    StringLookup colours = new StringLookup("red", "green").outputMode("one_hot");
    NdArray<?> vectors = colours.run(new String[] {"green", "blue"});

    long[] numbers = new long[6];
    HostTensor.of(vectors).data().asLongBuffer().get(numbers);
    assertArrayEquals(new long[] {0, 0, 1, 1, 0, 0}, numbers);
  }

  @Test
  void runsLayersOfOnesOwn() {
    String[] countries = {"Peru", "Elbonia"};
    assertEquals(
        HostTensor.ofStrings(Shape.of(2), "P", "E"), HostTensor.of(new Initial().run(countries)));
    assertEquals(
        HostTensor.of(NdArrays.vectorOf(34L, -1L)), HostTensor.of(new Population().run(countries)));
  }
}
