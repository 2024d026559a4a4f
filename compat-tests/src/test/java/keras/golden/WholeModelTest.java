package keras.golden;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.config.Configs;
import keras.models.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole-model contract, without files of models: every case whose classes exist is built from
 * Keras 3's config, predicts what Keras predicts, and trains as Keras trains.
 */
class WholeModelTest {
  /** Returns the cases with a config of Keras 3 whose classes all exist. */
  static Stream<GoldenCase> configs() {
    return GoldenCase.all().stream()
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

  private static Model build(GoldenCase golden) {
    return (Model) Configs.deserialize(architecture(golden).map());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void writesTheConfigThatItRead(GoldenCase golden) {
    try (Model model = build(golden)) {
      ConfigComparison.check(
          golden + ": config", architecture(golden).map(), Configs.serialize(model));
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
