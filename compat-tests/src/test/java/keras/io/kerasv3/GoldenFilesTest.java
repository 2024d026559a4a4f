package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.golden.CaseClasses;
import keras.golden.GoldenCase;
import keras.models.Model;
import keras.python.Framework;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;

/** Every file of these formats that real Keras wrote, of every case whose classes exist. */
class GoldenFilesTest {
  private static final Map<String, Framework> MODELS =
      Map.of("model.keras", Framework.KERAS3, "model_tk.keras", Framework.TF_KERAS);
  private static final Map<String, Framework> WEIGHTS =
      Map.of("model.weights.h5", Framework.KERAS3, "model_tk.weights.h5", Framework.TF_KERAS);

  static Stream<Arguments> models() {
    return files(MODELS);
  }

  static Stream<Arguments> weights() {
    return files(WEIGHTS);
  }

  private static Stream<Arguments> files(Map<String, Framework> kinds) {
    List<Arguments> all = new ArrayList<>();
    for (GoldenCase golden : GoldenCase.all()) {
      kinds.keySet().stream()
          .sorted()
          .filter(golden::has)
          .filter(file -> CaseClasses.allExist(golden))
          .forEach(file -> all.add(Arguments.of(golden, file)));
    }
    assertTrue(all.size() >= kinds.size(), "cases are found");
    return all.stream();
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @MethodSource("models")
  void readsAModel(GoldenCase golden, String file) {
    try (Model model = Keras.loadModel(golden.file(file).toString())) {
      assertEquals(golden.isTrained(), model.isCompiled(), "compiled");
      golden.checkOutputs(framework(file), outputs(model, golden));
    }
  }

  @ParameterizedTest
  @MethodSource("weights")
  void readsWeights(GoldenCase golden, String file) {
    try (Model model = Keras.loadModel(golden.file("model.keras").toString())) {
      model.setWeights(Values.read(model.weights()).stream().map(GoldenFilesTest::zeros).toList());
      model.loadWeights(golden.file(file).toString());
      golden.checkOutputs(framework(file), outputs(model, golden));
    }
  }

  /** Feeds a stream, for arrays of doubles would become floats first, as in Keras. */
  private static List<NdArray<?>> outputs(Model model, GoldenCase golden) {
    Dataset stream = () -> List.of(new Batch(golden.inputs(), List.of(), null)).iterator();
    return model.predictAll(stream);
  }

  private static Framework framework(String file) {
    return file.contains("_tk") ? Framework.TF_KERAS : Framework.KERAS3;
  }

  private static NdArray<?> zeros(HostTensor like) {
    ByteBuffer bytes = ByteBuffer.allocate(like.data().remaining());
    return new HostTensor(like.dtype(), like.shape(), bytes).toNdArray();
  }
}
