package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.CustomObjects;
import keras.data.Dataset;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.layers.InputLayer;
import keras.layers.TextFunction;
import keras.layers.TextVectorization;
import keras.models.Model;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions of one's own that standardize and split texts, by their names in files. */
@ExtendWith(PythonExtension.class)
class TextFunctionTest {
  private static final String[][] TEXTS = {{"a-b-b"}, {"B-c<br>-c"}, {""}, {"c"}};

  private static final String FUNCTIONS =
      """
      L = keras.layers
      def clean(texts):
          return tf.strings.lower(tf.strings.regex_replace(texts, "<br>", ""))
      def dashes(texts):
          return tf.strings.split(texts, "-").to_tensor("")
      own = {"clean": clean, "dashes": dashes}
      """;

  private static final TextFunction CLEAN = TextFunction.of("clean", TextFunctionTest::clean);
  private static final TextFunction DASHES = TextFunction.of("dashes", TextFunctionTest::dashes);

  private final Path dir;

  TextFunctionTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static Expr clean(Expr texts, CallContext ctx) {
    return ctx.wrap(
        ctx.tf()
            .strings
            .lower(ctx.tf().strings.staticRegexReplace(Core.strings(texts), "<br>", "")));
  }

  private static Expr dashes(Expr texts, CallContext ctx) {
    var tf = ctx.tf();
    var parts = tf.strings.stringSplit(Core.strings(texts), tf.constant("-"));
    var first = tf.constant(0);
    return ctx.wrap(
        tf.ragged.raggedTensorToTensor(
            tf.array(-1L, -1L),
            parts.values(),
            tf.constant(""),
            List.of(
                tf.gather(parts.shape(), first, first),
                tf.gather(parts.indices(), first, tf.constant(1))),
            List.of("FIRST_DIM_SIZE", "VALUE_ROWIDS")));
  }

  private static HostTensor predicted(Model model) {
    return HostTensor.of(model.predictAll(TEXTS).get(0));
  }

  @ParameterizedTest
  @EnumSource
  void goOnInJavaAndBack(Framework framework, Python python) {
    Path theirs = dir.resolve("python.keras");
    Path ours = dir.resolve("java.keras");
    PythonResult made =
        python
            .of(framework)
            .exec(
                FUNCTIONS
                    + """
                    words = L.TextVectorization(standardize=clean, split=dashes)
                    words.adapt(texts)
                    model = keras.Sequential([keras.Input((1,), dtype="string"), words])
                    model.save(path)
                    result["y"] = model.predict(tf.constant(texts), verbose=0)
                    result["words"] = words.get_vocabulary()
                    """,
                Map.of("texts", HostTensorOf.strings(TEXTS), "path", theirs));
    assertTrue(
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(theirs))
            .toString()
            .contains(
                "TextVectorization: `standardize` is the function 'clean', which nobody gave. Give"
                    + " it: CustomObjects.none().with(TextFunction.of(\"clean\", (texts, ctx) ->"
                    + " …))."));
    CustomObjects own = CustomObjects.none().with(CLEAN).with(DASHES);
    try (Model model = Keras.loadModel(theirs.toString(), own)) {
      assertEquals(made.array("y"), predicted(model));
      model.save(ours.toString());
    }
    TextVectorization learned =
        new TextVectorization().standardize("clean", TextFunctionTest::clean);
    learned.split("dashes", TextFunctionTest::dashes).adapt(TEXTS);
    assertEquals(made.list("words"), learned.getVocabulary());
    try (Model again = Keras.loadModel(ours.toString(), own)) {
      assertEquals(made.array("y"), predicted(again));
    }
    PythonResult read =
        python
            .of(framework)
            .exec(
                FUNCTIONS
                    + """
                    model = keras.models.load_model(path, custom_objects=own)
                    result["y"] = model.predict(tf.constant(texts), verbose=0)
                    """,
                Map.of("texts", HostTensorOf.strings(TEXTS), "path", ours));
    assertEquals(made.array("y"), read.array("y"));
  }

  @Test
  void countRunsOfTokensWithoutThoseThatFillUp() {
    TextVectorization runs =
        new TextVectorization()
            .standardize(null)
            .split("dashes", TextFunctionTest::dashes)
            .ngrams(2);
    runs.adapt(new String[] {"a-b", "a"});
    assertEquals(List.of("", "[UNK]", "a", "b", "a b"), runs.getVocabulary());
  }

  @Test
  void mustGiveStrings() {
    TextVectorization wrong =
        new TextVectorization()
            .standardize("sizes", (texts, ctx) -> Core.size(texts, 0).cast(DType.INT64));
    assertEquals(
        wrong
            + ": the function for `standardize` must give strings with 2 axes. Received: int64 of"
            + " shape ().",
        assertThrows(
                IllegalArgumentException.class,
                () -> wrong.apply(new InputLayer(1).dtype("string").output()))
            .getMessage());
  }

  /** As {@code adapt(data, steps=2)}, of a dataset without an end. */
  @Test
  void adaptsToSomeSteps() {
    TextVectorization words = new TextVectorization();
    words.adapt(Dataset.of(HostTensorOf.strings(TEXTS).toNdArray()).batch(1).repeat(), 2);
    assertEquals(List.of("", "[UNK]", "bcbrc", "abb"), words.getVocabulary());
    assertEquals(
        words + ".adapt: `steps` must be a positive integer. Received: steps=0.",
        assertThrows(IllegalArgumentException.class, () -> words.adapt(Dataset.of(new float[1]), 0))
            .getMessage());
  }
}
