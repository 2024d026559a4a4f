package keras.io.npz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.io.weights.LoadingBar;
import keras.io.weights.UniqueNames;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the arrays of a model's weights: in their order where all are called {@code arr_0} and so
 * on, else by paths, or by the last two parts of these, which are mostly layer and weight.
 */
final class NamedWeights {
  private static final String ORDERED = "arr_";
  private static final int MOST_SHOWN = 8;

  private final String file;
  private final Map<String, HostTensor> arrays = new LinkedHashMap<>();
  private final LoadOptions options;
  private final LoadReport report;
  private final List<Variable> variables;
  private final LoadingBar bar;
  private final Map<Variable, HostTensor> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  NamedWeights(
      Model model,
      String file,
      Map<String, HostTensor> arrays,
      LoadOptions options,
      LoadReport report) {
    this.file = file;
    this.options = options;
    this.report = report;
    this.variables = model.weights();
    this.bar = new LoadingBar(options, variables.size());
    arrays.forEach((name, array) -> this.arrays.put(name.replaceFirst(":0$", ""), array));
  }

  /** Returns the names of variables in a file that Java writes. */
  static List<String> names(List<Variable> variables) {
    return UniqueNames.of(variables.stream().map(Variable::path).toList(), "");
  }

  private static List<String> shortNames(List<Variable> variables) {
    return UniqueNames.of(
        variables.stream().map(v -> v.path().replaceFirst("^.*/(?=[^/]*/[^/]*$)", "")).toList(),
        "");
  }

  private static List<String> order(int count) {
    return IntStream.range(0, count).mapToObj(i -> ORDERED + i).toList();
  }

  /** Returns the values for the model's variables. */
  Map<Variable, HostTensor> match() {
    List<String> names = chosen();
    for (int i = 0; i < names.size(); i++) {
      take(variables.get(i), arrays.remove(names.get(i)), names.get(i));
    }
    arrays.forEach((name, array) -> report.addUnexpected(name + " " + Shapes.show(array.shape())));
    if (!options.skipMismatch() && !problems.isEmpty()) {
      String more = problems.size() > MOST_SHOWN ? "; and more" : "";
      throw new ModelFormatException(
          file,
          "",
          "its arrays do not fit the model, which is as it was before: %s%s.%s"
              .formatted(
                  String.join("; ", problems.subList(0, Math.min(MOST_SHOWN, problems.size()))),
                  more,
                  report.unexpected().isEmpty()
                      ? ""
                      : " The file also has %s.".formatted(String.join(", ", some()))));
    }
    problems.forEach(report::addSkipped);
    return values;
  }

  private List<String> some() {
    List<String> all = report.unexpected();
    return all.subList(0, Math.min(MOST_SHOWN, all.size()));
  }

  private List<String> chosen() {
    boolean ordered =
        !arrays.isEmpty() && arrays.keySet().equals(new HashSet<>(order(arrays.size())));
    if (ordered && options.byName()) {
      throw new IllegalArgumentException(
          "loadWeights: `byName` needs arrays with names; %s has them in their order, arr_0 and so on."
              .formatted(file));
    }
    if (ordered && arrays.size() != variables.size()) {
      throw new ModelFormatException(
          file,
          "",
          "it has %d arrays, the model has %d weights.".formatted(arrays.size(), variables.size()));
    }
    if (ordered) {
      return order(arrays.size());
    }
    List<String> paths = names(variables);
    List<String> shorter = shortNames(variables);
    return paths.stream().noneMatch(arrays::containsKey)
            && shorter.stream().anyMatch(arrays::containsKey)
        ? shorter
        : paths;
  }

  private void take(Variable variable, @Nullable HostTensor array, String name) {
    String shown = variable.path() + " " + Shapes.show(variable.shape());
    if (array == null) {
      report.addMissing(shown);
      if (!options.byName()) {
        problems.add("the model has %s, the file has no %s".formatted(shown, name));
      }
    } else if (!array.shape().equals(variable.shape())) {
      problems.add(
          "the model has %s, the file has %s %s"
              .formatted(shown, name, Shapes.show(array.shape())));
    } else {
      values.put(variable, bar.read(array.cast(variable.dtype())));
      report.addLoaded(shown);
    }
  }
}
