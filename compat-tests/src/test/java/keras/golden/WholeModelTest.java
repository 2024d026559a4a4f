package keras.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.config.Configs;
import keras.models.Model;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole-model contract, without files of models: every case whose classes exist is built from
 * Keras 3's config, predicts what Keras predicts, and trains as Keras trains.
 */
class WholeModelTest {
  /** Whose layers for words and numbers Keras declares to give other dtypes than they do. */
  private static final Set<String> DECLARED_OTHERWISE = Set.of("heads_tables");

  /** Returns the cases with a config of Keras 3 whose classes all exist. */
  static Stream<GoldenCase> configs() {
    return GoldenCase.every().stream()
        .filter(c -> c.isModel() && c.config() != null && CaseClasses.allExist(c));
  }

  /** Returns those that were trained. */
  static Stream<GoldenCase> trained() {
    return configs().filter(GoldenCase::isTrained);
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static JsonObject architecture(GoldenCase golden) {
    JsonObject config = Objects.requireNonNull(golden.config());
    config.map().keySet().removeAll(List.of("compile_config", "build_config"));
    return config;
  }

  /** Returns a config without what it says of tensors between layers, but where they come from. */
  private static @Nullable Object withoutTensors(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((key, value) -> out.put(key, withoutTensors(value)));
      if (out.containsKey("keras_history")) {
        out.keySet().removeAll(Set.of("dtype", "shape"));
      }
      return out;
    }
    return json instanceof List<?> list
        ? list.stream().map(WholeModelTest::withoutTensors).toList()
        : json;
  }

  private static Model build(GoldenCase golden) {
    return (Model) Configs.deserialize(architecture(golden).map());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void writesTheConfigThatItRead(GoldenCase golden) {
    try (Model model = build(golden)) {
      Object keras = architecture(golden).map();
      Object ours = Configs.serialize(model);
      boolean otherwise = DECLARED_OTHERWISE.contains(golden.name());
      ConfigComparison.check(
          golden + ": config",
          otherwise ? withoutTensors(keras) : keras,
          otherwise ? withoutTensors(ours) : ours);
    }
  }

  @ParameterizedTest
  @MethodSource("trained")
  void givesKerasOutputs(GoldenCase golden) {
    try (Model model = build(golden)) {
      model.setWeights(new GoldenTraining(golden).finalWeights(golden.followed()));
      golden.checkOutputs(golden.followed(), model.predictAll(golden.inputs()));
    }
  }

  @ParameterizedTest
  @MethodSource("trained")
  void trainsAsKerasDoes(GoldenCase golden) {
    GoldenTraining training = new GoldenTraining(golden);
    try (Model model = build(golden)) {
      training.checkWeightTable(model);
      model.setWeights(training.initialWeights());
      training.compile(model);
      History history = training.fit(model);
      training.checkHistory(history);
      training.checkFinalWeights(model);
      training.checkEvaluation(training.evaluate(model));
      training.checkOptimizer(model.optimizer());
    }
  }
}
