package keras.cli;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.KerasObject;
import keras.config.Replacement;
import keras.layers.Layer;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.Replacements;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command loads models: with the caller's own classes, from jars that the caller names. */
final class ModelSource {
  @Option(
      names = "--classpath",
      split = ":",
      paramLabel = "JAR",
      description = "Jars or folders with your own layers, losses, metrics and optimizers.")
  private List<Path> classpath = new ArrayList<>();

  @Option(
      names = "--custom",
      split = ",",
      paramLabel = "CLASS",
      description =
          "Classes of yours that a model file may name, as in com.acme.MyLayer; with another name"
              + " in the file: my_package>MyLayer=com.acme.MyLayer.")
  private List<String> custom = new ArrayList<>();

  @Option(
      names = "--replace",
      split = ",",
      paramLabel = "LAYER=CLASS",
      description =
          "A layer of yours in the place of one in the file, as in shift=com.acme.Shift, for Lambda"
              + " layers and classes that are not known.")
  private Map<String, String> replaced = new LinkedHashMap<>();

  private final List<String> notes = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Loads a whole model, compiled if the file says how. */
  Model load(Path file) {
    return Keras.loadModel(file.toString(), options());
  }

  /** Loads a whole model, not compiled. */
  Model loadUncompiled(Path file) {
    return Keras.loadModel(file.toString(), options().compile(false));
  }

  private LoadOptions options() {
    return LoadOptions.defaults()
        .customObjects(customObjects())
        .report(
            report -> {
              notes.addAll(report.notes());
              report.print();
            });
  }

  /** Returns what files hold that the models loaded from them do without; sentences. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns the caller's own classes. */
  CustomObjects customObjects() {
    CustomObjects objects = CustomObjects.none();
    if (!custom.isEmpty() || !replaced.isEmpty()) {
      ClassLoader loader = loader();
      for (String entry : custom) {
        int equals = entry.indexOf('=');
        Class<? extends KerasObject> type = find(loader, entry.substring(equals + 1));
        objects =
            objects.with(equals < 0 ? type.getSimpleName() : entry.substring(0, equals), type);
      }
      for (Map.Entry<String, String> entry : replaced.entrySet()) {
        Class<? extends KerasObject> type = find(loader, entry.getValue());
        if (!Layer.class.isAssignableFrom(type)) {
          throw refused("--replace: expected a layer. Received: %s.".formatted(entry.getValue()));
        }
        Replacement layer =
            Replacements.of(
                entry.getKey(), () -> (Layer) Configs.from(type, Map.of("name", entry.getKey())));
        objects = objects.replacing(entry.getKey(), layer);
      }
    }
    return objects;
  }

  private ClassLoader loader() {
    List<URL> urls = new ArrayList<>();
    for (Path entry : classpath) {
      if (!Files.exists(entry)) {
        throw refused("--classpath: %s does not exist.".formatted(entry));
      }
      try {
        urls.add(entry.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new ParameterException(
            spec.commandLine(), "--classpath: %s is not a path.".formatted(entry), e);
      }
    }
    return new URLClassLoader(urls.toArray(new URL[0]), ModelSource.class.getClassLoader());
  }

  private Class<? extends KerasObject> find(ClassLoader loader, String name) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      if (KerasObject.class.isAssignableFrom(type)) {
        return type.asSubclass(KerasObject.class);
      }
      throw refused(
          "Expected a layer, loss, metric, optimizer or the like. Received: %s.".formatted(name));
    } catch (ClassNotFoundException e) {
      throw new ParameterException(
          spec.commandLine(),
          "No class %s in %s. Name its jar with --classpath.".formatted(name, classpath),
          e);
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
